import type { ServiceFile } from '../../service/model/file';
import type { ServiceProject } from '../../service/model/project';
import { type NetworkCall, networkCalls } from '../../service/networkCalls';
import { presentLibraries } from '../../service/presence';
import { entryIn, type Listening } from '../../service/process/entry';
import { type Gift, mayHave } from '../../service/process/gifts';
import { filesReachedFrom } from '../../service/process/reached';
import { isTestFile } from '../../service/testFiles';

/** The place of the file to report that the program lacks something; undefined in other files, and where it may have it. */
export function lacking(gift: Gift, file: ServiceFile, project: ServiceProject): Listening | undefined {
  const entry = entryIn(file, project);
  return entry && !mayHave(gift, entry.call, project) ? entry : undefined;
}

/** A call to another service of one's own, in what the program loads from its entry on; the first in the order of imports. */
export function calledService(entry: Listening, project: ServiceProject): NetworkCall | undefined {
  if (!presentLibraries(project).some(({ betweenServices }) => betweenServices)) return undefined;
  for (const sourceFile of filesReachedFrom(entry.call.getSourceFile(), project)) {
    if (isTestFile(sourceFile, project)) continue;
    const found = networkCalls(project.fileOf(sourceFile), project).find(
      ({ clients: [{ library }] }) => library.betweenServices,
    );
    if (found) return found;
  }
  return undefined;
}

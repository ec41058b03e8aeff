import type { ServiceFile } from '../../service/model/file';
import type { ServiceProject } from '../../service/model/project';
import { type NetworkCall, networkCalls } from '../../service/networkCalls';
import { presentLibraries } from '../../service/presence';
import { entryIn, type Listening } from '../../service/process/entry';
import { type Gift, mayHave } from '../../service/process/gifts';
import { isTestFile } from '../../service/process/startup';

/** The place of the file to report that the program lacks something; undefined in other files, and where it may have it. */
export function lacking(gift: Gift, file: ServiceFile, project: ServiceProject): Listening | undefined {
  const entry = entryIn(file, project);
  return entry && !mayHave(gift, entry.call, project) ? entry : undefined;
}

/** A call of the program to another service of one's own, the first in the order of files; undefined when there is none. */
export function calledService(project: ServiceProject): NetworkCall | undefined {
  if (!presentLibraries(project).some(({ betweenServices }) => betweenServices)) return undefined;
  const files = [...project.ownFiles].sort((a, b) => a.fileName.localeCompare(b.fileName));
  for (const sourceFile of files) {
    if (isTestFile(sourceFile, project)) continue;
    const found = networkCalls(project.fileOf(sourceFile), project).find(
      ({ clients: [{ library }] }) => library.betweenServices,
    );
    if (found) return found;
  }
  return undefined;
}

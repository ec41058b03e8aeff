import { fuzzyScore } from '../../core/fuzzy';
import type { IdlFile } from '../model/file';
import type { IdlProject } from '../resolve/project';
import { type OutlineEntry, outlineOf } from './outline';

/** A definition or member somewhere in the workspace. */
export interface WorkspaceSymbol {
  readonly file: IdlFile;
  readonly entry: OutlineEntry;
  /** The definition around a member. */
  readonly container: string | undefined;
  readonly score: number;
}

/** Members stand behind definitions that fit as well. */
const memberMalus = 4;

function scoreOf(query: string, entry: OutlineEntry, container: OutlineEntry | undefined): number | undefined {
  if (entry.name === '' || entry.kind === 'namespace') return undefined;
  // With a dot the query speaks of a member and its definition.
  const dotted = query.includes('.');
  if (!container) return dotted ? undefined : fuzzyScore(query, entry.name);
  const score = fuzzyScore(query, dotted ? `${container.name}.${entry.name}` : entry.name);
  return score === undefined ? undefined : score - memberMalus;
}

/**
 * The definitions and members of all known files whose names fit the query, best first, at most `limit`. An empty query gives definitions
 * alone. Stops early, with what it has, once `isCancelled`.
 */
export function findSymbols(
  project: IdlProject,
  query: string,
  limit: number,
  isCancelled: () => boolean,
): readonly WorkspaceSymbol[] {
  const wanted = query.trim();
  const found: WorkspaceSymbol[] = [];
  const add = (file: IdlFile, entry: OutlineEntry, container: OutlineEntry | undefined) => {
    const score = scoreOf(wanted, entry, container);
    if (score !== undefined) found.push({ file, entry, container: container?.name, score });
  };
  for (const file of project.allFiles()) {
    if (isCancelled()) return [];
    for (const definition of file.definitions) {
      const entry = outlineOf(definition);
      if (!entry) continue;
      add(file, entry, undefined);
      if (wanted !== '') for (const child of entry.children) add(file, child, entry);
    }
  }
  return found
    .sort(
      (a, b) =>
        b.score - a.score ||
        (a.entry.name < b.entry.name ? -1 : a.entry.name > b.entry.name ? 1 : a.file.uri < b.file.uri ? -1 : 1),
    )
    .slice(0, limit);
}

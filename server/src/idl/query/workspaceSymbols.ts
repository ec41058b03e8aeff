import { type FuzzyText, fuzzyScore, fuzzyText } from '../../core/fuzzy';
import { column } from '../model/column';
import type { IdlFile } from '../model/file';
import type { Definition } from '../model/tree';
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

/** A name that can be searched for. */
interface Candidate {
  readonly entry: OutlineEntry;
  readonly name: FuzzyText;
}

/** A definition with its members. */
interface Candidates {
  readonly own: Candidate;
  readonly members: readonly Candidate[];
}

/** Members stand behind definitions that fit as well. */
const memberMalus = 4;

function candidate(entry: OutlineEntry): Candidate {
  return { entry, name: fuzzyText(entry.name) };
}

function readCandidates(definition: Definition): Candidates | undefined {
  const entry = outlineOf(definition);
  if (!entry || entry.name === '' || entry.kind === 'namespace') return undefined;
  return { own: candidate(entry), members: entry.children.filter(({ name }) => name !== '').map(candidate) };
}

/** What of a file can be searched for; kept with its definitions. */
const candidates = column(readCandidates);

function compare(a: WorkspaceSymbol, b: WorkspaceSymbol): number {
  if (a.score !== b.score) return b.score - a.score;
  if (a.entry.name !== b.entry.name) return a.entry.name < b.entry.name ? -1 : 1;
  return a.file.uri < b.file.uri ? -1 : 1;
}

/** Keeps the best of many, without holding all of them. */
function createBest(limit: number) {
  let kept: WorkspaceSymbol[] = [];
  let least: WorkspaceSymbol | undefined;
  const trim = () => {
    kept = kept.sort(compare).slice(0, limit);
    if (kept.length === limit) least = kept.at(-1);
  };
  return {
    /** Whether a name with this score may be among the best: of thousands that score the same, the names decide. */
    wants: (score: number, name: string) =>
      !least || score > least.score || (score === least.score && name <= least.entry.name),
    add(symbol: WorkspaceSymbol) {
      kept.push(symbol);
      if (kept.length > 4 * limit) trim();
    },
    all(): readonly WorkspaceSymbol[] {
      trim();
      return kept;
    },
  };
}

/**
 * The definitions and members of all known files whose names fit the query, best first, at most `limit`. An empty query gives definitions
 * alone. With a dot, the query speaks of a member and its definition (`UserService.get`). Gives nothing once `isCancelled`.
 */
export function findSymbols(
  project: IdlProject,
  query: string,
  limit: number,
  isCancelled: () => boolean,
): readonly WorkspaceSymbol[] {
  const wanted = fuzzyText(query.trim());
  const isDotted = wanted.text.includes('.');
  const isEmpty = wanted.text === '';
  const best = createBest(limit);
  for (const file of project.allFiles()) {
    if (isCancelled()) return [];
    for (const { own, members } of candidates.of(file)) {
      const score = isDotted ? undefined : fuzzyScore(wanted, own.name);
      if (score !== undefined && best.wants(score, own.name.text))
        best.add({ file, entry: own.entry, container: undefined, score });
      if (isEmpty) continue;
      for (const { entry, name } of members) {
        const fit = fuzzyScore(wanted, isDotted ? fuzzyText(`${own.name.text}.${name.text}`) : name);
        if (fit === undefined || !best.wants(fit - memberMalus, name.text)) continue;
        best.add({ file, entry, container: own.entry.name, score: fit - memberMalus });
      }
    }
  }
  return best.all();
}

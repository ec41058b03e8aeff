import type { TextEdit } from '../../core/finding';
import { isPrefix } from '../edit/includes';
import { type IdlFile, programName } from '../model/file';
import { type NameUse, nameUsesIn } from '../model/walk';
import type { IdlProject } from '../resolve/project';
import { createScope, type ResolvedInclude, type Scope } from '../resolve/scope';

/** A file or folder that is about to get another place. Normalized URIs, without a slash at the end. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

function placeAfter(uri: string, moves: readonly Move[]): string {
  for (const { from, to } of moves) {
    if (uri === from) return to;
    if (uri.startsWith(`${from}/`)) return to + uri.slice(from.length);
  }
  return uri;
}

/** Where an include leads that is written `path`, if it is looked for from the including file on. */
function beside(uri: string, path: string): string | undefined {
  try {
    // What would mean something in an address; all else is escaped as in the addresses of files.
    return new URL(path.replace(/[%?#\\]/g, encodeURIComponent), uri).href;
  } catch {
    return undefined;
  }
}

function includeOf(use: NameUse, scope: Scope): ResolvedInclude | undefined {
  const found = scope[use.kind](use.name.text);
  return found.kind === 'found' ? found.include : undefined;
}

/** The names of the file that come from `include` and are written with its prefix, with another prefix. */
function renamePrefix(scope: Scope, include: ResolvedInclude, alias: string): TextEdit[] {
  const { file } = scope;
  const edits: TextEdit[] = [];
  for (const definition of file.definitions) {
    for (const use of nameUsesIn(definition)) {
      if (!use.name.text.startsWith(`${include.alias}.`) || includeOf(use, scope)?.node !== include.node) continue;
      const { start } = file.rangeOf(use.name);
      edits.push({ uri: file.uri, range: { start, end: start + include.alias.length }, newText: alias });
    }
  }
  return edits;
}

/** How the include is to be written after the moves; undefined where it may stay as it is. */
function pathAfter(file: IdlFile, include: ResolvedInclude, project: IdlProject, moves: readonly Move[]) {
  if (include.target.kind !== 'found') return undefined;
  const { uri } = include.target;
  const [from, to] = [placeAfter(file.uri, moves), placeAfter(uri, moves)];
  const written = include.node.path.value;
  if ((from === file.uri && to === uri) || beside(from, written) === to) return undefined;
  // It is found from one of the include paths on, wherever the file itself lies.
  if (to === uri && beside(file.uri, written) !== uri) return undefined;
  return { path: project.includePathFor(from, to), alias: programName(decodeURIComponent(to)) };
}

/** Names that mean nothing after the moves, because no other prefix can be written before them. */
export interface LeftNames {
  /** The file that they stand in. */
  readonly uri: string;
  readonly alias: string;
  /** What would have to stand before them. */
  readonly wanted: string;
  /** Whether that is the prefix of another include; else it is no name. */
  readonly isTaken: boolean;
}

export interface MoveEdits {
  readonly edits: readonly TextEdit[];
  readonly left: readonly LeftNames[];
}

/**
 * What to change so that every include still leads to the same file once files and folders have other places; with another name of the file,
 * the names that are written with it as well. The edits are of the files as they lie now.
 */
export function editsForMoves(project: IdlProject, moves: readonly Move[]): MoveEdits {
  const edits: TextEdit[] = [];
  const left: LeftNames[] = [];
  for (const file of project.allFiles()) {
    const scope = createScope(file, project);
    for (const include of scope.includes) {
      const after = pathAfter(file, include, project, moves);
      if (!after) continue;
      const { start, end } = file.rangeOf(include.node.path);
      // Within the quotes, whichever they are.
      edits.push({ uri: file.uri, range: { start: start + 1, end: end - 1 }, newText: after.path });
      const { alias: wanted } = after;
      if (wanted === include.alias) continue;
      const names = renamePrefix(scope, include, wanted);
      const isTaken = scope.includes.some((other) => other !== include && other.alias === wanted);
      if (!isTaken && isPrefix(wanted)) edits.push(...names);
      else if (names.length > 0) left.push({ uri: file.uri, alias: include.alias, wanted, isTaken });
    }
  }
  return { edits, left };
}

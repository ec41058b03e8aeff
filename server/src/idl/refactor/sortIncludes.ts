import type { TextEdit } from '../../core/finding';
import { lineEndOf, startWithComments } from '../edit/lines';
import { type IdlFile, programName } from '../model/file';
import type { Include } from '../model/tree';

/** An include with the lines that go with it: the comments above, and whatever else stands on its line. */
interface Entry {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

const restOfLine = /^\s*[,;]?\s*(?:(?:\/\/|#).*|\/\*(?:(?!\*\/).)*\*\/\s*)?$/;

function entryOf(file: IdlFile, include: Include): Entry | undefined {
  if (include.broken) return undefined;
  const own = file.rangeOf(include);
  const first = file.lines.lineRange(file.lines.positionAt(own.start).line);
  const { end } = file.lines.lineRange(file.lines.positionAt(own.end).line);
  if (file.text.slice(first.start, own.start).trim() !== '' || !restOfLine.test(file.text.slice(own.end, end)))
    return undefined;
  return { path: include.path.value, start: startWithComments(file, include), end };
}

/** The includes in groups that nothing parts: no other header, no empty line, no comment that stands alone. */
function groupsOf(file: IdlFile): Entry[][] {
  const groups: Entry[][] = [[]];
  for (const definition of file.definitions) {
    const entry = definition.kind === 'Include' ? entryOf(file, definition) : undefined;
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (!entry) groups.push([]);
    // What stands right above the first line of the file's headers may speak of the file.
    else if (
      definition === file.definitions[0] &&
      entry.start < file.lines.lineRange(file.lines.positionAt(file.rangeOf(definition).start).line).start
    )
      groups.push([]);
    else if (!last || file.text.slice(last.end, entry.start) === lineEndOf(file)) group?.push(entry);
    else groups.push([entry]);
  }
  return groups;
}

function compare(a: Entry, b: Entry): number {
  const [left, right] = [a.path.toLowerCase(), b.path.toLowerCase()];
  if (left !== right) return left < right ? -1 : 1;
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/**
 * Sorts the includes of each group by path; comments move along. Undefined when they are sorted, or when two of them give the same
 * prefix, so that their order may tell which one is meant.
 */
export function sortIncludes(file: IdlFile): readonly TextEdit[] | undefined {
  const aliases = file.includes.map(({ path }) => programName(path.value));
  if (new Set(aliases).size < aliases.length || file.document.fbthrift) return undefined;
  const edits = groupsOf(file).flatMap((group): TextEdit[] => {
    const sorted = [...group].sort(compare);
    const [first] = group;
    const last = group.at(-1);
    if (!first || !last || sorted.every((entry, i) => entry === group[i])) return [];
    const newText = sorted.map(({ start, end }) => file.text.slice(start, end)).join(lineEndOf(file));
    return [{ uri: file.uri, range: { start: first.start, end: last.end }, newText }];
  });
  return edits.length > 0 ? edits : undefined;
}

import type { Finding, TextEdit } from '../core/finding';
import { contains } from '../core/range';
import type { Suppression } from '../core/suppression';
import type { CheckedText } from './finish';

/** Writes words as a comment. */
export type CommentWriter = (words: string) => string;

export const lineComment: CommentWriter = (words) => `// ${words}`;

function lineEnd({ lines, text }: CheckedText): string {
  const { end } = lines.lineRange(0);
  return text.startsWith('\r\n', end) ? '\r\n' : '\n';
}

/** Behind the byte order mark, where the file starts with one. */
function afterMark({ text }: CheckedText, offset: number): number {
  return offset === 0 && text.startsWith('\uFEFF') ? 1 : offset;
}

/** Adds the rule to a directive that names rules already. */
function addTo(uri: string, { rules }: Suppression, rule: string): TextEdit | undefined {
  const last = rules.at(-1);
  return last && { uri, range: { start: last.range.end, end: last.range.end }, newText: `, ${rule}` };
}

/**
 * The edit that silences a finding's rule on the finding's line; undefined where no comment can be put. `commentAt` tells how a comment is
 * written on a line of its own before the one that starts at an offset; undefined inside of a text that goes over lines.
 */
export function disableLineEdit(
  file: CheckedText,
  suppressions: readonly Suppression[],
  finding: Pick<Finding, 'range' | 'rule'>,
  commentAt: (offset: number) => CommentWriter | undefined,
): TextEdit | undefined {
  const { start: at } = finding.range;
  const merged = suppressions.find(
    ({ kind, covers, rules }) =>
      (kind === 'next-line' || kind === 'line') && rules.length > 0 && contains(covers, { start: at, end: at }),
  );
  if (merged) return addTo(file.uri, merged, finding.rule);
  const range = file.lines.lineRange(file.lines.positionAt(at).line);
  const write = commentAt(range.start);
  if (!write) return undefined;
  const indent = /^[ \t]*/.exec(file.text.slice(range.start, range.end))?.[0] ?? '';
  const start = afterMark(file, range.start);
  const newText = `${indent}${write(`thriftwise-disable-next-line ${finding.rule}`)}${lineEnd(file)}`;
  return { uri: file.uri, range: { start, end: start }, newText };
}

/** The edit that silences a rule in the whole file. */
export function disableFileEdit(
  file: CheckedText,
  suppressions: readonly Suppression[],
  rule: string,
): TextEdit | undefined {
  const merged = suppressions.find(({ kind, rules }) => kind === 'file' && rules.length > 0);
  if (merged) return addTo(file.uri, merged, rule);
  // The first line of a script may tell the system how to run it.
  const hashbang = /^\uFEFF?#!.*(?:\r\n|\n|\r|$)/.exec(file.text);
  const start = hashbang ? hashbang[0].length : afterMark(file, 0);
  return { uri: file.uri, range: { start, end: start }, newText: `// thriftwise-disable-file ${rule}${lineEnd(file)}` };
}

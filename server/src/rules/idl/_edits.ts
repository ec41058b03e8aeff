import type { TextEdit } from '../../core/finding';
import type { TextRange } from '../../core/range';
import type { Place } from '../../idl/model/file';
import type { Definition, Node } from '../../idl/model/tree';
import type { FixTools } from '../../idl/rule';

/** The place of a keyword or another part of `definition` that is no node. */
export function placeIn(definition: Definition, span: TextRange): Place {
  return { in: definition, span };
}

/** Takes out a word with the blanks behind it. */
export function removeWord<Key extends string>(tools: FixTools<Key>, place: Place): TextEdit {
  const { start, end } = tools.file.rangeOf(place);
  let to = end;
  while (/[ \t]/.test(tools.file.text[to] ?? '')) to++;
  return tools.edit({ start, end: to }, '');
}

/** Takes out what stands at `place` with the white space before it; line breaks stay, which may end a comment, unless `)` stands before them. */
export function removeTail<Key extends string>(tools: FixTools<Key>, place: Place | Node): TextEdit {
  const { text } = tools.file;
  const { start, end } = tools.file.rangeOf(place);
  let from = start;
  while (/\s/.test(text[from - 1] ?? '')) from--;
  if (text[from - 1] !== ')') {
    from = start;
    while (/[ \t]/.test(text[from - 1] ?? '')) from--;
  }
  return tools.edit({ start: from, end }, '');
}

/** Takes out what stands at `place`, and its lines with it when nothing else stands on them. */
export function removeLines<Key extends string>(tools: FixTools<Key>, place: Place | Node): TextEdit {
  const { text } = tools.file;
  const range = tools.file.rangeOf(place);
  let { start, end } = range;
  while (/[ \t]/.test(text[start - 1] ?? '')) start--;
  while (/[ \t]/.test(text[end] ?? '')) end++;
  const startsLine = start === 0 || text[start - 1] === '\n';
  const lineEnd = text.startsWith('\r\n', end) ? 2 : text[end] === '\n' ? 1 : 0;
  if (startsLine && (lineEnd > 0 || end === text.length)) return tools.edit({ start, end: end + lineEnd }, '');
  return tools.edit(startsLine ? { start: range.start, end } : { start, end: range.end }, '');
}

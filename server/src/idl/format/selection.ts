import { contains, type TextRange, touches } from '../../core/range';
import { chunkAt, type IdlDocument } from '../model/document';
import { type FormatEdit, type Formatting, formatAround } from './format';
import { lineStartOf } from './lexemes';
import type { FormatOptions } from './options';

/** Whether a selection has a part in a stretch; a selection that only ends where the stretch begins has none. */
function selects(selection: TextRange, { start, end }: TextRange): boolean {
  if (selection.start === selection.end) return touches(selection, { start, end });
  return start < selection.end && selection.start < end;
}

/** The edits in the definitions and members that a selection touches. */
export function editsForRange({ edits, units }: Formatting, selection: TextRange): FormatEdit[] {
  const chosen = units.filter(({ content }) => selects(selection, content));
  // Both are in order.
  let next = 0;
  return edits.filter(({ range }) => {
    while ((chosen[next]?.whole.end ?? Number.POSITIVE_INFINITY) < range.end) next++;
    const unit = chosen[next];
    return unit !== undefined && contains(unit.whole, range);
  });
}

function changesLines(text: string, { range, newText }: FormatEdit): boolean {
  return /[\r\n]/.test(newText) || /[\r\n]/.test(text.slice(range.start, range.end));
}

/** The edits that `formatDocument` would make in the definitions and members that a selection touches. */
export function formatSelection(document: IdlDocument, options: FormatOptions, selection: TextRange): FormatEdit[] {
  return editsForRange(formatAround(document, options, selection), selection);
}

/** The definition whose body ends at `offset`. */
function closedDefinition({ chunks, starts }: IdlDocument, offset: number): TextRange | undefined {
  const at = chunkAt({ starts }, Math.max(0, offset - 1));
  const definition = chunks[at]?.definition;
  const start = starts[at] ?? 0;
  const closes = definition && 'body' in definition && start + definition.body.end === offset;
  return closes ? { start, end: offset } : undefined;
}

/** The stretch that is finished by what was typed, and whether lines may be broken and joined in it. */
function finishedBy(
  document: IdlDocument,
  offset: number,
  typed: string,
): { readonly stretch: TextRange; readonly isWhole: boolean } | undefined {
  const { text } = document;
  const definition = typed === '}' ? closedDefinition(document, offset) : undefined;
  if (definition) return { stretch: definition, isWhole: true };
  let end = offset;
  if (typed === '\n') {
    end = lineStartOf(text, offset);
    end -= text.slice(0, end).endsWith('\r\n') ? 2 : 1;
    if (end < 0) return undefined;
  }
  return { stretch: { start: lineStartOf(text, end), end }, isWhole: false };
}

/**
 * The edits after `typed` was typed before `offset`: the definition that a `}` closes, the line that a separator ends, or the line before a
 * new one. Never what lies behind `offset`, and outside of a closed definition no line is broken or joined. `format`: formats what lies
 * around a stretch.
 */
export function editsWhileTyping(
  document: IdlDocument,
  format: (stretch: TextRange) => Formatting,
  offset: number,
  typed: string,
): FormatEdit[] {
  const finished = finishedBy(document, offset, typed);
  if (!finished) return [];
  const { stretch, isWhole } = finished;
  const inside = format(stretch).edits.filter(({ range }) => contains(stretch, range));
  return isWhole ? inside : inside.filter((edit) => !changesLines(document.text, edit));
}

/** The edits that `formatDocument` would make in what was finished by `typed` (see `editsWhileTyping`). */
export function formatTyped(
  document: IdlDocument,
  options: FormatOptions,
  offset: number,
  typed: string,
): FormatEdit[] {
  return editsWhileTyping(document, (stretch) => formatAround(document, options, stretch), offset, typed);
}

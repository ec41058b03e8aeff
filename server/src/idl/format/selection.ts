import { contains, type TextRange, touches } from '../../core/range';
import type { IdlDocument } from '../model/document';
import type { FormatEdit, Formatting } from './format';
import { lineStartOf } from './lexemes';

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

/** The definition whose body ends at `offset`. */
function closedDefinition({ chunks, starts }: IdlDocument, offset: number): TextRange | undefined {
  const at = chunks.findIndex(({ definition }, i) => {
    const body = 'body' in definition ? definition.body : undefined;
    return body !== undefined && (starts[i] ?? 0) + body.end === offset;
  });
  const start = starts[at];
  return start === undefined ? undefined : { start, end: offset };
}

/**
 * The edits after `typed` was typed before `offset`: the definition that a `}` closes, the line that a separator ends, or the line before a
 * new one. Never what lies behind `offset`, and outside of a closed definition no line is broken or joined.
 */
export function editsWhileTyping(
  document: IdlDocument,
  { edits }: Formatting,
  offset: number,
  typed: string,
): FormatEdit[] {
  const { text } = document;
  const definition = typed === '}' ? closedDefinition(document, offset) : undefined;
  if (definition) return edits.filter(({ range }) => contains(definition, range));
  let end = offset;
  if (typed === '\n') {
    end = lineStartOf(text, offset);
    end -= text.slice(0, end).endsWith('\r\n') ? 2 : 1;
    if (end < 0) return [];
  }
  const line = { start: lineStartOf(text, end), end };
  return edits.filter((edit) => contains(line, edit.range) && !changesLines(text, edit));
}

import { type Lexeme, lineStartOf } from './lexemes';
import type { FormatOptions } from './options';
import { textWidth } from './width';

/** White space of `width` columns that starts like the indentation `like`. */
function indentOf(width: number, like: string, { indentStyle, indentWidth }: FormatOptions): string {
  if (indentStyle === 'space' || like === '') return ' '.repeat(width);
  const tabs = Math.min(like.length, Math.floor(width / indentWidth));
  return '\t'.repeat(tabs) + ' '.repeat(width - tabs * indentWidth);
}

/**
 * The text of a block comment that begins a line, moved to the indentation `lead`: the lines in it move as far as its first one does, so
 * that what the author drew inside stays. A comment that is in its place already stays as it is to the letter.
 */
export function reindentComment(
  text: string,
  { start, text: comment }: Lexeme,
  lead: string,
  options: FormatOptions,
): string {
  const old = text.slice(lineStartOf(text, start), start).replace('\uFEFF', '');
  if (old === lead || old.trim() !== '' || !/[\r\n]/.test(comment)) return comment;
  const { indentWidth } = options;
  const by = textWidth(lead, indentWidth) - textWidth(old, indentWidth);
  return comment.replace(/(\r\n?|\n)([ \t]*)(?=[^ \t\r\n])/g, (_, lineEnd: string, blanks: string) => {
    const width = Math.max(0, textWidth(blanks, indentWidth) + by);
    return lineEnd + indentOf(width, lead, options);
  });
}

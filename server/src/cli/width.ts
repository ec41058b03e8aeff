/** What one piece of text takes on a terminal. */
export interface Cell {
  /** What is printed: control characters as pictures, tabs as blanks. */
  readonly text: string;
  /** In columns. */
  readonly width: number;
  /** Where the piece starts in the line, in UTF-16 code units. */
  readonly offset: number;
}

const tabWidth = 4;
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}\u3000-\u303E\uFF01-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}|\uFE0F/u;
const invisible = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;
const plain = /^[\x20-\x7E]*$/;
let segmenter: Intl.Segmenter | undefined;

/** A character that would move the cursor, start an escape sequence or turn the writing direction. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what this is about
const unprintable = /[\x00-\x08\x0A-\x1F\x7F-\x9F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g;

/** Text from a file or a message, made harmless for a terminal. Tabs stay. */
export function printable(text: string): string {
  return text.replace(unprintable, (c) => {
    const code = c.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? '\u2421' : '\uFFFD';
  });
}

function widthOf(grapheme: string): number {
  if (invisible.test(grapheme)) return 0;
  return wide.test(grapheme) ? 2 : 1;
}

/** Cuts a line into what a person sees as characters, with the columns that each takes. */
export function cellsOf(line: string): Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  const add = (text: string, offset: number) => {
    const width = text === '\t' ? tabWidth - (column % tabWidth) : widthOf(text);
    cells.push({ text: text === '\t' ? ' '.repeat(width) : text, width, offset });
    column += width;
  };
  const clean = printable(line);
  if (plain.test(clean.replaceAll('\t', ''))) {
    for (let i = 0; i < clean.length; i++) add(clean[i] ?? '', i);
    return cells;
  }
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  for (const { segment, index } of segmenter.segment(clean)) add(segment, index);
  return cells;
}

/** The columns that a text takes. */
export function displayWidth(text: string): number {
  return cellsOf(text).reduce((sum, { width }) => sum + width, 0);
}

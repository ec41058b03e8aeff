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
/** Text in which every code unit is a character of its own: ASCII, Latin, punctuation, CJK. */
const simple =
  /^[\t\x20-\x7E\xA0-\u02FF\u2010-\u2027\u2030-\u205E\u2E80-\u3098\u309B-\uA4CF\uAC00-\uD7A3\uFF00-\uFFEF]*$/;
let segmenter: Intl.Segmenter | undefined;

/** Code points that take two columns: CJK, kana, Hangul, full-width forms, and the emoji that are shown as pictures. */
const wideRanges: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x23e9, 0x23f3],
  [0x25fd, 0x25fe],
  [0x2614, 0x2615],
  [0x2648, 0x2653],
  [0x26a1, 0x26a1],
  [0x26bd, 0x26be],
  [0x26c4, 0x26c5],
  [0x26d4, 0x26d4],
  [0x26ea, 0x26ea],
  [0x26f2, 0x26f5],
  [0x26fa, 0x26fd],
  [0x2705, 0x2705],
  [0x270a, 0x270b],
  [0x2728, 0x2728],
  [0x274c, 0x274e],
  [0x2753, 0x2757],
  [0x2795, 0x2797],
  [0x2b1b, 0x2b1c],
  [0x2b50, 0x2b55],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f004, 0x1f004],
  [0x1f0cf, 0x1f0cf],
  [0x1f18e, 0x1f19a],
  [0x1f1e6, 0x1f265],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f7e0, 0x1f7eb],
  [0x1f900, 0x1f9ff],
  [0x1fa70, 0x1faff],
  [0x20000, 0x3fffd],
];

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
  const code = grapheme.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (grapheme.length > 1 && grapheme.includes('\uFE0F')) return 2;
  if (grapheme.length === 1 && /^[\p{Mn}\p{Me}\p{Cf}]$/u.test(grapheme)) return 0;
  return wideRanges.some(([low, high]) => low <= code && code <= high) ? 2 : 1;
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
  if (simple.test(clean)) {
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

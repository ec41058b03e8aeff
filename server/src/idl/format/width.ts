/** Characters that take two columns in an editor: CJK, kana, Hangul, full-width forms. Emoji are two code units anyway. */
const wide = /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60]/g;
const narrow = /^[\x20-\u10FF]*$/;

/** The columns that a text without line ends takes; tabs end at multiples of `tabWidth`, counted from column `from`. */
export function textWidth(text: string, tabWidth = 1, from = 0): number {
  if (narrow.test(text)) return text.length;
  if (!text.includes('\t')) return text.length + (text.match(wide)?.length ?? 0);
  let column = from;
  for (const part of text.split(/(\t)/))
    column = part === '\t' ? column - (column % tabWidth) + tabWidth : column + textWidth(part);
  return column - from;
}

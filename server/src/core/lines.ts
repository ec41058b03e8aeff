import type { LineRange, Position, TextRange } from './range';

/** Where the lines of one text begin; converts between offsets and positions. Line ends are `\n`, `\r\n` and `\r`, as in LSP. */
export interface LineIndex {
  readonly lineCount: number;
  /** The position of `offset`, which is clamped into the text. */
  positionAt(offset: number): Position;
  /** The offset of `position`; lines and characters beyond the end are clamped as LSP asks. */
  offsetAt(position: Position): number;
  rangeOf(range: TextRange): LineRange;
  /** The range of line `line` (from 0) without its line end. Empty for a line that does not exist. */
  lineRange(line: number): TextRange;
}

function findLineStarts(text: string): number[] {
  const starts = [0];
  if (!text.includes('\r')) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    return starts;
  }
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 10) starts.push(i + 1);
    else if (c === 13) {
      if (text.charCodeAt(i + 1) === 10) i++;
      starts.push(i + 1);
    }
  }
  return starts;
}

/** Builds the line index of `text`. Linear in its length. */
export function createLineIndex(text: string): LineIndex {
  const starts = findLineStarts(text);
  const startOf = (line: number): number => starts[line] ?? text.length;
  const endOf = (line: number): number => {
    if (line + 1 >= starts.length) return text.length;
    let end = startOf(line + 1) - 1;
    if (text.charCodeAt(end) === 10 && text.charCodeAt(end - 1) === 13 && end > startOf(line)) end--;
    return end;
  };
  /** The line that was found last: places are mostly asked for in their order. */
  let near = 0;
  const lineAt = (offset: number): number => {
    if (startOf(near) <= offset && (near + 1 >= starts.length || offset < startOf(near + 1))) return near;
    near = search(offset);
    return near;
  };
  const search = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (startOf(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const positionAt = (offset: number): Position => {
    const clamped = Math.max(0, Math.min(offset, text.length));
    const line = lineAt(clamped);
    return { line, character: Math.min(clamped, endOf(line)) - startOf(line) };
  };
  return {
    lineCount: starts.length,
    positionAt,
    offsetAt(position) {
      if (position.line < 0) return 0;
      if (position.line >= starts.length) return text.length;
      const start = startOf(position.line);
      return Math.min(start + Math.max(0, position.character), endOf(position.line));
    },
    rangeOf: (range) => ({ start: positionAt(range.start), end: positionAt(range.end) }),
    lineRange: (line) =>
      line < 0 || line >= starts.length
        ? { start: text.length, end: text.length }
        : { start: startOf(line), end: endOf(line) },
  };
}

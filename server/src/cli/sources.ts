import { createLineIndex, type LineIndex } from '../core/lines';
import type { LineRange, Position, TextRange } from '../core/range';

/** A text that findings lie in, with positions as editors count them. */
export interface Source {
  readonly text: string;
  readonly lines: LineIndex;
  /** A byte order mark is no character of the first line, in no editor. */
  rangeOf(range: TextRange): LineRange;
  /** A line (from 0) without its end and without a byte order mark. */
  line(line: number): string;
}

/** `lines` is computed when it is not at hand. */
export function createSource(text: string, lines: LineIndex = createLineIndex(text)): Source {
  const marked = text.startsWith('\uFEFF') ? 1 : 0;
  const positionAt = (offset: number): Position => {
    const { line, character } = lines.positionAt(offset);
    return { line, character: line === 0 ? Math.max(0, character - marked) : character };
  };
  return {
    text,
    lines,
    rangeOf: ({ start, end }) => ({ start: positionAt(start), end: positionAt(end) }),
    line(line) {
      const { start, end } = lines.lineRange(line);
      return text.slice(line === 0 ? Math.min(end, start + marked) : start, end);
    },
  };
}

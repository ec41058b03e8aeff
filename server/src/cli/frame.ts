import type { LineRange } from '../core/range';
import type { Source } from './sources';
import { type Cell, cellsOf } from './width';

/** A marked line of source, without colours. */
export interface Frame {
  /** From 1. */
  readonly lineNumber: number;
  readonly text: string;
  /** Blanks up to the mark. */
  readonly indent: string;
  readonly mark: string;
}

/** Longer lines are cut around the mark. */
const maxColumns = 160;
const leadColumns = 60;

function columns(cells: readonly Cell[]): number {
  return cells.reduce((sum, { width }) => sum + width, 0);
}

/** The cells around the mark that fit, with `…` where something was cut. */
function clip(cells: readonly Cell[], from: number): { cells: readonly Cell[]; cutBefore: boolean; cutAfter: boolean } {
  if (columns(cells) <= maxColumns) return { cells, cutBefore: false, cutAfter: false };
  let first = from;
  for (let lead = 0; first > 0 && lead < leadColumns; first--) lead += cells[first - 1]?.width ?? 0;
  let last = first;
  for (let room = maxColumns; last < cells.length; last++) {
    room -= cells[last]?.width ?? 0;
    if (room < 0) break;
  }
  return { cells: cells.slice(first, last), cutBefore: first > 0, cutAfter: last < cells.length };
}

/** The line in which `range` starts, with carets under the part of the range that lies in it. */
export function frameOf(source: Source, range: LineRange): Frame {
  const { start, end } = range;
  const line = source.line(start.line);
  const stop = end.line === start.line ? end.character : Math.max(start.character + 1, line.trimEnd().length);
  const all = cellsOf(line);
  const inMark = ({ offset }: Cell) => offset >= start.character && offset < stop;
  const at = all.findIndex(inMark);
  const from = at === -1 ? all.filter(({ offset }) => offset < start.character).length : at;
  const shown = clip(all, from);
  const before = shown.cells.filter(({ offset }) => offset < start.character);
  const marked = shown.cells.filter(inMark);
  const text = shown.cells.map((cell) => cell.text).join('');
  return {
    lineNumber: start.line + 1,
    text: `${shown.cutBefore ? '…' : ''}${text}${shown.cutAfter ? '…' : ''}`.trimEnd(),
    indent: ' '.repeat(columns(before) + (shown.cutBefore ? 1 : 0)),
    mark: '^'.repeat(Math.max(1, columns(marked))),
  };
}

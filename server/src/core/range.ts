/** A half-open interval `[start, end)` of UTF-16 code units in one text. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A place as LSP counts it: line and UTF-16 character from 0. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A range as LSP counts it. */
export interface LineRange {
  readonly start: Position;
  readonly end: Position;
}

/** The range moved by `by` code units. */
export function shift(range: TextRange, by: number): TextRange {
  return { start: range.start + by, end: range.end + by };
}

/** Whether the two ranges share a code unit, or one is empty and lies inside or at the edge of the other. */
export function touches(a: TextRange, b: TextRange): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** Whether `inner` lies within `outer`, edges included. */
export function contains(outer: TextRange, inner: TextRange): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

import type { TextRange } from '../../core/range';
import type { IdlFile } from '../../idl/model/file';
import type { Comment, Field, StructLike } from '../../idl/model/tree';
import type { NumberedField } from './_fields';

/** The fields that must move so that the ids ascend: as few as possible, and of equal choices the later ones. */
export function misplaced(fields: readonly NumberedField[]): NumberedField[] {
  // Patience sorting, read from the end: the longest run of ascending ids stays where it is.
  const heads: number[] = [];
  const after: number[] = [];
  for (let i = fields.length - 1; i >= 0; i--) {
    const id = fields[i]?.id ?? 0;
    let low = 0;
    let high = heads.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((fields[heads[middle] ?? 0]?.id ?? 0) >= id) low = middle + 1;
      else high = middle;
    }
    after[i] = heads[low - 1] ?? -1;
    heads[low] = i;
  }
  const stays = new Set<number>();
  for (let at = heads.at(-1) ?? -1; at >= 0; at = after[at] ?? -1) stays.add(at);
  return fields.filter((_, i) => !stays.has(i));
}

/** A field with the lines that belong to it: comments above it and what trails it. Lines count from 0, the last one included. */
interface Unit {
  readonly field: NumberedField;
  readonly firstLine: number;
  readonly lastLine: number;
  /** Whether a comment stands on lines of its own above the field. */
  readonly headed: boolean;
}

/** An edit that sorts fields by id, and whether every comment is sure to stay with what it speaks of. */
export interface Reordering {
  readonly range: TextRange;
  readonly newText: string;
  readonly certain: boolean;
}

interface Item {
  readonly start: number;
  readonly end: number;
  readonly firstLine: number;
  readonly lastLine: number;
}

function place(file: IdlFile, owner: StructLike, span: TextRange): Item {
  const { start, end } = file.rangeOf({ in: owner, span });
  const lineOf = (offset: number) => file.lines.positionAt(offset).line;
  return { start, end, firstLine: lineOf(start), lastLine: lineOf(Math.max(start, end - 1)) };
}

function withSeparator(field: Field): TextRange {
  return { start: field.span.start, end: field.separator?.span.end ?? field.span.end };
}

/** Which lines belong to which field. Undefined when some line belongs to two, or a comment in between to none. */
function unitsOf(file: IdlFile, owner: StructLike, fields: readonly NumberedField[]): Unit[] | undefined {
  const body = place(file, owner, owner.body);
  const isInBody = ({ span }: Comment) => span.start >= owner.body.start && span.end <= owner.body.end;
  const comments = owner.comments.filter(isInBody).map(({ span }) => place(file, owner, span));
  let floor = body.firstLine;
  const units: Unit[] = [];
  for (const field of fields) {
    const own = place(file, owner, withSeparator(field.field));
    let { firstLine, lastLine } = own;
    // Comments above, from the nearest upwards, as long as no empty line comes between.
    for (const comment of [...comments].reverse()) {
      const touches = comment.end <= own.start && comment.lastLine >= firstLine - 1 && comment.firstLine > floor;
      if (touches) firstLine = Math.min(firstLine, comment.firstLine);
    }
    for (const comment of comments) {
      if (comment.start >= own.end && comment.firstLine === lastLine) lastLine = comment.lastLine;
    }
    if (firstLine <= floor || lastLine >= body.lastLine) return undefined;
    units.push({ field, firstLine, lastLine, headed: firstLine < own.firstLine });
    floor = lastLine;
  }
  return units;
}

/** Whether a comment in the lines from `from` to `to` belongs to no field: a heading of its own, or a field taken out. */
function hasLooseComment(file: IdlFile, owner: StructLike, units: readonly Unit[], from: number, to: number): boolean {
  return owner.comments.some((comment) => {
    const { firstLine, lastLine } = place(file, owner, comment.span);
    if (lastLine < from || firstLine > to) return false;
    return !units.some((unit) => unit.firstLine <= firstLine && lastLine <= unit.lastLine);
  });
}

/** Fields that a comment may speak of: from the one that it stands above, to the next comment or empty line. */
function headedRuns(units: readonly Unit[]): Unit[][] {
  const runs: Unit[][] = [];
  units.forEach((unit, i) => {
    const previous = units[i - 1];
    const run = runs.at(-1);
    const goesOn = previous && run?.at(-1) === previous && previous.lastLine + 1 === unit.firstLine && !unit.headed;
    if (goesOn && run) run.push(unit);
    else if (unit.headed) runs.push([unit]);
  });
  return runs.filter((run) => run.length > 1);
}

/** Whether the unit's separator belongs to its place rather than to the field: every field but the last has one. */
function separatesBetween(units: readonly Unit[]): string | undefined {
  const last = units.at(-1)?.field.field.separator;
  const others = units.slice(0, -1).map((unit) => unit.field.field.separator?.text);
  const [separator] = others;
  if (last || separator === undefined || others.some((each) => each !== separator)) return undefined;
  return separator;
}

/**
 * Sorts the members of `owner` by id by moving whole lines, with their comments; empty lines and, where the last
 * field has none, separators keep their places. Undefined when the layout does not show what belongs to which field.
 */
export function sortFields(file: IdlFile, owner: StructLike, fields: readonly NumberedField[]): Reordering | undefined {
  if (fields.length !== owner.fields.length || new Set(fields.map(({ id }) => id)).size !== fields.length)
    return undefined;
  const units = unitsOf(file, owner, fields);
  if (!units) return undefined;
  const sorted = [...units].sort((a, b) => a.field.id - b.field.id);
  const firstMoved = units.findIndex((unit, i) => unit !== sorted[i]);
  const lastMoved = units.findLastIndex((unit, i) => unit !== sorted[i]);
  const top = units[firstMoved];
  const bottom = units[lastMoved];
  if (!top || !bottom) return undefined;
  // A comment right below the last field that moves may speak of it.
  if (hasLooseComment(file, owner, units, top.firstLine, bottom.lastLine + 1)) return undefined;

  const { lines, text } = file;
  const separator = separatesBetween(units);
  const startOf = (unit: Unit) => lines.lineRange(unit.firstLine).start;
  const endOf = (unit: Unit) => lines.lineRange(unit.lastLine).end;
  const textOf = (unit: Unit, position: number): string => {
    const start = startOf(unit);
    const whole = text.slice(start, endOf(unit));
    const { field } = unit.field;
    const fieldEnd = file.rangeOf(field).end - start;
    if (separator === undefined) return whole;
    if (position === units.length - 1 && field.separator) {
      const at = file.rangeOf({ in: owner, span: field.separator.span });
      return whole.slice(0, at.start - start) + whole.slice(at.end - start);
    }
    return position < units.length - 1 && !field.separator
      ? whole.slice(0, fieldEnd) + separator + whole.slice(fieldEnd)
      : whole;
  };
  let newText = '';
  for (let i = firstMoved; i <= lastMoved; i++) {
    const unit = sorted[i];
    const here = units[i];
    const next = units[i + 1];
    if (!unit || !here) return undefined;
    newText += textOf(unit, i) + (i < lastMoved && next ? text.slice(endOf(here), startOf(next)) : '');
  }
  const staysTogether = (run: readonly Unit[]) => {
    const from = run[0] ? sorted.indexOf(run[0]) : -1;
    return run.every((unit, i) => sorted[from + i] === unit);
  };
  return {
    range: { start: startOf(top), end: endOf(bottom) },
    newText,
    certain: headedRuns(units).every(staysTogether),
  };
}

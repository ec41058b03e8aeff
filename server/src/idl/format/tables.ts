import type { Layout } from './layout';
import { type Lexeme, lineStartOf } from './lexemes';
import { Column } from './marks';
import type { FormatOptions } from './options';
import type { Placed } from './placement';
import type { Row } from './rows';
import { textWidth } from './width';

/** One cell that a column is made of. */
interface Cell {
  readonly row: Row;
  readonly at: number;
  /** Where it stands in the source, counted from the row's start; undefined when it stood on another line. */
  readonly written: number | undefined;
  /** The blanks before it in the source; 1 when it stood on another line. */
  readonly gap: number;
}

interface Source {
  readonly text: string;
  readonly lexemes: readonly Lexeme[];
  readonly placed: readonly Placed[];
  readonly tabWidth: number;
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function columnOf({ text, tabWidth }: Source, offset: number): number {
  return textWidth(text.slice(lineStartOf(text, offset), offset), tabWidth);
}

function readCell(source: Source, row: Row, at: number): Cell {
  const { lexemes } = source;
  const here = lexemes[at];
  const before = lexemes[at - 1];
  const first = lexemes[row.first];
  if (!here || !before || !first) return { row, at, written: undefined, gap: 1 };
  const joined = lexemes.slice(row.first + 1, at + 1).some(({ breaks }) => breaks > 0);
  if (joined) return { row, at, written: undefined, gap: 1 };
  const column = columnOf(source, here.start);
  return {
    row,
    at,
    written: column - columnOf(source, first.start),
    gap: Math.max(1, column - columnOf(source, before.end)),
  };
}

/** The width of the row from its start to the cell, without the blanks before it. */
function widthBefore({ placed }: Source, { row, at }: Cell): number {
  let width = 0;
  for (let i = row.first; i < at; i++) {
    const each = placed[i];
    if (each) width += (i === row.first ? 0 : each.lead.length) + textWidth(each.text);
  }
  return width;
}

function lineUp(source: Source, cells: readonly Cell[], gap: number): void {
  const widths = cells.map((cell) => widthBefore(source, cell));
  const column = Math.max(...widths) + gap;
  cells.forEach(({ at }, i) => {
    const target = source.placed[at];
    if (target) target.lead = ' '.repeat(column - (widths[i] ?? 0));
  });
}

function setGap({ placed }: Source, cells: readonly Cell[], gap: number): void {
  for (const { at } of cells) {
    const target = placed[at];
    if (target) target.lead = ' '.repeat(gap);
  }
}

/** The column that the author lined cells up in: what at least `share` of them have in common. */
function commonColumn(cells: readonly Cell[], share: number): readonly Cell[] | undefined {
  const known = cells.filter(({ written }) => written !== undefined);
  const [most] = [...groupBy(known, ({ written }) => written).values()].sort((a, b) => b.length - a.length);
  return most && most.length > 1 && most.length >= cells.length * share ? most : undefined;
}

function varies(cells: readonly Cell[]): boolean {
  return cells.some(({ gap }) => gap !== cells[0]?.gap);
}

function smallestGap(cells: readonly Cell[]): number {
  return Math.min(...cells.map(({ gap }) => gap));
}

const mostlySame = 2 / 3;

/** Lines a column up again where the author did; a column of code is set tight, one of comments keeps its distance. */
function keepColumn(source: Source, cells: readonly Cell[], share: number, isComment: boolean): boolean {
  const common = commonColumn(cells, share);
  if (!common || (!varies(cells) && !(isComment && share === 1))) return false;
  lineUp(source, cells, isComment ? smallestGap(cells) : 1);
  return true;
}

/** Whether the author was at lining cells up, and lost the column since. */
function wasMeant(cells: readonly Cell[]): boolean {
  const wide = cells.filter(({ gap }) => gap > 2).length;
  return wide > 1 && wide * 2 >= cells.length && varies(cells);
}

function keepSection(source: Source, cells: readonly Cell[], isComment: boolean): void {
  if (keepColumn(source, cells, 1, isComment) || keepColumn(source, cells, mostlySame, isComment)) return;
  if (wasMeant(cells)) lineUp(source, cells, 1);
  else if (isComment) setGap(source, cells, looseGap(cells));
}

/** One blank before comments that are in no column, or two where the author has two before each. */
function looseGap(cells: readonly Cell[]): number {
  return cells.every(({ gap }) => gap === 2) ? 2 : 1;
}

/** Lines up what is not so far to the right that it would push all others out of sight. */
function forceColumn(source: Source, cells: readonly Cell[], isComment: boolean, printWidth: number): void {
  const [near, far] = [true, false].map((wanted) =>
    cells.filter((cell) => widthBefore(source, cell) <= printWidth === wanted),
  );
  if (near && near.length > 0) lineUp(source, near, isComment ? Math.min(2, smallestGap(near)) : 1);
  setGap(source, far ?? [], 1);
}

function isForced(column: number, align: FormatOptions['align']): boolean {
  switch (align) {
    case 'all':
      return true;
    case 'names':
      return column <= Column.Name;
    case 'comments':
      return column === Column.Comment;
    default:
      return false;
  }
}

function alignColumn(source: Source, rows: readonly Row[], column: number, options: FormatOptions): void {
  const cells = rows.flatMap((row) => {
    const cell = row.cells.find((each) => each.column === column);
    return cell ? readCell(source, row, cell.at) : [];
  });
  const isComment = column === Column.Comment;
  if (cells.length === 0) return;
  if (options.align === 'auto' && keepColumn(source, cells, 1, isComment)) return;
  for (const section of groupBy(cells, ({ row }) => row.section).values()) {
    if (isForced(column, options.align)) forceColumn(source, section, isComment, options.printWidth);
    else if (options.align === 'auto') keepSection(source, section, isComment);
    else if (isComment) setGap(source, section, looseGap(section));
  }
}

/** Lines up the columns of rows that belong together, as the options ask. Changes the blanks before cells in `layout.placed`. */
export function alignTables(text: string, lexemes: readonly Lexeme[], layout: Layout, options: FormatOptions): void {
  const source: Source = { text, lexemes, placed: layout.placed, tabWidth: options.indentWidth };
  for (const rows of groupBy(layout.rows, ({ table }) => table).values()) {
    const columns = new Set(rows.flatMap(({ cells }) => cells.map(({ column }) => column)));
    columns.delete(Column.Comment);
    for (const column of [...columns].sort((a, b) => a - b)) alignColumn(source, rows, column, options);
  }
  for (const rows of groupBy(layout.rows, ({ run }) => run).values())
    alignColumn(source, rows, Column.Comment, options);
}

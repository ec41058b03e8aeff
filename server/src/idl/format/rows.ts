import { Code, isComment } from '../syntax/codes';
import { Column } from './marks';
import { type Group, isMember, lexemeAt, markAt, nextToken, type Place, type Walk } from './placement';

/** The column that begins at `i`, on the level of its row. */
function columnAt(w: Walk, i: number): number | undefined {
  if (lexemeAt(w, i).code === Code.Equals)
    return w.piece.chunk.definition.kind === 'Enum' ? Column.Name : Column.Equals;
  return lexemeAt(w, i - 1).code === Code.Equals ? Column.Value : w.marks.columns.get(markAt(w, i));
}

/** What rows have to share to be lined up. */
export interface Run {
  /** For their code. */
  readonly table: object;
  /** For the comments behind them, where it does not matter what kind of definition a row is. */
  readonly run: object;
}

/** A member, an entry of a list or a definition on one line of its own, whose parts may be lined up with its neighbours'. */
export interface Row extends Run {
  /** Blank lines part the rows of a table into sections. */
  readonly section: number;
  readonly first: number;
  /** The lexemes that begin a column, in order. */
  readonly cells: readonly { readonly column: number; readonly at: number }[];
}

interface OpenRow extends Row {
  readonly cells: { column: number; at: number }[];
  /** How many brackets are open around it. */
  readonly depth: number;
  /** Whether it is still one line. */
  single: boolean;
}

/** Whether nothing of the row follows the comment at `i`. */
function endsRow(w: Walk, i: number): boolean {
  const next = nextToken(w, i);
  const group = w.groups.at(-1);
  return next >= w.piece.to || next === group?.closer || isMember(w, next) || w.marks.items.has(markAt(w, next));
}

/** Whether a row begins at `i`: an entry that takes a line of its own in this bracket. */
function beginsRow(w: Walk, i: number): boolean {
  const group = w.groups.at(-1);
  if (group?.style !== 'block' || isComment(lexemeAt(w, i).code)) return false;
  if (group.kind === 'body') return isMember(w, i);
  return group.kind !== 'annotations' && w.marks.items.has(markAt(w, i));
}

export interface RowReader {
  /** A definition follows. `run`: the table of definitions that it is a row of if it takes one line; `keyword`: where that row begins. */
  begin(run: Run, keyword: number): void;
  /** Takes note of the lexeme at `i`, placed by `at`, before the bracket that it may open is entered. */
  read(w: Walk, i: number, at: Place, closed: Group | undefined): void;
  /** All rows that are one line. */
  rows(): readonly Row[];
}

/** Gathers the rows of a file. */
export function createRowReader(): RowReader {
  const rows: OpenRow[] = [];
  let outer: { readonly run: Run; readonly keyword: number } | undefined;
  let row: OpenRow | undefined;
  let section = 0;
  /** A comment behind a row; it ends the row's line when what follows begins another. */
  let trailing: { readonly row: OpenRow; readonly at: number } | undefined;

  const settle = (ends: boolean): void => {
    if (trailing && ends) {
      trailing.row.cells.push({ column: Column.Comment, at: trailing.at });
      if (row === trailing.row) row = undefined;
    }
    trailing = undefined;
  };

  const open = ({ table, run }: Run, first: number, depth: number): void => {
    row = { table, run, section, first, cells: [], depth, single: true };
    rows.push(row);
  };

  const readComment = (w: Walk, i: number, breaks: number, current: OpenRow): void => {
    const over = endsRow(w, i);
    if (breaks > 0 && !over) current.single = false;
    else if (breaks > 0) row = undefined;
    else if (over) trailing = { row: current, at: i };
  };

  return {
    begin(run, keyword) {
      settle(true);
      row = undefined;
      outer = { run, keyword };
    },
    read(w, i, { breaks }, closed) {
      const { code, text } = lexemeAt(w, i);
      if (i > w.piece.from) settle(breaks > 0);
      if (breaks > 1) section++;
      if (row && breaks > 0 && w.groups.length > row.depth) row.single = false;
      const group = w.groups.at(-1);
      if (closed && row && w.groups.length < row.depth) row = undefined;
      if (i === outer?.keyword) open(outer.run, i, 0);
      else if (group && beginsRow(w, i)) {
        // A second entry of a literal on the line of the first.
        if (breaks === 0 && row) row.single = false;
        else open(group, i, w.groups.length);
      } else if (row && isComment(code)) readComment(w, i, breaks, row);
      else if (row) {
        if (breaks > 0) row.single = false;
        if (w.groups.length !== row.depth) return;
        const column = columnAt(w, i);
        if (column !== undefined) row.cells.push({ column, at: i });
      }
      if (row && /[\r\n]/.test(text)) row.single = false;
    },
    rows() {
      settle(true);
      return rows.filter(({ single, cells }) => single && cells.length > 0);
    },
  };
}

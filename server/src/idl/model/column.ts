import { sideTable } from '../../core/sideTable';
import type { IdlFile } from './file';
import type { Lineage } from './lineage';
import type { Definition } from './tree';

interface Rows<T> {
  readonly of: readonly Definition[];
  /** One for each definition, in order. */
  readonly cells: readonly (T | undefined)[];
  readonly filled: readonly T[];
}

const none: readonly never[] = [];

/** A copy of `cells` in which `fresh` stands for the `removed` ones from `head` on. */
export function splice<T>(
  cells: readonly (T | undefined)[],
  head: number,
  removed: number,
  fresh: readonly (T | undefined)[],
): (T | undefined)[] {
  const next = cells.slice();
  if (removed === fresh.length) for (let i = 0; i < removed; i++) next[head + i] = fresh[i];
  else next.splice(head, removed, ...fresh);
  return next;
}

function filledOf<T>(cells: readonly (T | undefined)[]): readonly T[] {
  let filled: T[] | undefined;
  for (const cell of cells) {
    if (cell === undefined) continue;
    filled ??= [];
    filled.push(cell);
  }
  return filled ?? none;
}

function isEmpty(cells: readonly unknown[]): boolean {
  return cells.every((cell) => cell === undefined);
}

/** What is made of each definition of a file. */
export interface Column<T> {
  /** What there is of all definitions, in the file's order; the same array as long as no edit touches any of it. */
  of(file: IdlFile): readonly T[];
  /** One cell for each definition of the file. */
  cells(file: IdlFile): readonly (T | undefined)[];
}

/**
 * Gathers what `make` gives for each definition, undefined where it has nothing to give. After an edit only definitions that are new
 * are asked: what a rule over the whole file costs at a keystroke is then what it finds. `make` must look at the definition alone.
 */
export function column<T>(make: (definition: Definition) => T | undefined): Column<T> {
  const known = sideTable<Lineage, Rows<T>>();
  const rowsOf = ({ lineage, definitions }: IdlFile): Rows<T> => {
    const before = known.get(lineage);
    if (before?.of === definitions) return before;
    let cells: readonly (T | undefined)[];
    let filled: readonly T[] | undefined;
    if (before) {
      const { head, removed, added } = lineage.changeBetween(before.of, definitions);
      const fresh = added.map((each) => make(each));
      cells = splice(before.cells, head, removed.length, fresh);
      const isSame = isEmpty(fresh) && isEmpty(before.cells.slice(head, head + removed.length));
      if (isSame) filled = before.filled;
    } else cells = definitions.map((each) => make(each));
    const rows = { of: definitions, cells, filled: filled ?? filledOf(cells) };
    known.set(lineage, rows);
    return rows;
  };
  return { of: (file) => rowsOf(file).filled, cells: (file) => rowsOf(file).cells };
}

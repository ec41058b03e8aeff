import type { Names } from './names';
import type { Definition } from './tree';

/** What the versions of one file share while it is edited: what was made of one of them, for the next to begin with. */
export interface Lineage {
  readonly places: Places;
  /** Whether there is more than one version. */
  isEdited: boolean;
  /** The names that were asked for last, and the definitions of the version they belong to. */
  names: { readonly of: readonly Definition[]; readonly names: Names } | undefined;
  /** What lies between two versions. Many ask for the same two. */
  changeBetween(before: readonly Definition[], now: readonly Definition[]): Change;
}

/** Where definitions stand among those of a version. */
export interface Places {
  /** The index of `definition` in `definitions`; -1 for one that is not there. */
  find(definitions: readonly Definition[], definition: Definition): number;
  /** Goes over to the next version. */
  follow(change: Change): void;
}

/** What one version of a file has and the other has not. The two share the objects of untouched chunks. */
export interface Change {
  /** How many definitions at the start are in both. */
  readonly head: number;
  readonly removed: readonly Definition[];
  readonly added: readonly Definition[];
}

function changedDefinitions(before: readonly Definition[], now: readonly Definition[]): Change {
  let head = 0;
  while (head < before.length && head < now.length && before[head] === now[head]) head++;
  let tail = 0;
  const shorter = Math.min(before.length, now.length) - head;
  while (tail < shorter && before[before.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  return { head, removed: before.slice(head, before.length - tail), added: now.slice(head, now.length - tail) };
}

function createPlaces(): Places {
  // Hints: right for the newest version, to be looked at again for any other.
  const hints = new Map<Definition, number>();
  return {
    find(definitions, definition) {
      if (hints.size === 0) for (let i = 0; i < definitions.length; i++) hints.set(definitions[i] as Definition, i);
      const hint = hints.get(definition);
      return hint !== undefined && definitions[hint] === definition ? hint : definitions.indexOf(definition);
    },
    follow({ head, removed, added }) {
      if (hints.size === 0) return;
      if (removed.length !== added.length) {
        hints.clear();
        return;
      }
      for (const each of removed) hints.delete(each);
      for (let i = 0; i < added.length; i++) hints.set(added[i] as Definition, head + i);
    },
  };
}

export function createLineage(): Lineage {
  let last: { readonly before: readonly Definition[]; readonly now: readonly Definition[]; change: Change } | undefined;
  return {
    places: createPlaces(),
    isEdited: false,
    names: undefined,
    changeBetween(before, now) {
      if (last?.before !== before || last.now !== now) last = { before, now, change: changedDefinitions(before, now) };
      return last.change;
    },
  };
}

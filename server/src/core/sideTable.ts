/** What is kept beside objects, one value each, for as long as the object lives. */
export interface SideTable<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): void;
}

const kept = Symbol('kept');

interface Holder {
  /** Table and value by turns: an object is in few tables, and there are very many objects. */
  [kept]?: unknown[];
}

/**
 * Does what a `WeakMap` does, for keys that come and go by the thousand, such as the parts of a tree. The values lie in the key itself:
 * what a `WeakMap` holds outlives every quick collection, with all that it refers to, and is copied each time.
 */
export function sideTable<K extends object, V extends NonNullable<unknown>>(): SideTable<K, V> {
  const table: SideTable<K, V> = {
    get(key) {
      const pairs = (key as Holder)[kept];
      if (pairs === undefined) return undefined;
      for (let i = 0; i < pairs.length; i += 2) if (pairs[i] === table) return pairs[i + 1] as V;
      return undefined;
    },
    set(key, value) {
      const holder = key as Holder;
      const pairs = holder[kept];
      const at = pairs?.indexOf(table) ?? -1;
      if (pairs === undefined) holder[kept] = [table, value];
      else if (at === -1) pairs.push(table, value);
      else pairs[at + 1] = value;
    },
  };
  return table;
}

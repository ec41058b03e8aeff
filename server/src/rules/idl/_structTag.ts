/** A `key:"value"` of a Go struct tag. */
export interface TagPair {
  readonly key: string;
  readonly value: string;
}

export interface StructTag {
  readonly pairs: readonly TagPair[];
  /** Where Go stops reading, an offset into the tag; undefined when it reads all of it. */
  readonly stop: number | undefined;
}

const pairPattern = /([^\s:"\p{Cc}]+):("(?:[^"\\\r\n]|\\.)*")/uy;

/** Reads a struct tag as Go's `reflect.StructTag` does: pairs of a key, a colon and a quoted value, with blanks between them. */
export function parseStructTag(tag: string): StructTag {
  const pairs: TagPair[] = [];
  let at = 0;
  for (;;) {
    while (tag[at] === ' ') at++;
    if (at >= tag.length) return { pairs, stop: undefined };
    pairPattern.lastIndex = at;
    const [whole, key, value] = pairPattern.exec(tag) ?? [];
    // `,db` is a key to Go, but one that nobody asks for.
    if (whole === undefined || key === undefined || value === undefined || /^[,;]/.test(key))
      return { pairs, stop: at };
    pairs.push({ key, value: value.slice(1, -1) });
    at += whole.length;
  }
}

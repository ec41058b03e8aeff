/**
 * A copy of `list` that takes no more memory than its elements need: an array that grows from nothing makes room for 17, and a tree has
 * thousands of short ones.
 */
export function exact<T>(list: readonly T[]): readonly T[] {
  return list.length > 0 ? list.slice() : list;
}

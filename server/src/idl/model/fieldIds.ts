import type { Definition, Field } from '../model/tree';

/** The largest id that fits in the 16 bits which the wire has for it. */
export const maxFieldId = 32767n;

/** Kitex keeps 253 to 255 for `Base` and `BaseResp`; ids that a person picks for other fields stay below. */
const reservedFrom = 253n;
const reservedTo = 255n;

const none: readonly never[] = [];

/** The lists of a definition in which ids and names must differ: members, each method's arguments, each throws clause. */
export function fieldListsIn(definition: Definition): readonly (readonly Field[])[] {
  switch (definition.kind) {
    case 'Struct':
    case 'Union':
    case 'Exception':
      return [definition.fields];
    case 'Service': {
      const lists: (readonly Field[])[] = [];
      for (const method of definition.methods) {
        lists.push(method.arguments);
        if (method.throws) lists.push(method.throws.fields);
      }
      return lists;
    }
    default:
      return none;
  }
}

/** The ids written in a list. */
export function idsOf(fields: readonly Field[]): ReadonlySet<bigint> {
  return new Set(fields.flatMap((field) => (field.id ? [field.id.value] : [])));
}

/**
 * An id for one more field: the one above the highest in use, leaving out `Base`'s 253 to 255. Gaps are not filled, since a
 * field that once had the id may still be on the wire. Undefined when there is none left.
 */
export function nextFreeId(ids: ReadonlySet<bigint>): bigint | undefined {
  let highest = 0n;
  for (const id of ids) {
    if (id > highest && id <= maxFieldId && (id < reservedFrom || id > reservedTo)) highest = id;
  }
  let next = highest + 1n;
  while (ids.has(next) || (next >= reservedFrom && next <= reservedTo)) next++;
  return next <= maxFieldId ? next : undefined;
}

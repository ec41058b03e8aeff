import type { Enum, EnumItem } from './tree';

/** The numbers that an enum item can have on the wire. */
export const enumRange = { min: -(2n ** 31n), max: 2n ** 31n - 1n } as const;

/** Each item with its number: the one written, else one more than the item before, and 0 for the first. */
export function* enumValuesOf(definition: Enum): Generator<{ item: EnumItem; value: bigint }> {
  let next = 0n;
  for (const item of definition.items) {
    const value = item.value?.value ?? next;
    next = value + 1n;
    yield { item, value };
  }
}

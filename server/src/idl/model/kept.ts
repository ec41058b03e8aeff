import { sideTable } from '../../core/sideTable';
import type { Definition } from './tree';

/** What was made of a definition: one slot for each function that `keptWith` gave. */
const slotsBy = sideTable<Definition, unknown[]>();
let slotCount = 0;

function slotsOf(definition: Definition): unknown[] {
  let slots = slotsBy.get(definition);
  if (!slots) {
    slots = new Array<unknown>(slotCount).fill(undefined);
    slotsBy.set(definition, slots);
  }
  return slots;
}

/**
 * Gives `make`, made once for each definition and kept with it: trees never change, so neither does what is read off one alone.
 * All of it lies in one row, where it is found by its place.
 */
export function keptWith<D extends Definition, T extends object>(make: (definition: D) => T): (definition: D) => T {
  const slot = slotCount++;
  return (definition) => {
    const slots = slotsOf(definition);
    const kept = slots[slot] as T | undefined;
    if (kept) return kept;
    const made = make(definition);
    slots[slot] = made;
    return made;
  };
}

import { maxFieldId, nextFreeId } from '../model/fieldIds';
import { type Candidate, type Completion, keywords } from './candidate';
import { idsBehind } from './cursor';
import type { CompletionInput } from './input';
import type { FieldList, Place } from './place';
import { typeCandidates } from './types';

/** Whether fields of the list say if they are required. Of arguments and in unions nothing reads it. */
export function hasRequiredness(list: FieldList): boolean {
  return list === 'struct' || list === 'exception';
}

function toInteger(text: string): bigint[] {
  try {
    return [BigInt(text.replace(/^\+/, ''))];
  } catch {
    return [];
  }
}

/** The ids of the list that a field is written in, before the cursor and behind it. */
export function usedIds({ cursor, file }: CompletionInput, { ids }: Extract<Place, { kind: 'field' }>): Set<bigint> {
  return new Set([...ids, ...idsBehind(file, cursor)].flatMap(toInteger));
}

/** The beginnings of a field: its id, and with it whether it is required. */
export function fieldCandidates(input: CompletionInput, place: Extract<Place, { kind: 'field' }>): Completion {
  const { cursor } = input;
  const { list } = place;
  const next = nextFreeId(usedIds(input, place));
  if (next === undefined || next > maxFieldId) return { candidates: [], isIncomplete: false };
  const numbered = (label: string, filter: string): Candidate => ({
    kind: 'number',
    label,
    filter,
    continues: true,
  });
  const startsWithDigit = /^\d/.test(cursor.typed);
  const whole = (text: string): Candidate => numbered(`${next}: ${text} `, startsWithDigit ? `${next}: ${text}` : text);
  const candidates = hasRequiredness(list)
    ? [numbered(`${next}: `, `${next}: `), whole('required'), whole('optional')]
    : [numbered(`${next}: `, `${next}: `)];
  if (hasRequiredness(list) || startsWithDigit) return { candidates, isIncomplete: false };
  // People begin an argument with its type, and so get the id as well.
  const types = typeCandidates(input, { kind: 'type', where: list, inside: undefined, method: undefined });
  const withId = types.candidates.map((each) => ({ ...each, insert: `${next}: ${each.insert ?? each.label}` }));
  return { candidates: [...candidates, ...(cursor.typed === '' ? [] : withId)], isIncomplete: true };
}

/** Behind a field's id. */
export function fieldHeadCandidates(
  input: CompletionInput,
  { list, method }: Extract<Place, { kind: 'field-head' }>,
): Completion {
  const types = typeCandidates(input, { kind: 'type', where: list, inside: undefined, method });
  if (!hasRequiredness(list)) return types;
  const words = keywords('required', 'optional').map((each) => ({
    ...each,
    insert: `${each.label} `,
    continues: true,
  }));
  return { ...types, candidates: [...words, ...types.candidates] };
}

/** The number that comes next in an enum. */
export function enumValueCandidates(used: readonly string[]): Completion {
  const numbers = used.flatMap(toInteger);
  const last = numbers.at(-1);
  let next = last === undefined ? 0n : last + 1n;
  while (numbers.includes(next)) next++;
  return { candidates: [{ kind: 'number', label: String(next) }], isIncomplete: false };
}

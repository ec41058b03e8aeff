import type { Chunk } from '../model/document';
import type { Definition, EnumItem, Field, Method } from '../model/tree';
import { type Member, membersOf } from '../model/walk';
import type { Draft } from './convert';
import { moveMember } from './move';
import { outermost, type Unit, type Walk } from './walk';

/** A chunk before an edit, with the text it was parsed from. */
export interface Previous {
  readonly chunk: Chunk;
  readonly text: string;
}

/** A member of the previous chunk that stands in the new one as it was, `by` code units further on. */
interface Kept {
  readonly member: Member;
  readonly by: number;
}

/** What need not be parsed again: the members, and the tokens that they are made of. */
export interface Reuse {
  readonly kept: readonly Kept[];
  readonly skips: readonly Unit[];
}

/** Below this many members parsing all of them again costs less than finding out which are the same. */
const worthwhile = 24;

/** Whether it pays to keep members of the chunk over an edit. */
export function isLarge({ definition }: Chunk): boolean {
  return membersOf(definition).length >= worthwhile;
}

function commonPrefix(a: string, b: string): number {
  const limit = Math.min(a.length, b.length);
  let at = 0;
  while (at < limit && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}

function commonSuffix(a: string, b: string, limit: number): number {
  let length = 0;
  while (length < limit && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length)) length++;
  return length;
}

/** Finds the members that an edit of a large definition left alone. */
export function findReuse(w: Walk, previous: Previous | undefined): Reuse | undefined {
  if (!previous) return undefined;
  const members = membersOf(previous.chunk.definition);
  if (!isLarge(previous.chunk) || previous.chunk.definition.keyword.text !== keywordOf(w)) return undefined;
  const { text, starts, ends } = w.tape;
  const prefix = commonPrefix(previous.text, text);
  const limit = Math.min(previous.text.length, text.length) - prefix;
  const suffixStart = text.length - commonSuffix(previous.text, text, limit);
  const delta = text.length - previous.text.length;
  const mended = new Set(w.inserts.map((insert) => insert.before));
  const kept: Kept[] = [];
  const skips: Unit[] = [];
  let old = 0;
  for (const unit of outermost(w.units)) {
    const start = starts[unit.from] ?? 0;
    const end = ends[unit.to - 1] ?? 0;
    // The token behind has a say in where a member ends.
    const isBefore = (ends[unit.to] ?? text.length) < prefix;
    if (!isBefore && start < suffixStart) continue;
    const by = isBefore ? 0 : delta;
    while (old < members.length && (members[old]?.span.start ?? 0) + by < start) old++;
    const member = members[old];
    if (!member || member.span.start + by !== start) continue;
    if ((member.separator?.span.end ?? member.span.end) + by !== end || hasMended(mended, unit)) continue;
    kept.push({ member, by });
    skips.push(unit);
  }
  return { kept, skips };
}

function keywordOf(w: Walk): string {
  return w.tape.text.slice(w.tape.starts[0], w.tape.ends[0]);
}

function hasMended(mended: ReadonlySet<number>, unit: Unit): boolean {
  if (mended.size === 0) return false;
  for (let i = unit.from; i <= unit.to; i++) if (mended.has(i)) return true;
  return false;
}

function merge<M extends Member>(
  parsed: readonly M[],
  kept: readonly Kept[],
  kind: M['kind'],
  parent: Definition,
): M[] {
  const merged: M[] = [];
  let next = 0;
  for (const { member, by } of kept) {
    if (member.kind !== kind) continue;
    const start = member.span.start + by;
    for (let each = parsed[next]; each && each.span.start < start; each = parsed[++next]) merged.push(each);
    merged.push(moveMember(member as M, by, parent));
  }
  return merged.concat(parsed.slice(next));
}

/** Puts the members that were kept between those that were parsed. */
export function addKept(definition: Definition, { kept }: Reuse): Definition {
  const draft: Draft<Definition> = definition;
  switch (draft.kind) {
    case 'Struct':
    case 'Union':
    case 'Exception':
      draft.fields = merge<Field>(draft.fields, kept, 'Field', definition);
      break;
    case 'Enum':
      draft.items = merge<EnumItem>(draft.items, kept, 'EnumItem', definition);
      break;
    case 'Service':
      draft.methods = merge<Method>(draft.methods, kept, 'Method', definition);
      break;
    default:
      break;
  }
  return definition;
}

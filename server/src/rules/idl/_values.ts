import { enumValuesOf } from '../../idl/model/enumValues';
import type { IdlFile } from '../../idl/model/file';
import type { ConstValue, EnumItem } from '../../idl/model/tree';
import type { Scope } from '../../idl/resolve/scope';

const longest = 40;

/** The text of a value, cut to what a message can hold. */
export function valueText(file: IdlFile, value: ConstValue): string {
  const text = file.textOf(value).replace(/\s+/g, ' ');
  return text.length > longest ? `${text.slice(0, longest).trimEnd()}…` : text;
}

/** The number of an enum item. */
export function numberOf(item: EnumItem): bigint | undefined {
  const owner = item.parent;
  if (owner?.kind !== 'Enum') return undefined;
  for (const each of enumValuesOf(owner)) if (each.item === item) return each.value;
  return undefined;
}

/** A literal, or the number of the enum item that a name led to. */
export type Folded =
  | Exclude<ConstValue, { kind: 'ValueReference' }>
  | { readonly kind: 'Number'; readonly value: bigint };

const maxSteps = 16;

/** What a value is once names are looked through; undefined where that cannot be told. */
export function fold(value: ConstValue, scope: Scope, scopeOf: (file: IdlFile) => Scope): Folded | undefined {
  let at = value;
  let where = scope;
  for (let step = 0; step < maxSteps; step++) {
    if (at.kind !== 'ValueReference') return at;
    const { text } = at.name;
    if (text === 'true' || text === 'false') return { kind: 'Number', value: text === 'true' ? 1n : 0n };
    const found = where.value(text);
    if (found.kind !== 'found') return undefined;
    if (found.item) {
      const number = numberOf(found.item);
      return number === undefined ? undefined : { kind: 'Number', value: number };
    }
    if (found.definition.kind !== 'Const' || !found.definition.value) return undefined;
    at = found.definition.value;
    where = scopeOf(found.file);
  }
  return undefined;
}

/** A key under which equal scalar values are equal; undefined for lists, maps and what cannot be told. */
export function identityOf(value: ConstValue, scope: Scope, scopeOf: (file: IdlFile) => Scope): string | undefined {
  const folded = fold(value, scope, scopeOf);
  switch (folded?.kind) {
    case 'Number':
    case 'IntLiteral':
      return `number ${folded.value}`;
    case 'DoubleLiteral':
      return Number.isInteger(folded.value) ? `number ${BigInt(folded.value)}` : `number ${folded.value}`;
    case 'StringLiteral':
      return `string ${folded.value}`;
    default:
      return value.kind === 'ValueReference' ? `name ${value.name.text}` : undefined;
  }
}

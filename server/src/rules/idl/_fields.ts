import { sideTable } from '../../core/sideTable';
import type { Field } from '../../idl/model/tree';

/** ByteDance's convention: `255: base.Base Base` in requests, `255: base.BaseResp BaseResp` in responses. */
export function isBaseField(field: Field): boolean {
  const { name, type } = field;
  if (name.text !== 'Base' && name.text !== 'BaseResp') return false;
  return type.kind === 'NamedType' && (type.name.text === name.text || type.name.text.endsWith(`.${name.text}`));
}

/** A field with its id as a number. */
export interface NumberedField {
  readonly field: Field;
  readonly id: number;
}

const numberedBy = sideTable<readonly Field[], readonly NumberedField[]>();

/** The fields that have an id, in the order of the text. Ids beyond any legal one are let be what they are. */
export function numbered(fields: readonly Field[]): readonly NumberedField[] {
  let found = numberedBy.get(fields);
  if (!found) {
    const withIds: NumberedField[] = [];
    for (const field of fields) if (field.id) withIds.push({ field, id: Number(field.id.value) });
    found = withIds;
    numberedBy.set(fields, found);
  }
  return found;
}

/** The fields of ByteDance's `base.thrift`, which frameworks look for by these very names. */
const baseMembers: Readonly<Record<string, readonly string[]>> = {
  Base: ['LogID', 'Caller', 'Addr', 'Client', 'TrafficEnv', 'Extra'],
  BaseResp: ['StatusMessage', 'StatusCode', 'Extra'],
  TrafficEnv: ['Open', 'Env'],
};

/** Whether the field is one that `struct Base`, `BaseResp` or `TrafficEnv` of `base.thrift` always has. */
export function isBaseMember({ parent, name }: Field): boolean {
  return parent?.kind === 'Struct' && (baseMembers[parent.name.text]?.includes(name.text) ?? false);
}

/** Whether the field is, by name or by an id from 253 to 255, the `Base` or `BaseResp` at the end of a message. */
export function hasBasePlace({ field, id }: NumberedField): boolean {
  return (id >= 253 && id <= 255) || isBaseField(field);
}

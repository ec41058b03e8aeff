import { isStructLike } from '../idl/model/file';
import type { Field, Type } from '../idl/model/tree';
import type { IdlProject } from '../idl/resolve/project';
import { createScope, type Scope } from '../idl/resolve/scope';
import type { IdlField } from './idl';

/** The names that generated code has for types on the wire. */
const wireNames: Readonly<Record<string, string>> = {
  bool: 'BOOL',
  byte: 'BYTE',
  i8: 'BYTE',
  i16: 'I16',
  i32: 'I32',
  i64: 'I64',
  double: 'DOUBLE',
  string: 'STRING',
  binary: 'STRING',
  slist: 'STRING',
  uuid: 'UUID',
  ListType: 'LIST',
  SetType: 'SET',
  MapType: 'MAP',
};

interface Wired {
  /** The type itself, such as `LIST`. */
  readonly code: string;
  /** What is written inside of it: the types of elements, then what is inside of those. */
  readonly inside: readonly string[];
  /** The structs in it, in the order in which they are read. */
  readonly structs: readonly string[];
}

function wiredType(type: Type, scope: Scope, project: IdlProject): Wired | undefined {
  const found = scope.trueType(type);
  if (found.kind === 'unknown') return undefined;
  if (found.kind === 'definition') {
    const { definition } = found;
    if (isStructLike(definition)) return { code: 'STRUCT', inside: [], structs: [definition.name.text] };
    return definition.kind === 'Enum' ? { code: 'I32', inside: [], structs: [] } : undefined;
  }
  const { type: plain, file } = found;
  if (plain.kind === 'BaseType') {
    const code = wireNames[plain.name];
    return code === undefined ? undefined : { code, inside: [], structs: [] };
  }
  // Names in a typedef are those of its own file.
  const inner = file === scope.file ? scope : createScope(file, project);
  const parts = plain.kind === 'MapType' ? [plain.key, plain.value] : [plain.element];
  const elements = parts.map((each) => wiredType(each, inner, project));
  const known = elements.filter((each) => each !== undefined);
  if (known.length < elements.length) return undefined;
  const inside = [...known.map(({ code }) => code), ...known.flatMap((each) => each.inside)];
  return { code: wireNames[plain.kind] ?? '', inside, structs: known.flatMap(({ structs }) => structs) };
}

/** What generated code writes for a type: its own name on the wire, and those inside of it in the order in which they are written. */
export function wireOf(type: Type, scope: Scope, project: IdlProject): Pick<IdlField, 'wire' | 'structs'> {
  const wired = wiredType(type, scope, project);
  return { wire: wired && [wired.code, ...wired.inside].join(' '), structs: wired?.structs };
}

export function fieldOf(field: Field, scope: Scope, project: IdlProject): IdlField {
  const { name, id, type, requiredness, defaultValue } = field;
  return {
    name: name.text,
    id: id === undefined ? undefined : Number(id.value),
    ...wireOf(type, scope, project),
    presence: defaultValue === undefined ? (requiredness?.text ?? 'plain') : 'value',
  };
}

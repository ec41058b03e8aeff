import type { TrueType } from '../resolve/scope';

/** The kinds of types that thrift-gen-validator has rules for. */
export type Category = 'int' | 'double' | 'bool' | 'text' | 'enum' | 'list' | 'map' | 'struct';

const numeric = 'const lt le gt ge in not_in not_nil';
export const keysFor: Readonly<Record<Category, readonly string[]>> = {
  int: numeric.split(' '),
  double: numeric.split(' '),
  bool: ['const', 'not_nil'],
  text: 'const min_size max_size pattern prefix suffix contains not_contains in not_in not_nil min_rune_size max_rune_size'.split(
    ' ',
  ),
  enum: ['const', 'defined_only', 'not_nil', 'in', 'not_in'],
  list: ['min_size', 'max_size', 'elem'],
  map: ['min_size', 'max_size', 'no_sparse', 'key', 'value', 'min_rune_size', 'max_rune_size'],
  struct: ['skip', 'not_nil'],
};

/** Which rules of thrift-gen-validator a type has; undefined where it has none, or the type cannot be seen. */
export function categoryOf(found: TrueType): Category | undefined {
  if (found.kind === 'definition') {
    if (found.definition.kind === 'Enum') return 'enum';
    return 'fields' in found.definition ? 'struct' : undefined;
  }
  if (found.kind !== 'type') return undefined;
  const { type } = found;
  if (type.kind === 'MapType') return 'map';
  if (type.kind !== 'BaseType') return 'list';
  if (['byte', 'i8', 'i16', 'i32', 'i64'].includes(type.name)) return 'int';
  if (type.name === 'double' || type.name === 'bool') return type.name;
  return type.name === 'string' || type.name === 'binary' ? 'text' : undefined;
}

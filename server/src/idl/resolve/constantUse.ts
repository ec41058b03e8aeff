import type { IdlFile } from '../model/file';
import type { Const, Enum, EnumItem, Type } from '../model/tree';
import type { Scope, TrueType } from './scope';

/** A constant, or an item of an enum, as something to write where a value is due. */
export interface ConstantUse {
  readonly definition: Const | Enum;
  readonly item: EnumItem | undefined;
  /** The file that defines it. */
  readonly file: IdlFile;
  /** The prefix that its name has where it is written; empty for one of the same file. */
  readonly alias: string;
}

/** What stands in a sort for a type that is not known; no name and no URI has it. */
const unknown = '?';
/** Containers nested deeper are none that anybody writes: a typedef leads back to itself. */
const deepest = 16;

/** What a type's values are written with: two types of one sort take the same values. */
function sortOf(type: TrueType, scopeOf: (file: IdlFile) => Scope, depth = 0): string {
  if (type.kind === 'unknown' || depth > deepest) return unknown;
  if (type.kind === 'definition') return `${type.file.uri}#${type.definition.name.text}`;
  const inner = (each: Type): string => sortOf(scopeOf(type.file).trueType(each), scopeOf, depth + 1);
  switch (type.type.kind) {
    case 'MapType':
      return `map<${inner(type.type.key)},${inner(type.type.value)}>`;
    case 'ListType':
      return `list<${inner(type.type.element)}>`;
    case 'SetType':
      return `set<${inner(type.type.element)}>`;
    case 'BaseType':
      break;
  }
  switch (type.type.name) {
    case 'byte':
    case 'i8':
    case 'i16':
    case 'i32':
    case 'i64':
      return 'integer';
    case 'binary':
      return 'string';
    default:
      return type.type.name;
  }
}

const numeric: ReadonlySet<string> = new Set(['bool', 'integer', 'double']);

/** Answers whether a use fits where the type `due` is; what is unknown fits. */
export function fitsType(due: TrueType, scopeOf: (file: IdlFile) => Scope): (use: ConstantUse) => boolean {
  const wanted = sortOf(due, scopeOf);
  return ({ definition, item, file }) => {
    if (wanted.includes(unknown)) return true;
    if (definition.kind === 'Const') {
      const given = sortOf(scopeOf(file).trueType(definition.type), scopeOf);
      return given.includes(unknown) || given === wanted || (wanted === 'double' && given === 'integer');
    }
    return item !== undefined && (numeric.has(wanted) || wanted === `${file.uri}#${definition.name.text}`);
  };
}

/**
 * Whether Apache's compiler (0.17), too, takes a use that fits. thriftgo takes them all. Apache's knows no name before its definition, and takes
 * nothing for an enum but an item, whose include has no dot in its name, and nothing for a struct but a literal.
 */
export function isTakenByApache(due: TrueType, use: ConstantUse, user: IdlFile, at: number): boolean {
  const { definition, file, alias } = use;
  const owner = due.kind === 'definition' ? due.definition : undefined;
  if (file === user && definition !== owner && user.rangeOf(definition).start > at) return false;
  if (!owner) return true;
  return definition.kind === 'Enum' && !alias.includes('.');
}

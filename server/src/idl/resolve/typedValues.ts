import { sideTable } from '../../core/sideTable';
import { definitionOf, type IdlFile } from '../model/file';
import type { ConstValue, Definition, Field, MapEntry, StructLike, Type } from '../model/tree';
import { type Initializer, initializersIn } from '../model/walk';
import type { IdlProject } from './project';
import { createScope, type Scope, type TrueType } from './scope';

/** A value that stands where a type is due, at the top of its place or nested in another literal. */
export interface TypedValue {
  readonly value: ConstValue;
  /** The type as declared; its names are understood in the file of `scope`. Undefined where the value around it fits no type. */
  readonly declared: Type | undefined;
  readonly scope: Scope;
  /** The type with typedefs looked through. */
  readonly type: TrueType;
  /**
   * Whether a typedef, or a type that is defined behind the struct that uses it, lies between the declaration and
   * this value: Apache's compiler checks nothing below one.
   */
  readonly aliased: boolean;
}

/** An entry of a struct literal with the field that it sets. */
export interface StructEntry {
  readonly entry: MapEntry;
  readonly field: Field | undefined;
}

const none: readonly never[] = [];

/** The entries of a struct literal by the fields they set; an entry whose key is no string, or no field's name, has none. */
export function structEntries(
  literal: Extract<ConstValue, { kind: 'MapLiteral' }>,
  owner: StructLike,
): readonly StructEntry[] {
  return literal.entries.map((entry) => {
    const { key } = entry;
    const field = key.kind === 'StringLiteral' ? owner.fields.find((each) => each.name.text === key.value) : undefined;
    return { entry, field };
  });
}

const scopesBy = sideTable<Scope, (file: IdlFile) => Scope>();

/** Makes scopes of the files around `own`, one a file; kept with `own`, so that all rules of a run share them. */
export function createScopes(own: Scope, project: IdlProject): (file: IdlFile) => Scope {
  const known = scopesBy.get(own);
  if (known) return known;
  let others: Map<IdlFile, Scope> | undefined;
  const scopeOf = (file: IdlFile): Scope => {
    if (file === own.file) return own;
    others ??= new Map();
    let scope = others.get(file);
    if (!scope) {
      scope = createScope(file, project);
      others.set(file, scope);
    }
    return scope;
  };
  scopesBy.set(own, scopeOf);
  return scopeOf;
}

const unknown: TrueType = { kind: 'unknown' };

const typedBy = sideTable<Scope, Map<Definition, readonly TypedValue[]>>();

/**
 * Every value of the definition with its type, outer ones before those nested in them. Names of struct fields are left out.
 * Kept with the scope `own`, which stands for one version of all files.
 */
export function typedValuesIn(
  definition: Definition,
  own: Scope,
  scopeOf: (file: IdlFile) => Scope,
): readonly TypedValue[] {
  const initializers = initializersIn(definition);
  if (initializers.length === 0) return none;
  const kept = typedBy.get(own) ?? new Map<Definition, readonly TypedValue[]>();
  typedBy.set(own, kept);
  let values = kept.get(definition);
  if (!values) {
    values = findTypedValues(definition, initializers, own, scopeOf);
    kept.set(definition, values);
  }
  return values;
}

function findTypedValues(
  definition: Definition,
  initializers: readonly Initializer[],
  own: Scope,
  scopeOf: (file: IdlFile) => Scope,
): TypedValue[] {
  const found: TypedValue[] = [];

  function visit(value: ConstValue, declared: Type | undefined, scope: Scope, outerAliased: boolean): void {
    const type = declared ? scope.trueType(declared) : unknown;
    const aliased = outerAliased || (declared?.kind === 'NamedType' && isAlias(definition, scope, declared));
    found.push({ value, declared, scope, type, aliased });
    if (value.kind === 'ListLiteral') {
      const element =
        type.kind === 'type' && (type.type.kind === 'ListType' || type.type.kind === 'SetType')
          ? type.type.element
          : undefined;
      const inner = type.kind === 'type' ? scopeOf(type.file) : scope;
      for (const each of value.elements) visit(each, element, inner, aliased);
    } else if (value.kind === 'MapLiteral') visitMap(value, type, scope, aliased);
  }

  function visitMap(
    value: Extract<ConstValue, { kind: 'MapLiteral' }>,
    type: TrueType,
    scope: Scope,
    aliased: boolean,
  ): void {
    if (type.kind === 'definition' && 'fields' in type.definition) {
      const inner = scopeOf(type.file);
      for (const { entry, field } of structEntries(value, type.definition)) {
        if (entry.key.kind !== 'StringLiteral') visit(entry.key, undefined, scope, aliased);
        visit(entry.value, field?.type, inner, aliased);
      }
      return;
    }
    const map = type.kind === 'type' && type.type.kind === 'MapType' ? type.type : undefined;
    const inner = type.kind === 'type' ? scopeOf(type.file) : scope;
    for (const entry of value.entries) {
      visit(entry.key, map?.key, inner, aliased);
      visit(entry.value, map?.value, inner, aliased);
    }
  }

  for (const { type, value } of initializers) visit(value, type, own, false);
  return found;
}

function isAlias(user: Definition, scope: Scope, type: Extract<Type, { kind: 'NamedType' }>): boolean {
  const found = scope.type(type.name.text);
  if (found.kind !== 'found') return false;
  if (found.definition.kind === 'Typedef') return true;
  const declaring = definitionOf(type);
  if (declaring === user || found.file !== scope.file) return false;
  return found.file.rangeOf(found.definition).start >= found.file.rangeOf(declaring).start;
}

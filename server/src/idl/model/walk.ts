import { exact } from '../../core/exact';
import { keptWith } from './kept';
import type {
  AnnotationList,
  ConstValue,
  Definition,
  EnumItem,
  Field,
  Identifier,
  Keyword,
  Method,
  Type,
} from './tree';

/** A name that one definition uses of another. */
export interface NameUse {
  readonly kind: 'type' | 'value' | 'service';
  readonly name: Identifier;
}

/** A constant's or a field's type with the value written for it. */
export interface Initializer {
  readonly type: Type;
  readonly value: ConstValue;
}

/** Whether what a method returns is the keyword `void`. */
export function isVoid(returns: Type | Keyword): returns is Keyword {
  return !('kind' in returns);
}

function collectTypes(type: Type, found: Type[]): void {
  found.push(type);
  if (type.kind === 'ListType' || type.kind === 'SetType') collectTypes(type.element, found);
  else if (type.kind === 'MapType') {
    collectTypes(type.key, found);
    collectTypes(type.value, found);
  }
}

/** The type and every type nested in it, outermost first. */
export function typesIn(type: Type): readonly Type[] {
  const found: Type[] = [];
  collectTypes(type, found);
  return found;
}

function collectValues(value: ConstValue, found: ConstValue[]): void {
  found.push(value);
  if (value.kind === 'ListLiteral') for (const element of value.elements) collectValues(element, found);
  else if (value.kind === 'MapLiteral') {
    for (const entry of value.entries) {
      collectValues(entry.key, found);
      collectValues(entry.value, found);
    }
  }
}

/** The value and every value nested in it, outermost first. */
export function valuesIn(value: ConstValue): readonly ConstValue[] {
  const found: ConstValue[] = [];
  collectValues(value, found);
  return found;
}

/** A part of a definition that stands in its body by itself. */
export type Member = Field | EnumItem | Method;

/** What stands in the body of a definition; nothing for one without a body. */
export function membersOf(definition: Definition): readonly Member[] {
  switch (definition.kind) {
    case 'Struct':
    case 'Union':
    case 'Exception':
      return definition.fields;
    case 'Enum':
      return definition.items;
    case 'Service':
      return definition.methods;
    default:
      return [];
  }
}

/** The kinds of definitions in which fields can stand. */
export const fieldOwners: readonly Definition['kind'][] = ['Struct', 'Union', 'Exception', 'Service'];
/** The kinds of definitions in which values can stand. */
export const valueOwners: readonly Definition['kind'][] = [...fieldOwners, 'Const'];
/** The kinds of definitions in which types can stand. */
export const typeOwners: readonly Definition['kind'][] = [...valueOwners, 'Typedef'];

/** An annotation list with what it stands at. */
export interface Annotated {
  readonly list: AnnotationList;
  readonly on: Definition | Field | Method | Type | EnumItem;
}

/** What many rules ask of a definition. Arrays that are made once: generators that run anew each time cost far more. */
interface Parts {
  readonly fields: readonly Field[];
  readonly types: readonly Type[];
  readonly initializers: readonly Initializer[];
  allTypes: readonly Type[] | undefined;
  annotated: readonly Annotated[] | undefined;
  uses: readonly NameUse[] | undefined;
}

const none: readonly never[] = [];

function fieldsOf(definition: Definition): readonly Field[] {
  switch (definition.kind) {
    case 'Struct':
    case 'Union':
    case 'Exception':
      return definition.fields;
    case 'Service': {
      const fields: Field[] = [];
      for (const method of definition.methods) {
        for (const field of method.arguments) fields.push(field);
        if (method.throws) for (const field of method.throws.fields) fields.push(field);
      }
      return exact(fields);
    }
    default:
      return none;
  }
}

function topTypesOf(definition: Definition, fields: readonly Field[]): readonly Type[] {
  if (definition.kind === 'Const' || definition.kind === 'Typedef') return [definition.type];
  const types: Type[] = [];
  if (definition.kind === 'Service')
    for (const method of definition.methods) if (!isVoid(method.returns)) types.push(method.returns);
  for (const field of fields) types.push(field.type);
  return exact(types);
}

function initializersOf(definition: Definition, fields: readonly Field[]): readonly Initializer[] {
  if (definition.kind === 'Const' && definition.value) return [{ type: definition.type, value: definition.value }];
  let found: Initializer[] | undefined;
  for (const { type, defaultValue } of fields) {
    if (!defaultValue) continue;
    found ??= [];
    found.push({ type, value: defaultValue });
  }
  return found ? exact(found) : none;
}

/** Kept with the definition, so an untouched one is walked once. */
const partsOf = keptWith((definition: Definition): Parts => {
  const fields = fieldsOf(definition);
  const types = topTypesOf(definition, fields);
  const initializers = initializersOf(definition, fields);
  return { fields, types, initializers, allTypes: undefined, annotated: undefined, uses: undefined };
});

/** Every field of a definition: members, arguments and throws entries. */
export function fieldsIn(definition: Definition): readonly Field[] {
  return partsOf(definition).fields;
}

/** Every type written at the top of its place (a field's, a result's, a typedef's, a constant's), not the nested ones. */
export function topTypesIn(definition: Definition): readonly Type[] {
  return partsOf(definition).types;
}

/** Every value of a definition that a type is declared for: a constant's, and the defaults of fields and arguments. */
export function initializersIn(definition: Definition): readonly Initializer[] {
  return partsOf(definition).initializers;
}

function collectAllTypes(types: readonly Type[]): readonly Type[] {
  const found: Type[] = [];
  for (const type of types) collectTypes(type, found);
  // Mostly there are no nested types.
  return found.length > types.length ? exact(found) : types;
}

/** Every type that is written in the definition, nested ones behind those around them. */
export function allTypesIn(definition: Definition): readonly Type[] {
  const parts = partsOf(definition);
  parts.allTypes ??= collectAllTypes(parts.types);
  return parts.allTypes;
}

function collectAnnotated(definition: Definition): readonly Annotated[] {
  const found: Annotated[] = [];
  const add = (list: AnnotationList, on: Annotated['on']): void => {
    found.push({ list, on });
  };
  if ('annotations' in definition && definition.annotations) add(definition.annotations, definition);
  for (const type of allTypesIn(definition)) if (type.annotations) add(type.annotations, type);
  if (definition.kind === 'Enum') {
    for (const item of definition.items) if (item.annotations) add(item.annotations, item);
  }
  if (definition.kind === 'Service') {
    for (const method of definition.methods) if (method.annotations) add(method.annotations, method);
  }
  for (const field of fieldsIn(definition)) if (field.annotations) add(field.annotations, field);
  return exact(found);
}

/** Every annotation list of a definition with what it stands at. */
export function annotationsIn(definition: Definition): readonly Annotated[] {
  const parts = partsOf(definition);
  parts.annotated ??= collectAnnotated(definition);
  return parts.annotated;
}

function collectUses(definition: Definition): readonly NameUse[] {
  const uses: NameUse[] = [];
  const addValue = (top: ConstValue): void => {
    for (const value of valuesIn(top)) {
      if (value.kind === 'ValueReference' && value.name.text !== 'true' && value.name.text !== 'false')
        uses.push({ kind: 'value', name: value.name });
    }
  };
  for (const type of allTypesIn(definition))
    if (type.kind === 'NamedType') uses.push({ kind: 'type', name: type.name });
  for (const { value } of initializersIn(definition)) addValue(value);
  if (definition.kind === 'Service' && definition.extends) uses.push({ kind: 'service', name: definition.extends });
  return exact(uses);
}

/** Every name that the definition uses. */
export function nameUsesIn(definition: Definition): readonly NameUse[] {
  const parts = partsOf(definition);
  parts.uses ??= collectUses(definition);
  return parts.uses;
}

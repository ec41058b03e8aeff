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

/** Whether what a method returns is the keyword `void`. */
export function isVoid(returns: Type | Keyword): returns is Keyword {
  return !('kind' in returns);
}

/** The type and every type nested in it, outermost first. */
export function* typesIn(type: Type): Generator<Type> {
  yield type;
  if (type.kind === 'ListType' || type.kind === 'SetType') yield* typesIn(type.element);
  else if (type.kind === 'MapType') {
    yield* typesIn(type.key);
    yield* typesIn(type.value);
  }
}

/** The value and every value nested in it, outermost first. */
export function* valuesIn(value: ConstValue): Generator<ConstValue> {
  yield value;
  if (value.kind === 'ListLiteral') for (const element of value.elements) yield* valuesIn(element);
  else if (value.kind === 'MapLiteral') {
    for (const entry of value.entries) {
      yield* valuesIn(entry.key);
      yield* valuesIn(entry.value);
    }
  }
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

/** Every field of a definition: members, arguments and throws entries. */
export function* fieldsIn(definition: Definition): Generator<Field> {
  if (definition.kind === 'Struct' || definition.kind === 'Union' || definition.kind === 'Exception')
    yield* definition.fields;
  else if (definition.kind === 'Service') {
    for (const method of definition.methods) {
      yield* method.arguments;
      if (method.throws) yield* method.throws.fields;
    }
  }
}

/** Every type written at the top of its place (a field's, a result's, a typedef's, a constant's), not the nested ones. */
export function* topTypesIn(definition: Definition): Generator<Type> {
  if (definition.kind === 'Const' || definition.kind === 'Typedef') yield definition.type;
  if (definition.kind === 'Service') {
    for (const method of definition.methods) if (!isVoid(method.returns)) yield method.returns;
  }
  for (const field of fieldsIn(definition)) yield field.type;
}

/** Every annotation list of a definition with what it stands at. */
export function* annotationsIn(definition: Definition): Generator<{
  list: AnnotationList;
  on: Definition | Field | Method | Type | Extract<AnnotationList['parent'], { kind: 'EnumItem' }>;
}> {
  if ('annotations' in definition && definition.annotations) yield { list: definition.annotations, on: definition };
  for (const top of topTypesIn(definition)) {
    for (const type of typesIn(top)) if (type.annotations) yield { list: type.annotations, on: type };
  }
  if (definition.kind === 'Enum') {
    for (const item of definition.items) if (item.annotations) yield { list: item.annotations, on: item };
  }
  if (definition.kind === 'Service') {
    for (const method of definition.methods) if (method.annotations) yield { list: method.annotations, on: method };
  }
  for (const field of fieldsIn(definition)) if (field.annotations) yield { list: field.annotations, on: field };
}

function* findUses(definition: Definition): Generator<NameUse> {
  for (const top of topTypesIn(definition)) {
    for (const type of typesIn(top)) if (type.kind === 'NamedType') yield { kind: 'type', name: type.name };
  }
  const values: ConstValue[] = [];
  if (definition.kind === 'Const' && definition.value) values.push(definition.value);
  for (const field of fieldsIn(definition)) if (field.defaultValue) values.push(field.defaultValue);
  for (const top of values) {
    for (const value of valuesIn(top)) {
      if (value.kind === 'ValueReference' && value.name.text !== 'true' && value.name.text !== 'false')
        yield { kind: 'value', name: value.name };
    }
  }
  if (definition.kind === 'Service' && definition.extends) yield { kind: 'service', name: definition.extends };
}

const uses = new WeakMap<Definition, readonly NameUse[]>();

/** Every name that the definition uses; kept with the definition, so an untouched one is walked once. */
export function nameUsesIn(definition: Definition): readonly NameUse[] {
  let known = uses.get(definition);
  if (!known) {
    known = [...findUses(definition)];
    uses.set(definition, known);
  }
  return known;
}

import type { TextRange } from '../../core/range';
import type {
  Annotation,
  AnnotationList,
  ConstValue,
  EnumItem,
  Field,
  Identifier,
  IntLiteral,
  Keyword,
  MapEntry,
  Method,
  Node,
  StringLiteral,
  Throws,
  Type,
} from '../model/tree';
import { unfinished } from './convert';

function moveSpan(span: TextRange, by: number): TextRange {
  return by === 0 ? span : { start: span.start + by, end: span.end + by };
}

function moveKeyword<K extends Keyword | undefined>(keyword: K, by: number): K {
  return keyword && by !== 0 ? { ...keyword, span: moveSpan(keyword.span, by) } : keyword;
}

function moveIdentifier({ text, span }: Identifier, by: number, parent: Node): Identifier {
  return { kind: 'Identifier', span: moveSpan(span, by), parent, text };
}

function moveLiteral<L extends IntLiteral | StringLiteral>(literal: L, by: number, parent: Node): L {
  return { ...literal, span: moveSpan(literal.span, by), parent };
}

function moveAnnotations(list: AnnotationList | undefined, by: number, parent: Node): AnnotationList | undefined {
  if (!list) return undefined;
  const moved = unfinished<AnnotationList>({
    kind: 'AnnotationList',
    span: moveSpan(list.span, by),
    parent,
    items: undefined,
  });
  moved.items = list.items.map((each) => moveAnnotation(each, by, moved));
  return moved;
}

function moveAnnotation(annotation: Annotation, by: number, parent: Node): Annotation {
  const moved = unfinished<Annotation>({
    kind: 'Annotation',
    span: moveSpan(annotation.span, by),
    parent,
    key: undefined,
    value: undefined,
  });
  moved.key = moveIdentifier(annotation.key, by, moved);
  moved.value = annotation.value && moveLiteral(annotation.value, by, moved);
  return moved;
}

function moveType(type: Type, by: number, parent: Node): Type {
  const moved = { ...type, span: moveSpan(type.span, by), parent };
  switch (moved.kind) {
    case 'BaseType':
      break;
    case 'NamedType':
      moved.name = moveIdentifier(moved.name, by, moved);
      break;
    case 'MapType':
      moved.key = moveType(moved.key, by, moved);
      moved.value = moveType(moved.value, by, moved);
      break;
    default:
      moved.element = moveType(moved.element, by, moved);
  }
  moved.annotations = moveAnnotations(moved.annotations, by, moved);
  return moved;
}

function moveValue(value: ConstValue, by: number, parent: Node): ConstValue {
  const moved = { ...value, span: moveSpan(value.span, by), parent };
  if (moved.kind === 'ValueReference') moved.name = moveIdentifier(moved.name, by, moved);
  else if (moved.kind === 'ListLiteral') moved.elements = moved.elements.map((each) => moveValue(each, by, moved));
  else if (moved.kind === 'MapLiteral') moved.entries = moved.entries.map((each) => moveEntry(each, by, moved));
  return moved;
}

function moveEntry(entry: MapEntry, by: number, parent: Node): MapEntry {
  const moved = { ...entry, span: moveSpan(entry.span, by), parent };
  moved.key = moveValue(entry.key, by, moved);
  moved.value = moveValue(entry.value, by, moved);
  return moved;
}

function moveField(field: Field, by: number, parent: Node): Field {
  const moved = { ...field, span: moveSpan(field.span, by), parent };
  moved.id = field.id && moveLiteral(field.id, by, moved);
  moved.requiredness = moveKeyword(field.requiredness, by);
  moved.reference = moveKeyword(field.reference, by);
  moved.type = moveType(field.type, by, moved);
  moved.name = moveIdentifier(field.name, by, moved);
  moved.defaultValue = field.defaultValue && moveValue(field.defaultValue, by, moved);
  moved.annotations = moveAnnotations(field.annotations, by, moved);
  if (field.xsd.length > 0) moved.xsd = field.xsd.map((each) => moveKeyword(each, by));
  moved.separator = moveKeyword(field.separator, by);
  return moved;
}

function moveItem(item: EnumItem, by: number, parent: Node): EnumItem {
  const moved = { ...item, span: moveSpan(item.span, by), parent };
  moved.name = moveIdentifier(item.name, by, moved);
  moved.value = item.value && moveLiteral(item.value, by, moved);
  moved.annotations = moveAnnotations(item.annotations, by, moved);
  moved.separator = moveKeyword(item.separator, by);
  return moved;
}

function moveThrows(throws: Throws, by: number, parent: Node): Throws {
  const moved = { ...throws, span: moveSpan(throws.span, by), parent };
  moved.fields = throws.fields.map((each) => moveField(each, by, moved));
  return moved;
}

function moveMethod(method: Method, by: number, parent: Node): Method {
  const moved = { ...method, span: moveSpan(method.span, by), parent };
  moved.oneway = moveKeyword(method.oneway, by);
  moved.returns = 'kind' in method.returns ? moveType(method.returns, by, moved) : moveKeyword(method.returns, by);
  moved.name = moveIdentifier(method.name, by, moved);
  moved.argumentsSpan = moveSpan(method.argumentsSpan, by);
  moved.arguments = method.arguments.map((each) => moveField(each, by, moved));
  moved.throws = method.throws && moveThrows(method.throws, by, moved);
  moved.annotations = moveAnnotations(method.annotations, by, moved);
  moved.separator = moveKeyword(method.separator, by);
  return moved;
}

/** A member of a definition with all below it, `by` code units further on and in the definition `parent`. */
export function moveMember<M extends Field | EnumItem | Method>(member: M, by: number, parent: Node): M;
export function moveMember(member: Field | EnumItem | Method, by: number, parent: Node): Field | EnumItem | Method {
  switch (member.kind) {
    case 'Field':
      return moveField(member, by, parent);
    case 'EnumItem':
      return moveItem(member, by, parent);
    default:
      return moveMethod(member, by, parent);
  }
}

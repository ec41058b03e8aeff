import type { ConstValue, Definition, Field, Method, Node, Type } from './tree';
import { isVoid } from './walk';

type Maybe = Node | undefined;

function ofType(type: Type): Maybe[] {
  if (type.kind === 'NamedType') return [type.name, type.annotations];
  if (type.kind === 'MapType') return [type.key, type.value, type.annotations];
  if (type.kind === 'ListType' || type.kind === 'SetType') return [type.element, type.annotations];
  return [type.annotations];
}

function ofValue(value: ConstValue): readonly Maybe[] {
  if (value.kind === 'ValueReference') return [value.name];
  if (value.kind === 'ListLiteral') return value.elements;
  return value.kind === 'MapLiteral' ? value.entries : [];
}

function ofField(field: Field): Maybe[] {
  return [field.id, field.type, field.name, field.defaultValue, field.annotations];
}

function ofMethod({ returns, name, arguments: args, throws, annotations }: Method): Maybe[] {
  return [isVoid(returns) ? undefined : returns, name, ...args, throws, annotations];
}

function ofDefinition(definition: Definition): readonly Maybe[] {
  switch (definition.kind) {
    case 'Include':
    case 'CppInclude':
      return [definition.path];
    case 'Namespace':
      return [definition.scope, definition.name, definition.annotations];
    case 'Const':
      return [definition.type, definition.name, definition.value];
    case 'Typedef':
      return [definition.type, definition.name, definition.annotations];
    case 'Enum':
    case 'Senum':
      return [definition.name, ...definition.items, definition.annotations];
    case 'Struct':
    case 'Union':
    case 'Exception':
      return [definition.name, ...definition.fields, definition.annotations];
    case 'Service':
      return [definition.name, definition.extends, ...definition.methods, definition.annotations];
    case 'Unknown':
      return [definition.name];
  }
}

function find(node: Node): readonly Maybe[] {
  switch (node.kind) {
    case 'Identifier':
      return [];
    case 'IntLiteral':
    case 'DoubleLiteral':
    case 'StringLiteral':
    case 'ValueReference':
    case 'ListLiteral':
    case 'MapLiteral':
      return ofValue(node);
    case 'MapEntry':
      return [node.key, node.value];
    case 'Annotation':
      return [node.key, node.value];
    case 'AnnotationList':
      return node.items;
    case 'BaseType':
    case 'NamedType':
    case 'ListType':
    case 'SetType':
    case 'MapType':
      return ofType(node);
    case 'Field':
      return ofField(node);
    case 'EnumItem':
      return [node.name, node.value, node.annotations];
    case 'Throws':
      return node.fields;
    case 'Method':
      return ofMethod(node);
    default:
      return ofDefinition(node);
  }
}

/** The nodes right below a node, in the order of the text. */
export function childrenOf(node: Node): readonly Node[] {
  return find(node).filter((child) => child !== undefined);
}

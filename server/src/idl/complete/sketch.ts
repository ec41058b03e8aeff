import { type BaseTypeName, baseTypeNames, type Type } from '../model/tree';

/** Nodes of a text that is half written have no place in a tree. */
const nowhere = { span: { start: 0, end: 0 }, parent: undefined, annotations: undefined };

function isBaseName(name: string): name is BaseTypeName {
  return (baseTypeNames as readonly string[]).includes(name);
}

/** The type that a word names. */
export function sketchNamed(text: string): Type {
  if (isBaseName(text)) return { ...nowhere, kind: 'BaseType', name: text };
  const name = { kind: 'Identifier', text, span: nowhere.span, parent: undefined } as const;
  return { ...nowhere, kind: 'NamedType', name };
}

export function sketchList(kind: 'ListType' | 'SetType', element: Type): Type {
  return { ...nowhere, kind, element };
}

export function sketchMap(key: Type, value: Type): Type {
  return { ...nowhere, kind: 'MapType', key, value };
}

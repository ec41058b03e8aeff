import {
  SymbolKind,
  type TypeHierarchyItem,
  TypeHierarchyPrepareRequest,
  TypeHierarchySubtypesRequest,
  TypeHierarchySupertypesRequest,
} from 'vscode-languageserver/node';
import type { NamedDefinition } from '../idl/model/tree';
import { above, below, hasHierarchy, type Located } from '../idl/query/hierarchy';
import { symbolAt } from '../idl/query/symbol';
import { normalizeUri } from '../workspace/uris';
import type { Engine } from './engine';
import { fileOf, handler } from './handler';
import { offsetIn, rangeIn } from './locations';

const kinds: Readonly<Record<NamedDefinition['kind'], SymbolKind>> = {
  Const: SymbolKind.Constant,
  Typedef: SymbolKind.TypeParameter,
  Enum: SymbolKind.Enum,
  Senum: SymbolKind.Enum,
  Struct: SymbolKind.Struct,
  Union: SymbolKind.Struct,
  Exception: SymbolKind.Class,
  Service: SymbolKind.Interface,
};

function itemOf({ file, node }: Located, { workspace, places }: Engine): TypeHierarchyItem {
  const path = workspace.relativePath(file.uri);
  return {
    name: node.name.text,
    kind: kinds[node.kind],
    ...(path !== undefined && { detail: path }),
    uri: places.clientUri(file.uri),
    range: rangeIn(file.uri, file.rangeOf(node), places),
    selectionRange: rangeIn(file.uri, file.rangeOf(node.name), places),
  };
}

/** The definition that an item was made of, in the newest version of its file. */
function locatedBy({ uri, name }: TypeHierarchyItem, { workspace }: Engine): Located | undefined {
  const file = workspace.file(normalizeUri(uri));
  const node = file?.named.get(name)?.[0];
  return file && node && { file, node };
}

export const prepareTypeHierarchy = handler(TypeHierarchyPrepareRequest.type, (params, context) => {
  const asked = fileOf(params, context);
  if (!asked) return null;
  const { engine } = context;
  const found = symbolAt(asked.file, offsetIn(asked.file, params.position, engine.places), engine.workspace);
  const symbol = found?.symbol;
  if (symbol?.kind !== 'definition' || !hasHierarchy(symbol.node)) return null;
  return [itemOf(symbol, engine)];
});

export const supertypes = handler(
  TypeHierarchySupertypesRequest.type,
  ({ item }, { engine }) => {
    const located = locatedBy(item, engine);
    return located ? above(located, engine.workspace).map((each) => itemOf(each, engine)) : null;
  },
  'workspace',
);

export const subtypes = handler(
  TypeHierarchySubtypesRequest.type,
  ({ item }, { engine }) => {
    const located = locatedBy(item, engine);
    return located ? below(located, engine.workspace).map((each) => itemOf(each, engine)) : null;
  },
  'workspace',
);

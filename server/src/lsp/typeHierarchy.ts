import {
  type TypeHierarchyItem,
  TypeHierarchyPrepareRequest,
  TypeHierarchySubtypesRequest,
  TypeHierarchySupertypesRequest,
} from 'vscode-languageserver/node';
import { above, below, hasHierarchy, type Located } from '../idl/query/hierarchy';
import { symbolAt } from '../idl/query/symbol';
import type { Engine } from './engine';
import { fileOf, handler } from './handler';
import { hierarchyItem } from './hierarchyItem';
import { offsetIn } from './locations';

/** The definition that an item was made of, in the newest version of its file. */
function locatedBy({ uri, name }: TypeHierarchyItem, { workspace, uriOf }: Engine): Located | undefined {
  const file = workspace.file(uriOf(uri));
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
  return [hierarchyItem(symbol, engine)];
});

export const supertypes = handler(
  TypeHierarchySupertypesRequest.type,
  ({ item }, { engine }) => {
    const located = locatedBy(item, engine);
    return located ? above(located, engine.workspace).map((each) => hierarchyItem(each, engine)) : null;
  },
  'workspace',
);

export const subtypes = handler(
  TypeHierarchySubtypesRequest.type,
  ({ item }, { engine }) => {
    const located = locatedBy(item, engine);
    return located ? below(located, engine.workspace).map((each) => hierarchyItem(each, engine)) : null;
  },
  'workspace',
);

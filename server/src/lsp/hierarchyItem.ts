import { SymbolKind, type TypeHierarchyItem } from 'vscode-languageserver/node';
import type { IdlFile } from '../idl/model/file';
import type { Method, NamedDefinition } from '../idl/model/tree';
import type { Engine } from './engine';
import { rangeIn } from './locations';

const kinds: Readonly<Record<NamedDefinition['kind'] | 'Method', SymbolKind>> = {
  Const: SymbolKind.Constant,
  Typedef: SymbolKind.TypeParameter,
  Enum: SymbolKind.Enum,
  Senum: SymbolKind.Enum,
  Struct: SymbolKind.Struct,
  Union: SymbolKind.Struct,
  Exception: SymbolKind.Class,
  Service: SymbolKind.Interface,
  Method: SymbolKind.Method,
};

/** What a hierarchy shows of a definition or method, with its file below the name. Calls and types have items of the same form. */
export function hierarchyItem(
  { file, node }: { readonly file: IdlFile; readonly node: NamedDefinition | Method },
  { workspace, places }: Engine,
): TypeHierarchyItem {
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

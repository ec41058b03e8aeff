import { type SymbolInformation, SymbolKind, WorkspaceSymbolRequest } from 'vscode-languageserver/node';
import { type OutlineKind, placeOf } from '../idl/query/outline';
import { findSymbols } from '../idl/query/workspaceSymbols';
import { handler } from './handler';
import { locationOf } from './locations';

/** How entries of outlines are shown. */
export const symbolKinds: Readonly<Record<OutlineKind, SymbolKind>> = {
  namespace: SymbolKind.Namespace,
  const: SymbolKind.Constant,
  // As other servers show an alias of a type.
  typedef: SymbolKind.TypeParameter,
  enum: SymbolKind.Enum,
  item: SymbolKind.EnumMember,
  struct: SymbolKind.Struct,
  union: SymbolKind.Struct,
  exception: SymbolKind.Class,
  field: SymbolKind.Field,
  service: SymbolKind.Interface,
  method: SymbolKind.Method,
};

/** Editors filter further while more is typed, and ask anew. */
const maxSymbols = 256;

export const workspaceSymbol = handler(
  WorkspaceSymbolRequest.type,
  ({ query }, { engine, token }): SymbolInformation[] => {
    const { workspace, places } = engine;
    const found = findSymbols(workspace, query, maxSymbols, () => token.isCancellationRequested);
    return found.map(({ file, entry, container }) => ({
      name: entry.name,
      kind: symbolKinds[entry.kind],
      location: locationOf(file.uri, placeOf(file, entry).name, places),
      ...(container !== undefined && { containerName: container }),
    }));
  },
  'workspace',
);

import {
  type DocumentSymbol,
  DocumentSymbolRequest,
  type SymbolInformation,
  SymbolKind,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver/node';
import type { IdlFile } from '../idl/model/file';
import { type OutlineEntry, type OutlineKind, outline, placeOf } from '../idl/query/outline';
import { findSymbols } from '../idl/query/workspaceSymbols';
import type { Places } from './convert';
import { fileOf, handler } from './handler';
import { locationOf, rangeIn } from './locations';

const kinds: Readonly<Record<OutlineKind, SymbolKind>> = {
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

function toDocumentSymbol(file: IdlFile, entry: OutlineEntry, places: Places): DocumentSymbol {
  const { whole, name } = placeOf(file, entry);
  return {
    name: entry.name,
    detail: entry.detail,
    kind: kinds[entry.kind],
    range: rangeIn(file.uri, whole, places),
    selectionRange: rangeIn(file.uri, name, places),
    children: entry.children.flatMap((child) => (child.name === '' ? [] : toDocumentSymbol(file, child, places))),
  };
}

function* flatten(
  file: IdlFile,
  entries: readonly OutlineEntry[],
  places: Places,
  containerName?: string,
): Generator<SymbolInformation> {
  for (const entry of entries) {
    if (entry.name === '') continue;
    const location = locationOf(file.uri, placeOf(file, entry).whole, places);
    yield {
      name: entry.name,
      kind: kinds[entry.kind],
      location,
      ...(containerName !== undefined && { containerName }),
    };
    yield* flatten(file, entry.children, places, entry.name);
  }
}

export const documentSymbol = handler(DocumentSymbolRequest.type, (params, context) => {
  const asked = fileOf(params, context);
  if (!asked) return null;
  const { places } = context.engine;
  const entries = outline(asked.file);
  return places.features.hierarchicalSymbols
    ? entries.map((entry) => toDocumentSymbol(asked.file, entry, places))
    : [...flatten(asked.file, entries, places)];
});

/** Editors filter further while more is typed, and ask anew. */
const maxSymbols = 256;

export const workspaceSymbol = handler(
  WorkspaceSymbolRequest.type,
  ({ query }, { engine, token }): SymbolInformation[] => {
    const { workspace, places } = engine;
    const found = findSymbols(workspace, query, maxSymbols, () => token.isCancellationRequested);
    return found.map(({ file, entry, container }) => ({
      name: entry.name,
      kind: kinds[entry.kind],
      location: locationOf(file.uri, placeOf(file, entry).name, places),
      ...(container !== undefined && { containerName: container }),
    }));
  },
  'workspace',
);

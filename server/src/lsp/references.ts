import { DocumentHighlightKind, DocumentHighlightRequest, ReferencesRequest } from 'vscode-languageserver/node';
import { occurrencesIn, occurrencesOf } from '../idl/query/occurrences';
import { symbolAt } from '../idl/query/symbol';
import { fileOf, handler } from './handler';
import { locationOf, offsetIn, rangeIn } from './locations';

export const references = handler(
  ReferencesRequest.type,
  (params, context) => {
    const asked = fileOf(params, context);
    if (!asked) return null;
    const { workspace, places } = context.engine;
    const found = symbolAt(asked.file, offsetIn(asked.file, params.position, places), workspace);
    if (!found) return null;
    return [...occurrencesOf(found.symbol, workspace)]
      .filter(({ kind }) => params.context.includeDeclaration || kind !== 'declaration')
      .map(({ uri, range }) => locationOf(uri, range, places));
  },
  'workspace',
);

const kinds = {
  declaration: DocumentHighlightKind.Write,
  write: DocumentHighlightKind.Write,
  read: DocumentHighlightKind.Read,
} as const;

export const documentHighlight = handler(DocumentHighlightRequest.type, (params, context) => {
  const asked = fileOf(params, context);
  if (!asked) return null;
  const { workspace, places } = context.engine;
  const found = symbolAt(asked.file, offsetIn(asked.file, params.position, places), workspace);
  if (!found) return null;
  return occurrencesIn(asked.file, found.symbol, workspace).map(({ uri, range, kind }) => ({
    range: rangeIn(uri, range, places),
    kind: kinds[kind],
  }));
});

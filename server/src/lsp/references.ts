import {
  DocumentHighlightKind,
  DocumentHighlightRequest,
  type Location,
  ReferencesRequest,
} from 'vscode-languageserver/node';
import { occurrencesIn, occurrencesOf } from '../idl/query/occurrences';
import { symbolAt } from '../idl/query/symbol';
import { contractSitesOf } from './contract';
import { fileOf, handler } from './handler';
import { locationOf, offsetIn, rangeIn } from './locations';

export const references = handler(
  ReferencesRequest.type,
  async (params, context): Promise<Location[] | null> => {
    const asked = fileOf(params, context);
    if (!asked) return null;
    const { engine } = context;
    const { workspace, places } = engine;
    const found = symbolAt(asked.file, offsetIn(asked.file, params.position, places), workspace);
    if (!found) return null;
    const inIdl = [...occurrencesOf(found.symbol, workspace)].filter(
      ({ kind }) => params.context.includeDeclaration || kind !== 'declaration',
    );
    // The TypeScript that calls a method, or answers it, refers to it as well.
    const inCode = await contractSitesOf(found.symbol, engine);
    return [...inIdl, ...inCode].map(({ uri, range }) => locationOf(uri, range, places));
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

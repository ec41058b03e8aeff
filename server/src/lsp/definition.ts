import {
  DefinitionRequest,
  type Location,
  type LocationLink,
  type TextDocumentPositionParams,
  TypeDefinitionRequest,
} from 'vscode-languageserver/node';
import { type FoundSymbol, type IdlSymbol, symbolAt, typesOf } from '../idl/query/symbol';
import { fileOf, handler, type RequestContext } from './handler';
import { declarationLinks, offsetIn } from './locations';

function linksTo(
  params: TextDocumentPositionParams,
  context: RequestContext,
  links: boolean,
  symbolsOf: (found: FoundSymbol) => readonly IdlSymbol[],
): Location[] | LocationLink[] | null {
  const asked = fileOf(params, context);
  if (!asked) return null;
  const { workspace, places } = context.engine;
  const found = symbolAt(asked.file, offsetIn(asked.file, params.position, places), workspace);
  return found ? declarationLinks(symbolsOf(found), { uri: asked.file.uri, range: found.range }, places, links) : null;
}

export const definition = handler(DefinitionRequest.type, (params, context) =>
  linksTo(params, context, context.engine.places.features.definitionLinks, ({ symbol }) => [symbol]),
);

export const typeDefinition = handler(TypeDefinitionRequest.type, (params, context) =>
  linksTo(params, context, context.engine.places.features.typeDefinitionLinks, ({ symbol }) =>
    typesOf(symbol, context.engine.workspace),
  ),
);

import {
  CompletionRequest,
  CompletionResolveRequest,
  DefinitionRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  InlayHintRequest,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  SelectionRangeRequest,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  type ServerCapabilities,
  TypeDefinitionRequest,
  TypeHierarchyPrepareRequest,
  TypeHierarchySubtypesRequest,
  TypeHierarchySupertypesRequest,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver/node';
import { tokenModifiers, tokenTypes } from '../idl/query/tokenLegend';
import type { ClientFeatures } from './features';

/**
 * A request about a document or the workspace that the server answers. This half is needed to answer `initialize`, so it must load quickly;
 * the handler of the same method (`handlerTable.ts`) is loaded with the engine.
 */
export interface Offer {
  readonly method: string;
  /** How `initialize` tells of it; left out where another offer's capability covers this method. */
  readonly announce?: (features: ClientFeatures) => ServerCapabilities;
}

/** What a person types where something is offered at once; which of the places that is, the handler knows. */
const completionTriggers = ['.', ':', '"', "'", '(', '<', ',', '=', '/', ' '];

/** Everything that is answered through the table of handlers. */
export const offers: readonly Offer[] = [
  {
    method: CompletionRequest.method,
    announce: () => ({ completionProvider: { triggerCharacters: [...completionTriggers], resolveProvider: true } }),
  },
  { method: CompletionResolveRequest.method },
  { method: DefinitionRequest.method, announce: () => ({ definitionProvider: true }) },
  { method: TypeDefinitionRequest.method, announce: () => ({ typeDefinitionProvider: true }) },
  { method: ReferencesRequest.method, announce: () => ({ referencesProvider: true }) },
  { method: DocumentHighlightRequest.method, announce: () => ({ documentHighlightProvider: true }) },
  { method: HoverRequest.method, announce: () => ({ hoverProvider: true }) },
  { method: DocumentLinkRequest.method, announce: () => ({ documentLinkProvider: { resolveProvider: false } }) },
  { method: DocumentSymbolRequest.method, announce: () => ({ documentSymbolProvider: true }) },
  { method: WorkspaceSymbolRequest.method, announce: () => ({ workspaceSymbolProvider: true }) },
  { method: FoldingRangeRequest.method, announce: () => ({ foldingRangeProvider: true }) },
  { method: SelectionRangeRequest.method, announce: () => ({ selectionRangeProvider: true }) },
  {
    method: RenameRequest.method,
    announce: ({ prepareRename }) => ({ renameProvider: prepareRename ? { prepareProvider: true } : true }),
  },
  { method: PrepareRenameRequest.method },
  { method: TypeHierarchyPrepareRequest.method, announce: () => ({ typeHierarchyProvider: true }) },
  { method: TypeHierarchySupertypesRequest.method },
  { method: TypeHierarchySubtypesRequest.method },
  {
    method: SemanticTokensRequest.method,
    announce: () => ({
      semanticTokensProvider: {
        legend: { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] },
        full: { delta: true },
        range: true,
      },
    }),
  },
  { method: SemanticTokensDeltaRequest.method },
  { method: SemanticTokensRangeRequest.method },
  { method: InlayHintRequest.method, announce: () => ({ inlayHintProvider: true }) },
];

/** What the offers add to the answer of `initialize`. */
export function announcedBy(offered: readonly Offer[], features: ClientFeatures): ServerCapabilities {
  return Object.assign({}, ...offered.map(({ announce }) => announce?.(features)));
}

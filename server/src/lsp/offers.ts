import {
  CallHierarchyIncomingCallsRequest,
  CallHierarchyOutgoingCallsRequest,
  CallHierarchyPrepareRequest,
  CodeLensRequest,
  CompletionRequest,
  CompletionResolveRequest,
  DefinitionRequest,
  DocumentFormattingRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentOnTypeFormattingRequest,
  DocumentRangeFormattingRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  ImplementationRequest,
  InlayHintRequest,
  PrepareRenameRequest,
  ReferencesRequest,
  type Registration,
  RenameRequest,
  SelectionRangeRequest,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRegistrationType,
  SemanticTokensRequest,
  type ServerCapabilities,
  SignatureHelpRequest,
  type TextDocumentClientCapabilities,
  TypeDefinitionRequest,
  TypeHierarchyPrepareRequest,
  TypeHierarchySubtypesRequest,
  TypeHierarchySupertypesRequest,
  WillRenameFilesRequest,
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
  /** How `initialize` tells of it: one capability. Left out where another offer's capability covers this method. */
  readonly announce?: (features: ClientFeatures) => ServerCapabilities;
  /**
   * Where the client says whether this can be registered for some documents alone. Then it is, and not told of by `initialize`: a client
   * is attached to files of other languages too, and must not take this server for one that renames or formats TypeScript.
   */
  readonly client?: keyof TextDocumentClientCapabilities;
  /** The method to register it by, where that is another one. */
  readonly registeredAs?: string;
  /** Whether it is offered in TypeScript and JavaScript documents, too. */
  readonly services?: boolean;
}

/** Ours alone: how the bounds of the network call at a position came about. */
export const explainMethod = 'thriftwise/explain';

/** What a person types where something is offered at once; which of the places that is, the handler knows. */
const completionTriggers = ['.', ':', '"', "'", '(', '<', ',', '=', '/', ' '];

/** Everything that is answered through the table of handlers. */
export const offers: readonly Offer[] = [
  {
    method: CompletionRequest.method,
    client: 'completion',
    announce: () => ({ completionProvider: { triggerCharacters: [...completionTriggers], resolveProvider: true } }),
  },
  { method: CompletionResolveRequest.method },
  {
    method: SignatureHelpRequest.method,
    client: 'signatureHelp',
    announce: () => ({ signatureHelpProvider: { triggerCharacters: ['(', ','] } }),
  },
  { method: DefinitionRequest.method, client: 'definition', announce: () => ({ definitionProvider: true }) },
  {
    method: TypeDefinitionRequest.method,
    client: 'typeDefinition',
    announce: () => ({ typeDefinitionProvider: true }),
  },
  {
    method: ImplementationRequest.method,
    client: 'implementation',
    announce: () => ({ implementationProvider: true }),
  },
  { method: CodeLensRequest.method, client: 'codeLens', announce: () => ({ codeLensProvider: {} }) },
  { method: ReferencesRequest.method, client: 'references', announce: () => ({ referencesProvider: true }) },
  {
    method: DocumentHighlightRequest.method,
    client: 'documentHighlight',
    announce: () => ({ documentHighlightProvider: true }),
  },
  { method: HoverRequest.method, client: 'hover', announce: () => ({ hoverProvider: true }), services: true },
  {
    method: DocumentLinkRequest.method,
    client: 'documentLink',
    announce: () => ({ documentLinkProvider: { resolveProvider: false } }),
  },
  {
    method: DocumentSymbolRequest.method,
    client: 'documentSymbol',
    announce: () => ({ documentSymbolProvider: true }),
  },
  { method: WorkspaceSymbolRequest.method, announce: () => ({ workspaceSymbolProvider: true }) },
  { method: FoldingRangeRequest.method, client: 'foldingRange', announce: () => ({ foldingRangeProvider: true }) },
  {
    method: SelectionRangeRequest.method,
    client: 'selectionRange',
    announce: () => ({ selectionRangeProvider: true }),
  },
  {
    method: RenameRequest.method,
    client: 'rename',
    announce: ({ prepareRename }) => ({ renameProvider: prepareRename ? { prepareProvider: true } : true }),
  },
  { method: PrepareRenameRequest.method },
  // Told of with the other file operations.
  { method: WillRenameFilesRequest.method },
  {
    method: TypeHierarchyPrepareRequest.method,
    client: 'typeHierarchy',
    announce: () => ({ typeHierarchyProvider: true }),
  },
  { method: TypeHierarchySupertypesRequest.method },
  { method: TypeHierarchySubtypesRequest.method },
  {
    method: CallHierarchyPrepareRequest.method,
    client: 'callHierarchy',
    announce: () => ({ callHierarchyProvider: true }),
  },
  { method: CallHierarchyIncomingCallsRequest.method },
  { method: CallHierarchyOutgoingCallsRequest.method },
  {
    method: SemanticTokensRequest.method,
    client: 'semanticTokens',
    registeredAs: SemanticTokensRegistrationType.method,
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
  {
    method: DocumentFormattingRequest.method,
    client: 'formatting',
    announce: () => ({ documentFormattingProvider: true }),
  },
  {
    method: DocumentRangeFormattingRequest.method,
    client: 'rangeFormatting',
    announce: () => ({ documentRangeFormattingProvider: true }),
  },
  {
    method: DocumentOnTypeFormattingRequest.method,
    client: 'onTypeFormatting',
    announce: () => ({
      documentOnTypeFormattingProvider: { firstTriggerCharacter: '}', moreTriggerCharacter: [';', ',', '\n'] },
    }),
  },
  { method: InlayHintRequest.method, client: 'inlayHint', announce: () => ({ inlayHintProvider: true }) },
  { method: explainMethod },
];

function isRegistered({ client }: Offer, { dynamicRequests }: ClientFeatures): boolean {
  return client !== undefined && dynamicRequests.has(client);
}

/** What the offers add to the answer of `initialize`. */
export function announcedBy(offered: readonly Offer[], features: ClientFeatures): ServerCapabilities {
  const announced = offered.filter((offer) => !isRegistered(offer, features));
  return Object.assign({}, ...announced.map(({ announce }) => announce?.(features)));
}

const thriftDocuments = [
  ...['file', 'untitled', 'vscode-vfs'].map((scheme) => ({ scheme, language: 'thrift' })),
  { scheme: 'file', pattern: '**/*.thrift' },
];

const serviceDocuments = ['typescript', 'typescriptreact', 'javascript', 'javascriptreact'].map((language) => ({
  scheme: 'file',
  language,
}));

/** What is registered once the client is ready, for Thrift documents alone where nothing else is said. */
export function registrationsOf(offered: readonly Offer[], features: ClientFeatures): Registration[] {
  return offered.flatMap((offer) => {
    const { method, announce, registeredAs = method, services = false } = offer;
    if (!announce || !isRegistered(offer, features)) return [];
    const [options] = Object.values(announce(features));
    const own = typeof options === 'object' && options !== null ? options : {};
    const documentSelector = services ? [...thriftDocuments, ...serviceDocuments] : thriftDocuments;
    const registerOptions = { ...own, documentSelector };
    return [{ id: `thriftwise-${method}`, method: registeredAs, registerOptions }];
  });
}

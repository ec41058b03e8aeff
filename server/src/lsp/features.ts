import {
  CodeActionKind,
  type InitializeParams,
  MarkupKind,
  ResourceOperationKind,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { announcedBy, offers } from './offers';

/** What the client can do, flattened. */
export interface ClientFeatures {
  /** It asks for diagnostics; otherwise they are sent to it. */
  readonly pullDiagnostics: boolean;
  readonly refreshDiagnostics: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly codeActionLiterals: boolean;
  readonly isPreferred: boolean;
  readonly documentChanges: boolean;
  readonly snippetEdits: boolean;
  /** A workspace edit may make new files. */
  readonly createFiles: boolean;
  readonly completion: {
    readonly snippets: boolean;
    /** It tells inserting from replacing the rest of the word. */
    readonly insertReplace: boolean;
    readonly labelDetails: boolean;
    readonly markdown: boolean;
  };
  readonly signatureHelp: {
    /** Parameters are told by their place in the label, not by their text. */
    readonly labelOffsets: boolean;
    readonly markdown: boolean;
  };
  readonly configuration: boolean;
  readonly dynamicConfiguration: boolean;
  readonly dynamicWatchers: boolean;
  /** The kinds of requests (keys of its `textDocument` capabilities) that can be registered for some documents alone. */
  readonly dynamicRequests: ReadonlySet<string>;
  readonly workDoneProgress: boolean;
  readonly showDocument: boolean;
  /** It takes links with the clicked part of the name, not only places, for definitions and type definitions. */
  readonly definitionLinks: boolean;
  readonly typeDefinitionLinks: boolean;
  readonly markdownHover: boolean;
  readonly hierarchicalSymbols: boolean;
  /** Folding goes by whole lines. */
  readonly lineFoldingOnly: boolean;
  readonly prepareRename: boolean;
  /** Edits may say why they should be looked at first. */
  readonly changeAnnotations: boolean;
  readonly refreshInlayHints: boolean;
  readonly refreshCodeLenses: boolean;
  readonly refreshSemanticTokens: boolean;
  /** Ours alone, through `initializationOptions`: it shows `thriftwise/status` notifications. */
  readonly status: boolean;
  /** Ours alone: it has the command `thriftwise.openRule`, which shows a rule's page inside the editor. */
  readonly openRuleCommand: boolean;
  /** Ours alone: the client shows the snippets of `snippets/thrift.json` itself. */
  readonly ownSnippets: boolean;
  /** Ours alone: it has VS Code's command that asks for completion. */
  readonly suggestCommand: boolean;
  /** Findings of files that are not open are wanted, too. */
  readonly workspaceDiagnostics: boolean;
  /** Ours alone: it has the command `thriftwise.explainCall`, which shows what `thriftwise/explain` answers. */
  readonly explainCommand: boolean;
  /** Ours alone: it has the command `thriftwise.showPlaces`, which shows a list of places in code. */
  readonly showPlacesCommand: boolean;
  /** As the client names its display language, such as `zh-cn`; `initializationOptions.locale` goes before it. */
  readonly locale: string | undefined;
}

/** The commands that the server itself runs. */
export const serverCommands = {
  lintWorkspace: 'thriftwise.server.lintWorkspace',
  showRule: 'thriftwise.server.showRule',
} as const;

export const fixAllKind = `${CodeActionKind.SourceFixAll}.thriftwise`;
export const sortIncludesKind = `${CodeActionKind.SourceOrganizeImports}.thriftwise`;

/** What clients say through `initializationOptions`: our own, and people who set up an editor without a settings UI. */
interface OwnOptions {
  readonly status?: unknown;
  readonly openRuleCommand?: unknown;
  readonly ownSnippets?: unknown;
  readonly suggestCommand?: unknown;
  readonly explainCommand?: unknown;
  readonly showPlacesCommand?: unknown;
  readonly workspaceDiagnostics?: unknown;
  readonly locale?: unknown;
}

function asOptions(value: unknown): OwnOptions {
  return typeof value === 'object' && value !== null ? value : {};
}

/** Reads what the client said of itself. Anything that is not of the expected form counts as not supported. */
export function readFeatures(params: InitializeParams): ClientFeatures {
  const { textDocument, workspace, window } = params.capabilities ?? {};
  const options = asOptions(params.initializationOptions);
  const pull = textDocument?.diagnostic;
  const item = textDocument?.completion?.completionItem;
  const signature = textDocument?.signatureHelp?.signatureInformation;
  const shown = pull ?? textDocument?.publishDiagnostics;
  return {
    pullDiagnostics: pull !== undefined,
    refreshDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    relatedInformation: (pull?.relatedInformation ?? textDocument?.publishDiagnostics?.relatedInformation) === true,
    codeDescription: shown?.codeDescriptionSupport ?? textDocument?.publishDiagnostics?.codeDescriptionSupport ?? false,
    codeActionLiterals: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
    isPreferred: textDocument?.codeAction?.isPreferredSupport === true,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    snippetEdits: workspace?.workspaceEdit?.snippetEditSupport === true,
    createFiles: workspace?.workspaceEdit?.resourceOperations?.includes(ResourceOperationKind.Create) === true,
    completion: {
      snippets: item?.snippetSupport === true,
      insertReplace: item?.insertReplaceSupport === true,
      labelDetails: item?.labelDetailsSupport === true,
      markdown: item?.documentationFormat?.includes(MarkupKind.Markdown) ?? false,
    },
    signatureHelp: {
      labelOffsets: signature?.parameterInformation?.labelOffsetSupport === true,
      markdown: signature?.documentationFormat?.includes(MarkupKind.Markdown) ?? false,
    },
    configuration: workspace?.configuration === true,
    dynamicConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    dynamicWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    dynamicRequests: new Set(
      Object.entries(textDocument ?? {})
        .filter(([, capability]) => (capability as { dynamicRegistration?: unknown })?.dynamicRegistration === true)
        .map(([name]) => name),
    ),
    workDoneProgress: window?.workDoneProgress === true,
    definitionLinks: textDocument?.definition?.linkSupport === true,
    typeDefinitionLinks: textDocument?.typeDefinition?.linkSupport === true,
    // A client that says nothing of formats is one from before there were any, and those took Markdown.
    markdownHover: textDocument?.hover?.contentFormat?.includes('markdown') ?? true,
    hierarchicalSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    lineFoldingOnly: textDocument?.foldingRange?.lineFoldingOnly === true,
    prepareRename: textDocument?.rename?.prepareSupport === true,
    changeAnnotations:
      workspace?.workspaceEdit?.documentChanges === true &&
      workspace.workspaceEdit.changeAnnotationSupport !== undefined,
    refreshCodeLenses: workspace?.codeLens?.refreshSupport === true,
    refreshInlayHints: workspace?.inlayHint?.refreshSupport === true,
    refreshSemanticTokens: workspace?.semanticTokens?.refreshSupport === true,
    showDocument: window?.showDocument?.support === true,
    status: options.status === true,
    openRuleCommand: options.openRuleCommand === true,
    explainCommand: options.explainCommand === true,
    showPlacesCommand: options.showPlacesCommand === true,
    ownSnippets: options.ownSnippets === true,
    suggestCommand: options.suggestCommand === true,
    workspaceDiagnostics: options.workspaceDiagnostics === true,
    locale: typeof options.locale === 'string' && options.locale !== 'auto' ? options.locale : params.locale,
  };
}

/** Whether a client that asks for the kinds `only` (for all, where it names none) wants actions of this kind. */
export function wants(only: readonly string[] | undefined, kind: string): boolean {
  return only === undefined || only.some((each) => each === kind || kind.startsWith(`${each}.`));
}

/** Every kind of code action that is offered. */
const actionKinds = [
  CodeActionKind.QuickFix,
  CodeActionKind.RefactorExtract,
  CodeActionKind.RefactorRewrite,
  CodeActionKind.RefactorMove,
  fixAllKind,
  sortIncludesKind,
];

const thriftFiles = { scheme: 'file', pattern: { glob: '**/*.thrift' } };
const folders = { scheme: 'file', pattern: { glob: '**', matches: 'folder' as const } };

/** Files whose includes, or whose includers, lead elsewhere when they get another place. */
const movedFiles = { filters: [thriftFiles, folders] };

const fileOperations = {
  filters: [
    thriftFiles,
    { scheme: 'file', pattern: { glob: '**/thriftwise.json' } },
    { scheme: 'file', pattern: { glob: '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}' } },
    folders,
  ],
};

export function serverCapabilities(features: ClientFeatures): ServerCapabilities {
  return {
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
    ...(features.pullDiagnostics && {
      diagnosticProvider: {
        identifier: 'thriftwise',
        interFileDependencies: true,
        workspaceDiagnostics: features.workspaceDiagnostics,
        workDoneProgress: features.workspaceDiagnostics,
      },
    }),
    codeActionProvider: { codeActionKinds: [...actionKinds] },
    ...announcedBy(offers, features),
    executeCommandProvider: { commands: Object.values(serverCommands), workDoneProgress: true },
    workspace: {
      workspaceFolders: { supported: true, changeNotifications: true },
      fileOperations: {
        didCreate: fileOperations,
        didRename: fileOperations,
        didDelete: fileOperations,
        willRename: movedFiles,
      },
    },
  };
}

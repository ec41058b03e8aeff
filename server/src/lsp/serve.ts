import {
  CodeActionRequest,
  createProtocolConnection,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  DidCloseTextDocumentNotification,
  DidCreateFilesNotification,
  DidDeleteFilesNotification,
  DidOpenTextDocumentNotification,
  DidRenameFilesNotification,
  DidSaveTextDocumentNotification,
  DocumentDiagnosticRequest,
  ErrorCodes,
  ExecuteCommandRequest,
  ExitNotification,
  InitializedNotification,
  type InitializeParams,
  InitializeRequest,
  type InitializeResult,
  LSPErrorCodes,
  type Message,
  type MessageReader,
  type MessageWriter,
  type ProtocolConnection,
  ProtocolRequestType,
  type Registration,
  RegistrationRequest,
  ResponseError,
  ShowDocumentRequest,
  ShutdownRequest,
  WatchKind,
  WorkspaceDiagnosticRequest,
} from 'vscode-languageserver/node';
import type { Registry } from '../workspace/linter';
import { type ClientFeatures, readFeatures, serverCapabilities, serverCommands } from './features';
import { guardLifecycle, type Lifecycle } from './guard';
import { ruleUrl } from './links';
import { offers, registrationsOf } from './offers';
import type { Session } from './session';

/** What a session is made of; loaded only after `initialize` was answered. */
export interface EngineModules {
  readonly createSession: typeof import('./session').createSession;
  readonly registry: Registry;
  readonly analysisScript: string;
}

export interface ServeOptions {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
  readonly version: string;
  readonly loadEngine: () => Promise<EngineModules>;
  /** The session is over; 0 after a proper shutdown. */
  readonly exit: (code: number) => void;
  /** Problems of the transport, which cannot be told to the client. */
  readonly complain: (message: string) => void;
}

const watchers = [
  { globPattern: '**/*.thrift' },
  { globPattern: '**/thriftwise*.json' },
  { globPattern: '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}' },
  { globPattern: '**/{package,package-lock,tsconfig*,jsconfig*}.json' },
  { globPattern: '**/{yarn.lock,pnpm-lock.yaml}' },
  // A folder that is deleted outside of the editor is one event of its own, and none for the files in it.
  { globPattern: '**', kind: WatchKind.Delete },
];

const settingsTimeoutMs = 5000;

/** Waits for `promise`, but not for ever: a client that never answers must not keep the server from working. */
function within(promise: Promise<void>, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, timeoutMs);
    promise.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
}

async function register(connection: ProtocolConnection, features: ClientFeatures): Promise<void> {
  const registrations: Registration[] = registrationsOf(offers, features);
  if (features.dynamicWatchers) {
    registrations.push({
      id: 'thriftwise-files',
      method: DidChangeWatchedFilesNotification.method,
      registerOptions: { watchers },
    });
  }
  if (features.dynamicConfiguration) {
    registrations.push({
      id: 'thriftwise-settings',
      method: DidChangeConfigurationNotification.method,
      registerOptions: { section: 'thriftwise' },
    });
  }
  if (registrations.length > 0) await connection.sendRequest(RegistrationRequest.type, { registrations });
}

/**
 * Speaks the protocol over `reader` and `writer` until the client is gone. `initialize` is answered before the engine is
 * loaded; messages that arrive in between wait for it, in their order.
 */
export function serve(options: ServeOptions): void {
  const lifecycle: Lifecycle = { phase: 'new' };
  let session: Promise<Session> | undefined;
  let begin: (initialized: boolean) => void = () => undefined;

  const connection = createProtocolConnection(options.reader, options.writer, undefined, {
    messageStrategy: guardLifecycle(lifecycle, options.writer),
    connectionStrategy: {
      // A request that is cancelled while it waits for its turn is answered at once.
      cancelUndispatched: (message: Message) => ({
        jsonrpc: '2.0',
        id: 'id' in message ? (message.id as number) : null,
        error: { code: LSPErrorCodes.RequestCancelled, message: 'The request was cancelled.' },
      }),
    },
  });

  function initialize(params: InitializeParams): InitializeResult {
    lifecycle.phase = 'running';
    const features = readFeatures(params);
    session = new Promise<Session>((resolve, reject) => {
      begin = (initialized) => {
        begin = () => undefined;
        start(params, features, initialized).then(resolve, reject);
      };
    });
    session.catch((error: unknown) => {
      options.complain(`The engine could not be started: ${error instanceof Error ? error.stack : String(error)}`);
      options.exit(1);
    });
    return {
      capabilities: serverCapabilities(features),
      serverInfo: { name: 'thriftwise', version: options.version },
    };
  }

  async function start(params: InitializeParams, features: ClientFeatures, initialized: boolean): Promise<Session> {
    const { createSession, ...modules } = await options.loadEngine();
    const made = createSession({ connection, params, features, ...modules });
    if (initialized) {
      register(connection, features).catch((error: unknown) => options.complain(String(error)));
      await within(made.fetchSettings(), settingsTimeoutMs);
    }
    made.startIndexing();
    return made;
  }

  /** Handlers run in the order of their messages: callbacks of one promise do. */
  function ready(): Promise<Session> {
    begin(false);
    return session ?? Promise.reject(new ResponseError(ErrorCodes.ServerNotInitialized, 'not initialized'));
  }
  /** A handler for a notification. An error in it is a bug that must not take the session down. */
  function inSession<Params>(handle: (session: Session, params: Params) => void | Promise<void>) {
    return (params: Params): void => {
      ready()
        .then((made) => handle(made, params))
        .catch((error: unknown) => options.complain(error instanceof Error ? (error.stack ?? '') : String(error)));
    };
  }

  connection.onRequest(InitializeRequest.type, initialize);
  connection.onNotification(InitializedNotification.type, () => begin(true));
  connection.onRequest(ShutdownRequest.type, () => {
    lifecycle.phase = 'shut-down';
    session?.then((made) => made.stop()).catch(() => undefined);
  });
  connection.onNotification(ExitNotification.type, () => options.exit(lifecycle.phase === 'shut-down' ? 0 : 1));

  connection.onNotification(
    DidOpenTextDocumentNotification.type,
    inSession((made, params) => made.didOpen(params)),
  );
  connection.onNotification(
    DidChangeTextDocumentNotification.type,
    inSession((made, params) => made.didChange(params)),
  );
  connection.onNotification(
    DidCloseTextDocumentNotification.type,
    inSession((made, params) => made.didClose(params)),
  );
  // What counts is the text that the editor holds; saving does not change it.
  connection.onNotification(DidSaveTextDocumentNotification.type, () => undefined);
  connection.onNotification(
    DidChangeWatchedFilesNotification.type,
    inSession((made, { changes }) => made.didChangeWatchedFiles(changes)),
  );
  connection.onNotification(
    DidChangeConfigurationNotification.type,
    inSession((made, { settings }) => made.didChangeConfiguration(settings)),
  );
  connection.onNotification(
    DidChangeWorkspaceFoldersNotification.type,
    inSession((made, { event }) => made.didChangeFolders(event.added, event.removed)),
  );
  const urisOf = (files: readonly { readonly uri: string }[]) => files.map(({ uri }) => uri);
  connection.onNotification(
    DidCreateFilesNotification.type,
    inSession((made, { files }) => made.didCreateOrDelete(urisOf(files), [])),
  );
  connection.onNotification(
    DidDeleteFilesNotification.type,
    inSession((made, { files }) => made.didCreateOrDelete([], urisOf(files))),
  );
  connection.onNotification(
    DidRenameFilesNotification.type,
    inSession((made, { files }) =>
      made.didCreateOrDelete(
        files.map(({ newUri }) => newUri),
        files.map(({ oldUri }) => oldUri),
      ),
    ),
  );

  connection.onRequest(DocumentDiagnosticRequest.type, async (params, token) =>
    (await ready()).documentDiagnostics(params, token),
  );
  connection.onRequest(WorkspaceDiagnosticRequest.type, async (params, token) => {
    const { partialResultToken } = params;
    const partial =
      partialResultToken === undefined
        ? undefined
        : (report: object) =>
            void connection.sendProgress(WorkspaceDiagnosticRequest.partialResult, partialResultToken, report as never);
    return (await ready()).workspaceDiagnostics(params, token, partial);
  });
  connection.onRequest(CodeActionRequest.type, async (params, token) => (await ready()).codeActions(params, token));
  for (const { method } of offers) {
    const kind = new ProtocolRequestType<unknown, unknown, never, void, void>(method);
    connection.onRequest(kind, async (params, token) => (await ready()).answer(method, params, token));
  }
  connection.onRequest(ExecuteCommandRequest.type, async (params, token) => {
    const made = await ready();
    if (params.command === serverCommands.lintWorkspace) return made.lintAll(params.workDoneToken, token);
    const [rule] = params.arguments ?? [];
    if (params.command === serverCommands.showRule && typeof rule === 'string')
      return connection.sendRequest(ShowDocumentRequest.type, { uri: ruleUrl(rule), external: true });
    return new ResponseError(ErrorCodes.InvalidParams, `There is no command ${params.command}.`);
  });

  connection.onError(([error]) => options.complain(error.message));
  connection.onClose(() => options.exit(lifecycle.phase === 'shut-down' ? 0 : 1));
  connection.listen();
}

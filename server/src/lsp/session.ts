import {
  type CancellationToken,
  type CodeAction,
  type CodeActionParams,
  ConfigurationRequest,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  ErrorCodes,
  type FileEvent,
  type InitializeParams,
  LSPErrorCodes,
  MessageType,
  type ProgressToken,
  type ProtocolConnection,
  ResponseError,
  ShowMessageNotification,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
  type WorkspaceFolder,
} from 'vscode-languageserver/node';
import { type ConfigSchema, createConfigSchema } from '../config/schema';
import { localize } from '../core/finding';
import type { RuleCrash } from '../idl/lint';
import { warmUp } from '../idl/syntax/document';
import { isServicePath, isThriftPath } from '../workspace/discover';
import { fixText } from '../workspace/fixFile';
import type { IdlWorkspace } from '../workspace/idlWorkspace';
import { everyFinding, lintFile, type Registry } from '../workspace/linter';
import { withoutBaseline } from '../workspace/lintStore';
import type { AnalysisState } from '../workspace/service/analysis';
import type { ProjectProblem } from '../workspace/service/protocol';
import { normalizeUri } from '../workspace/uris';
import { createAnnouncer } from './announcer';
import { type Changes, createChanges } from './changes';
import { codeActions } from './codeActions';
import { resultIdOf } from './convert';
import { disableFile, disableLine } from './disable';
import type { OpenDocument } from './documents';
import { createEngine, type Engine, isConfigUri } from './engine';
import { explainActions } from './explain';
import type { ClientFeatures } from './features';
import { handlers } from './handlerTable';
import { createIndexer, type Indexer } from './indexer';
import { type LintedWorkspace, lintWorkspace } from './lintWorkspace';
import { createLog } from './log';
import { pause } from './pause';
import { refactorings } from './refactor';
import { analysisProblem, serviceActions, unlessCancelled } from './serviceRequests';
import { readSettings } from './settings';
import { createStatus } from './status';
import { texts } from './texts';

export interface SessionOptions {
  readonly connection: ProtocolConnection;
  readonly params: InitializeParams;
  readonly features: ClientFeatures;
  readonly registry: Registry;
  /** The script of the thread that TypeScript is analysed in. */
  readonly analysisScript: string;
}

/** One client's view of its workspace: everything between `initialize` and `shutdown`. */
export interface Session extends Pick<Changes, 'didOpen' | 'didChange' | 'didClose'> {
  didChangeWatchedFiles(changes: readonly FileEvent[]): void;
  /** The client itself created, deleted or (both) renamed files or folders. */
  didCreateOrDelete(created: readonly string[], deleted: readonly string[]): void;
  didChangeFolders(added: readonly WorkspaceFolder[], removed: readonly WorkspaceFolder[]): Promise<void>;
  /** `pushed` is what a client sends that cannot be asked. */
  didChangeConfiguration(pushed: unknown): Promise<void>;
  /** Asks for the settings of every folder; keeps what it has when the client does not answer. */
  fetchSettings(): Promise<void>;
  startIndexing(): void;
  documentDiagnostics(params: DocumentDiagnosticParams, token: CancellationToken): Promise<DocumentDiagnosticReport>;
  workspaceDiagnostics(
    params: WorkspaceDiagnosticParams,
    token: CancellationToken,
    partial: ((report: WorkspaceDiagnosticReport) => void) | undefined,
  ): Promise<WorkspaceDiagnosticReport>;
  codeActions(params: CodeActionParams, token: CancellationToken): Promise<CodeAction[]>;
  /** Answers a request through the table of handlers. */
  answer(method: string, params: unknown, token: CancellationToken): Promise<unknown>;
  lintAll(workDoneToken: ProgressToken | undefined, token: CancellationToken): Promise<LintedWorkspace>;
  stop(): void;
}

function refuseCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested)
    throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
}

export function createSession({ connection, params, features, registry, analysisScript }: SessionOptions): Session {
  let schema: ConfigSchema | undefined;
  const settingsSchema = (): ConfigSchema => {
    schema ??= createConfigSchema(registry.all);
    return schema;
  };
  const log = createLog(connection);
  const status = createStatus(connection, features.status);
  const onCrash = ({ rule, error }: RuleCrash) => {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.once('error', localize(texts.crashed, engine.locale(), { rule, error: what }));
    status.crashed(rule);
  };
  const analysis = {
    script: analysisScript,
    onNews: (uri: string) => announcer.touch([uri]),
    onSites: () => announcer.refreshLenses(),
    onState(state: AnalysisState, why: string | undefined) {
      const problem = analysisProblem(state, why, engine.locale());
      if (problem !== undefined) log('warn', problem);
      status.analysis(problem);
    },
    onProjectProblem: ({ path, message }: ProjectProblem) => log.once('warn', `${path}: ${message}`),
  };
  const engine: Engine = createEngine({ params, features, registry, onCrash, analysis });
  const { folders, workspace, configs, store, services, places } = engine;
  const announcer = createAnnouncer({ connection, engine, status, log, indexer: () => indexer });
  const enabledFolders = () => folders.all().flatMap(({ path }) => (engine.settingsOf(path).enable ? path : []));
  const indexer: Indexer = createIndexer({
    workspace,
    files: engine.files,
    folders: enabledFolders,
    isExcluded: (path) => configs.for(path).isExcluded(path),
    onDone(count, left) {
      status.indexed(count);
      if (left) log.once('warn', localize(texts.tooManyFiles, engine.locale(), { count }));
      // Some rules look at files beside the one they check, which have been read only now.
      announcer.touchAll();
      if (features.workspaceDiagnostics) services.watchAll(enabledFolders);
      warmUp();
    },
  });
  const changes = createChanges({ engine, indexer, announcer, log });

  function applySettings(answers: readonly { readonly path: string; readonly value: unknown }[]): void {
    const read = answers.map(({ path, value }) => ({ path, ...readSettings(value, settingsSchema) }));
    for (const problem of read.flatMap(({ problems }) => problems)) log.once('warn', problem);
    changes.reconfigure(() => engine.setSettings(new Map(read.map(({ path, settings }) => [path, settings]))));
  }

  async function fetchSettings(): Promise<void> {
    if (!features.configuration) return;
    const asked = folders.all();
    const items = [{ section: 'thriftwise' }, ...asked.map(({ uri }) => ({ scopeUri: uri, section: 'thriftwise' }))];
    try {
      const values = await connection.sendRequest(ConfigurationRequest.type, { items });
      applySettings(['', ...asked.map(({ path }) => path)].map((path, i) => ({ path, value: values[i] })));
    } catch (error) {
      log.failure(error);
    }
  }

  /** The version of the open document that a request is about. */
  /** The document that a request is about. */
  function askedDocument(params: unknown): OpenDocument | undefined {
    const { textDocument } = params as { readonly textDocument?: { readonly uri?: unknown } };
    const uri = textDocument?.uri;
    return typeof uri === 'string' ? engine.documents.get(engine.uriOf(uri)) : undefined;
  }

  return {
    didOpen: changes.didOpen,
    didChange: changes.didChange,
    didClose: changes.didClose,
    didChangeWatchedFiles(events) {
      const of = (type: number) => events.filter((each) => each.type === type).map(({ uri }) => normalizeUri(uri));
      changes.didChangeFiles(of(1), of(2), of(3));
    },
    didCreateOrDelete(created, deleted) {
      changes.didChangeFiles(created.map(normalizeUri), [], deleted.map(normalizeUri));
      // A folder that came names none of the files in it.
      if (created.some((uri) => !isThriftPath(uri) && !isServicePath(uri))) indexer.rescan();
    },
    didChangeFolders(added, removed) {
      changes.reconfigure(() => {
        folders.change(added, removed);
        workspace.reset();
      });
      return fetchSettings();
    },
    async didChangeConfiguration(pushed) {
      if (features.configuration) return fetchSettings();
      const record = typeof pushed === 'object' && pushed !== null ? (pushed as { thriftwise?: unknown }) : {};
      applySettings([{ path: '', value: record.thriftwise }]);
    },
    fetchSettings,
    startIndexing: () => indexer.rescan(),
    async documentDiagnostics({ textDocument, previousResultId }, token) {
      if (!isServicePath(textDocument.uri)) services.standBack();
      // Changes that have arrived by now would make the result of this version worthless.
      await pause();
      refuseCancelled(token);
      const uri = engine.uriOf(textDocument.uri);
      if (isServicePath(uri)) {
        await unlessCancelled(services.lint(uri, true), token);
        refuseCancelled(token);
      }
      const items = [...engine.diagnosticsOf(uri)];
      const resultId = resultIdOf(items);
      announcer.reported(uri, resultId);
      return resultId === previousResultId
        ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
        : { kind: DocumentDiagnosticReportKind.Full, resultId, items };
    },
    workspaceDiagnostics: announcer.workspacePull.answer,
    async codeActions(asked, token) {
      const uri = engine.uriOf(asked.textDocument.uri);
      if (isServicePath(uri)) {
        const actions = await serviceActions(asked, uri, token, { engine, onCrash });
        return [...actions, ...(await explainActions(asked, uri, engine))];
      }
      // Renames reach into every file that includes this one, so those must be known.
      await indexer.idle();
      refuseCancelled(token);
      const file = isConfigUri(uri) || !features.codeActionLiterals ? undefined : workspace.file(uri);
      const config = engine.configFor(uri);
      if (!file || !config) return [];
      const { start, end } = asked.range;
      const range = { start: file.lines.offsetAt(start), end: file.lines.offsetAt(end) };
      const { dialect } = config.read;
      const every = everyFinding(config.setup);
      const lint = (view: IdlWorkspace) => withoutBaseline(lintFile(view, uri, every).findings, uri, config);
      const { locale } = config.setup;
      const actions = codeActions(asked, range, {
        uri,
        text: file.text,
        findings: store.findings(uri).findings,
        locale,
        fixAll: (accepts, fixesOf) => fixText(workspace, uri, dialect, (view) => lint(view).filter(accepts), fixesOf),
        disableLine: (finding) => disableLine(file, finding),
        disableFile: (finding) => disableFile(file, finding.rule),
        places,
        onCrash,
      });
      return [...actions, ...refactorings(asked, range, { file, workspace, places, locale })];
    },
    async answer(method, params, token) {
      const handler = handlers.get(method);
      if (!handler) throw new ResponseError(ErrorCodes.MethodNotFound, `There is no handler for ${method}.`);
      const asked = askedDocument(params);
      if (asked?.kind === 'thrift') services.standBack();
      // A position counts in the text that the client had when it asked.
      if (handler.wait === 'workspace') await indexer.idle();
      else if (handler.wait === 'messages') await pause();
      refuseCancelled(token);
      if (askedDocument(params)?.version !== asked?.version)
        throw new ResponseError(LSPErrorCodes.ContentModified, 'The document was changed meanwhile.');
      const warn = (message: string) => {
        connection
          .sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message })
          .catch(log.failure);
      };
      const context = { engine, locale: engine.locale(), complete: indexer.isIdle(), token, warn };
      const answer = await handler.answer(params as never, context);
      refuseCancelled(token);
      return answer;
    },
    async lintAll(workDoneToken, token) {
      const result = await lintWorkspace({
        connection,
        workDoneToken,
        canCreate: features.workDoneProgress,
        token,
        locale: engine.locale(),
        ready: () => indexer.idle(),
        async files() {
          return [...indexer.known(), ...(await services.discover(enabledFolders()))].sort();
        },
        findings: async (uri) => (isServicePath(uri) ? await services.lint(uri, false) : store.findings(uri)).findings,
        onFile: announcer.show,
      });
      announcer.flush();
      return result;
    },
    stop() {
      indexer.stop();
      changes.stop();
      services.stop();
      announcer.stop();
    },
  };
}

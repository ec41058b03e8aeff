import { posix } from 'node:path';
import {
  CodeLensRefreshRequest,
  DiagnosticRefreshRequest,
  InlayHintRefreshRequest,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  SemanticTokensRefreshRequest,
} from 'vscode-languageserver/node';
import { localize } from '../core/finding';
import { isThriftPath } from '../workspace/discover';
import { pathOf } from '../workspace/uris';
import { resultIdOf } from './convert';
import type { Engine } from './engine';
import type { Indexer } from './indexer';
import type { Log } from './log';
import { coalesce } from './pause';
import { createPublisher } from './publisher';
import type { Status } from './status';
import { texts } from './texts';
import { createWorkspacePull, type WorkspacePull } from './workspacePull';

export interface AnnouncerOptions {
  readonly connection: ProtocolConnection;
  readonly engine: Engine;
  readonly indexer: () => Indexer;
  readonly status: Status;
  readonly log: Log;
}

/** Sees to it that the client learns of every change in what is found, by whichever way it can be told. */
export interface Announcer {
  /** The findings of these files may have changed. `own`: the file whose change the client itself made and asks for. */
  touch(uris: Iterable<string>, own?: string): void;
  touchAll(own?: string): void;
  /** What is found may have changed by something else than the files' texts. */
  tell(): void;
  /** What lenses say of code may be something else now. */
  refreshLenses(): void;
  /** Sends now what would be sent soon. */
  flush(): void;
  /** Findings of these files are to be shown although they are not open. */
  show(uris: Iterable<string>): void;
  forget(uris: ReadonlySet<string>): void;
  /** The client was given the findings of an open document. */
  reported(uri: string, resultId: string): void;
  closed(uri: string): void;
  readonly workspacePull: WorkspacePull;
  stop(): void;
}

const refreshDelayMs = 100;
const workspaceDelayMs = 200;

export function createAnnouncer({ connection, engine, indexer, status, log }: AnnouncerOptions): Announcer {
  const { documents, configs, store, places, diagnosticsOf } = engine;
  const { pullDiagnostics, refreshDiagnostics, workspaceDiagnostics } = places.features;
  /** What the client was told of each open document when it asked. */
  const known = new Map<string, string>();
  /** Open documents that changed by something else than their own text, which their client does not know of. */
  const stale = new Set<string>();
  let shown: ReadonlySet<string> = new Set();

  const isPulled = (uri: string): boolean => pullDiagnostics && documents.has(uri);

  /** Makes sure that every config file in use has been read, and gives those with mistakes. */
  function configsWithProblems(): Iterable<string> {
    for (const folder of engine.folders.all()) configs.for(posix.join(folder.path, 'any.thrift'));
    for (const uri of documents.keys()) configs.for(engine.placeOf(uri));
    for (const uri of indexer().known()) configs.for(engine.placeOf(uri));
    return configs.problems().keys();
  }

  /** The files of both languages that findings are shown of without being open. */
  function everyFile(): ReadonlySet<string> {
    return new Set([...indexer().known(), ...engine.services.watched()]);
  }

  const publisher = createPublisher({
    send: (message) => {
      connection.sendNotification(PublishDiagnosticsNotification.type, message).catch(log.failure);
    },
    *wanted() {
      // What was not analysed yet is neither clean nor not.
      const isKnown = (uri: string) => documents.get(uri)?.kind !== 'service' || engine.services.diagnostics(uri);
      if (!pullDiagnostics) for (const uri of documents.keys()) if (isKnown(uri)) yield uri;
      for (const uri of configsWithProblems()) if (!isPulled(uri)) yield uri;
      if (workspaceDiagnostics && pullDiagnostics) return;
      for (const uri of workspaceDiagnostics ? everyFile() : shown) if (!isPulled(uri)) yield uri;
    },
    diagnosticsOf,
    clientUri: places.clientUri,
    versionOf: (uri) => documents.get(uri)?.version,
  });

  const workspacePull = createWorkspacePull({
    ready: () => indexer().idle(),
    files: everyFile,
    report(uri) {
      const items = diagnosticsOf(uri);
      return { resultId: resultIdOf(items), items };
    },
    clientUri: places.clientUri,
    versionOf: places.versionOf,
    normalize: engine.uriOf,
  });

  const wakeWorkspacePull = coalesce(workspacePull.notify, workspaceDelayMs);

  const refresh = coalesce(() => {
    const isNews = (uri: string) => documents.has(uri) && resultIdOf(diagnosticsOf(uri)) !== known.get(uri);
    const needed = [...stale].some(isNews);
    stale.clear();
    if (needed) connection.sendRequest(DiagnosticRefreshRequest.type).catch(log.failure);
  }, refreshDelayMs);

  /** What is shown inside open documents may depend on other files. */
  const refreshViews = coalesce(() => {
    const { refreshInlayHints, refreshSemanticTokens } = places.features;
    if (refreshInlayHints) connection.sendRequest(InlayHintRefreshRequest.type).catch(log.failure);
    if (refreshSemanticTokens) connection.sendRequest(SemanticTokensRefreshRequest.type).catch(log.failure);
  }, refreshDelayMs);

  const refreshLenses = coalesce(() => {
    if (places.features.refreshCodeLenses) connection.sendRequest(CodeLensRefreshRequest.type).catch(log.failure);
  }, refreshDelayMs);

  const updateStatus = coalesce(() => {
    const problems = [...configsWithProblems()].flatMap((uri) =>
      (configs.problems().get(uri) ?? []).map(({ message }) =>
        localize(texts.configProblem, engine.locale(), { file: posix.basename(pathOf(uri) ?? uri), message }),
      ),
    );
    status.configProblems(problems);
  }, refreshDelayMs);

  function tell(): void {
    publisher.schedule();
    wakeWorkspacePull();
    updateStatus();
  }

  function touch(uris: Iterable<string>, own?: string): void {
    const touched = [...uris];
    store.touch(touched);
    if (touched.some(isThriftPath)) engine.services.idlChanged();
    for (const uri of touched) if (uri !== own && isPulled(uri)) stale.add(uri);
    if (refreshDiagnostics && stale.size > 0) refresh();
    if (touched.some((uri) => uri !== own && documents.has(uri))) refreshViews();
    tell();
  }

  return {
    touch,
    touchAll(own) {
      store.touchAll();
      engine.services.idlChanged();
      touch(documents.keys(), own);
    },
    tell,
    refreshLenses,
    flush: publisher.flush,
    show(uris) {
      shown = new Set(uris);
      publisher.schedule();
    },
    forget(uris) {
      shown = new Set([...shown].filter((uri) => !uris.has(uri)));
    },
    reported(uri, resultId) {
      known.set(uri, resultId);
      stale.delete(uri);
    },
    closed(uri) {
      known.delete(uri);
      stale.delete(uri);
    },
    workspacePull,
    stop() {
      publisher.stop();
      workspacePull.stop();
      for (const each of [refresh, refreshViews, refreshLenses, updateStatus, wakeWorkspacePull]) each.end();
    },
  };
}

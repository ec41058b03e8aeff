import {
  type CancellationToken,
  type Diagnostic,
  DocumentDiagnosticReportKind,
  LSPErrorCodes,
  ResponseError,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver/node';
import { pause } from './pause';

export interface WorkspacePullOptions {
  /** Resolves when the workspace has been read. */
  readonly ready: () => Promise<void>;
  /** The files to report on (normalized URIs), as they are known now. */
  readonly files: () => ReadonlySet<string>;
  readonly report: (uri: string) => { readonly resultId: string; readonly items: readonly Diagnostic[] };
  readonly clientUri: (uri: string) => string;
  readonly versionOf: (uri: string) => number | null;
  readonly normalize: (uri: string) => string;
}

/** Answers `workspace/diagnostic`: held until there is something to tell, since clients ask again after every answer. */
export interface WorkspacePull {
  answer(
    params: WorkspaceDiagnosticParams,
    token: CancellationToken,
    partial: ((report: WorkspaceDiagnosticReport) => void) | undefined,
  ): Promise<WorkspaceDiagnosticReport>;
  /** Findings may have changed. */
  notify(): void;
  stop(): void;
}

const batch = 50;

export function createWorkspacePull(options: WorkspacePullOptions): WorkspacePull {
  const waiting = new Set<() => void>();
  let generation = 0;
  let stopped = false;

  function wake(): void {
    for (const resolve of [...waiting]) resolve();
    waiting.clear();
  }

  function changed(token: CancellationToken): Promise<void> {
    return new Promise((resolve) => {
      const listener = token.onCancellationRequested(() => done());
      const done = () => {
        waiting.delete(done);
        listener.dispose();
        resolve();
      };
      waiting.add(done);
    });
  }

  function check(token: CancellationToken): void {
    if (token.isCancellationRequested || stopped)
      throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
  }

  /** What is new against what the client has. */
  async function* news(known: ReadonlyMap<string, string>, token: CancellationToken) {
    const present = new Set<string>();
    for (const uri of [...options.files()].sort()) {
      await pause();
      check(token);
      if (!options.files().has(uri)) continue;
      const { resultId, items } = options.report(uri);
      present.add(uri);
      if (known.get(uri) === resultId || (!known.has(uri) && items.length === 0)) continue;
      yield { uri, resultId, items };
    }
    for (const uri of known.keys()) if (!present.has(uri)) yield { uri, resultId: undefined, items: [] };
  }

  return {
    async answer(params, token, partial) {
      const known = new Map(params.previousResultIds.map(({ uri, value }) => [options.normalize(uri), value]));
      await options.ready();
      for (;;) {
        const before = generation;
        let items: WorkspaceDocumentDiagnosticReport[] = [];
        let told = 0;
        for await (const each of news(known, token)) {
          items.push({
            kind: DocumentDiagnosticReportKind.Full,
            uri: options.clientUri(each.uri),
            version: options.versionOf(each.uri),
            items: [...each.items],
            ...(each.resultId === undefined ? {} : { resultId: each.resultId }),
          });
          told++;
          if (!partial || items.length < batch) continue;
          partial({ items });
          items = [];
        }
        if (told > 0) return { items };
        if (generation === before) await changed(token);
        check(token);
      }
    },
    notify() {
      generation++;
      wake();
    },
    stop() {
      stopped = true;
      wake();
    },
  };
}

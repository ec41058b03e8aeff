import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Message, type RawClient, startServer } from './client';

export interface LspPosition {
  readonly line: number;
  readonly character: number;
}

export interface LspRange {
  readonly start: LspPosition;
  readonly end: LspPosition;
}

export interface LspDiagnostic {
  readonly range: LspRange;
  readonly severity: number;
  readonly code: string;
  readonly message: string;
  readonly source: string;
  readonly codeDescription?: { readonly href: string };
  readonly tags?: readonly number[];
  readonly relatedInformation?: readonly { readonly location: { readonly uri: string }; readonly message: string }[];
}

export interface LspAction {
  readonly title: string;
  readonly kind: string;
  readonly isPreferred?: boolean;
  readonly diagnostics?: readonly LspDiagnostic[];
  readonly command?: { readonly command: string; readonly arguments: readonly unknown[] };
  readonly edit?: {
    readonly changes?: Readonly<Record<string, readonly LspEdit[]>>;
    readonly documentChanges?: readonly {
      readonly textDocument: { readonly uri: string; readonly version: number | null };
      readonly edits: readonly LspEdit[];
    }[];
  };
}

export interface LspEdit {
  readonly range: LspRange;
  readonly newText?: string;
  readonly snippet?: { readonly kind: string; readonly value: string };
}

export interface SessionOptions {
  /** Whether the server runs in a process of its own. */
  readonly apart?: boolean;
  /** Files to write before the server starts, by relative path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Relative paths of the workspace folders; `['']`, the whole, by default. */
  readonly folders?: readonly string[];
  readonly pull?: boolean;
  readonly capabilities?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly initializationOptions?: unknown;
  readonly locale?: string;
  /** What `workspace/configuration` is answered for a folder's URI; undefined for what lies in no folder. */
  readonly settings?: (scopeUri: string | undefined) => unknown;
}

/** A session with an initialized server over a workspace in a temporary folder. */
export interface Session {
  readonly client: RawClient;
  readonly root: string;
  readonly initialized: Message;
  uri(path: string): string;
  write(path: string, text: string): void;
  remove(path: string): void;
  open(path: string, text: string, version?: number): void;
  change(path: string, version: number, changes: readonly { range?: LspRange; text: string }[]): void;
  close(path: string): void;
  /** Tells of changes on the disk: 1 created, 2 changed, 3 deleted. */
  watched(changes: Readonly<Record<string, 1 | 2 | 3>>): void;
  /** Pulls the diagnostics of a file. */
  pull(path: string): Promise<readonly LspDiagnostic[]>;
  pullReport(
    path: string,
    previousResultId?: string,
  ): Promise<{ kind: string; resultId: string; items?: LspDiagnostic[] }>;
  /** Waits for published diagnostics of a file that `accepts` wants, sent at or after index `from` of the messages. */
  published(
    path: string,
    accepts: (diagnostics: readonly LspDiagnostic[]) => boolean,
    from?: number,
  ): Promise<readonly LspDiagnostic[]>;
  actions(path: string, range: LspRange, only?: readonly string[]): Promise<readonly LspAction[]>;
  /** Asks the server something trivial: everything sent before has been handled then. */
  settle(): Promise<void>;
  end(): Promise<number | null>;
}

const pullCapabilities = {
  textDocument: { diagnostic: { dynamicRegistration: true } },
  workspace: { diagnostics: { refreshSupport: true } },
};

const baseCapabilities = {
  textDocument: {
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, tagSupport: { valueSet: [1, 2] } },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source.fixAll'] } },
      isPreferredSupport: true,
    },
  },
  workspace: {
    workspaceEdit: { documentChanges: true, snippetEditSupport: true },
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceFolders: true,
  },
  window: { workDoneProgress: true },
};

type Tree = Readonly<Record<string, unknown>>;

function merge(a: Tree, b: Tree): Tree {
  const merged: Record<string, unknown> = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const old = merged[key];
    const both = typeof old === 'object' && old !== null && typeof value === 'object' && value !== null;
    merged[key] = both ? merge(old as Tree, value as Tree) : value;
  }
  return merged;
}

const ended: (() => void)[] = [];

/** Ends what tests left running; to be called after each test. */
export function endSessions(): void {
  for (const end of ended.splice(0)) end();
}

/** Starts the bundled server on a fresh workspace and goes through `initialize` and `initialized`. */
export async function startSession(options: SessionOptions = {}): Promise<Session> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'thriftwise-lsp-')));
  const uri = (path: string) => pathToFileURL(join(root, path)).href;
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(options.files ?? {})) write(path, text);

  const client = startServer({ apart: options.apart ?? false });
  ended.push(() => {
    client.kill();
    rmSync(root, { recursive: true, force: true });
  });
  client.answers.set('workspace/configuration', ({ items }) =>
    (items as { scopeUri?: string }[]).map(({ scopeUri }) => options.settings?.(scopeUri) ?? null),
  );
  let capabilities: Tree = baseCapabilities;
  if (options.pull !== false) capabilities = merge(capabilities, pullCapabilities);
  const folders = (options.folders ?? ['']).map((path) => ({ uri: uri(path), name: path }));
  const initialized = await client.request('initialize', {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: folders,
    capabilities: merge(capabilities, options.capabilities ?? {}),
    initializationOptions: options.initializationOptions,
    locale: options.locale ?? 'en',
  });
  client.notify('initialized', {});

  const session: Session = {
    client,
    root,
    initialized,
    uri,
    write,
    remove: (path) => rmSync(join(root, path), { recursive: true }),
    open: (path, text, version = 1) =>
      client.notify('textDocument/didOpen', {
        textDocument: { uri: uri(path), languageId: path.endsWith('.json') ? 'jsonc' : 'thrift', version, text },
      }),
    change: (path, version, contentChanges) =>
      client.notify('textDocument/didChange', { textDocument: { uri: uri(path), version }, contentChanges }),
    close: (path) => client.notify('textDocument/didClose', { textDocument: { uri: uri(path) } }),
    watched: (changes) =>
      client.notify('workspace/didChangeWatchedFiles', {
        changes: Object.entries(changes).map(([path, type]) => ({ uri: uri(path), type })),
      }),
    async pull(path) {
      const report = await session.pullReport(path);
      return report.items ?? [];
    },
    async pullReport(path, previousResultId) {
      const answer = await client.request('textDocument/diagnostic', {
        textDocument: { uri: uri(path) },
        ...(previousResultId === undefined ? {} : { previousResultId }),
      });
      if (answer.error) throw new Error(JSON.stringify(answer.error));
      return answer.result;
    },
    async published(path, accepts, from = 0) {
      const message = await client.next(
        ({ method, params }) =>
          method === 'textDocument/publishDiagnostics' && params.uri === uri(path) && accepts(params.diagnostics),
        from,
      );
      return message.params.diagnostics;
    },
    async actions(path, range, only) {
      const answer = await client.request('textDocument/codeAction', {
        textDocument: { uri: uri(path) },
        range,
        context: { diagnostics: [], ...(only === undefined ? {} : { only }) },
      });
      if (answer.error) throw new Error(JSON.stringify(answer.error));
      return answer.result;
    },
    async settle() {
      await client.request('textDocument/codeAction', {
        textDocument: { uri: uri('no-such-file.thrift') },
        range: at(0, 0),
        context: { diagnostics: [] },
      });
    },
    async end() {
      await client.request('shutdown');
      client.notify('exit');
      return client.exited;
    },
  };
  return session;
}

/** The range of one place, or of a stretch on one line. */
export function at(line: number, character: number, end = character): LspRange {
  return { start: { line, character }, end: { line, character: end } };
}

/** `line:character rule`, counted from 0: what most tests compare. */
export function brief(diagnostics: readonly LspDiagnostic[]): string[] {
  return diagnostics.map(({ range, code }) => `${range.start.line}:${range.start.character} ${code}`);
}

/** The offset of a position in a text whose lines end in `\n` or `\r\n`. */
export function offsetAt(text: string, { line, character }: LspPosition): number {
  let start = 0;
  for (let i = 0; i < line; i++) start = text.indexOf('\n', start) + 1;
  return start + character;
}

/** The text after the edits that an action makes in one file. */
export function applyAction(text: string, action: LspAction, uri: string): string {
  const edits =
    action.edit?.documentChanges?.find(({ textDocument }) => textDocument.uri === uri)?.edits ??
    action.edit?.changes?.[uri] ??
    [];
  return [...edits]
    .sort((a, b) => offsetAt(text, b.range.start) - offsetAt(text, a.range.start))
    .reduce(
      (result, { range, newText, snippet }) =>
        result.slice(0, offsetAt(text, range.start)) +
        (newText ?? snippet?.value ?? '') +
        result.slice(offsetAt(text, range.end)),
      text,
    );
}

/** A configuration in which only these rules are on: what a test says does not depend on rules that come later. */
export function only(...rules: readonly string[]): string {
  const entries = rules.map((rule) => [rule, 'warning']);
  return JSON.stringify({ rules: { 'idl/*': 'off', ...Object.fromEntries(entries) } });
}

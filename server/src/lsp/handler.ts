import type { CancellationToken } from 'vscode-languageserver/node';
import type { Locale } from '../core/finding';
import type { IdlFile } from '../idl/model/file';
import type { FolderConfig } from '../workspace/configFiles';
import { isServicePath } from '../workspace/discover';
import { type Engine, isConfigUri } from './engine';

/** What a handler works with. */
export interface RequestContext {
  readonly engine: Engine;
  readonly locale: Locale;
  /** Whether every Thrift file of the workspace is known by now. */
  readonly complete: boolean;
  readonly token: CancellationToken;
  /** Shows a message to whoever asked. */
  readonly warn: (message: string) => void;
}

/**
 * What is done before a request is answered.
 * - `nothing`: it is answered when it arrives, for the text of that moment. For what is asked while somebody types.
 * - `messages`: messages that have arrived behind it are taken in first; a request that they cancel or outdate costs nothing.
 * - `workspace`: all files of the workspace are read first.
 */
export type Wait = 'nothing' | 'messages' | 'workspace';

/** Answers one kind of request. */
export interface Handler {
  readonly method: string;
  readonly wait: Wait;
  // Method syntax keeps the parameter bivariant, so that handlers of all kinds fit into one table.
  answer(params: never, context: RequestContext): unknown;
}

/** The type marker of a request in the protocol library. */
interface RequestKind<Params, Result> {
  readonly method: string;
  readonly _?: readonly [Params, Result, ...(readonly unknown[])] | undefined;
}

/** Declares a handler; only there to let the types be inferred. */
export function handler<Params, Result>(
  kind: RequestKind<Params, Result>,
  answer: (params: Params, context: RequestContext) => Result | Promise<Result>,
  wait: Wait = 'messages',
): Handler {
  return { method: kind.method, wait, answer };
}

/** The Thrift file that a request is about, with how its folder is configured; undefined where Thriftwise has no say. */
export function fileOf(
  { textDocument }: { readonly textDocument: { readonly uri: string } },
  { engine }: RequestContext,
): { readonly file: IdlFile; readonly config: FolderConfig } | undefined {
  const uri = engine.uriOf(textDocument.uri);
  // Clients that cannot be told of document kinds ask about every file that the server is attached to.
  const config = isConfigUri(uri) || isServicePath(uri) ? undefined : engine.configFor(uri);
  const file = config && engine.workspace.file(uri);
  return file && { file, config };
}

import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import {
  IPCMessageReader,
  IPCMessageWriter,
  type Message,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { createJsonWriter } from './keptJson';
import { serve } from './serve';

declare const THRIFTWISE_VERSION: string | undefined;

/** The extension's version; bundling fills it in. */
export const version = typeof THRIFTWISE_VERSION === 'string' ? THRIFTWISE_VERSION : '0.0.0';

function complain(message: string): void {
  process.stderr.write(`thriftwise: ${message}\n`);
}

async function loadEngine() {
  const { createSession, allRules, defaultOptions, idlRules } = await import('./modules');
  const analysisScript = join(dirname(realpathSync(process.argv[1] ?? '')), 'service.cjs');
  return { createSession, registry: { idl: idlRules, all: allRules, defaults: defaultOptions }, analysisScript };
}

function createWriter(): StreamMessageWriter {
  const write = createJsonWriter();
  const encode = async (message: Message): Promise<Uint8Array> => Buffer.from(write(message), 'utf8');
  return new StreamMessageWriter(process.stdout, { contentTypeEncoder: { name: 'application/json', encode } });
}

/**
 * Runs the language server in this process: over Node's own channel with `--node-ipc`, else over standard input and output.
 * Does not return before the client is gone.
 */
export function runLanguageServer(args: readonly string[]): void {
  // Reading a workspace makes trees that stay. A young generation that grows meanwhile is never given back: 30 MB for 200 files.
  setFlagsFromString('--semi-space-growth-factor=1');
  const ipc = args.includes('--node-ipc');
  // Whatever a library prints would break the stream of messages.
  if (!ipc) for (const name of ['log', 'info', 'debug', 'warn'] as const) console[name] = console.error;
  const [reader, writer] = ipc
    ? [new IPCMessageReader(process), new IPCMessageWriter(process)]
    : [new StreamMessageReader(process.stdin), createWriter()];
  const exit = (code: number) => process.exit(code);
  if (ipc) process.on('disconnect', () => exit(1));
  // A broken header leaves no way to tell where the next message starts: better to end, so that the client starts anew.
  reader.onError((error) => {
    if (!/^(Header must|Content-Length value)/.test(error.message)) return;
    complain(`${error.message.split('\n')[0]} The session cannot go on.`);
    exit(1);
  });
  serve({ reader, writer, version, loadEngine, exit, complain });
}

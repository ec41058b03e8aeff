import type { Diagnostic, PublishDiagnosticsParams } from 'vscode-languageserver/node';
import { coalesce } from './pause';

export interface PublisherOptions {
  readonly send: (params: PublishDiagnosticsParams) => void;
  /** The files (normalized URIs) whose diagnostics the client is to be sent now. */
  readonly wanted: () => Iterable<string>;
  readonly diagnosticsOf: (uri: string) => readonly Diagnostic[];
  readonly clientUri: (uri: string) => string;
  /** Undefined for a file that is not open. */
  readonly versionOf: (uri: string) => number | undefined;
}

/** Sends diagnostics to a client, and takes back what is no longer true. */
export interface Publisher {
  /** Something changed; looks at everything wanted soon. */
  schedule(): void;
  /** Sends what is new, takes back what is not wanted any more. */
  flush(): void;
  stop(): void;
}

const delayMs = 25;

export function createPublisher(options: PublisherOptions): Publisher {
  const sent = new Map<
    string,
    { readonly diagnostics: readonly Diagnostic[]; readonly json: string; clientUri: string }
  >();

  function take(uri: string, clientUri: string): void {
    if (sent.get(uri)?.diagnostics.length !== 0) options.send({ uri: clientUri, diagnostics: [] });
    sent.delete(uri);
  }

  function send(uri: string): void {
    const diagnostics = options.diagnosticsOf(uri);
    const before = sent.get(uri);
    const clientUri = options.clientUri(uri);
    if (before && before.diagnostics === diagnostics && before.clientUri === clientUri) return;
    // An open document is answered even when it is clean: its client waits to hear that it was read.
    if (!before && diagnostics.length === 0 && options.versionOf(uri) === undefined) return;
    const json = JSON.stringify(diagnostics);
    if (before && before.clientUri !== clientUri) options.send({ uri: before.clientUri, diagnostics: [] });
    sent.set(uri, { diagnostics, json, clientUri });
    if (before?.json === json && before.clientUri === clientUri) return;
    const version = options.versionOf(uri);
    options.send({
      uri: clientUri,
      diagnostics: [...diagnostics],
      ...(version === undefined ? {} : { version }),
    });
  }

  function flush(): void {
    const wanted = new Set(options.wanted());
    for (const [uri, { clientUri }] of sent) if (!wanted.has(uri)) take(uri, clientUri);
    for (const uri of wanted) send(uri);
  }

  const schedule = coalesce(flush, delayMs);
  return {
    schedule,
    flush() {
      schedule.cancel();
      flush();
    },
    stop: schedule.end,
  };
}

import { PassThrough } from 'node:stream';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { IdlRule } from '../../server/src/idl/rule';
import { serve } from '../../server/src/lsp/serve';
import { createSession } from '../../server/src/lsp/session';
import { allRules, idlRules } from '../../server/src/rules/registry.generated';
import type { LspAction, LspDiagnostic } from './session';

const connections: MessageConnection[] = [];
/** To be called after each test. */
export function endInProcess(): void {
  for (const connection of connections.splice(0)) connection.dispose();
}

/** A session in this process, with rules that no registry has. */
export async function startInProcess(rules: readonly IdlRule[], snippetEditSupport = false) {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const complaints: string[] = [];
  const registry = { idl: [...idlRules, ...rules], all: [...allRules, ...rules] };
  serve({
    reader: new StreamMessageReader(toServer),
    writer: new StreamMessageWriter(toClient),
    version: '0.0.0',
    loadEngine: async () => ({ createSession, registry, analysisScript: 'service.cjs' }),
    exit: () => undefined,
    complain: (message) => complaints.push(message),
  });
  const client = createMessageConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  connections.push(client);
  const logged: string[] = [];
  client.onNotification('window/logMessage', ({ message }: { message: string }) => {
    logged.push(message);
  });
  const statuses: { state: string; problems: string[] }[] = [];
  client.onNotification('thriftwise/status', (status: { state: string; problems: string[] }) => {
    statuses.push(status);
  });
  client.listen();
  const capabilities = {
    textDocument: {
      diagnostic: {},
      codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } },
    },
    workspace: { workspaceEdit: { documentChanges: true, snippetEditSupport } },
  };
  const initializationOptions = { status: true };
  await client.sendRequest('initialize', { processId: null, rootUri: null, capabilities, initializationOptions });
  await client.sendNotification('initialized', {});
  const uri = 'file:///nowhere/a.thrift';
  return {
    client,
    complaints,
    logged,
    statuses,
    uri,
    async pull(text: string) {
      const textDocument = { uri, languageId: 'thrift', version: 1, text };
      await client.sendNotification('textDocument/didOpen', { textDocument });
      const report: { items: LspDiagnostic[] } = await client.sendRequest('textDocument/diagnostic', {
        textDocument: { uri },
      });
      return report.items;
    },
    actions: (): Promise<LspAction[]> =>
      client.sendRequest('textDocument/codeAction', {
        textDocument: { uri },
        range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
        context: { diagnostics: [] },
      }),
  };
}

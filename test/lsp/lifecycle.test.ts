import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { frame, startServer } from './client';
import { endSessions, startSession } from './session';

afterEach(endSessions);

const notInitialized = -32002;
const invalidRequest = -32600;
const methodNotFound = -32601;

const initializeParams = { processId: null, rootUri: null, capabilities: {} };

describe('the life of a session', () => {
  it('says who it is and what it can do', async () => {
    const session = await startSession({ apart: true });
    const { capabilities, serverInfo } = session.initialized.result;
    expect(serverInfo.name).toBe('thriftwise');
    expect(serverInfo.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(capabilities.textDocumentSync).toMatchObject({ openClose: true, change: 2 });
    expect(capabilities.diagnosticProvider).toMatchObject({ interFileDependencies: true, workspaceDiagnostics: false });
    expect(capabilities.codeActionProvider.codeActionKinds).toContain('source.fixAll.thriftwise');
    expect(await session.end()).toBe(0);
    expect(session.client.stderr()).toBe('');
  });

  it('registers for files and settings', async () => {
    const session = await startSession({ apart: true });
    const { params } = await session.client.next(({ method }) => method === 'client/registerCapability');
    const methods = params.registrations.map(({ method }: { method: string }) => method);
    expect(methods.sort()).toEqual(['workspace/didChangeConfiguration', 'workspace/didChangeWatchedFiles']);
  });

  it('refuses requests before initialize, also unknown ones, and ignores notifications', async () => {
    const client = startServer({ apart: true });
    client.notify('textDocument/didOpen', { textDocument: { uri: 'file:///a.thrift', version: 1, text: '' } });
    const early = await client.request('textDocument/diagnostic', { textDocument: { uri: 'file:///a.thrift' } });
    expect(early.error?.code).toBe(notInitialized);
    expect((await client.request('no/such/method')).error?.code).toBe(notInitialized);
    expect((await client.request('initialize', initializeParams)).result.capabilities).toBeDefined();
    expect((await client.request('initialize', initializeParams)).error?.code).toBe(invalidRequest);
    client.kill();
  });

  it('refuses requests after shutdown and ends with 0', async () => {
    const session = await startSession({ apart: true });
    const { client } = session;
    expect((await client.request('shutdown')).result).toBeNull();
    const late = await client.request('textDocument/diagnostic', { textDocument: { uri: session.uri('a.thrift') } });
    expect(late.error?.code).toBe(invalidRequest);
    client.notify('exit');
    expect(await client.exited).toBe(0);
  });

  it('says nothing more after shutdown, whatever was under way', async () => {
    const session = await startSession();
    session.open('main.ts', 'export const load = (url: string) => fetch(url);\n');
    session.open('a.thrift', 'struct A {}\n');
    await session.pull('main.ts');
    session.change('a.thrift', 2, [{ text: 'struct B {}\n' }]);
    session.change('main.ts', 2, [{ text: 'export const x = 1;\n' }]);
    const { client } = session;
    await client.request('shutdown');
    const told = client.received.length;
    await setTimeout(1000);
    expect(client.received.slice(told)).toEqual([]);
  });

  it('ends with 1 after an exit without shutdown', async () => {
    const session = await startSession({ apart: true });
    session.client.notify('exit');
    expect(await session.client.exited).toBe(1);
  });

  it('ends when its input does', async () => {
    const session = await startSession({ apart: true });
    session.client.process.stdin.end();
    expect(await session.client.exited).toBe(1);
  });

  it('works for a client that never says initialized', async () => {
    const client = startServer({ apart: true });
    await client.request('initialize', initializeParams);
    const text = 'enum Color {\n  RED\n}\n';
    client.notify('textDocument/didOpen', {
      textDocument: { uri: 'file:///no/such/a.thrift', languageId: 'thrift', version: 1, text },
    });
    const published = await client.next(({ method }) => method === 'textDocument/publishDiagnostics');
    expect(published.params.diagnostics).not.toHaveLength(0);
    client.kill();
  });
});

describe('messages that make no sense', () => {
  it('answers unknown requests and passes over unknown notifications', async () => {
    const session = await startSession({ apart: true });
    expect((await session.client.request('no/such/method', {})).error?.code).toBe(methodNotFound);
    session.client.notify('no/such/notification', { deep: [1, 2] });
    session.client.notify('$/setTrace', { value: 'verbose' });
    expect(await session.end()).toBe(0);
  });

  it('survives a body that is no JSON', async () => {
    const session = await startSession({ apart: true });
    const body = '{ "jsonrpc": "2.0", "method": ';
    session.client.raw(`Content-Length: ${body.length}\r\n\r\n${body}`);
    session.open('a.thrift', 'enum Color {\n  RED\n}\n');
    expect(await session.pull('a.thrift')).not.toHaveLength(0);
  });

  it('survives parameters of the wrong form', async () => {
    const session = await startSession({ apart: true });
    session.client.notify('textDocument/didOpen', { nonsense: true });
    session.client.notify('textDocument/didChange', null);
    session.client.notify('textDocument/didChange', {
      textDocument: { uri: session.uri('never-opened.thrift'), version: 2 },
    });
    session.client.notify('workspace/didChangeWatchedFiles', { changes: 'none' });
    const bad = await session.client.request('textDocument/codeAction', { range: 1 });
    expect(bad.error).toBeDefined();
    session.open('a.thrift', 'enum Color {\n  RED\n}\n');
    expect(await session.pull('a.thrift')).not.toHaveLength(0);
  });

  it('reads messages that come in pieces, and several at once', async () => {
    const session = await startSession({ apart: true });
    const text = 'enum Color {\n  RED\n}\n// 中文 🎉\n';
    const open = frame({
      jsonrpc: '2.0',
      method: 'textDocument/didOpen',
      params: { textDocument: { uri: session.uri('a.thrift'), languageId: 'thrift', version: 1, text } },
    });
    const bytes = Buffer.from(open);
    const third = Math.floor(bytes.length / 3);
    for (const piece of [bytes.subarray(0, 9), bytes.subarray(9, third), bytes.subarray(third)])
      session.client.process.stdin.write(piece);
    const both = [1, 2].map(() => session.pull('a.thrift'));
    expect((await Promise.all(both)).map((each) => each.length > 0)).toEqual([true, true]);
  });

  it('ends when a header makes it impossible to find the next message', async () => {
    const session = await startSession({ apart: true });
    session.client.raw('Content-Type: text/plain\r\n\r\n{}');
    expect(await session.client.exited).toBe(1);
    expect(session.client.stderr()).toContain('Content-Length');
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { handlers } from '../../server/src/lsp/handlerTable';
import { offers } from '../../server/src/lsp/offers';
import { frame } from './client';
import { startFixture } from './navigation';
import { endSessions, startSession } from './session';

afterEach(endSessions);

const contentModified = -32801;
const requestCancelled = -32800;
const requestFailed = -32803;

describe('the table of requests', () => {
  it('has a handler for every offer, and an offer for every handler', () => {
    expect([...handlers.keys()].sort()).toEqual(offers.map(({ method }) => method).sort());
  });

  it('answers every request at every place of broken texts without a failure', async () => {
    const text = `include "a.b.thrift"
include "
struct User { 1: required a.b.
  2: optional list<map<string, User> users = [{ "id": Color. (api.query = "
/** never closed
enum Color { RED = , 7 }
service S extends a. { void f(1: User u, ) throws (1: } 😀
`;
    const { session } = await startFixture(
      `// file: a.b.thrift\nstruct T {}\n// file: main.thrift\n${text.replace('{ 1', '{ $01')}`,
      { apart: true },
    );
    const textDocument = { uri: session.uri('main.thrift') };
    const lines = text.split('\n');
    const everything = { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } };
    const whole: object = {
      textDocument,
      range: everything,
      query: 'u',
      previousResultId: '0',
      position: everything.start,
      options: { tabSize: 2, insertSpaces: true },
      ch: '}',
      label: 'User',
      files: [{ oldUri: textDocument.uri, newUri: session.uri('moved.thrift') }],
    };
    const item = { name: 'User', kind: 23, ...textDocument, range: everything, selectionRange: everything };
    const positional = [
      'textDocument/definition',
      'textDocument/typeDefinition',
      'textDocument/references',
      'textDocument/documentHighlight',
      'textDocument/hover',
      'textDocument/signatureHelp',
      'textDocument/prepareRename',
      'textDocument/rename',
      'textDocument/selectionRange',
      'textDocument/prepareTypeHierarchy',
    ];
    const own = offers.map(({ method }) => method).filter((method) => !positional.includes(method));
    const pending = own.map((method) => session.client.request(method, { ...whole, item }));
    for (const [line, content] of lines.entries()) {
      for (let character = 0; character <= content.length; character += 2) {
        const position = { line, character };
        const context = { includeDeclaration: true };
        for (const method of positional)
          pending.push(
            session.client.request(method, {
              textDocument,
              position,
              positions: [position],
              context,
              newName: 'New',
              options: { tabSize: 2, insertSpaces: true },
              ch: '}',
            }),
          );
      }
    }
    const answers = await Promise.all(pending);
    const errors = answers.flatMap(({ error }) => (error ? [error] : []));
    // A rename may be refused, in words; nothing else may fail.
    expect([...new Set(errors.map(({ code }) => code))]).toEqual([requestFailed]);
    expect(answers.length).toBeGreaterThan(errors.length * 2);
    expect(session.client.stderr()).toBe('');
  });

  it('answers nothing for files that are not there, and for settings files', async () => {
    const session = await startSession({ files: { 'thriftwise.json': '{}' } });
    for (const path of ['missing.thrift', 'thriftwise.json']) {
      for (const { method } of offers) {
        // These are not about a document.
        if (/^(call|type)Hierarchy\//.test(method) || method === 'workspace/symbol') continue;
        if (method === 'completionItem/resolve') continue;
        const position = { line: 0, character: 0 };
        const { result, error } = await session.client.request(method, {
          textDocument: { uri: session.uri(path) },
          position,
          positions: [position],
          range: { start: position, end: position },
          context: { includeDeclaration: true },
          newName: 'New',
          options: { tabSize: 2, insertSpaces: true },
          ch: '}',
          files: [{ oldUri: session.uri(path), newUri: session.uri(`moved/${path}`) }],
        });
        expect({ method, result, error }).toEqual({ method, result: null, error: undefined });
      }
    }
  });

  it('registers for Thrift documents alone where the client can, and tells of the rest at once', async () => {
    const dynamic = { dynamicRegistration: true };
    const session = await startSession({
      capabilities: {
        textDocument: { hover: dynamic, rename: { ...dynamic, prepareSupport: true }, semanticTokens: dynamic },
      },
    });
    const { capabilities } = session.initialized.result;
    expect(
      capabilities.hoverProvider ?? capabilities.renameProvider ?? capabilities.semanticTokensProvider,
    ).toBeUndefined();
    expect(capabilities.definitionProvider).toBe(true);
    const { params } = await session.client.next(({ method }) => method === 'client/registerCapability');
    const registrations: { id: string; method: string; registerOptions: Record<string, unknown> }[] =
      params.registrations;
    const registered = (method: string) => registrations.find((each) => each.method === method)?.registerOptions;
    const documentSelector = expect.arrayContaining([{ scheme: 'file', language: 'thrift' }]);
    expect(registered('textDocument/hover')).toEqual({ documentSelector });
    expect(registered('textDocument/rename')).toEqual({ documentSelector, prepareProvider: true });
    expect(registered('textDocument/semanticTokens')).toMatchObject({
      documentSelector,
      full: { delta: true },
      range: true,
    });
    expect(registered('textDocument/definition')).toBeUndefined();
    expect(new Set(registrations.map(({ id }) => id)).size).toBe(registrations.length);
  });

  it('has nothing to say of TypeScript', async () => {
    const session = await startSession();
    session.client.notify('textDocument/didOpen', {
      textDocument: { uri: session.uri('a.ts'), languageId: 'typescript', version: 1, text: 'enum A { B, C }\n' },
    });
    for (const { method } of offers) {
      if (!method.startsWith('textDocument/')) continue;
      const position = { line: 0, character: 6 };
      const { result } = await session.client.request(method, {
        textDocument: { uri: session.uri('a.ts') },
        position,
        positions: [position],
        range: { start: position, end: position },
        context: { includeDeclaration: true },
        newName: 'New',
        options: { tabSize: 2, insertSpaces: true },
        ch: '}',
      });
      expect({ method, result }).toEqual({ method, result: null });
    }
  });

  it('waits for the engine with requests that come right behind the opening of a file', async () => {
    const session = await startSession();
    session.open('a.thrift', 'struct A {}\nstruct B { 1: A a }\n');
    const { result } = await session.client.request('textDocument/definition', {
      textDocument: { uri: session.uri('a.thrift') },
      position: { line: 1, character: 14 },
    });
    expect(result[0].range.start).toEqual({ line: 0, character: 7 });
  });

  it('does not answer for a text that was changed behind the request, and stops when told to', async () => {
    const { session, fixture } = await startFixture('struct A {}\nstruct B { 1: $0A a }\n');
    await session.settle();
    const textDocument = { uri: session.uri('main.thrift') };
    const ask = (id: string) =>
      frame({
        jsonrpc: '2.0',
        id,
        method: 'textDocument/hover',
        params: { textDocument, position: fixture.cursor.position },
      });
    const change = {
      textDocument: { ...textDocument, version: 2 },
      contentChanges: [{ text: '\n\n\nstruct A {}\n' }],
    };
    session.client.raw(ask('changed') + frame({ jsonrpc: '2.0', method: 'textDocument/didChange', params: change }));
    const changed = await session.client.next(({ id }) => id === 'changed');
    expect(changed.error?.code).toBe(contentModified);
    session.client.raw(
      ask('cancelled') + frame({ jsonrpc: '2.0', method: '$/cancelRequest', params: { id: 'cancelled' } }),
    );
    const cancelled = await session.client.next(({ id }) => id === 'cancelled');
    expect(cancelled.error?.code).toBe(requestCancelled);
  });
});

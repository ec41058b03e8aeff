import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { applyAction, at, endSessions, startSession } from './session';

afterEach(endSessions);

const fixtures = join(import.meta.dirname, '../fixtures/contract');
const idl = readFileSync(join(fixtures, 'users.thrift'), 'utf8');
const shared = readFileSync(join(fixtures, 'shared.thrift'), 'utf8');
const generated = Object.fromEntries(
  readdirSync(join(fixtures, 'generated/es6')).map((name) => [
    `gen/${name}`,
    readFileSync(join(fixtures, 'generated/es6', name), 'utf8'),
  ]),
);
const server = `import * as thrift from 'thrift';
import * as UserService from './gen/UserService';

thrift.createServer(UserService, {
  getUser: async () => undefined as never,
});
`;
const files = {
  'package.json': '{ "dependencies": { "thrift": "0.24.0" } }',
  'tsconfig.json': '{}',
  'idl/users.thrift': idl,
  ...generated,
};
const config = JSON.stringify({
  rules: { 'idl/*': 'off', 'service/*': 'off', 'contract/*': 'off', 'contract/handler-arity': 'error' },
});
const arity = at(4, 2, 9);

describe('the contract', { timeout: 60_000 }, () => {
  it('is held against code as both are edited', async () => {
    const session = await startSession({ files: { ...files, 'thriftwise.json': config, 'server.ts': server } });
    session.open('server.ts', server);
    session.open('idl/users.thrift', idl);
    await session.settle();
    expect(await session.pull('server.ts')).toMatchObject([{ code: 'contract/handler-arity', range: arity }]);

    // The IDL loses the method: nothing is known of that handler any more, and the client of the other file is told.
    const line = idl.split('\n').findIndex((each) => each.includes('User getUser'));
    const from = session.client.received.length;
    const whole = { start: { line, character: 0 }, end: { line: line + 1, character: 0 } };
    session.change('idl/users.thrift', 2, [{ range: whole, text: '' }]);
    const started = performance.now();
    await session.client.next(({ method }) => method === 'workspace/diagnostic/refresh', from);
    expect(performance.now() - started).toBeLessThan(5000);
    expect(await session.pull('server.ts')).toEqual([]);

    // It comes back; then the code takes the argument.
    session.change('idl/users.thrift', 3, [{ range: at(line, 0), text: `${idl.split('\n')[line]}\n` }]);
    await session.settle();
    await session.client.next(
      ({ method }) => method === 'workspace/diagnostic/refresh',
      session.client.received.length - 1,
    );
    expect(await session.pull('server.ts')).toHaveLength(1);
    session.change('server.ts', 2, [{ text: server.replace('async ()', 'async (_id: number)') }]);
    expect(await session.pull('server.ts')).toEqual([]);
  });

  it('says nothing of an edit that changes no contract', async () => {
    const session = await startSession({ files: { ...files, 'thriftwise.json': config, 'server.ts': server } });
    session.open('server.ts', server);
    session.open('idl/users.thrift', idl);
    await session.settle();
    expect(await session.pull('server.ts')).toHaveLength(1);
    session.change('idl/users.thrift', 2, [{ range: at(0, 0), text: '// users\n' }]);
    await session.settle();
    expect(await session.pull('server.ts')).toMatchObject([{ range: arity }]);
  });

  it('shows over a service and its methods where they are called and answered, and leads there', async () => {
    const client = `import * as thrift from 'thrift';
import * as UserService from '../gen/UserService';
const client = thrift.createClient(UserService, thrift.createConnection('users', 9090, {}));
export const get = (id: number) => client.getUser(id);
`;
    const session = await startSession({
      files: { ...files, 'thriftwise.json': config, 'server.ts': server, 'src/client.ts': client },
      initializationOptions: { showPlacesCommand: true },
    });
    session.open('idl/users.thrift', idl);
    const textDocument = { uri: session.uri('idl/users.thrift') };
    const lenses = async () =>
      (await session.client.request('textDocument/codeLens', { textDocument })).result as readonly {
        readonly range: { readonly start: { readonly line: number } };
        readonly command: { readonly title: string; readonly command: string; readonly arguments?: readonly unknown[] };
      }[];
    const lines = idl.split('\n');
    const titles = async () =>
      (await lenses()).map(({ range, command }) => `${lines[range.start.line]?.trim()} | ${command.title}`);
    expect((await titles()).slice(0, 5)).toEqual([
      'service UserService extends Health { | 1 call site, 1 without a timeout',
      'service UserService extends Health { | handled in server.ts',
      'User getUser(1: i64 id) throws (1: NotFound notFound, 2: Denied denied) | 1 call site, 1 without a timeout',
      'User getUser(1: i64 id) throws (1: NotFound notFound, 2: Denied denied) | handled in server.ts',
      'User createUser(1: string name) throws (1: Denied denied) | no call sites',
    ]);
    const [first] = await lenses();
    expect(first?.command).toMatchObject({
      command: 'thriftwise.showPlaces',
      arguments: [textDocument.uri, expect.anything(), [{ uri: session.uri('src/client.ts'), range: at(3, 35, 49) }]],
    });
    const line = lines.findIndex((each) => each.includes('getUser'));
    const position = { line, character: (lines[line] ?? '').indexOf('getUser') };
    expect((await session.client.request('textDocument/implementation', { textDocument, position })).result).toEqual([
      { uri: session.uri('server.ts'), range: arity },
    ]);

    const context = { includeDeclaration: false };
    const asked = { textDocument, position, context };
    expect((await session.client.request('textDocument/references', asked)).result).toEqual([
      { uri: session.uri('server.ts'), range: arity },
      { uri: session.uri('src/client.ts'), range: at(3, 35, 49) },
    ]);

    const items = (await session.client.request('textDocument/prepareCallHierarchy', { textDocument, position }))
      .result as readonly object[];
    expect((await session.client.request('callHierarchy/incomingCalls', { item: items[0] })).result).toEqual([
      {
        from: expect.objectContaining({ name: 'get', detail: 'src/client.ts', selectionRange: at(3, 13, 16) }),
        fromRanges: [at(3, 35, 49)],
      },
    ]);
    const [caller] = (await session.client.request('callHierarchy/incomingCalls', { item: items[0] }))
      .result as readonly { readonly from: object }[];
    expect((await session.client.request('callHierarchy/incomingCalls', { item: caller?.from })).result).toBeNull();

    const hovered = (await session.client.request('textDocument/hover', { textDocument, position })).result;
    expect(hovered).toMatchObject({
      contents: { value: expect.stringContaining('1 call site, 1 without a timeout; handled in server.ts') },
    });

    // The call goes; the lens with it.
    session.open('src/client.ts', client.split('\n').slice(0, 3).join('\n'));
    expect((await titles())[0]).toBe('service UserService extends Health { | no call sites');
  });

  it('counts the calls of files that come, and forgets those of files that go', async () => {
    const client = `import * as thrift from 'thrift';
import * as UserService from '../gen/UserService';
const client = thrift.createClient(UserService, thrift.createConnection('users', 9090, {}));
export const get = (id: number) => client.getUser(id);
`;
    const session = await startSession({ files: { ...files, 'thriftwise.json': config, 'src/one.ts': client } });
    session.open('idl/users.thrift', idl);
    const first = async () => {
      const textDocument = { uri: session.uri('idl/users.thrift') };
      const { result } = await session.client.request('textDocument/codeLens', { textDocument });
      return (result as readonly { readonly command: { readonly title: string } }[])[0]?.command.title;
    };
    expect(await first()).toBe('1 call site, 1 without a timeout');
    session.write('src/two.ts', client);
    session.watched({ 'src/two.ts': 1 });
    expect(await first()).toBe('2 call sites, 2 without a timeout');
    session.remove('src/one.ts');
    session.watched({ 'src/one.ts': 3 });
    expect(await first()).toBe('1 call site, 1 without a timeout');

    // A file that was never saved counts as long as it is open.
    session.open('src/new.ts', client);
    expect(await first()).toBe('2 call sites, 2 without a timeout');
    session.close('src/new.ts');
    expect(await first()).toBe('1 call site, 1 without a timeout');
  });

  it('answers a client that can be told of more at once, and tells it', async () => {
    const client = `import * as thrift from 'thrift';
import * as UserService from '../gen/UserService';
const client = thrift.createClient(UserService, thrift.createConnection('users', 9090, {}));
export const get = (id: number) => client.getUser(id);
`;
    // So many that the thread does not come through them in the time that lenses wait.
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`src/client${i}.ts`, client]));
    const session = await startSession({
      files: { ...files, 'thriftwise.json': config, ...many },
      capabilities: { workspace: { codeLens: { refreshSupport: true } } },
    });
    session.open('idl/users.thrift', idl);
    const textDocument = { uri: session.uri('idl/users.thrift') };
    const titles = async () => {
      const { result } = await session.client.request('textDocument/codeLens', { textDocument });
      return (result as readonly { readonly command: { readonly title: string } }[]).map(
        ({ command }) => command.title,
      );
    };
    await session.settle();
    expect(await titles()).not.toContain('no call sites');
    await session.client.next(({ method }) => method === 'workspace/codeLens/refresh');
    await expect.poll(titles, { timeout: 30_000, interval: 200 }).toContain('300 call sites, 300 without a timeout');
    expect(await titles()).toContain('no call sites');
  });

  it('tells a client that never asks for lenses of the code too, in hovers', async () => {
    const client = `import * as thrift from 'thrift';
import * as UserService from '../gen/UserService';
const client = thrift.createClient(UserService, thrift.createConnection('users', 9090, {}));
export const get = (id: number) => client.getUser(id);
`;
    const session = await startSession({ files: { ...files, 'thriftwise.json': config, 'src/one.ts': client } });
    session.open('idl/users.thrift', idl);
    const textDocument = { uri: session.uri('idl/users.thrift') };
    const line = idl.split('\n').findIndex((each) => each.includes(' getUser('));
    const position = { line, character: (idl.split('\n')[line] ?? '').indexOf('getUser') };
    const hovered = async () =>
      JSON.stringify((await session.client.request('textDocument/hover', { textDocument, position })).result);
    // The first one may be answered before the code is looked through.
    await expect.poll(hovered, { timeout: 8000, interval: 200 }).toContain('1 call site, 1 without a timeout');
    session.open('src/one.ts', client.split('\n').slice(0, 3).join('\n'));
    await expect.poll(hovered, { timeout: 8000, interval: 200 }).not.toContain('call site, ');
  }, 20_000);

  it('links to all copies of a service that are the same, and says why where they differ', async () => {
    const session = await startSession({
      files: { ...files, 'idl/shared.thrift': shared, 'thriftwise.json': config, 'server.ts': server },
    });
    const copies = ['idl/users.thrift', 'service/vendor/users.thrift'];
    for (const name of ['users.thrift', 'shared.thrift'])
      session.write(`service/vendor/${name}`, name === 'users.thrift' ? idl : shared);
    session.watched({ 'service/vendor/users.thrift': 1, 'service/vendor/shared.thrift': 1 });
    for (const path of copies) session.open(path, idl);
    const line = idl.split('\n').findIndex((each) => each.startsWith('service UserService'));
    const titles = async (path: string) => {
      const textDocument = { uri: session.uri(path) };
      const { result } = await session.client.request('textDocument/codeLens', { textDocument });
      const lenses = result as readonly { readonly range: object; readonly command: { readonly title: string } }[];
      return lenses.map(({ command }) => command.title).slice(0, 2);
    };
    for (const path of copies) expect(await titles(path)).toEqual(['no call sites', 'handled in server.ts']);
    expect(await session.pull('server.ts')).toHaveLength(1);

    // One of them gets another exception: code may have been made from either.
    const throws = 'throws (1: Denied denied)';
    const at = { line: idl.split('\n').findIndex((each) => each.includes(throws)), character: 0 };
    session.change(copies[1] ?? '', 2, [{ text: idl.replace(throws, '') }]);
    const why =
      'not linked to TypeScript: it is described in idl/users.thrift, service/vendor/users.thrift, each time differently';
    for (const path of copies) expect(await titles(path)).toEqual([why]);
    expect(await session.pull('server.ts')).toEqual([]);
    for (const position of [
      { line, character: 10 },
      { ...at, character: 9 },
    ]) {
      const textDocument = { uri: session.uri('idl/users.thrift') };
      const hovered = await session.client.request('textDocument/hover', { textDocument, position });
      expect(JSON.stringify(hovered.result)).toContain(why);
    }
    session.change(copies[1] ?? '', 3, [{ text: idl }]);
    expect(await titles('idl/users.thrift')).toEqual(['no call sites', 'handled in server.ts']);
  });

  it('changes no copy of the IDL alone from a finding in code', async () => {
    const throwing = `import * as thrift from 'thrift';
import * as UserService from './gen/UserService';
import { NotFound } from './gen/users_types';

thrift.createServer(UserService, {
  async findByName(name: string) {
    throw new NotFound({ message: name });
  },
});
`;
    const session = await startSession({
      files: { ...files, 'server.ts': throwing, 'copy/users.thrift': idl },
    });
    session.open('server.ts', throwing);
    await session.settle();
    const found = (await session.pull('server.ts')).filter(({ code }) => code === 'contract/undeclared-throw');
    expect(found).toHaveLength(1);
    const titles = (await session.actions('server.ts', at(6, 12))).map(({ title }) => title);
    expect(titles).not.toContain('Declare NotFound in the IDL');
  });

  it('shows nothing over services that no code has to do with', async () => {
    const session = await startSession({
      files: { 'package.json': '{}', 'main.ts': 'export {};\n', 'idl/users.thrift': idl },
    });
    session.open('idl/users.thrift', idl);
    const textDocument = { uri: session.uri('idl/users.thrift') };
    expect((await session.client.request('textDocument/codeLens', { textDocument })).result).toEqual([]);
  });

  it('changes the IDL, as it stands in the editor, from a finding in code', async () => {
    const throwing = `import * as thrift from 'thrift';
import * as UserService from './gen/UserService';
import { NotFound } from './gen/users_types';

thrift.createServer(UserService, {
  async findByName(name: string) {
    throw new NotFound({ message: name });
  },
});
`;
    const session = await startSession({ files: { ...files, 'server.ts': throwing } });
    session.open('server.ts', throwing);
    const unsaved = `// not saved yet\n${idl}`;
    session.open('idl/users.thrift', unsaved);
    await session.settle();
    const found = (await session.pull('server.ts')).filter(({ code }) => code === 'contract/undeclared-throw');
    expect(found).toMatchObject([{ range: at(6, 10, 41) }]);
    const actions = await session.actions('server.ts', at(6, 12));
    const action = actions.find(({ title }) => title === 'Declare NotFound in the IDL');
    expect(action?.edit?.documentChanges?.[0]?.textDocument).toEqual({
      uri: session.uri('idl/users.thrift'),
      version: 1,
    });
    const after = action ? applyAction(unsaved, action, session.uri('idl/users.thrift')) : '';
    expect(after).toContain('User findByName(1: string name) throws (1: NotFound notFound) (idempotent = "true")\n');
  });
});

import { mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { at, brief, endSessions, only, startSession } from './session';

afterEach(endSessions);

const config = { 'thriftwise.json': only('idl/unresolved-include', 'idl/unknown-type', 'idl/field-naming') };
const base = 'struct User {\n  1: required i64 id\n}\n';
const main = 'include "base.thrift"\nstruct Team {\n  1: required base.User lead\n}\n';
const isRefresh = ({ method }: { method?: string }) => method === 'workspace/diagnostic/refresh';

describe('files that include one another', () => {
  it('are seen as they are typed, not as they were saved', async () => {
    const session = await startSession({ files: { ...config, 'base.thrift': 'struct Old {\n}\n' } });
    session.open('main.thrift', main);
    expect(brief(await session.pull('main.thrift'))).toEqual(['2:14 idl/unknown-type']);
    session.open('base.thrift', base);
    expect(await session.pull('main.thrift')).toEqual([]);
    session.change('base.thrift', 2, [{ range: at(0, 7, 11), text: 'Person' }]);
    expect(brief(await session.pull('main.thrift'))).toEqual(['2:14 idl/unknown-type']);
    session.close('base.thrift');
    session.write('base.thrift', base);
    session.watched({ 'base.thrift': 2 });
    expect(await session.pull('main.thrift')).toEqual([]);
  });

  it('refresh a client that pulls when an included file changes, and only then', async () => {
    const session = await startSession({ files: { ...config, 'base.thrift': base } });
    session.open('main.thrift', main);
    session.open('base.thrift', base);
    await session.pull('main.thrift');
    await session.pull('base.thrift');
    let from = session.client.received.length;
    session.change('base.thrift', 2, [{ range: at(0, 7, 11), text: 'Person' }]);
    await session.client.next(isRefresh, from);
    expect(brief(await session.pull('main.thrift'))).toEqual(['2:14 idl/unknown-type']);

    // A change that nobody sees from outside: the next refresh belongs to the one that follows.
    from = session.client.received.length;
    session.change('base.thrift', 3, [{ range: at(1, 18, 20), text: 'key' }]);
    await session.pull('base.thrift');
    await session.pull('main.thrift');
    session.change('base.thrift', 4, [{ range: at(0, 7, 13), text: 'User' }]);
    await session.client.next(isRefresh, from);
    expect(session.client.received.slice(from).filter(isRefresh)).toHaveLength(1);
    expect(await session.pull('main.thrift')).toEqual([]);
  });

  it('refresh includers of includers', async () => {
    const chain = {
      'c.thrift': 'typedef i64 Id\n',
      'b.thrift': 'include "c.thrift"\ntypedef c.Id UserId\n',
      'a.thrift': 'include "b.thrift"\nconst b.UserId ZERO = 0\n',
    };
    const rules = only('idl/unknown-type', 'idl/value-mismatch');
    const session = await startSession({ files: { 'thriftwise.json': rules, ...chain }, pull: false });
    session.open('a.thrift', chain['a.thrift']);
    session.open('c.thrift', chain['c.thrift']);
    await session.settle();
    session.change('c.thrift', 2, [{ range: at(0, 8, 11), text: 'string' }]);
    expect(brief(await session.published('a.thrift', (each) => each.length > 0))).toEqual(['1:22 idl/value-mismatch']);
    const from = session.client.received.length;
    session.change('c.thrift', 3, [{ range: at(0, 8, 14), text: 'i32' }]);
    expect(await session.published('a.thrift', () => true, from)).toEqual([]);
  });

  it('are sent anew to a client that is sent diagnostics', async () => {
    const session = await startSession({ files: { ...config, 'base.thrift': base }, pull: false });
    session.open('main.thrift', main);
    session.open('base.thrift', base);
    session.change('base.thrift', 2, [{ range: at(0, 7, 11), text: 'Person' }]);
    await session.published('main.thrift', (each) => each.length === 1);
    const from = session.client.received.length;
    session.change('base.thrift', 3, [{ range: at(0, 7, 13), text: 'User' }]);
    expect(await session.published('main.thrift', () => true, from)).toEqual([]);
  });
});

describe('files beside one another', () => {
  it('are compared once the workspace was read, and again when one of them changes', async () => {
    const named = (name: string) => `namespace go ${name}\nstruct Thing {\n}\n`;
    const files = {
      'idl/a.thrift': named('idl.a'),
      'idl/b.thrift': named('idl.b'),
      'idl/d.thrift': named('idl.d'),
    };
    const session = await startSession({
      files: { 'thriftwise.json': only('idl/namespace-naming'), ...files },
      pull: false,
    });
    session.open('idl/c.thrift', named('some.where'));
    expect(brief(await session.published('idl/c.thrift', (each) => each.length > 0))).toEqual([
      '0:13 idl/namespace-naming',
    ]);
    const from = session.client.received.length;
    for (const path of Object.keys(files)) session.open(path, named('some.where'));
    expect(await session.published('idl/c.thrift', () => true, from)).toEqual([]);
  });
});

describe('files that come and go', () => {
  it('are found when they are created, missed when they are deleted', async () => {
    const session = await startSession({ files: config, pull: false });
    session.open('main.thrift', main);
    expect(brief(await session.published('main.thrift', () => true))).toEqual(['0:8 idl/unresolved-include']);
    let from = session.client.received.length;
    session.write('base.thrift', base);
    session.watched({ 'base.thrift': 1 });
    expect(await session.published('main.thrift', () => true, from)).toEqual([]);
    from = session.client.received.length;
    session.remove('base.thrift');
    session.watched({ 'base.thrift': 3 });
    expect(brief(await session.published('main.thrift', () => true, from))).toEqual(['0:8 idl/unresolved-include']);
  });

  it('are found when they are opened before they are saved', async () => {
    const session = await startSession({ files: config });
    session.open('main.thrift', main);
    expect(await session.pull('main.thrift')).toHaveLength(1);
    const from = session.client.received.length;
    session.open('base.thrift', base);
    await session.client.next(isRefresh, from);
    expect(await session.pull('main.thrift')).toEqual([]);
    session.close('base.thrift');
    expect(await session.pull('main.thrift')).toHaveLength(1);
  });

  it('move when they are renamed', async () => {
    const session = await startSession({ files: { ...config, 'old.thrift': base }, pull: false });
    session.open('main.thrift', main);
    expect(await session.published('main.thrift', () => true)).toHaveLength(1);
    const from = session.client.received.length;
    renameSync(join(session.root, 'old.thrift'), join(session.root, 'base.thrift'));
    session.client.notify('workspace/didRenameFiles', {
      files: [{ oldUri: session.uri('old.thrift'), newUri: session.uri('base.thrift') }],
    });
    expect(await session.published('main.thrift', () => true, from)).toEqual([]);
  });

  it('go with the folder they lie in, which is one event', async () => {
    const files = { ...config, 'idl/base.thrift': base, 'idl/deep/more.thrift': base };
    const session = await startSession({ files, pull: false });
    session.open('main.thrift', main.replace('base.thrift', 'idl/base.thrift'));
    await session.settle();
    session.remove('idl');
    session.watched({ idl: 3 });
    const findings = await session.published('main.thrift', (each) => each.length > 0);
    expect(brief(findings)).toEqual(['0:8 idl/unresolved-include']);
    const from = session.client.received.length;
    mkdirSync(join(session.root, 'idl'));
    session.write('idl/base.thrift', base);
    session.client.notify('workspace/didCreateFiles', { files: [{ uri: session.uri('idl') }] });
    session.watched({ 'idl/base.thrift': 1 });
    expect(await session.published('main.thrift', () => true, from)).toEqual([]);
  });

  it('leave no findings behind when they were linted without being open', async () => {
    const bad = 'struct User {\n  1: required i64 userId\n}\n';
    const session = await startSession({ files: { ...config, 'gone.thrift': bad, 'moved/stay.thrift': bad } });
    await session.client.request('workspace/executeCommand', { command: 'thriftwise.server.lintWorkspace' });
    await session.published('gone.thrift', (each) => each.length === 1);
    await session.published('moved/stay.thrift', (each) => each.length === 1);
    const from = session.client.received.length;
    session.remove('gone.thrift');
    session.remove('moved');
    session.watched({ 'gone.thrift': 3, moved: 3 });
    expect(await session.published('gone.thrift', () => true, from)).toEqual([]);
    expect(await session.published('moved/stay.thrift', () => true, from)).toEqual([]);
  });
});

it('are forgotten when they are closed after their folder was removed', async () => {
  const session = await startSession({
    files: { ...config, 'idl/a.thrift': 'struct Gone {}\n', 'svc/b.thrift': 'struct Kept {}\n' },
    folders: ['idl', 'svc'],
  });
  await session.settle();
  session.open('idl/a.thrift', 'struct Gone {}\n');
  const symbols = async () => {
    const { result } = await session.client.request('workspace/symbol', { query: '' });
    return (result as readonly { readonly name: string }[]).map(({ name }) => name);
  };
  expect(await symbols()).toEqual(['Gone', 'Kept']);
  const removed = [{ uri: session.uri('idl'), name: 'idl' }];
  session.client.notify('workspace/didChangeWorkspaceFolders', { event: { added: [], removed } });
  session.close('idl/a.thrift');
  await expect.poll(symbols).toEqual(['Kept']);
});

describe('symbolic links', () => {
  const linkedBase = 'struct Base { 1: i32 a }\n';
  const beside = 'include "shared/base.thrift"\nstruct U { 1: base.Base b }\n';
  const above = 'include "idl/base.thrift"\nstruct V { 1: base.Base b }\n';

  async function start() {
    const session = await startSession({
      files: { ...config, 'idl/base.thrift': linkedBase, 'svc/u.thrift': beside, 'v.thrift': above },
    });
    symlinkSync('../idl', join(session.root, 'svc/shared'));
    symlinkSync('idl/base.thrift', join(session.root, 'alias.thrift'));
    session.watched({ 'svc/u.thrift': 2 });
    await session.settle();
    const filesOf = async (method: string, path: string, line: number, character: number, more: object = {}) => {
      const { result } = await session.client.request(method, {
        textDocument: { uri: session.uri(path) },
        position: { line, character },
        context: { includeDeclaration: true },
        ...more,
      });
      const found = (result?.documentChanges ?? result) as readonly { uri?: string; textDocument?: { uri: string } }[];
      return found.map((each) => (each.uri ?? each.textDocument?.uri ?? '').slice(session.uri('').length + 1)).sort();
    };
    return { session, filesOf };
  }

  const everywhere = ['idl/base.thrift', 'svc/u.thrift', 'v.thrift'];

  it('lead to one file, whichever way it is reached', async () => {
    const { session, filesOf } = await start();
    const places = [
      ['idl/base.thrift', 0, 8],
      ['svc/u.thrift', 1, 21],
      ['v.thrift', 1, 21],
      ['svc/shared/base.thrift', 0, 8],
    ] as const;
    for (const [path, line, character] of places) {
      session.open(path, path.endsWith('base.thrift') ? linkedBase : path === 'v.thrift' ? above : beside);
      expect(await filesOf('textDocument/rename', path, line, character, { newName: 'Core' })).toEqual(
        everywhere.map((each) => (each === 'idl/base.thrift' && path.endsWith('base.thrift') ? path : each)).sort(),
      );
      session.close(path);
    }
    const { result } = await session.client.request('workspace/symbol', { query: 'Base' });
    expect(result).toHaveLength(1);
  });

  it('show unsaved text behind both paths', async () => {
    const { session } = await start();
    session.open('svc/u.thrift', beside);
    session.open('v.thrift', above);
    session.open('idl/base.thrift', linkedBase);
    session.change('idl/base.thrift', 2, [{ range: at(0, 7, 11), text: 'Other' }]);
    for (const path of ['svc/u.thrift', 'v.thrift'])
      expect(brief(await session.pull(path))).toEqual(['1:14 idl/unknown-type']);
    session.close('idl/base.thrift');
    expect(await session.pull('svc/u.thrift')).toEqual([]);
    session.open('svc/shared/base.thrift', linkedBase);
    session.change('svc/shared/base.thrift', 2, [{ range: at(0, 7, 11), text: 'Other' }]);
    for (const path of ['svc/u.thrift', 'v.thrift'])
      expect(brief(await session.pull(path))).toEqual(['1:14 idl/unknown-type']);
  });

  it('keep documents apart that the client has under both paths', async () => {
    for (const [first, second] of [
      ['idl/base.thrift', 'svc/shared/base.thrift'],
      ['svc/shared/base.thrift', 'idl/base.thrift'],
    ] as const) {
      const { session } = await start();
      session.open(first, linkedBase);
      session.open(second, linkedBase);
      session.change(first, 2, [{ range: at(0, 7, 11), text: 'one_two' }]);
      session.change(second, 2, [{ range: at(0, 17, 20), text: 'strin' }]);
      expect(brief(await session.pull(first))).toEqual([]);
      expect(brief(await session.pull(second))).toEqual(['0:17 idl/unknown-type']);
      session.close(first);
      session.change(second, 3, [{ range: at(0, 17, 22), text: 'i32' }]);
      expect(brief(await session.pull(second))).toEqual([]);
    }
  });
});

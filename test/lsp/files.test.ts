import { mkdirSync, renameSync } from 'node:fs';
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

import { afterEach, describe, expect, it } from 'vitest';
import type { Message } from './client';
import { at, brief, endSessions, only, type Session, startSession } from './session';

afterEach(endSessions);

const bad = 'struct User {\n  1: required i64 userId\n}\n';
const good = 'struct User {\n  1: required i64 user_id\n}\n';
const files = {
  'thriftwise.json': JSON.stringify({ exclude: ['gen/**'], ...JSON.parse(only('idl/field-naming')) }),
  'a.thrift': bad,
  'deep/b.thrift': bad,
  'deep/clean.thrift': good,
  'gen/c.thrift': bad,
  'node_modules/d/d.thrift': bad,
  '.git/e.thrift': bad,
};

const lint = { command: 'thriftwise.server.lintWorkspace' };
const published = (session: Session) =>
  new Set(
    session.client.received
      .filter(({ method }) => method === 'textDocument/publishDiagnostics')
      .map(({ params }) => params.uri.slice(session.uri('').length + 1)),
  );

describe('linting the workspace', () => {
  it('shows the findings of files that are not open, excluded ones and node_modules left out', async () => {
    const session = await startSession({ files });
    const { result } = await session.client.request('workspace/executeCommand', lint);
    expect(result).toEqual({
      files: 3,
      findings: { error: 0, warning: 2, information: 0, hint: 0 },
      cancelled: false,
    });
    await session.published('a.thrift', (each) => each.length === 1);
    await session.published('deep/b.thrift', (each) => each.length === 1);
    expect([...published(session)].sort()).toEqual(['a.thrift', 'deep/b.thrift']);
  });

  it('takes them back when the file is opened, and brings them back when it is closed', async () => {
    const session = await startSession({ files });
    await session.client.request('workspace/executeCommand', lint);
    await session.published('a.thrift', (each) => each.length === 1);
    let from = session.client.received.length;
    session.open('a.thrift', bad);
    expect(await session.published('a.thrift', () => true, from)).toEqual([]);
    expect(await session.pull('a.thrift')).toHaveLength(1);
    from = session.client.received.length;
    session.close('a.thrift');
    expect(await session.published('a.thrift', () => true, from)).toHaveLength(1);
  });

  it('keeps them current while the files change', async () => {
    const session = await startSession({ files });
    await session.client.request('workspace/executeCommand', lint);
    await session.published('a.thrift', (each) => each.length === 1);
    const from = session.client.received.length;
    session.write('a.thrift', good);
    session.watched({ 'a.thrift': 2 });
    expect(await session.published('a.thrift', () => true, from)).toEqual([]);
  });

  it('shows its progress', async () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`many/f${i}.thrift`, good]));
    const session = await startSession({ files: { ...files, ...many } });
    await session.client.request('workspace/executeCommand', { ...lint, workDoneToken: 'mine' });
    const values = session.client.received
      .filter(({ method, params }) => method === '$/progress' && params.token === 'mine')
      .map(({ params }) => params.value);
    expect(values.map(({ kind }) => kind)).toEqual(['begin', 'report', 'report', 'report', 'end']);
    expect(values[1]).toMatchObject({ percentage: 31, message: '20 of 63 files' });
  });

  it('can be cancelled', async () => {
    const many = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`many/f${i}.thrift`, bad]));
    const session = await startSession({ files: many });
    const request = session.client.request('workspace/executeCommand', { ...lint, workDoneToken: 'mine' });
    await session.client.next(({ method, params }) => method === '$/progress' && params.value.kind === 'report');
    session.client.notify('$/cancelRequest', { id: request.id });
    const { result } = await request;
    expect(result.cancelled).toBe(true);
    expect(result.files).toBeLessThan(400);
  });
});

describe('pulling the workspace', () => {
  const opted = { initializationOptions: { workspaceDiagnostics: true } };
  type Item = { uri: string; resultId?: string; version: number | null; items: Parameters<typeof brief>[0] };
  const items = (message: Message) => message.result.items as Item[];
  const known = (reports: readonly Item[]) =>
    reports.flatMap(({ uri, resultId }) => (resultId === undefined ? [] : { uri, value: resultId }));
  const ask = (session: Session, previousResultIds: readonly object[], more: object = {}) =>
    session.client.request('workspace/diagnostic', { identifier: 'thriftwise', previousResultIds, ...more });

  it('is offered only to who asks for it', async () => {
    expect((await startSession(opted)).initialized.result.capabilities.diagnosticProvider.workspaceDiagnostics).toBe(
      true,
    );
  });

  it('answers with what is found, then holds the request until something changes', async () => {
    const session = await startSession({ files, ...opted });
    const first = items(await ask(session, []));
    expect(first.map(({ uri, items: found }) => [uri, brief(found)])).toEqual([
      [session.uri('a.thrift'), ['1:18 idl/field-naming']],
      [session.uri('deep/b.thrift'), ['1:18 idl/field-naming']],
    ]);
    let answered = false;
    const held = ask(session, known(first)).then((message) => {
      answered = true;
      return message;
    });
    session.open('deep/clean.thrift', good);
    expect(await session.pull('deep/clean.thrift')).toEqual([]);
    expect(answered).toBe(false);
    session.change('deep/clean.thrift', 2, [{ range: at(1, 18, 25), text: 'nickName' }]);
    const second = items(await held);
    expect(second).toMatchObject([{ uri: session.uri('deep/clean.thrift'), version: 2 }]);

    const again = ask(session, [...known(first), ...known(second)]);
    session.remove('a.thrift');
    session.watched({ 'a.thrift': 3 });
    expect(items(await again)).toEqual([{ kind: 'full', uri: session.uri('a.thrift'), version: null, items: [] }]);
  });

  it('sends what it has in parts to who takes parts', async () => {
    const many = Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`many/f${i}.thrift`, bad]));
    const session = await startSession({ files: { ...files, ...many }, ...opted });
    const rest = items(await ask(session, [], { partialResultToken: 'parts' }));
    const parts = session.client.received
      .filter(({ method, params }) => method === '$/progress' && params.token === 'parts')
      .map(({ params }) => params.value.items.length);
    expect(parts).toEqual([50, 50]);
    expect(rest).toHaveLength(22);
  });

  it('ends a held request when it is cancelled or the session ends', async () => {
    const session = await startSession({ files, ...opted });
    const all = known(items(await ask(session, [])));
    const held = session.client.request('workspace/diagnostic', { previousResultIds: all });
    await session.settle();
    session.client.notify('$/cancelRequest', { id: held.id });
    expect((await held).error?.code).toBe(-32800);
    const last = ask(session, all);
    await session.settle();
    expect((await session.client.request('shutdown')).error).toBeUndefined();
    expect((await last).error?.code).toBe(-32800);
  });

  it('has TypeScript files that are not open, and what becomes of them', { timeout: 60_000 }, async () => {
    const guilty = "process.on('uncaughtException', (error) => {\n  console.error(error);\n});\n";
    const code = { 'package.json': '{}', 'src/main.ts': guilty, 'src/fine.ts': 'export {};\n' };
    const session = await startSession({ files: code, ...opted });
    const first = items(await ask(session, []));
    expect(first.map(({ uri, items: found }) => [uri, found.map(({ code: rule }) => rule)])).toEqual([
      [session.uri('src/main.ts'), ['service/uncaught-continues']],
    ]);
    session.write('src/more.ts', guilty);
    session.watched({ 'src/more.ts': 1 });
    const second = items(await ask(session, known(first)));
    expect(second).toMatchObject([{ uri: session.uri('src/more.ts') }]);
    session.write('src/main.ts', 'export {};\n');
    session.watched({ 'src/main.ts': 2 });
    const third = items(await ask(session, [...known(first), ...known(second)]));
    expect(third).toMatchObject([{ uri: session.uri('src/main.ts'), items: [] }]);
    session.remove('src/more.ts');
    session.watched({ 'src/more.ts': 3 });
    expect(items(await ask(session, [...known(second), ...known(third)]))).toMatchObject([
      { uri: session.uri('src/more.ts'), items: [] },
    ]);

    const pushed = await startSession({ files: code, ...opted, pull: false });
    await pushed.published('src/main.ts', (each) => each.length === 1);
  });

  it('sends everything to a client that cannot pull', async () => {
    const session = await startSession({ files, ...opted, pull: false });
    await session.published('a.thrift', (each) => each.length === 1);
    await session.published('deep/b.thrift', (each) => each.length === 1);
  });
});

describe('the status', () => {
  const isStatus = ({ method }: Message) => method === 'thriftwise/status';

  it('is told to who asks for it: healthy with the number of files, degraded with the reason', async () => {
    const session = await startSession({ files, initializationOptions: { status: true } });
    const first = await session.client.next((message) => isStatus(message) && message.params.files === 3);
    expect(first.params).toMatchObject({ state: 'healthy', problems: [] });
    session.write('thriftwise.json', '{ "oops": true }');
    session.watched({ 'thriftwise.json': 2 });
    const second = await session.client.next((message) => isStatus(message) && message.params.state === 'degraded');
    expect(second.params.problems[0]).toContain('thriftwise.json');
  });

  it('is told to nobody else', async () => {
    const session = await startSession({ files });
    await session.client.request('workspace/executeCommand', lint);
    expect(session.client.received.some(isStatus)).toBe(false);
  });
});

describe('a session at rest', () => {
  it('uses no processor time', async () => {
    const session = await startSession({ apart: true, files, initializationOptions: { status: true } });
    session.open('a.thrift', bad);
    await session.pull('a.thrift');
    await session.client.next(({ method, params }) => method === 'thriftwise/status' && params.files === 3);
    const ticks = async () => {
      const { readFileSync } = await import('node:fs');
      const stat = readFileSync(`/proc/${session.client.process.pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return Number(fields[11]) + Number(fields[12]);
    };
    await session.settle();
    // What is still to be done takes place within the longest delay there is; collecting garbage may follow.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const before = await ticks();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect((await ticks()) - before).toBeLessThanOrEqual(1);
  }, 30_000);
});

import { afterEach, describe, expect, it } from 'vitest';
import { at, endSessions, startSession } from './session';

afterEach(endSessions);

const rule = 'service/uncaught-continues';
const guilty = "process.on('uncaughtException', (error) => {\n  console.error(error);\n});\n";
const innocent = "process.on('uncaughtException', (error) => {\n  console.error(error);\n  process.exit(1);\n});\n";

const firstLine = at(0, 0, 5);

describe('a TypeScript document', { timeout: 60_000 }, () => {
  it('is analysed without a tsconfig, and again after an edit', async () => {
    const session = await startSession();
    session.open('main.ts', guilty);
    const [finding, ...others] = await session.pull('main.ts');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: rule, severity: 1, range: at(0, 0, 10), source: 'thriftwise' });
    session.change('main.ts', 2, [{ range: at(1, 23, 23), text: '\n  process.exit(1);' }]);
    expect(await session.pull('main.ts')).toEqual([]);
    session.change('main.ts', 3, [{ text: `\n${guilty}` }]);
    expect(await session.pull('main.ts')).toMatchObject([{ range: at(1, 0, 10) }]);
  });

  it('is offered fixes, then ways to disable the rule, then its documentation', async () => {
    const session = await startSession();
    session.open('main.ts', guilty);
    await session.pull('main.ts');
    const actions = await session.actions('main.ts', firstLine);
    expect(actions.map(({ title }) => title)).toEqual([
      'Exit after the handler',
      `Disable ${rule} for this line`,
      `Disable ${rule} for this file`,
    ]);
    const edits = (title: string) =>
      actions.find((action) => action.title.startsWith(title))?.edit?.documentChanges?.[0]?.edits;
    expect(edits('Exit')).toEqual([{ range: at(2, 0, 0), newText: '  process.exit(1);\n' }]);
    expect(edits(`Disable ${rule} for this line`)).toEqual([
      { range: at(0, 0, 0), newText: `// thriftwise-disable-next-line ${rule}\n` },
    ]);
  });

  it('is told how the bounds of a call came about: by request, by hover where something is found, by an action', async () => {
    const session = await startSession({
      files: { 'package.json': '{}' },
      initializationOptions: { explainCommand: true },
    });
    session.open(
      'main.ts',
      'export const load = (url: string) => fetch(url);\nexport const ping = (url: string) => fetch(url, { signal: AbortSignal.timeout(3000) });\n',
    );
    await session.pull('main.ts');
    const asked = (line: number, character: number) => ({
      textDocument: { uri: session.uri('main.ts') },
      position: { line, character },
    });
    const { result } = await session.client.request('thriftwise/explain', asked(1, 39));
    expect(result).toEqual({ markdown: expect.stringContaining('**whole call: at most 3000 ms**\n') });
    expect((await session.client.request('thriftwise/explain', asked(0, 3))).result).toBeNull();
    const hover = (await session.client.request('textDocument/hover', asked(0, 39))).result;
    expect(hover).toMatchObject({
      contents: {
        kind: 'markdown',
        value: expect.stringContaining('- default: fetch gives up only after 300 s of silence'),
      },
      range: at(0, 37, 42),
    });
    expect((await session.client.request('textDocument/hover', asked(0, 3))).result).toBeNull();
    const actions = await session.actions('main.ts', at(1, 39, 39));
    const explaining = actions.filter(({ kind }) => kind === 'thriftwise.explain');
    expect(explaining.map(({ title, command }) => [title, command?.command])).toEqual([
      ['Explain what limits fetch', 'thriftwise.explainCall'],
    ]);
  });

  it("is offered options of a team's client where the method takes them, never in what is sent", async () => {
    const declared = `export interface Options { timeout?: number; signal?: AbortSignal }
export interface RpcClient {
  get(query: { id: number; [name: string]: unknown }, options?: Options): Promise<{ id: number }>;
  create(query: Record<string, unknown>, options?: Options): Promise<{ id: number }>;
  send(...parts: Record<string, unknown>[]): Promise<void>;
}
export function createClient(service: string): RpcClient;
`;
    const client = {
      name: 'Acme RPC',
      modules: ['@acme/rpc'],
      made: [{ export: 'createClient' }],
      calls: [{ methods: ['*'], options: 'last' }],
      bounds: { request: { default: 'none', settings: [{ option: 'timeout', unit: 's' }] } },
    };
    const text = `import { createClient } from '@acme/rpc';
const users = createClient('users');
export const get = () => users.get({ id: 1 });
export const create = () => users.create({ name: 'x', timeout: 30 });
export const bounded = () => users.get({ id: 1 }, { timeout: 3 });
export const send = () => users.send({ name: 'x' });
`;
    const session = await startSession({
      files: {
        'package.json': '{ "dependencies": { "@acme/rpc": "1" } }',
        'thriftwise.json': JSON.stringify({ clients: [client] }),
        'node_modules/@acme/rpc/package.json': '{ "name": "@acme/rpc", "version": "1.0.0", "types": "index.d.ts" }',
        'node_modules/@acme/rpc/index.d.ts': declared,
        'main.ts': text,
      },
    });
    session.open('main.ts', text);
    const found = (await session.pull('main.ts')).filter(({ code }) => code === 'service/missing-timeout');
    expect(found.map(({ range }) => range.start.line)).toEqual([2, 3, 5]);
    const editsAt = async (line: number) => {
      const actions = await session.actions('main.ts', at(line, 30, 30));
      const action = actions.find(({ title }) => title.startsWith('Give this call a timeout'));
      return action?.edit?.documentChanges?.[0]?.edits;
    };
    expect(await editsAt(2)).toEqual([
      { range: at(2, 44, 44), snippet: { kind: 'snippet', value: `, { timeout: \${1:3} }` } },
    ]);
    expect(await editsAt(3)).toEqual([
      { range: at(3, 67, 67), snippet: { kind: 'snippet', value: `, { timeout: \${1:3} }` } },
    ]);
    expect(await editsAt(5)).toBeUndefined();
  });

  it('keeps silent where a comment asks for it, and tells of a comment that silences nothing', async () => {
    const session = await startSession();
    const comment = `// thriftwise-disable-next-line ${rule} -- watched from outside\n`;
    session.open('main.ts', comment + guilty);
    expect(await session.pull('main.ts')).toEqual([]);
    session.change('main.ts', 2, [{ text: comment + innocent }]);
    expect(await session.pull('main.ts')).toMatchObject([{ code: 'thriftwise/unused-suppression' }]);
    const actions = await session.actions('main.ts', firstLine, ['source.fixAll']);
    expect(actions[0]?.edit?.documentChanges?.[0]?.edits).toEqual([
      { range: { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } }, newText: '' },
    ]);
  });

  it('counts maxFindings without what a baseline accepts', async () => {
    const accepted = { load: { 'service/missing-timeout': 1 } };
    const session = await startSession({
      files: {
        'package.json': '{}',
        'thriftwise.json': JSON.stringify({ baseline: 'accepted.json', maxFindings: 1 }),
        'accepted.json': JSON.stringify({ version: 1, files: { 'main.ts': accepted } }),
      },
    });
    session.open('main.ts', `export const load = (url: string) => fetch(url);\n${guilty}`);
    expect((await session.pull('main.ts')).map(({ code }) => code)).toEqual([rule]);
  });

  it('is fixed beyond maxFindings as well', async () => {
    const session = await startSession({
      files: { 'package.json': '{}', 'thriftwise.json': JSON.stringify({ maxFindings: 1 }) },
    });
    const comment = `// thriftwise-disable-next-line ${rule} -- watched from outside\n`;
    session.open('main.ts', comment + innocent + comment + innocent);
    expect((await session.pull('main.ts')).map(({ code }) => code).sort()).toEqual([
      'thriftwise/limit',
      'thriftwise/unused-suppression',
    ]);
    const [action] = await session.actions('main.ts', firstLine, ['source.fixAll']);
    expect(action?.edit?.documentChanges?.[0]?.edits).toHaveLength(2);
  });

  it('follows what another document says, unsaved', async () => {
    const session = await startSession({
      files: { 'package.json': '{}', 'tsconfig.json': '{}', 'exit.ts': 'export function stop(): void {}\n' },
    });
    const main = "import { stop } from './exit';\nprocess.on('uncaughtException', () => stop());\n";
    session.open('main.ts', main);
    expect(await session.pull('main.ts')).toHaveLength(1);
    session.open('exit.ts', 'export function stop(): void {\n  process.exit(1);\n}\n');
    const from = session.client.received.length;
    // Its own client knows nothing of the change elsewhere, so it is told to ask again.
    await session.client.next(({ method }) => method === 'workspace/diagnostic/refresh', from);
    expect(await session.pull('main.ts')).toEqual([]);
    session.close('exit.ts');
    await session.client.next(
      ({ method }) => method === 'workspace/diagnostic/refresh',
      session.client.received.length,
    );
    expect(await session.pull('main.ts')).toHaveLength(1);
  });

  it('is looked at again when a file that it imports changes on the disk', async () => {
    const session = await startSession({
      files: { 'package.json': '{}', 'exit.ts': 'export function stop(): void {}\n' },
    });
    session.open('main.ts', "import { stop } from './exit';\nprocess.on('uncaughtException', () => stop());\n");
    expect(await session.pull('main.ts')).toHaveLength(1);
    session.write('exit.ts', 'export function stop(): void {\n  process.exit(1);\n}\n');
    session.watched({ 'exit.ts': 2 });
    await session.settle();
    expect(await session.pull('main.ts')).toEqual([]);
    session.remove('exit.ts');
    session.watched({ 'exit.ts': 3 });
    await session.settle();
    // Nobody knows any more what `stop` does.
    expect(await session.pull('main.ts')).toEqual([]);
  });

  it('is sent its findings where the client cannot ask, and they go when it is closed', async () => {
    const session = await startSession({ pull: false });
    session.open('main.ts', guilty);
    expect(await session.published('main.ts', (found) => found.length === 1)).toMatchObject([{ code: rule }]);
    session.change('main.ts', 2, [{ text: innocent }]);
    await session.published('main.ts', (found) => found.length === 0);
    session.change('main.ts', 3, [{ text: guilty }]);
    await session.published('main.ts', (found) => found.length === 1, session.client.received.length);
    session.close('main.ts');
    await session.published('main.ts', (found) => found.length === 0, session.client.received.length);
  });

  it('is left alone when it is a test, is excluded, or the analysis is switched off', async () => {
    const session = await startSession({ files: { 'package.json': '{}' } });
    for (const path of ['main.test.ts', 'tests/main.ts', 'dist/main.js', 'node_modules/a/main.js', 'main.d.ts']) {
      session.open(path, guilty);
      expect(await session.pull(path), path).toEqual([]);
    }
    const off = await startSession({ files: { 'thriftwise.json': '{ "service": { "enable": false } }' } });
    off.open('main.ts', guilty);
    expect(await off.pull('main.ts')).toEqual([]);
    off.write('thriftwise.json', '{ "service": { "includeTests": true } }');
    off.watched({ 'thriftwise.json': 2 });
    off.open('main.test.ts', guilty);
    expect(await off.pull('main.test.ts')).toHaveLength(1);
  });

  it('is among what the whole workspace is linted for', async () => {
    const session = await startSession({
      files: { 'src/main.ts': guilty, 'src/other.test.ts': guilty, 'a.thrift': '' },
    });
    const params = { command: 'thriftwise.server.lintWorkspace' };
    const { result } = await session.client.request('workspace/executeCommand', params);
    expect(result).toMatchObject({ files: 3, findings: { error: 1 } });
    expect(await session.published('src/main.ts', (found) => found.length === 1)).toMatchObject([{ code: rule }]);
  });
});

describe('the thread of the analysis', { timeout: 60_000 }, () => {
  it('may run out of memory: the status says so, Thrift goes on, and more memory brings it back', async () => {
    let memoryLimitMb = 8;
    const session = await startSession({
      apart: true,
      files: { 'package.json': '{}' },
      settings: () => ({ service: { memoryLimitMb } }),
      initializationOptions: { status: true },
    });
    session.open('main.ts', guilty);
    const status = session.client.next(
      ({ method, params }) => method === 'thriftwise/status' && (params as { state: string }).state === 'degraded',
    );
    expect(await session.pull('main.ts')).toEqual([]);
    expect(JSON.stringify((await status).params)).toMatch(/memory limit/i);
    session.open('a.thrift', 'struct A {\n  1: required i64 userId\n}\n');
    expect(await session.pull('a.thrift')).not.toEqual([]);

    memoryLimitMb = 1024;
    session.client.notify('workspace/didChangeConfiguration', { settings: null });
    await session.settle();
    await session.client.next(
      ({ method, params }) => method === 'thriftwise/status' && (params as { state: string }).state === 'healthy',
      session.client.received.length - 3,
    );
    expect(await session.pull('main.ts')).toHaveLength(1);
  });
});

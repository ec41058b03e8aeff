import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { at, endSessions, startSession } from './session';

afterEach(endSessions);

const fixtures = join(import.meta.dirname, '../fixtures/contract');
const idl = readFileSync(join(fixtures, 'users.thrift'), 'utf8');
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
});

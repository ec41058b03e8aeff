import { createRequire } from 'node:module';
import type { Server } from 'node:net';
import { callbackify } from 'node:util';
import {
  type Connection,
  createClient,
  createConnection,
  createServer,
  Multiplexer,
  Thrift,
  type TProtocol,
  type TTransport,
} from 'thrift';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listen, outcome, rejection, runScript, sleep } from '../traps/support';

// What contract rules say happens at run time, with the real library and generated code on loopback: each trap, then the code after the fix.

const require = createRequire(import.meta.url);
const generated = '../fixtures/contract/generated';

/** What the declarations of the package leave out. */
const {
  createMultiplexServer,
  MultiplexedProcessor,
}: {
  readonly createMultiplexServer: (processor: object) => Server;
  readonly MultiplexedProcessor: new () => { registerProcessor(name: string, processor: object): void };
} = require('thrift');

interface UserFields {
  readonly id: number;
  readonly name: string;
}

interface Client {
  getUser(id: number, callback?: (error: unknown, user: UserFields) => void): Promise<UserFields>;
  findByName(name: string): Promise<UserFields>;
  listUsers(limit: number, cursor: string): Promise<readonly UserFields[]>;
  ping(): Promise<void>;
  record(event: string): Promise<void>;
}

type ClientModule = { Client: new (output: TTransport, protocol: new (transport: TTransport) => TProtocol) => Client };
const UserService: ClientModule & { Processor: new (handler: object) => object } = require(
  `${generated}/es6/UserService.js`,
);
const {
  NotFound,
  User,
}: {
  readonly NotFound: new (fields: { message: string }) => { readonly message: string };
  readonly User: new (fields: UserFields) => UserFields;
} = require(`${generated}/es6/users_types.js`);

const ann = new User({ id: 1, name: 'Ann' });
/** How long nothing has to come to count as nothing; what does come takes a few milliseconds. */
const windowMs = 250;

async function serve(handler: object): Promise<{ client: Client; connection: Connection; server: Server }> {
  const server: Server = createServer(UserService, handler);
  server.on('error', () => undefined);
  const port = await listen(server);
  const connection = createConnection('127.0.0.1', port, {});
  connection.on('error', () => undefined);
  onTestFinished(() => connection.destroy());
  return { client: createClient(UserService, connection), connection, server };
}

describe('contract/handler-arity', () => {
  test.each([
    ['fewer parameters', { getUser: async () => ann }],
    ['a default value', { getUser: async (id = 1) => id && ann }],
    ['a wrapper with ...args', { getUser: async (...args: number[]) => args && ann }],
    ['a parameter more', { getUser: async (_id: number, _context: unknown) => ann }],
  ])('%s: the caller waits for ever', async (_, handler) => {
    const { client } = await serve(handler);
    expect(await outcome(client.getUser(1), windowMs)).toBe('pending');
  });

  test.each([
    ['waits for ever', async () => ann, 'pending'],
    ['is answered with all parameters', async (_id: unknown) => ann, 'settled'],
  ] as const)('behind a MultiplexedProcessor the caller %s', async (_, getUser, expected) => {
    const processor = new MultiplexedProcessor();
    processor.registerProcessor('users', new UserService.Processor({ getUser }));
    const server = createMultiplexServer(processor);
    server.on('error', () => undefined);
    const connection = createConnection('127.0.0.1', await listen(server), {});
    connection.on('error', () => undefined);
    onTestFinished(() => connection.destroy());
    const client = new Multiplexer().createClient('users', UserService, connection);
    const found = await outcome(client.getUser(1), windowMs);
    expect(found === 'pending' ? found : 'settled').toBe(expected);
    if (expected === 'settled') expect(await client.getUser(1)).toMatchObject({ name: 'Ann' });
  });

  test('with all parameters, used or not, it is answered', async () => {
    const { client } = await serve({ getUser: async (_id: unknown) => ann, ping: async () => undefined });
    expect(await client.getUser(1)).toMatchObject({ name: 'Ann' });
    await client.ping();
  });

  test('callback style that calls its callback is answered', async () => {
    const { client } = await serve({
      getUser: (_id: number, answer: (error: null, user: UserFields) => void) => answer(null, ann),
    });
    expect(await client.getUser(1)).toMatchObject({ name: 'Ann' });
  });
});

describe('contract/missing-handler', () => {
  test('a call of a method without a handler ends the connection, and the caller waits for ever', async () => {
    const { client, connection } = await serve({ getUser: async (_id: number) => ann });
    const closed = new Promise((resolve) => connection.on('close', resolve));
    const call = client.findByName('Ann');
    await closed;
    expect(await outcome(call, windowMs)).toBe('pending');
  });

  test('with the stub that the fix adds, the caller is told', async () => {
    const { client } = await serve({
      async findByName(_name: unknown): Promise<never> {
        throw new Error('findByName is not implemented');
      },
    });
    expect(await rejection(client.findByName('Ann'))).toMatchObject({ message: 'findByName is not implemented' });
  });
});

describe('contract/null-result', () => {
  test.each([null, undefined])('%s rejects the caller with a text', async (nothing) => {
    const { client } = await serve({ getUser: async (_id: number) => nothing });
    expect(await rejection(client.getUser(1))).toBe('getUser failed: unknown result');
  });

  test('a declared exception arrives as its class', async () => {
    const { client } = await serve({
      getUser: async (_id: number) => {
        throw new NotFound({ message: 'no user 1' });
      },
    });
    expect(await rejection(client.getUser(1))).toBeInstanceOf(NotFound);
  });
});

test('contract/undeclared-throw: what the method does not declare arrives as TApplicationException, fields lost', async () => {
  const { client } = await serve({
    findByName: async (_name: string) => {
      throw new NotFound({ message: 'nobody' });
    },
  });
  const reason = await rejection(client.findByName('Ann'));
  expect(reason).not.toBeInstanceOf(NotFound);
  expect(reason).toBeInstanceOf(Thrift.TApplicationException);
});

describe('contract/callback-ignored', () => {
  test('an es6 client never calls a callback', async () => {
    const { client } = await serve({ getUser: async (_id: number) => ann });
    let called = false;
    const promise = client.getUser(1, () => {
      called = true;
    });
    await promise;
    await sleep(windowMs / 5);
    expect(called).toBe(false);
  });

  test('through callbackify it is called', async () => {
    const { client } = await serve({ getUser: async (_id: number) => ann });
    const user = await new Promise((resolve) => callbackify(() => client.getUser(1))((_, value) => resolve(value)));
    expect(user).toMatchObject({ name: 'Ann' });
  });
});

describe('contract/connection-options', () => {
  test('without options a connection throws', () => {
    expect(() => createConnection('127.0.0.1', 1)).toThrow(TypeError);
  });

  test('empty ones will do', async () => {
    const { client } = await serve({ ping: async () => undefined });
    await client.ping();
  });
});

describe('contract/oneway-misuse', () => {
  const script = (handler: string) => `
    import { createRequire } from 'node:module';
    import thrift from 'thrift';
    const service = createRequire(process.cwd() + '/')('./test/fixtures/contract/generated/es6/UserService.js');
    const server = thrift.createServer(service, { record: ${handler} });
    server.listen(0, '127.0.0.1', () => {
      const connection = thrift.createConnection('127.0.0.1', server.address().port, {});
      connection.on('error', () => undefined);
      thrift.createClient(service, connection).record('started');
      setTimeout(() => process.exit(0), 500);
    });
  `;

  test('a handler that rejects ends the process', async () => {
    const { code, stderr } = await runScript(script('async () => { throw new Error("disk full"); }'));
    expect(code).toBe(1);
    expect(stderr).toContain('disk full');
  });

  test('one that catches everything does not', async () => {
    const { code } = await runScript(
      script('async () => { try { throw new Error("disk full"); } catch (error) { console.error(error); } }'),
    );
    expect(code).toBe(0);
  });

  test('a call resolves although nobody could do anything with it', async () => {
    const { client, server } = await serve({});
    server.on('error', () => undefined);
    expect(await client.record('lost')).toBeUndefined();
  });
});

test('contract/runtime-skew: code of an older compiler throws where it makes a promise', async () => {
  const older: ClientModule = require(`${generated}/node/UserService.js`);
  const server: Server = createServer(UserService, { findByName: async (_name: string) => ann });
  const port = await listen(server);
  const connection = createConnection('127.0.0.1', port, {});
  connection.on('error', () => undefined);
  onTestFinished(() => connection.destroy());
  expect(() => createClient(older, connection).findByName('Ann')).toThrow(TypeError);
});

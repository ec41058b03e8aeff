import { readFileSync } from 'node:fs';
import type { Server } from 'node:net';
import { type Connection, createClient, createConnection, createServer, Thrift } from 'thrift';
import { expect, onTestFinished, test } from 'vitest';
import { type Handler, type User, type UserClient, UserService, userTypes } from './fixtures/userService';
import { listen, outcome, rejection, runScript } from './support';

/** A thrift server around `handler`, and a client of it. */
async function serve(handler: Handler): Promise<{ client: UserClient; connection: Connection; server: Server }> {
  // Declared as an HTTP server; it is one of `net`.
  const server: Server = createServer(UserService, { report: () => undefined, ...handler });
  server.on('error', () => undefined);
  const port = await listen(server);
  const connection = createConnection('127.0.0.1', port, {});
  connection.on('error', () => undefined);
  onTestFinished(() => connection.destroy());
  return { client: createClient(UserService, connection), connection, server };
}

const ann = () => new userTypes.User({ id: 1, name: 'Ann' });

test('a declared exception rejects with its class', async () => {
  const { client } = await serve({
    getUser: async (_id: number) => {
      throw new userTypes.NotFound({ message: 'no such user' });
    },
  });
  expect(await rejection(client.getUser(1))).toBeInstanceOf(userTypes.NotFound);
});

test('an undeclared error arrives as TApplicationException that carries its message verbatim', async () => {
  const { client } = await serve({
    getUser: async (_id: number) => {
      throw new Error('connect ECONNREFUSED postgres://app:secret@10.0.0.7');
    },
  });
  const reason = await rejection(client.getUser(1));
  expect(reason).toBeInstanceOf(Thrift.TApplicationException);
  expect(reason).toMatchObject({ message: 'connect ECONNREFUSED postgres://app:secret@10.0.0.7' });
});

test('a handler that resolves to null or undefined rejects the caller with a string', async () => {
  for (const nothing of [null, undefined]) {
    const { client } = await serve({ getUser: async (_id: number) => nothing });
    expect(await rejection(client.getUser(1))).toBe('getUser failed: unknown result');
  }
});

test("the processor goes by the handler's `length`: rest, default and missing parameters hang the caller", async () => {
  const handlers: Handler[] = [
    { getUser: async (...ids: number[]) => ids && ann() },
    { getUser: async (id = 1) => id && ann() },
    { getUser: async () => ann() },
    { getUser: async (_id: number, _context: unknown) => ann() },
  ];
  const outcomes = handlers.map(async (handler) => outcome((await serve(handler)).client.getUser(1), 250));
  expect(await Promise.all(outcomes)).toEqual(handlers.map(() => 'pending'));
  const { client } = await serve({ getUser: async (_id: number) => ann() });
  expect(await client.getUser(1)).toMatchObject({ name: 'Ann' });
});

test('a handler with one parameter more than the method is callback style', async () => {
  const { client } = await serve({
    getUser: (_id: number, answer: (error: unknown, user: User) => void) => answer(null, ann()),
  });
  expect(await client.getUser(1)).toMatchObject({ name: 'Ann' });
});

test('a synchronous throw in an es6 handler ends the connection, and the caller hangs', async () => {
  const { client, connection } = await serve({
    getUser: (_id: number) => {
      throw new userTypes.NotFound({ message: 'no such user' });
    },
  });
  const closed = new Promise((resolve) => connection.on('close', resolve));
  const call = client.getUser(1);
  await closed;
  expect(await outcome(call, 200)).toBe('pending');
});

test('close() waits while one idle connection is open', async () => {
  const { client, connection, server } = await serve({ getUser: async (_id: number) => ann() });
  await client.getUser(1);
  const closed = new Promise((resolve) => server.close(resolve));
  expect(await outcome(closed, 220)).toBe('pending');
  connection.end();
  expect(await outcome(closed, 5000)).toBe('resolved');
});

test('a server cuts no idle connection', async () => {
  const { client, connection, server } = await serve({ getUser: async (_id: number) => ann() });
  const accepted = new Promise<number | undefined>((resolve) =>
    server.on('connection', (socket) => resolve(socket.timeout)),
  );
  await client.getUser(1);
  expect(await accepted).toBeUndefined();
  expect(connection.connected).toBe(true);
});

const childServer = (handler: string, after: string) => `
  import net from 'node:net';
  import { createRequire } from 'node:module';
  import thrift from 'thrift';
  const service = createRequire(process.cwd() + '/')('./test/traps/fixtures/generated/es6/UserService.js');
  const server = thrift.createServer(service, ${handler});
  server.listen(0, '127.0.0.1', () => {
    const port = server.address().port;
    ${after}
  });
  setTimeout(() => process.exit(0), 5000);
`;

test('without an "error" listener any client that resets its connection ends the server', async () => {
  const { code, stderr } = await runScript(
    childServer(
      '{}',
      "server.on('connection', () => client.resetAndDestroy()); const client = net.connect(port, '127.0.0.1');",
    ),
  );
  expect(code).toBe(1);
  expect(stderr).toContain('ECONNRESET');
});

test('without an "error" listener a synchronous throw in an es6 handler ends the server', async () => {
  const { code, stderr } = await runScript(
    childServer(
      '{ getUser(id) { throw new Error("no such user"); } }',
      `const connection = thrift.createConnection('127.0.0.1', port, {});
       connection.on('error', () => undefined);
       thrift.createClient(service, connection).getUser(1);`,
    ),
  );
  expect(code).toBe(1);
  expect(stderr).toContain('no such user');
});

test('a oneway handler that rejects ends the server', async () => {
  const { code, stderr } = await runScript(
    childServer(
      '{ report: async () => { throw new Error("disk full"); } }',
      `const connection = thrift.createConnection('127.0.0.1', port, {});
       thrift.createClient(service, connection).report('started');`,
    ),
  );
  expect(code).toBe(1);
  expect(stderr).toContain('disk full');
});

test('`js:node,ts` declares calls as synchronous, `js:node,ts,es6` as promises', () => {
  const declared = (variant: string) =>
    readFileSync(new URL(`./fixtures/generated/${variant}/UserService.d.ts`, import.meta.url), 'utf8');
  expect(declared('node')).toContain('getUser(id: Int64): User;');
  expect(declared('es6')).toContain('getUser(id: Int64): Promise<User>;');
});

import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import {
  type Connection,
  createClient,
  createConnection,
  createHttpClient,
  createHttpConnection,
  createSSLConnection,
  Multiplexer,
} from 'thrift';
import { expect, onTestFinished, test } from 'vitest';
import { type UserClient, UserService, UserServiceOfQ } from './fixtures/userService';
import { closedPort, httpServer, listen, outcome, rejection, runScript, silentServer, sleep } from './support';

function connect(port: number, options: Parameters<typeof createConnection>[2]): Connection {
  const connection = createConnection('127.0.0.1', port, options);
  connection.on('error', () => undefined);
  onTestFinished(() => connection.destroy());
  return connection;
}

function userClient(connection: Connection): UserClient {
  return createClient(UserService, connection);
}

/** Resolves when the connection emits "close". */
function closed(connection: Connection): Promise<void> {
  return new Promise((resolve) => connection.on('close', resolve));
}

test('createConnection, createSSLConnection and createHttpConnection throw without options, which their types call optional', () => {
  expect(() => createConnection('127.0.0.1', 9090)).toThrow(TypeError);
  expect(() => createSSLConnection('127.0.0.1', 9090)).toThrow(TypeError);
  expect(() => createHttpConnection('127.0.0.1', 9090)).toThrow(TypeError);
});

test('`timeout` only emits "timeout": the socket stays open and the call stays pending', async () => {
  const { port } = await silentServer();
  const connection = connect(port, { timeout: 50 });
  let timeouts = 0;
  connection.on('timeout', () => {
    timeouts += 1;
  });
  const call = userClient(connection).getUser(1);
  expect(await outcome(call, 250)).toBe('pending');
  expect(timeouts).toBeGreaterThan(0);
  expect(connection.connection.destroyed).toBe(false);
});

test('`connect_timeout` is an idle timeout of the first connect that only emits "timeout"; once connected it is gone', async () => {
  const { port } = await silentServer();
  const connection = connect(port, { connect_timeout: 5000 });
  expect(connection.connection.timeout).toBe(5000);
  await once(connection, 'connect');
  expect(connection.connection.timeout).toBe(0);
});

test('"timeout" with destroy() closes the connection, and the pending call still never settles', async () => {
  const { port } = await silentServer();
  const connection = connect(port, { timeout: 50 });
  const gone = closed(connection);
  connection.on('timeout', () => connection.destroy());
  const call = userClient(connection).getUser(1);
  await gone;
  expect(await outcome(call, 220)).toBe('pending');
});

test('a pending call is not settled when the server closes or resets the connection', async () => {
  for (const end of [(socket: Socket) => socket.end(), (socket: Socket) => socket.resetAndDestroy()]) {
    const port = await listen(createServer((socket) => socket.once('data', () => end(socket))));
    const connection = connect(port, {});
    const gone = closed(connection);
    const call = userClient(connection).getUser(1);
    await gone;
    expect(await outcome(call, 120)).toBe('pending');
  }
});

test('a call to a port on which nobody listens stays pending, though the connection emits "error"', async () => {
  const connection = connect(await closedPort(), {});
  const failed = once(connection, 'error');
  const call = userClient(connection).getUser(1);
  const [error] = await failed;
  expect(error).toMatchObject({ code: 'ECONNREFUSED' });
  expect(await outcome(call, 200)).toBe('pending');
});

test('calls made after the connection is gone wait in `offline_queue`, which has no limit', async () => {
  const connection = connect(await closedPort(), {});
  const client = userClient(connection);
  await closed(connection);
  const calls = Array.from({ length: 500 }, () => client.getUser(1));
  expect(await outcome(Promise.race(calls), 100)).toBe('pending');
  expect(connection.offline_queue).toHaveLength(500);
});

test('without `max_attempts` there is no reconnect; with it the delays are 255 ms and then 1.7 times as long', async () => {
  const port = await closedPort();
  const plain = connect(port, {});
  let reconnects = 0;
  plain.on('reconnecting', () => {
    reconnects += 1;
  });
  await closed(plain);
  expect(reconnects).toBe(0);

  const delays: number[] = [];
  const again = connect(port, { max_attempts: 2 });
  again.on('reconnecting', ({ delay }: { delay: number }) => delays.push(delay));
  await closed(again);
  expect(delays).toEqual([255, 433]);
});

test('failing `_reqs` on "error" and "close", destroying on "timeout" and a cleared timer bound a call', async () => {
  const { port } = await silentServer();
  const connection = connect(port, { timeout: 50 });
  const client = userClient(connection);
  connection.on('timeout', () => connection.destroy());
  connection.on('close', () => {
    for (const [id, settle] of Object.entries(client._reqs)) {
      delete client._reqs[Number(id)];
      settle(new Error('connection closed'));
    }
  });
  expect(await rejection(client.getUser(1))).toMatchObject({ message: 'connection closed' });
});

test('over HTTP neither `timeout` nor `nodeOptions.timeout` ends a call', async () => {
  const { port } = await silentServer();
  const connection = createHttpConnection('127.0.0.1', port, { timeout: 50, nodeOptions: { timeout: 50 } });
  const events: string[] = [];
  for (const name of ['error', 'timeout', 'close']) connection.on(name, () => events.push(name));
  expect(await outcome(createHttpClient(UserService, connection).getUser(1), 250)).toBe('pending');
  expect(events).toEqual([]);
});

test('over HTTP `nodeOptions.signal` fails the request with an "error" on the connection; the call stays pending', async () => {
  const { port } = await silentServer();
  const nodeOptions = { signal: AbortSignal.timeout(50) };
  const connection = createHttpConnection('127.0.0.1', port, { nodeOptions });
  const failed = once(connection, 'error');
  const call = createHttpClient(UserService, connection).getUser(1);
  await failed;
  expect(await outcome(call, 200)).toBe('pending');
});

test('HTTP 500 and 404 emit "error" on the connection; the call stays pending', async () => {
  for (const status of [500, 404]) {
    const { port } = await httpServer((_request, response) => response.writeHead(status).end());
    const connection = createHttpConnection('127.0.0.1', port, {});
    const failed = once(connection, 'error');
    const call = createHttpClient(UserService, connection).getUser(1);
    const [error] = await failed;
    expect(error).toMatchObject({ statusCode: status });
    expect(await outcome(call, 200)).toBe('pending');
  }
});

test('without an "error" listener a refused connection ends the process', async () => {
  const port = await closedPort();
  const { code, stderr } = await runScript(`
    import thrift from 'thrift';
    const connection = thrift.createConnection('127.0.0.1', ${port}, {});
    setTimeout(() => process.exit(0), 5000);
  `);
  expect(code).toBe(1);
  expect(stderr).toContain('ECONNREFUSED');
});

test('without an "error" listener an HTTP 500 ends the process', async () => {
  const { port } = await httpServer((_request, response) => response.writeHead(500).end());
  const { code, stderr } = await runScript(`
    import { createRequire } from 'node:module';
    import thrift from 'thrift';
    const service = createRequire(process.cwd() + '/')('./test/traps/fixtures/generated/es6/UserService.js');
    const connection = thrift.createHttpConnection('127.0.0.1', ${port}, {});
    thrift.createHttpClient(service, connection).getUser(1).catch(() => process.exit(0));
    setTimeout(() => process.exit(0), 5000);
  `);
  expect(code).toBe(1);
  expect(stderr).toContain('bad HTTP status code: 500');
});

test('an es6 client never calls the callback of its declared overload', async () => {
  const { port } = await silentServer();
  const connection = connect(port, {});
  const client = userClient(connection);
  let called = false;
  const call = client.getUser(1, () => {
    called = true;
  });
  client._reqs[1]?.(null, { id: 1, name: null });
  expect(await call).toMatchObject({ id: 1 });
  await sleep(20);
  expect(called).toBe(false);
});

test('code that was generated for Q takes a callback and throws without one: the runtime has no Q any more', async () => {
  const { port } = await silentServer();
  const client = createClient(UserServiceOfQ, connect(port, {}));
  expect(() => client.getUser(1)).toThrow(TypeError);
  expect(() => client.getUser(1, () => undefined)).not.toThrow();
});

test('a oneway call resolves although nobody is there', async () => {
  const connection = connect(await closedPort(), {});
  expect(await outcome(userClient(connection).report('started'), 1000)).toBe('resolved');
});

test('Multiplexer makes clients too, and their calls hang as well', async () => {
  const { port } = await silentServer();
  const client = new Multiplexer().createClient('users', UserServiceOfQ, connect(port, { timeout: 50 }));
  let called = false;
  client.getUser(1, () => {
    called = true;
  });
  await sleep(300);
  expect(called).toBe(false);
});

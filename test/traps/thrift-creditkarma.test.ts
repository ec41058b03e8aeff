import { createRequire } from 'node:module';
import { createHttpClient, createTcpClient, type RequestOptions } from '@creditkarma/thrift-client';
import {
  BinaryProtocol,
  BufferedTransport,
  type IClientConstructor,
  type IThriftProcessor,
  process as processThrift,
  TApplicationException,
  type ThriftClient,
} from '@creditkarma/thrift-server-core';
import { describe, expect, test } from 'vitest';
import { elapsedMs, httpServer, outcome, rejection, silentServer } from './support';

interface User {
  id: unknown;
  name?: string;
}

type UserClient<Context> = ThriftClient<Context> & {
  getUser(id: number, context?: object): Promise<User>;
  report(event: string, context?: object): Promise<void>;
};

interface Handler {
  getUser(id: unknown): Promise<User>;
  report(event: string): Promise<void>;
}

const require = createRequire(import.meta.url);

/** What @creditkarma/thrift-typescript generates, as JavaScript. */
const generated: {
  NotFound: new (fields: { message: string }) => object;
  UserService: {
    Client: IClientConstructor<UserClient<RequestOptions>, RequestOptions> & IClientConstructor<UserClient<void>, void>;
    Processor: new (handler: Handler) => IThriftProcessor<unknown>;
  };
} = require('./fixtures/generated/creditkarma/index.js');

const HttpUsers: IClientConstructor<UserClient<RequestOptions>, RequestOptions> = generated.UserService.Client;
const TcpUsers: IClientConstructor<UserClient<void>, void> = generated.UserService.Client;

/** The service over HTTP. */
async function serve(handler: Partial<Handler>): Promise<{ port: number; requests: () => number }> {
  const processor = new generated.UserService.Processor({
    getUser: async () => ({ id: 1, name: 'Ann' }),
    report: async () => undefined,
    ...handler,
  });
  return httpServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    response.end(
      await processThrift({
        processor,
        buffer: Buffer.concat(chunks),
        Transport: BufferedTransport,
        Protocol: BinaryProtocol,
        context: {},
      }),
    );
  });
}

describe('over HTTP', () => {
  test('has no timeout by default; `requestOptions.timeout` and that of a call bound the whole', async () => {
    const { port } = await silentServer();
    const plain = createHttpClient(HttpUsers, { hostName: '127.0.0.1', port });
    expect(await outcome(plain.getUser(1), 250)).toBe('pending');
    const bounded = createHttpClient(HttpUsers, { hostName: '127.0.0.1', port, requestOptions: { timeout: 50 } });
    expect(await rejection(bounded.getUser(1))).toMatchObject({ name: 'TimeoutError' });
    expect(await rejection(plain.getUser(1, { timeout: 50 }))).toMatchObject({ name: 'TimeoutError' });
    // The option of TCP clients does nothing here.
    const options = { hostName: '127.0.0.1', port, timeout: 50 };
    expect(await outcome(createHttpClient(HttpUsers, options).getUser(1), 220)).toBe('pending');
  });

  test('does not retry: a call is a POST', async () => {
    const { port, requests } = await httpServer((_request, response) => response.writeHead(503).end());
    const client = createHttpClient(HttpUsers, { hostName: '127.0.0.1', port });
    expect(await rejection(client.getUser(1))).toMatchObject({ name: 'HTTPError' });
    expect(requests()).toBe(1);
  });

  test('a declared exception rejects with a plain object, not with its class', async () => {
    const { port } = await serve({
      getUser: async () => {
        throw new generated.NotFound({ message: 'no such user' });
      },
    });
    const reason = await rejection(createHttpClient(HttpUsers, { hostName: '127.0.0.1', port }).getUser(1));
    expect(reason).toMatchObject({ message: 'no such user' });
    expect(reason).not.toBeInstanceOf(generated.NotFound);
    expect(reason).not.toBeInstanceOf(Error);
  });

  test('an undeclared error arrives as TApplicationException that carries its message', async () => {
    const { port } = await serve({
      getUser: async () => {
        throw new Error('postgres://app:secret@10.0.0.7 is down');
      },
    });
    const reason = await rejection(createHttpClient(HttpUsers, { hostName: '127.0.0.1', port }).getUser(1));
    expect(reason).toBeInstanceOf(TApplicationException);
    expect(reason).toMatchObject({ message: 'postgres://app:secret@10.0.0.7 is down' });
  });

  test('a oneway method waits for its answer, and rejects', async () => {
    const { port } = await serve({
      report: async () => {
        throw new Error('disk full');
      },
    });
    const client = createHttpClient(HttpUsers, { hostName: '127.0.0.1', port });
    expect(await rejection(client.report('started'))).toBeInstanceOf(TApplicationException);
  });
});

describe('over TCP', () => {
  const quiet = { logger: () => undefined };

  test('a call ends when its socket is idle for `timeout`, 5 s by default', async () => {
    const { port } = await silentServer();
    const bounded = createTcpClient(TcpUsers, { hostName: '127.0.0.1', port, timeout: 50, ...quiet });
    expect(await rejection(bounded.getUser(1))).toMatchObject({ message: 'Thrift connection timed out' });
  });

  test('waits 1 s for a connection of a pool of 10', async () => {
    const { port } = await silentServer();
    const client = createTcpClient(TcpUsers, { hostName: '127.0.0.1', port, ...quiet });
    for (let call = 0; call < 10; call += 1) client.getUser(1).catch(() => undefined);
    const ms = await elapsedMs(async () => {
      expect(await rejection(client.getUser(1))).toMatchObject({
        message: 'Unable to acquire connection for thrift client',
      });
    });
    expect(ms).toBeGreaterThan(900);
    expect(ms).toBeLessThan(4000);
  });

  test('the pool options of one client are the defaults of those made later', async () => {
    const { port } = await silentServer();
    createTcpClient(TcpUsers, { hostName: '127.0.0.1', port, pool: { max: 1, acquireTimeoutMillis: 100 }, ...quiet });
    const later = createTcpClient(TcpUsers, { hostName: '127.0.0.1', port, ...quiet });
    later.getUser(1).catch(() => undefined);
    const ms = await elapsedMs(() => later.getUser(1));
    expect(ms).toBeLessThan(900);
  });
});

import { create, createFileRegistry } from '@bufbuild/protobuf';
import { EmptySchema, FileDescriptorProtoSchema, file_google_protobuf_empty } from '@bufbuild/protobuf/wkt';
import { Code, ConnectError, createClient as createConnectClient } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-node';
import { type CallOptions, Client, credentials, Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js';
import { createChannel, createClient, createClientFactory } from 'nice-grpc';
import { deadlineMiddleware } from 'nice-grpc-client-middleware-deadline';
import { retryMiddleware } from 'nice-grpc-client-middleware-retry';
import { describe, expect, onTestFinished, test } from 'vitest';
import { closedPort, elapsedMs, httpServer, outcome, rejection, silentServer } from './support';

const method = {
  path: '/users.Users/Get',
  requestStream: false as const,
  responseStream: false as const,
  requestSerialize: (value: Buffer) => value,
  requestDeserialize: (value: Buffer) => value,
  responseSerialize: (value: Buffer) => value,
  responseDeserialize: (value: Buffer) => value,
};
const definition = { get: method };

/** A gRPC server on loopback. */
async function grpcServer(
  answer: (calls: number) => { code: status } | 'nothing',
): Promise<{ address: string; calls: () => number }> {
  const server = new Server();
  let calls = 0;
  server.addService(definition, {
    get: (_call: unknown, callback: (error: { code: status }) => void) => {
      calls += 1;
      const result = answer(calls);
      if (result !== 'nothing') callback(result);
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  onTestFinished(() => server.forceShutdown());
  return { address: `127.0.0.1:${port}`, calls: () => calls };
}

describe('@grpc/grpc-js', () => {
  function call(address: string, options: CallOptions, channel: object = {}): Promise<unknown> {
    const client = new Client(address, credentials.createInsecure(), channel);
    onTestFinished(() => client.close());
    return new Promise((resolve, reject) => {
      const { path, requestSerialize, responseDeserialize } = method;
      const empty = Buffer.alloc(0);
      client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        empty,
        new Metadata(),
        options,
        (error, value) => (error ? reject(error) : resolve(value)),
      );
    });
  }

  test('a call has no deadline by default, neither against a server that does not answer nor before the handshake', async () => {
    const { address } = await grpcServer(() => 'nothing');
    expect(await outcome(call(address, {}), 250)).toBe('pending');
    const { port } = await silentServer();
    expect(await outcome(call(`127.0.0.1:${port}`, {}), 220)).toBe('pending');
  });

  test('`deadline` is a point in time, as Date or epoch: a duration has passed long ago and fails at once', async () => {
    const { address, calls } = await grpcServer(() => 'nothing');
    for (const deadline of [Date.now() + 100, new Date(Date.now() + 100)]) {
      expect(await rejection(call(address, { deadline }))).toMatchObject({ code: status.DEADLINE_EXCEEDED });
    }
    const before = calls();
    const ms = await elapsedMs(async () => {
      expect(await rejection(call(address, { deadline: 3000 }))).toMatchObject({ code: status.DEADLINE_EXCEEDED });
    });
    expect(ms).toBeLessThan(1000);
    expect(calls()).toBe(before);
  });

  test('the deadline covers the connect; a refused connection is UNAVAILABLE, with `waitForReady` it waits', async () => {
    const { port } = await silentServer();
    const deadline = () => Date.now() + 100;
    expect(await rejection(call(`127.0.0.1:${port}`, { deadline: deadline() }))).toMatchObject({
      code: status.DEADLINE_EXCEEDED,
    });
    const closed = `127.0.0.1:${await closedPort()}`;
    expect(await rejection(call(closed, {}))).toMatchObject({ code: status.UNAVAILABLE });
    const client = new Client(closed, credentials.createInsecure());
    onTestFinished(() => client.close());
    const metadata = new Metadata({ waitForReady: true });
    const waiting = new Promise((resolve, reject) => {
      const { path, requestSerialize, responseDeserialize } = method;
      client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        Buffer.alloc(0),
        metadata,
        {},
        (error, value) => (error ? reject(error) : resolve(value)),
      );
    });
    expect(await outcome(waiting, 220)).toBe('pending');
  });

  test('an answer of UNAVAILABLE is retried only by a `retryPolicy` in the service config, five attempts at most', async () => {
    const plain = await grpcServer(() => ({ code: status.UNAVAILABLE }));
    await rejection(call(plain.address, {}));
    expect(plain.calls()).toBe(1);
    const retryPolicy = {
      maxAttempts: 9,
      initialBackoff: '0.01s',
      maxBackoff: '0.02s',
      backoffMultiplier: 1,
      retryableStatusCodes: ['UNAVAILABLE'],
    };
    const config = { methodConfig: [{ name: [{}], retryPolicy }] };
    await rejection(call(plain.address, {}, { 'grpc.service_config': JSON.stringify(config) }));
    expect(plain.calls()).toBe(6);
  });
});

describe('nice-grpc', () => {
  function channel(address: string) {
    const made = createChannel(address);
    onTestFinished(() => made.close());
    return made;
  }

  test('has no deadline; `deadline` is ignored without deadlineMiddleware, `signal` is not', async () => {
    const { address } = await grpcServer(() => 'nothing');
    const client = createClient(definition, channel(address));
    const options: object = { deadline: 50 };
    expect(await outcome(client.get(Buffer.alloc(0), options), 250)).toBe('pending');
    const aborted = client.get(Buffer.alloc(0), { signal: AbortSignal.timeout(50) });
    expect(await outcome(aborted, 2000)).toBe('rejected');
  });

  test('with deadlineMiddleware a number is a duration in ms, a Date a point in time', async () => {
    const { address } = await grpcServer(() => 'nothing');
    const client = createClientFactory().use(deadlineMiddleware).create(definition, channel(address));
    for (const deadline of [50, new Date(Date.now() + 50)]) {
      expect(await rejection(client.get(Buffer.alloc(0), { deadline }))).toMatchObject({
        code: status.DEADLINE_EXCEEDED,
      });
    }
  });

  test('retryMiddleware retries once, and only a method that is idempotent or a call with `retry`', async () => {
    const { address, calls } = await grpcServer(() => ({ code: status.UNAVAILABLE }));
    const client = createClientFactory().use(retryMiddleware).create(definition, channel(address));
    await rejection(client.get(Buffer.alloc(0)));
    expect(calls()).toBe(1);
    await rejection(client.get(Buffer.alloc(0), { retry: true, retryBaseDelayMs: 10 }));
    expect(calls()).toBe(3);
  });
});

describe('@connectrpc/connect-node', () => {
  const file = create(FileDescriptorProtoSchema, {
    name: 'users.proto',
    package: 'users',
    syntax: 'proto3',
    dependency: ['google/protobuf/empty.proto'],
    service: [
      {
        name: 'Users',
        method: [{ name: 'Get', inputType: '.google.protobuf.Empty', outputType: '.google.protobuf.Empty' }],
      },
    ],
  });
  const service = createFileRegistry(file, () => file_google_protobuf_empty).getService('users.Users');

  function get(
    baseUrl: string,
    transport: { defaultTimeoutMs?: number },
    options: { timeoutMs?: number; signal?: AbortSignal },
  ): Promise<unknown> {
    if (service === undefined) throw new Error('no service');
    const client = createConnectClient(service, createConnectTransport({ baseUrl, httpVersion: '1.1', ...transport }));
    const { get: call } = client;
    if (call === undefined) throw new Error('no method');
    return Promise.resolve(Reflect.apply(call, client, [create(EmptySchema), options]));
  }

  test('has no timeout by default; `defaultTimeoutMs` and `timeoutMs` bound a call, 0 switches off', async () => {
    const { url } = await silentServer();
    expect(await outcome(get(url, {}, {}), 220)).toBe('pending');
    expect(await rejection(get(url, { defaultTimeoutMs: 50 }, {}))).toMatchObject({ code: Code.DeadlineExceeded });
    expect(await rejection(get(url, {}, { timeoutMs: 50 }))).toMatchObject({ code: Code.DeadlineExceeded });
    expect(await outcome(get(url, { defaultTimeoutMs: 50 }, { timeoutMs: 0 }), 220)).toBe('pending');
    const reason = await rejection(get(url, {}, { signal: AbortSignal.timeout(50) }));
    expect(reason).toBeInstanceOf(ConnectError);
  });

  test('does not retry', async () => {
    const { url, requests } = await httpServer((_request, response) => response.writeHead(503).end());
    expect(await rejection(get(url, {}, {}))).toMatchObject({ code: Code.Unavailable });
    expect(requests()).toBe(1);
  });
});

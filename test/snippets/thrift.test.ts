import { once } from 'node:events';
import { createRequire } from 'node:module';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import thrift, { type TClientConstructor, type TProcessorConstructor } from 'thrift';
import { describe, expect, onTestFinished, test } from 'vitest';
import { load } from './harness';
import { closedPort, serveTcp, until } from './loopback';
import type * as Service from './project/gen-nodejs/UserService.js';
import type * as Types from './project/gen-nodejs/user_types.js';

// Loaded as Node does it: the test runner would make a second copy of the classes.
const require = createRequire(import.meta.url);
const UserService = require('./project/gen-nodejs/UserService.js') as typeof Service;
const { GetUserRequest, GetUserResponse, User, UserNotFound } =
  require('./project/gen-nodejs/user_types.js') as typeof Types;

type Client = Service.Client;
type GetUserRequest = Types.GetUserRequest;
type GetUserResponse = Types.GetUserResponse;

interface ThriftClient {
  call<Res>(invoke: (client: Client) => Promise<Res>, signal?: AbortSignal): Promise<Res>;
  close(): void;
}
interface ClientExports {
  createThriftClient(service: TClientConstructor<Client>, host: string, port: number): ThriftClient;
}
interface ServerExports {
  createThriftServer<Processor, Handler extends object>(
    service: TProcessorConstructor<Processor, Handler>,
    handler: Handler,
    onError: (error: Error) => void,
  ): { readonly server: Server; close(): Promise<void> };
}
interface ServerErrorExports {
  guardMethod<Req, Res>(
    method: string,
    declared: readonly (abstract new (...args: never[]) => Error)[],
    handle: (request: Req) => Promise<Res>,
    report: (method: string, error: unknown) => void,
  ): (request: Req) => Promise<Res>;
}
interface ClientErrorExports {
  failureOf(error: unknown): 'declared' | 'server' | 'transport';
  callService<T>(call: () => Promise<T>, onDeclared: (exception: thrift.Thrift.TException) => T): Promise<T>;
}

const getUser = (client: Client): Promise<GetUserResponse> => client.GetUser(new GetUserRequest({ user_id: 1 }));
const ada = async (_request: GetUserRequest): Promise<GetUserResponse> =>
  new GetUserResponse({ user: new User({ id: 1, name: 'Ada' }) });

/** A client of whatever listens on a port, closed when the test is over. */
async function clientOf(port: number, typed: Record<number, string> = {}): Promise<ThriftClient> {
  const { createThriftClient } = await load<ClientExports>('tw-thrift-client', typed);
  const client = createThriftClient(UserService, '127.0.0.1', port);
  onTestFinished(() => client.close());
  return client;
}

/** The snippet's server with one method, closed when the test is over. */
async function serve(method: (request: GetUserRequest) => Promise<unknown>, typed: Record<number, string> = {}) {
  const { createThriftServer } = await load<ServerExports>('tw-thrift-server', { 1: '2000', ...typed });
  const errors: Error[] = [];
  const sockets: Socket[] = [];
  const { server, close } = createThriftServer(UserService, { GetUser: method }, (error) => errors.push(error));
  server.on('connection', (socket: Socket) => sockets.push(socket));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    if (server.listening) server.close();
  });
  return { port: (server.address() as AddressInfo).port, server, close, errors, sockets };
}

describe('tw-thrift-client', () => {
  test('calls, several at once, over one connection', async () => {
    const { port, sockets } = await serve(ada);
    const client = await clientOf(port);
    const answers = await Promise.all([client.call(getUser), client.call(getUser), client.call(getUser)]);
    expect(answers.map(({ user }) => user.name)).toEqual(['Ada', 'Ada', 'Ada']);
    expect(sockets).toHaveLength(1);
  });

  test('a refused connection rejects, and the next call connects anew', async () => {
    const port = await closedPort();
    const client = await clientOf(port);
    await expect(client.call(getUser)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await expect(client.call(getUser)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test.each([
    ['closes', (socket: Socket) => socket.end(), /closed the connection/],
    ['resets', (socket: Socket) => socket.resetAndDestroy(), /ECONNRESET|closed the connection/],
  ])('a server that %s the connection rejects all calls that wait', async (_name, leave, message) => {
    const port = await serveTcp((socket) => socket.once('data', () => leave(socket)));
    const client = await clientOf(port);
    const results = await Promise.allSettled([client.call(getUser), client.call(getUser)]);
    for (const result of results) expect(String(result.status === 'rejected' && result.reason)).toMatch(message);
  });

  test('a server that restarts is found again', async () => {
    const { port, sockets } = await serve(ada);
    const client = await clientOf(port);
    await client.call(getUser);
    sockets[0]?.destroy();
    await until(() =>
      client.call(getUser).then(
        () => true,
        () => false,
      ),
    );
    expect(sockets).toHaveLength(2);
  });

  test('silence on the connection ends the calls that wait; without any, it may last', async () => {
    let isSilent = false;
    const { port, sockets } = await serve((request) => (isSilent ? new Promise(() => {}) : ada(request)));
    const client = await clientOf(port, { 2: '250' });
    await client.call(getUser);
    await delay(500);
    await client.call(getUser);
    expect(sockets).toHaveLength(1);
    isSilent = true;
    await expect(client.call(getUser)).rejects.toMatchObject({
      code: 'ETIMEDOUT',
      message: expect.stringContaining('is silent'),
    });
  });

  test('a call ends at its deadline while others go on', async () => {
    let calls = 0;
    const { port } = await serve((request) => (++calls === 1 ? new Promise(() => {}) : ada(request)));
    const client = await clientOf(port, { 2: '5000', 3: '300' });
    const [late, answered] = await Promise.allSettled([client.call(getUser), client.call(getUser)]);
    expect(late).toMatchObject({ status: 'rejected', reason: { name: 'TimeoutError' } });
    expect(answered.status).toBe('fulfilled');
  });

  test('the caller ends it', async () => {
    const { port } = await serve((_request) => new Promise(() => {}));
    const client = await clientOf(port);
    const caller = new AbortController();
    const answer = client.call(getUser, caller.signal);
    caller.abort(new Error('the caller left'));
    await expect(answer).rejects.toThrow('the caller left');
    await expect(client.call(getUser, caller.signal)).rejects.toThrow('the caller left');
  });

  test('closing rejects what still waits', async () => {
    const { port } = await serve((_request) => new Promise(() => {}));
    const client = await clientOf(port);
    const answer = client.call(getUser);
    setTimeout(() => client.close(), 20);
    await expect(answer).rejects.toThrow('closed the connection');
  });
});

describe('tw-thrift-server', () => {
  test('survives a client that resets its connection, and tells of it', async () => {
    const { port, errors, sockets } = await serve(ada);
    const socket = connect(port, '127.0.0.1');
    await until(() => sockets.length === 1);
    socket.resetAndDestroy();
    await until(() => errors.length > 0);
    const client = await clientOf(port);
    expect((await client.call(getUser)).user.name).toBe('Ada');
  });

  test('closing answers what is under way, though idle clients stay connected', async () => {
    const { port, close, sockets } = await serve(async (request) => {
      await delay(100);
      return ada(request);
    });
    const client = await clientOf(port);
    connect(port, '127.0.0.1').on('error', () => {});
    const answer = client.call(getUser);
    await until(() => sockets.length === 2 && sockets.some(({ bytesRead }) => bytesRead > 0));
    const startedAt = performance.now();
    const closed = close();
    expect((await answer).user.name).toBe('Ada');
    await closed;
    expect(performance.now() - startedAt).toBeLessThan(1500);
    await expect(client.call(getUser)).rejects.toThrow(/ECONNREFUSED|closed the connection/);
  });

  test('while it closes, nothing new is begun on open connections either', async () => {
    let begun = 0;
    const { port, close } = await serve(async (request) => {
      begun += 1;
      await delay(100);
      return ada(request);
    });
    const client = await clientOf(port);
    const answer = client.call(getUser);
    await until(() => begun === 1);
    const closed = close();
    const refused = client.call(getUser).catch((error: unknown) => error);
    expect((await answer).user.name).toBe('Ada');
    expect(await refused).toMatchObject({ code: 'ECONNRESET' });
    await closed;
    expect(begun).toBe(1);
  });

  test('closing gives up on what does not end at its deadline', async () => {
    const { port, close, sockets } = await serve((_request) => new Promise(() => {}), { 1: '100' });
    const client = await clientOf(port);
    const answer = client.call(getUser).catch((error: unknown) => error);
    await until(() => sockets.some(({ bytesRead }) => bytesRead > 0));
    await close();
    expect(String(await answer)).toContain('closed the connection');
  });

  test('refuses more connections than allowed', async () => {
    const { port, sockets } = await serve(ada, { 2: '1' });
    await (await clientOf(port)).call(getUser);
    await expect((await clientOf(port)).call(getUser)).rejects.toThrow(/closed|ECONNRESET/);
    expect(sockets).toHaveLength(1);
  });
});

describe('tw-error-server and tw-error-client', () => {
  const setUp = async (handle: (request: GetUserRequest) => Promise<GetUserResponse>) => {
    const { guardMethod } = await load<ServerErrorExports>('tw-error-server');
    const reports: string[] = [];
    const guarded = guardMethod('GetUser', [UserNotFound], handle, (method, error) =>
      reports.push(`${method}: ${error}`),
    );
    const { port } = await serve(guarded);
    const client = await clientOf(port);
    const { failureOf, callService } = await load<ClientErrorExports>('tw-error-client');
    return { call: () => client.call(getUser), reports, failureOf, callService, guarded };
  };
  const nobody = new GetUserResponse({ user: new User({ id: 0, name: 'nobody' }) });

  test('an answer passes both', async () => {
    const { call, callService, reports } = await setUp(ada);
    expect((await callService(call, () => nobody)).user.name).toBe('Ada');
    expect(reports).toEqual([]);
  });

  test('a declared exception arrives as its class, and is an answer', async () => {
    const { call, callService, failureOf, reports } = await setUp(async () => {
      throw new UserNotFound({ message: 'no such user', user_id: 1 });
    });
    const error = await call().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserNotFound);
    expect(failureOf(error)).toBe('declared');
    expect(await callService(call, () => nobody)).toBe(nobody);
    expect(reports).toEqual([]);
  });

  test('any other error is reported here, and says nothing there', async () => {
    const { call, callService, failureOf, reports, guarded } = await setUp(async () => {
      throw new Error('10.0.0.7 refused the password of admin');
    });
    const error = await call().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(thrift.Thrift.TApplicationException);
    expect(error).toMatchObject({ message: 'GetUser failed' });
    expect(failureOf(error)).toBe('server');
    expect(reports).toEqual(['GetUser: Error: 10.0.0.7 refused the password of admin']);
    await expect(callService(call, () => nobody)).rejects.toMatchObject({
      message: 'server failure',
      cause: { message: 'GetUser failed' },
    });
    await expect(guarded(new GetUserRequest({ user_id: 1 }))).rejects.toMatchObject({
      cause: { message: '10.0.0.7 refused the password of admin' },
    });
  });

  test('a handler that answers nothing is a failure of the server', async () => {
    const { port } = await serve(async (_request) => null);
    const client = await clientOf(port);
    const { failureOf } = await load<ClientErrorExports>('tw-error-client');
    expect(failureOf(await client.call(getUser).catch((reason: unknown) => reason))).toBe('server');
  });

  test('what never reached the server is a failure of the transport', async () => {
    const { failureOf, callService } = await load<ClientErrorExports>('tw-error-client');
    const client = await clientOf(await closedPort());
    const call = () => client.call(getUser);
    expect(failureOf(await call().catch((reason: unknown) => reason))).toBe('transport');
    await expect(callService(call, () => nobody)).rejects.toMatchObject({
      message: 'transport failure',
      cause: { code: 'ECONNREFUSED' },
    });
  });
});

describe('tw-errors', () => {
  interface Exports {
    readonly errorCodes: { readonly userNotFound: 1001; readonly invalidParam: 1002 };
    readonly BusinessError: new (code: number, message: string, options?: ErrorOptions) => Error;
    userNotFound(userId: number, options?: ErrorOptions): Error;
    isBusinessError(error: unknown, code?: number): boolean;
  }

  test('a business error has a code, a message and its cause, and is told from the rest', async () => {
    const { errorCodes, BusinessError, userNotFound, isBusinessError } = await load<Exports>('tw-errors');
    const cause = new Error('no row');
    const error = userNotFound(7, { cause });
    expect(error).toBeInstanceOf(BusinessError);
    expect(error).toMatchObject({ name: 'BusinessError', code: 1001, message: 'user 7 not found', cause });
    expect(error.stack).toContain('BusinessError: user 7 not found');
    expect(isBusinessError(error)).toBe(true);
    expect(isBusinessError(error, errorCodes.userNotFound)).toBe(true);
    expect(isBusinessError(error, errorCodes.invalidParam)).toBe(false);
    expect(isBusinessError(Object.assign(new Error('no'), { code: 1001 }))).toBe(false);
  });
});

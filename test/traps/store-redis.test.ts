import { Redis, type RedisOptions } from 'ioredis';
import { createClient, TimeoutError } from 'redis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { closedPort, outcome, rejection, runScript, silentServer } from './support';
import { redisServer } from './support-wire';

const handshake = { HELLO: '%1\r\n+proto\r\n:3\r\n', CLIENT: '+OK\r\n', INFO: '$12\r\nredis_mode:x\r\n' };

describe('ioredis', () => {
  function client(port: number, options: Omit<RedisOptions, 'replyMapping'> = {}): Redis {
    const made = new Redis(port, '127.0.0.1', options);
    made.on('error', () => undefined);
    onTestFinished(() => made.disconnect());
    return made;
  }

  test('connects within 10 s, repeats a command 20 times, queues while offline, and has no command timeout', async () => {
    const { options } = client(await closedPort(), { lazyConnect: true });
    expect(options).toMatchObject({ connectTimeout: 10_000, maxRetriesPerRequest: 20, enableOfflineQueue: true });
    expect(options.commandTimeout).toBeUndefined();
    expect(options.socketTimeout).toBeUndefined();
  });

  test('a command that nobody answers waits for ever; `commandTimeout` bounds it, before and after it was sent', async () => {
    const answering = await redisServer(handshake);
    const ready = client(answering);
    await new Promise((resolve) => ready.once('ready', resolve));
    expect(await outcome(ready.get('key'), 250)).toBe('pending');
    const { port } = await silentServer();
    expect(await outcome(client(port).get('key'), 250)).toBe('pending');
    for (const bounded of [client(answering, { commandTimeout: 100 }), client(port, { commandTimeout: 100 })]) {
      expect(await rejection(bounded.get('key'))).toMatchObject({ message: 'Command timed out' });
    }
  });

  test('`socketTimeout` ends a connection that owes an answer', async () => {
    const ready = client(await redisServer(handshake), {
      socketTimeout: 100,
      maxRetriesPerRequest: 0,
      retryStrategy: () => null,
    });
    await new Promise((resolve) => ready.once('ready', resolve));
    expect(await outcome(ready.get('key'), 2000)).toBe('rejected');
  });

  test('`maxRetriesPerRequest` ends a command after so many reconnects; null never does', async () => {
    const port = await closedPort();
    const retryStrategy = () => 1;
    const bounded = client(port, { maxRetriesPerRequest: 2, retryStrategy });
    expect(await rejection(bounded.get('key'))).toMatchObject({ name: 'MaxRetriesPerRequestError' });
    const unbounded = client(port, { maxRetriesPerRequest: null, retryStrategy });
    expect(await outcome(unbounded.get('key'), 250)).toBe('pending');
  });

  test('reconnects after 50 ms, doubling up to 5 s, with up to 200 ms of jitter, for ever', async () => {
    const { options } = client(await closedPort(), { lazyConnect: true });
    const delays = [1, 2, 5, 50].map((times) => Number(options.retryStrategy?.(times)));
    for (const [index, least] of [50, 100, 800, 5000].entries()) {
      expect(delays[index]).toBeGreaterThanOrEqual(least);
      expect(delays[index]).toBeLessThan(least + 200);
    }
  });

  test('without an "error" listener it logs and lives on', async () => {
    const { code, stderr } = await runScript(`
      import { Redis } from 'ioredis';
      new Redis({ host: '127.0.0.1', port: ${await closedPort()}, retryStrategy: () => null });
      setTimeout(() => process.exit(0), 300);
    `);
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('Unhandled error event') });
  });
});

describe('redis', () => {
  test('a command has a timeout of 5 s by default, and so has connecting', async () => {
    const client = createClient();
    expect(client).toMatchObject({ _commandOptions: { timeout: 5000 } });
    const { port } = await silentServer();
    const bounded = createClient({
      socket: { host: '127.0.0.1', port, reconnectStrategy: false },
      commandOptions: { timeout: 100 },
    });
    bounded.on('error', () => undefined);
    onTestFinished(() => bounded.destroy());
    expect(await outcome(bounded.connect(), 250)).toBe('pending');
  });

  test('the timeout of a command bounds its wait to be sent', async () => {
    const client = createClient({
      socket: { host: '127.0.0.1', port: await closedPort(), reconnectStrategy: () => 20 },
      commandOptions: { timeout: 100 },
    });
    client.on('error', () => undefined);
    onTestFinished(() => client.destroy());
    void client.connect().catch(() => undefined);
    expect(await rejection(client.get('key'))).toBeInstanceOf(TimeoutError);
  });

  test('once sent, a command that nobody answers waits for ever, whatever its timeout and its signal say', async () => {
    const commands: string[] = [];
    const client = createClient({
      socket: { host: '127.0.0.1', port: await redisServer(handshake, commands), reconnectStrategy: false },
      commandOptions: { timeout: 50 },
    });
    client.on('error', () => undefined);
    onTestFinished(() => client.destroy());
    await client.connect();
    expect(await outcome(client.get('key'), 250)).toBe('pending');
    expect(commands).toContain('GET');
    expect(await outcome(client.withAbortSignal(AbortSignal.timeout(50)).get('key'), 250)).toBe('pending');
  });

  test('`socket.socketTimeout` ends a connection without traffic, and its commands with it', async () => {
    const client = createClient({
      socket: { host: '127.0.0.1', port: await redisServer(handshake), socketTimeout: 100, reconnectStrategy: false },
    });
    client.on('error', () => undefined);
    await client.connect();
    expect(await outcome(client.get('key'), 2000)).toBe('rejected');
  });

  test('without an "error" listener connect() rejects instead of trying again', async () => {
    const client = createClient({ socket: { host: '127.0.0.1', port: await closedPort() } });
    expect(await rejection(client.connect())).toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('without an "error" listener a connection that breaks ends the process', async () => {
    const port = await redisServer({ ...handshake, GET: (socket) => socket.resetAndDestroy() });
    const { code, stderr } = await runScript(`
      import { createClient } from 'redis';
      const client = createClient({ socket: { host: '127.0.0.1', port: ${port} } });
      await client.connect();
      client.get('key').catch(() => undefined);
      setTimeout(() => process.exit(0), 3000);
    `);
    expect(code).toBe(1);
    expect(stderr).toContain('ECONNRESET');
  });
});

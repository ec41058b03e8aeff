import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { emit, load } from './harness';
import { closedPort, serveTcp, until } from './loopback';

describe('tw-health', () => {
  interface Exports {
    createHealthServer(
      checks: Readonly<Record<string, (signal: AbortSignal) => Promise<unknown>>>,
      stopping: AbortSignal,
      onError: (what: string, error: unknown) => void,
    ): Server;
  }

  const setUp = async (checks: Parameters<Exports['createHealthServer']>[0]) => {
    const { createHealthServer } = await load<Exports>('tw-health', { 1: '60' });
    const stopping = new AbortController();
    const failures: string[] = [];
    const server = createHealthServer(checks, stopping.signal, (what, error) => failures.push(`${what}: ${error}`));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const get = async (path: string): Promise<[number, unknown]> => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`);
      return [response.status, await response.json()];
    };
    return { get, stopping, failures, server };
  };

  test('it is ready while all checks pass, and until the process stops', async () => {
    const { get, stopping } = await setUp({ store: async () => {} });
    expect(await get('/health')).toEqual([200, { status: 'ok' }]);
    expect(await get('/ready')).toEqual([200, { status: 'ready', checks: { store: true } }]);
    expect(await get('/elsewhere')).toEqual([404, { status: 'unknown' }]);
    stopping.abort();
    expect(await get('/ready')).toEqual([503, { status: 'stopping' }]);
    expect(await get('/health')).toEqual([200, { status: 'ok' }]);
  });

  test('a check that fails, throws or hangs makes it unready; why is told to us alone', async () => {
    const { get, failures } = await setUp({
      store: async () => {},
      cache: () => Promise.reject(new Error('10.0.0.7 refused')),
      queue: () => new Promise(() => {}),
      broken: () => {
        throw new Error('a bug');
      },
    });
    const checks = { store: true, cache: false, queue: false, broken: false };
    expect(await get('/ready')).toEqual([503, { status: 'not ready', checks }]);
    expect(failures.sort()).toEqual([
      'broken: Error: a bug',
      'cache: Error: 10.0.0.7 refused',
      expect.stringMatching(/^queue: TimeoutError/),
    ]);
    expect((await get('/health'))[0]).toBe(200);
  });

  test('a port that is taken is reported', async () => {
    const { server } = await setUp({});
    const other = await setUp({});
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => other.server.close(resolve));
    other.server.listen(port, '127.0.0.1');
    await until(() => other.failures.length > 0);
    expect(other.failures[0]).toContain('EADDRINUSE');
  });
});

describe('tw-shutdown', () => {
  /** A process with a server whose `/slow` takes 200 ms and whose `/never` does not answer; it tells what happens. */
  const program = `
    import { createServer } from 'node:http';
    const tell = (text) => process.stdout.write(text + '\\n');
    const server = createServer((request, response) => {
      tell('request ' + request.url);
      if (request.url === '/slow') setTimeout(() => response.end('slow answer'), 200);
      else if (request.url !== '/never') response.end('answer');
    });
    // Told once the listener is closed, which happens in the same turn.
    stoppingSignal.addEventListener('abort', () => queueMicrotask(() => tell('stopping')));
    shutdownOnSignal(server, async () => {
      tell('resources');
      if (process.argv[2] === 'broken') throw new Error('the pool is stuck');
    }, (message) => tell(message));
    server.listen(0, '127.0.0.1', () => tell('port ' + server.address().port));
    if (process.argv[2] === 'busy') setInterval(() => {}, 1000);
  `;

  const start = async (deadlineMs: string, mode = '') => {
    const path = emit('tw-shutdown', { 1: deadlineMs, 2: '10' }, program);
    const child: ChildProcess = spawn(process.execPath, [path, mode], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const told: string[] = [];
    if (child.stdout) createInterface(child.stdout).on('line', (line) => told.push(line));
    const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
    await until(() => told.length > 0);
    const port = Number(told[0]?.split(' ')[1]);
    return { child, told, ended, port, origin: `http://127.0.0.1:${port}` };
  };

  test('finishes what is under way, accepts nothing new, closes the resources last', async () => {
    const { child, told, ended, origin, port } = await start('3000');
    // Kept alive, and idle when the signal comes.
    expect(await (await fetch(`${origin}/`)).text()).toBe('answer');
    const answer = fetch(`${origin}/slow`).then((response) => response.text());
    await until(() => told.includes('request /slow'));
    child.kill('SIGTERM');
    await until(() => told.includes('stopping'));
    const [refusal] = await once(connect(port, '127.0.0.1'), 'error');
    expect(refusal).toMatchObject({ code: 'ECONNREFUSED' });
    expect(await answer).toBe('slow answer');
    expect(await ended).toEqual([0, null]);
    expect(told.slice(-2)).toEqual(['stopping', 'resources']);
  });

  test('gives up at its deadline', async () => {
    const { child, told, ended, origin } = await start('300');
    fetch(`${origin}/never`).catch(() => {});
    await until(() => told.includes('request /never'));
    child.kill('SIGINT');
    expect(await ended).toEqual([1, null]);
    expect(told.slice(-2)).toEqual(['stopping', 'shutdown gave up after 300 ms']);
  });

  test('ends a process that something else keeps alive', async () => {
    const { child, told, ended } = await start('200', 'busy');
    child.kill('SIGTERM');
    expect(await ended).toEqual([1, null]);
    expect(told.slice(-2)).toEqual(['resources', 'shutdown gave up after 200 ms']);
  });

  test('resources that cannot be closed make it fail, at once', async () => {
    const { child, told, ended } = await start('5000', 'broken');
    child.kill('SIGTERM');
    expect(await ended).toEqual([1, null]);
    expect(told.at(-1)).toBe('shutdown failed');
  });
});

describe('tw-config-reload', () => {
  interface Config {
    readonly requestTimeoutMs: number;
  }
  interface Exports {
    watchConfig(
      path: string,
      onChange: (config: Config) => void,
      onError: (error: Error) => void,
      signal: AbortSignal,
    ): Promise<() => Config>;
  }

  const setUp = async () => {
    const directory = mkdtempSync(join(tmpdir(), 'thriftwise-config-'));
    const stop = new AbortController();
    onTestFinished(() => {
      stop.abort();
      rmSync(directory, { recursive: true });
    });
    const path = join(directory, 'config.json');
    const write = (text: string, to = path): void => writeFileSync(to, text);
    write('{"requestTimeoutMs": 1}');
    const { watchConfig } = await load<Exports>('tw-config-reload', { 2: '20' });
    const changes: Config[] = [];
    const errors: Error[] = [];
    const watch = (file = path): Promise<() => Config> =>
      watchConfig(
        file,
        (config) => changes.push(config),
        (error) => errors.push(error),
        stop.signal,
      );
    return { directory, path, write, watch, changes, errors, stop };
  };

  test('a change comes through once; a broken file leaves the last good value', async () => {
    const { write, watch, changes, errors } = await setUp();
    const config = await watch();
    expect(config()).toEqual({ requestTimeoutMs: 1 });
    write('{"requestTimeoutMs": 2}');
    await until(() => config().requestTimeoutMs === 2);
    write('{"requestTimeoutMs": ');
    await until(() => errors.length === 1);
    expect(errors[0]).toMatchObject({ cause: expect.any(SyntaxError) });
    write('{"requestTimeoutMs": -5}');
    await until(() => errors.length === 2);
    expect(errors[1]).toMatchObject({ cause: { name: 'ZodError' } });
    expect(config()).toEqual({ requestTimeoutMs: 2 });
    write('{"requestTimeoutMs": 3}');
    await until(() => config().requestTimeoutMs === 3);
    expect(changes).toEqual([{ requestTimeoutMs: 2 }, { requestTimeoutMs: 3 }]);
  });

  test('a file that is replaced is followed, by rename and as Kubernetes does it, by a link', async () => {
    const { directory, path, write, watch } = await setUp();
    const config = await watch();
    write('{"requestTimeoutMs": 2}', `${path}.new`);
    renameSync(`${path}.new`, path);
    await until(() => config().requestTimeoutMs === 2);
    const linked = join(directory, 'linked.json');
    symlinkSync(path, linked);
    const throughLink = await watch(linked);
    write('{"requestTimeoutMs": 3}', join(directory, 'next.json'));
    symlinkSync(join(directory, 'next.json'), `${linked}.new`);
    renameSync(`${linked}.new`, linked);
    await until(() => throughLink().requestTimeoutMs === 3);
  });

  test('a change before the watch begins is not lost', async () => {
    const { path, write, watch } = await setUp();
    const watching = watch();
    write('{"requestTimeoutMs": 2}', `${path}.new`);
    renameSync(`${path}.new`, path);
    const config = await watching;
    await until(() => config().requestTimeoutMs === 2);
  });

  test('a file that is broken at the start is an error', async () => {
    const { write, watch } = await setUp();
    write('{}');
    await expect(watch()).rejects.toMatchObject({ name: 'ZodError' });
  });

  test('the watch ends with its signal', async () => {
    const { write, watch, changes, errors, stop } = await setUp();
    const config = await watch();
    stop.abort();
    write('{"requestTimeoutMs": 2}');
    await delay(100);
    expect([config(), changes, errors]).toEqual([{ requestTimeoutMs: 1 }, [], []]);
  });
});

describe('tw-diagnose', () => {
  interface Exports {
    diagnose(
      host: string,
      port: number,
      ping: (signal: AbortSignal) => Promise<unknown>,
    ): Promise<readonly { readonly name: string; readonly tookMs: number; readonly error?: unknown }[]>;
  }
  const ping = async (): Promise<void> => {};

  test('names each step of a connection that works', async () => {
    const { diagnose } = await load<Exports>('tw-diagnose');
    const steps = await diagnose('127.0.0.1', await serveTcp(() => {}), ping);
    expect(steps.map(({ name }) => name)).toEqual(['dns', 'tcp', 'ping']);
    for (const step of steps) {
      expect(step).not.toHaveProperty('error');
      expect(step.tookMs).toBeGreaterThanOrEqual(0);
    }
  });

  test('stops at the first step that fails', async () => {
    const { diagnose } = await load<Exports>('tw-diagnose', { 1: '60' });
    const refused = await diagnose('127.0.0.1', await closedPort(), ping);
    expect(refused.at(-1)).toMatchObject({ name: 'tcp', error: { code: 'ECONNREFUSED' } });
    const port = await serveTcp(() => {});
    const failing = await diagnose('127.0.0.1', port, () => Promise.reject(new Error('no such method')));
    expect(failing.at(-1)).toMatchObject({ name: 'ping', error: { message: 'no such method' } });
    const hanging = await diagnose('127.0.0.1', port, () => new Promise(() => {}));
    expect(hanging.at(-1)).toMatchObject({ name: 'ping', error: { name: 'TimeoutError' } });
    // `.invalid` never resolves; where nobody answers even that, the deadline does.
    const unknown = await diagnose('host.invalid.', port, ping);
    expect(unknown).toMatchObject([{ name: 'dns', error: expect.anything() }]);
  });
});

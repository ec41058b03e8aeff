import ky from 'ky';
import nodeFetch from 'node-fetch';
import { Agent, Client, RetryAgent, request, fetch as undiciFetch } from 'undici';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { elapsedMs, httpServer, outcome, rejection, silentServer, trickle } from './support';

afterEach(() => {
  vi.restoreAllMocks();
});

/** A fetch of any make, called with options that its types do not know. */
type Fetch = (url: string, options: object) => Promise<{ status: number; text(): Promise<string> }>;

const makes: [string, Fetch][] = [
  ['global fetch', (url, options) => fetch(url, options)],
  ['undici', (url, options) => undiciFetch(url, options)],
  ['node-fetch', (url, options) => nodeFetch(url, options)],
];

describe.each(makes)('%s', (_name, call) => {
  test('ignores `timeout`', async () => {
    const { url } = await silentServer();
    const controller = new AbortController();
    onTestFinished(() => controller.abort());
    expect(await outcome(call(url, { timeout: 50, signal: controller.signal }), 250)).toBe('pending');
  });

  test('resolves on 503', async () => {
    const { url } = await httpServer((_request, response) => response.writeHead(503).end());
    expect((await call(url, {})).status).toBe(503);
  });

  test('`signal` bounds the wait for headers and the body', async () => {
    const silent = await silentServer();
    expect(await rejection(call(silent.url, { signal: AbortSignal.timeout(50) }))).toMatchObject({
      name: expect.stringMatching(/TimeoutError|AbortError/),
    });
    const slow = await httpServer(trickle(20, 1000));
    const response = await call(slow.url, { signal: AbortSignal.timeout(150) });
    expect(await outcome(response.text(), 2000)).toBe('rejected');
  });

  test('does not retry', async () => {
    const { url, requests } = await httpServer((request) => request.socket.destroy());
    await rejection(call(url, {}));
    expect(requests()).toBe(1);
  });
});

test('an AbortSignal.timeout() made once is over for every later call', async () => {
  const { url } = await httpServer((_request, response) => response.end('ok'));
  const signal = AbortSignal.timeout(500);
  expect((await fetch(url, { signal })).status).toBe(200);
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  expect(await rejection(fetch(url, { signal }))).toMatchObject({ name: 'TimeoutError' });
});

describe('undici', () => {
  test('waits 300 s for headers and as long between parts of a body, by default', async () => {
    const client = new Client('http://127.0.0.1:1');
    onTestFinished(() => client.destroy());
    const bounds = Object.getOwnPropertySymbols(client).map(({ description = '' }) => description);
    const value = (name: string) =>
      Reflect.get(client, Object.getOwnPropertySymbols(client)[bounds.indexOf(name)] ?? '');
    expect(value('headers timeout')).toBe(300_000);
    expect(value('body timeout')).toBe(300_000);
  });

  test('`headersTimeout` ends the wait for headers; `bodyTimeout` is idle only', async () => {
    const dispatcher = new Agent({ headersTimeout: 100, bodyTimeout: 100 });
    onTestFinished(() => dispatcher.destroy());
    const silent = await silentServer();
    // undici looks at such timers about every half second.
    expect(await rejection(request(silent.url, { dispatcher }))).toMatchObject({ code: 'UND_ERR_HEADERS_TIMEOUT' });
    const slow = await httpServer(trickle(50, 15));
    const { body } = await request(slow.url, { dispatcher });
    expect(await body.text()).toHaveLength(15);
  });

  test('`connections` is unlimited by default', async () => {
    const open: (() => void)[] = [];
    const { url, server } = await httpServer((_request, response) => open.push(() => response.end()));
    let connections = 0;
    server.on('connection', () => {
      connections += 1;
    });
    const dispatcher = new Agent();
    onTestFinished(() => dispatcher.destroy());
    const calls = Array.from({ length: 30 }, () => request(url, { dispatcher }).then(({ body }) => body.dump()));
    await vi.waitFor(() => expect(open).toHaveLength(30), 5000);
    expect(connections).toBe(30);
    for (const answer of open) answer();
    await Promise.all(calls);
  });

  test('RetryAgent retries GET up to `maxRetries`, and never POST', async () => {
    const { url, requests } = await httpServer((_request, response) => response.writeHead(503).end());
    const agent = new Agent();
    onTestFinished(() => agent.destroy());
    const dispatcher = new RetryAgent(agent, { maxRetries: 2, minTimeout: 1 });
    await request(url, { dispatcher }).catch(() => undefined);
    expect(requests()).toBe(3);
    await request(url, { dispatcher, method: 'POST', body: 'x' }).catch(() => undefined);
    expect(requests()).toBe(4);
  });
});

describe('ky', () => {
  test('waits 10 s for headers by default', async () => {
    const { url } = await httpServer((_request, response) => response.end('ok'));
    const timers = vi.spyOn(globalThis, 'setTimeout');
    await ky(url).text();
    expect(timers.mock.calls.map(([, ms]) => ms)).toContain(10_000);
  });

  test('`timeout` bounds the wait for headers, not the body', async () => {
    const silent = await silentServer();
    expect(await rejection(ky(silent.url, { timeout: 50 }))).toMatchObject({ name: 'TimeoutError' });
    const slow = await httpServer(trickle(30, 15));
    expect(await elapsedMs(() => ky(slow.url, { timeout: 100 }).text())).toBeGreaterThan(350);
    expect(await ky(slow.url, { timeout: 100 }).text()).toHaveLength(15);
  });

  test('`timeout: false` waits for ever', async () => {
    const { url } = await silentServer();
    const controller = new AbortController();
    onTestFinished(() => controller.abort());
    expect(await outcome(ky(url, { timeout: false, signal: controller.signal }), 220)).toBe('pending');
  });

  test('rejects on 503, retries it twice for GET and never for POST', async () => {
    const { url, requests } = await httpServer((_request, response) => response.writeHead(503).end());
    const retry = { delay: () => 1 };
    expect(await rejection(ky(url, { retry }))).toMatchObject({ name: 'HTTPError' });
    expect(requests()).toBe(3);
    await rejection(ky.post(url, { retry }));
    expect(requests()).toBe(4);
  });

  test('does not retry its own timeouts, and each attempt has the whole `timeout`', async () => {
    let held = 0;
    const { url, requests } = await httpServer((_request, response) => {
      held += 1;
      setTimeout(() => response.writeHead(503).end(), 120);
    });
    await rejection(ky(url, { timeout: 250, retry: { delay: () => 1 } }));
    expect(held).toBe(3);
    expect(requests()).toBe(3);
    const silent = await silentServer();
    const { name } = Object(await rejection(ky(silent.url, { timeout: 50, retry: 5 })));
    expect(name).toBe('TimeoutError');
  });
});

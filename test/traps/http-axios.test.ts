import axios, { AxiosError } from 'axios';
import axiosRetry, { exponentialDelay } from 'axios-retry';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { closedPort, elapsedMs, httpServer, outcome, rejection, silentServer, trickle } from './support';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('axios', () => {
  test('has no timeout by default', async () => {
    expect(axios.defaults.timeout).toBe(0);
    expect(axios.create().defaults.timeout).toBe(0);
    const { url } = await silentServer();
    const controller = new AbortController();
    onTestFinished(() => controller.abort());
    expect(await outcome(axios.get(url, { signal: controller.signal }), 220)).toBe('pending');
  });

  test('`timeout` bounds the wait for headers', async () => {
    const { url } = await silentServer();
    for (const maxRedirects of [5, 0]) {
      expect(await rejection(axios.get(url, { timeout: 50, maxRedirects }))).toMatchObject({ code: 'ECONNABORTED' });
    }
    const clear = { timeout: 50, transitional: { clarifyTimeoutError: true } };
    expect(await rejection(axios.get(url, clear))).toMatchObject({ code: AxiosError.ETIMEDOUT });
  });

  test('`timeout` is idle only once the headers came: a body that trickles takes as long as it likes', async () => {
    const { url } = await httpServer(trickle(100, 9));
    const ms = await elapsedMs(async () => {
      const { data } = await axios.get(url, { timeout: 300 });
      expect(data).toHaveLength(9);
    });
    expect(ms).toBeGreaterThan(700);
  });

  test('with `adapter: "fetch"`, `timeout` bounds the whole', async () => {
    const { url } = await httpServer(trickle(100, 50));
    expect(await rejection(axios.get(url, { timeout: 300, adapter: 'fetch' }))).toMatchObject({ code: 'ETIMEDOUT' });
  });

  test('a body that stops is ended by `timeout`', async () => {
    const { url } = await httpServer((_request, response) => {
      response.writeHead(200, { 'content-length': 10 });
      response.write('.');
    });
    expect(await outcome(axios.get(url, { timeout: 100 }), 2000)).toBe('rejected');
  });

  test('`signal` bounds the whole', async () => {
    const { url } = await httpServer(trickle(20, 1000));
    const reason = await rejection(axios.get(url, { signal: AbortSignal.timeout(150) }));
    expect(reason).toMatchObject({ code: 'ERR_CANCELED' });
  });

  test('the timeout of an instance holds for its calls, and `timeout: 0` at a call switches it off', async () => {
    const { url } = await silentServer();
    const instance = axios.create({ timeout: 50 });
    expect(await rejection(instance.get(url))).toMatchObject({ code: 'ECONNABORTED' });
    const controller = new AbortController();
    onTestFinished(() => controller.abort());
    expect(await outcome(instance.get(url, { timeout: 0, signal: controller.signal }), 220)).toBe('pending');
  });

  test('`axios.defaults.timeout` holds for axios itself and for instances made later, not for those made before', async () => {
    const before = axios.create();
    axios.defaults.timeout = 50;
    onTestFinished(() => {
      axios.defaults.timeout = 0;
    });
    expect(axios.create().defaults.timeout).toBe(50);
    expect(before.defaults.timeout).toBe(0);
    const { url } = await silentServer();
    expect(await rejection(axios.get(url))).toMatchObject({ code: 'ECONNABORTED' });
  });

  test('a request interceptor can set the timeout', async () => {
    const instance = axios.create();
    instance.interceptors.request.use((config) => ({ ...config, timeout: 50 }));
    const { url } = await silentServer();
    expect(await rejection(instance.get(url))).toMatchObject({ code: 'ECONNABORTED' });
  });

  test('rejects on 503 and does not retry', async () => {
    const { url, requests } = await httpServer((_request, response) => response.writeHead(503).end());
    expect(await rejection(axios.get(url))).toMatchObject({ code: 'ERR_BAD_RESPONSE', response: { status: 503 } });
    expect(requests()).toBe(1);
    expect((await axios.get(url, { validateStatus: () => true })).status).toBe(503);
  });
});

describe('axios-retry', () => {
  test('retries 3 times without a delay', async () => {
    const { url, requests } = await httpServer((_request, response) => response.writeHead(503).end());
    const client = axios.create();
    const delays: (number | undefined)[] = [];
    axiosRetry(client);
    const timers = vi.spyOn(globalThis, 'setTimeout');
    await rejection(client.get(url));
    for (const [, ms] of timers.mock.calls) delays.push(ms);
    expect(requests()).toBe(4);
    expect(delays.filter((ms) => ms !== undefined && ms > 0)).toEqual([]);
  });

  test('retries any method when the network fails, and POST not when the server answers 503', async () => {
    const client = axios.create();
    axiosRetry(client);
    const broken = await httpServer((request) => request.socket.destroy());
    await rejection(client.post(broken.url, { amount: 100 }));
    expect(broken.requests()).toBe(4);
    const busy = await httpServer((_request, response) => response.writeHead(503).end());
    await rejection(client.post(busy.url, { amount: 100 }));
    expect(busy.requests()).toBe(1);
  });

  test('does not retry a timeout, unless `clarifyTimeoutError` gives it another code', async () => {
    const silent = await httpServer(() => undefined);
    const client = axios.create({ timeout: 60 });
    axiosRetry(client, { shouldResetTimeout: true });
    await rejection(client.get(silent.url));
    expect(silent.requests()).toBe(1);
    await rejection(client.get(silent.url, { transitional: { clarifyTimeoutError: true } }));
    expect(silent.requests()).toBe(5);
  });

  test('without `shouldResetTimeout` all attempts share one `timeout`', async () => {
    const slow = await httpServer((_request, response) => setTimeout(() => response.writeHead(503).end(), 120));
    const shared = axios.create({ timeout: 300 });
    axiosRetry(shared);
    await rejection(shared.get(slow.url));
    expect(slow.requests()).toBeLessThan(4);
    const before = slow.requests();
    const own = axios.create({ timeout: 300 });
    axiosRetry(own, { shouldResetTimeout: true });
    await rejection(own.get(slow.url));
    expect(slow.requests() - before).toBe(4);
  });

  test('honours Retry-After', async () => {
    const { url } = await httpServer((_request, response) => response.writeHead(503, { 'retry-after': '1' }).end());
    const client = axios.create();
    axiosRetry(client, { retries: 1 });
    expect(await elapsedMs(() => client.get(url))).toBeGreaterThan(900);
  });

  test('exponentialDelay doubles from 200 ms and adds up to a fifth', () => {
    for (const retry of [1, 2, 3, 4]) {
      const delay = exponentialDelay(retry);
      expect(delay).toBeGreaterThanOrEqual(2 ** retry * 100);
      expect(delay).toBeLessThanOrEqual(2 ** retry * 120);
    }
  });

  test('a signal that is over ends the retries', async () => {
    const client = axios.create({ signal: AbortSignal.timeout(100) });
    axiosRetry(client, { retries: 1000, retryDelay: () => 20 });
    expect(await outcome(client.get(`http://127.0.0.1:${await closedPort()}`), 2000)).toBe('rejected');
  });
});

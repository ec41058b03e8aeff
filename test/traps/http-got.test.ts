import got, { TimeoutError } from 'got';
import superagent from 'superagent';
import { describe, expect, onTestFinished, test } from 'vitest';
import { elapsedMs, httpServer, outcome, rejection, silentServer, trickle } from './support';

describe('got', () => {
  test('has no timeout by default', async () => {
    expect(Object.values(got.defaults.options.timeout).filter((ms) => ms !== undefined)).toEqual([]);
    const { url } = await silentServer();
    const controller = new AbortController();
    onTestFinished(() => controller.abort());
    expect(await outcome(got(url, { signal: controller.signal }), 220)).toBe('pending');
  });

  test('`timeout.request` bounds the whole of one attempt, the body included', async () => {
    const { url } = await httpServer(trickle(20, 1000));
    const reason = await rejection(got(url, { timeout: { request: 150 }, retry: { limit: 0 } }));
    expect(reason).toBeInstanceOf(TimeoutError);
    expect(reason).toMatchObject({ code: 'ETIMEDOUT', event: 'request' });
  });

  test('`timeout.response` ends with the headers, `timeout.socket` is idle only', async () => {
    const { url } = await httpServer(trickle(40, 12));
    expect(await got(url, { timeout: { response: 200 } }).text()).toHaveLength(12);
    expect(await got(url, { timeout: { socket: 200 } }).text()).toHaveLength(12);
  });

  test('a number for `timeout` is refused since 12', async () => {
    const { url } = await silentServer();
    const options: object = { timeout: 50 };
    expect(await rejection(got(url, options))).toMatchObject({ message: expect.stringContaining("Option 'timeout'") });
  });

  test('retries twice by default, timeouts too, and neither POST nor PATCH', async () => {
    const { limit, methods } = got.defaults.options.retry;
    expect(limit).toBe(2);
    expect(methods).toEqual(['GET', 'PUT', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE']);
    const busy = await httpServer((_request, response) => response.writeHead(503).end());
    const retry = { backoffLimit: 1 };
    expect(await rejection(got(busy.url, { retry }))).toMatchObject({ code: 'ERR_NON_2XX_3XX_RESPONSE' });
    expect(busy.requests()).toBe(3);
    await rejection(got.post(busy.url, { retry }));
    expect(busy.requests()).toBe(4);
    const silent = await httpServer(() => undefined);
    const ms = await elapsedMs(() => got(silent.url, { retry, timeout: { request: 100 } }));
    expect(silent.requests()).toBe(3);
    expect(ms).toBeGreaterThan(280);
  });

  test('waits 1 s and then 2 s between attempts', () => {
    const { calculateDelay, backoffLimit, noise } = got.defaults.options.retry;
    expect(calculateDelay).toBeTypeOf('function');
    expect(backoffLimit).toBe(Number.POSITIVE_INFINITY);
    expect(noise).toBe(100);
  });
});

describe('superagent', () => {
  test('has no timeout by default', async () => {
    const { url } = await silentServer();
    const call = superagent.get(url);
    onTestFinished(() => void call.abort());
    expect(await outcome(Promise.resolve(call), 220)).toBe('pending');
  });

  test('`timeout(ms)` and `timeout({ deadline })` bound the whole, `timeout({ response })` the wait for the first byte', async () => {
    const endless = await httpServer(trickle(20, 1000));
    for (const bound of [150, { deadline: 150 }]) {
      const reason = await rejection(Promise.resolve(superagent.get(endless.url).timeout(bound)));
      expect(reason).toMatchObject({ code: 'ECONNABORTED', errno: 'ETIME' });
    }
    const slow = await httpServer(trickle(40, 12));
    expect((await superagent.get(slow.url).timeout({ response: 200 })).status).toBe(200);
    const silent = await silentServer();
    const reason = await rejection(Promise.resolve(superagent.get(silent.url).timeout({ response: 50 })));
    expect(reason).toMatchObject({ code: 'ECONNABORTED', errno: 'ETIMEDOUT' });
  });

  test('does not retry by default; `retry(n)` retries any method without a delay', async () => {
    const { url, requests } = await httpServer((_request, response) => response.writeHead(503).end());
    await rejection(Promise.resolve(superagent.get(url)));
    expect(requests()).toBe(1);
    const ms = await elapsedMs(async () => superagent.post(url).send({ amount: 100 }).retry(3));
    expect(requests()).toBe(5);
    expect(ms).toBeLessThan(1000);
  });

  test('timeouts are retried, and each attempt has the whole `deadline`', async () => {
    const { url, requests } = await httpServer(() => undefined);
    const ms = await elapsedMs(async () => superagent.post(url).timeout({ deadline: 100 }).retry(2));
    expect(requests()).toBe(3);
    expect(ms).toBeGreaterThan(280);
  });

  test('rejects on 503', async () => {
    const { url } = await httpServer((_request, response) => response.writeHead(503).end());
    expect(await rejection(Promise.resolve(superagent.get(url)))).toMatchObject({ status: 503 });
  });
});

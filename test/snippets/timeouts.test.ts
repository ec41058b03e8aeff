import { setTimeout as delay } from 'node:timers/promises';
import type { RequestInit, Response } from 'undici';
import { describe, expect, test } from 'vitest';
import { load } from './harness';
import { serveHttp, serveTcp } from './loopback';

describe('tw-timeouts', () => {
  interface Exports {
    boundedFetch(url: string | URL, init?: RequestInit): Promise<Response>;
  }
  const quick = { 1: '100', 2: '200' };

  test('a quick answer comes through', async () => {
    const url = await serveHttp((_request, response) => void response.end('hello'));
    const { boundedFetch } = await load<Exports>('tw-timeouts');
    expect(await (await boundedFetch(url)).text()).toBe('hello');
  });

  test('the connect layer ends a handshake that nobody answers', async () => {
    const port = await serveTcp(() => {});
    const { boundedFetch } = await load<Exports>('tw-timeouts', quick);
    await expect(boundedFetch(`https://127.0.0.1:${port}`)).rejects.toMatchObject({
      cause: { code: 'UND_ERR_CONNECT_TIMEOUT' },
    });
  });

  test('the read layer ends a wait for the headers', async () => {
    const url = await serveHttp(() => {});
    const { boundedFetch } = await load<Exports>('tw-timeouts', quick);
    await expect(boundedFetch(url)).rejects.toMatchObject({ cause: { code: 'UND_ERR_HEADERS_TIMEOUT' } });
  });

  test('the request layer ends a body that trickles for ever', async () => {
    const url = await serveHttp((_request, response) => {
      const trickle = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(trickle));
    });
    const { boundedFetch } = await load<Exports>('tw-timeouts', { 3: '300' });
    const response = await boundedFetch(url);
    await expect(response.text()).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test("the caller's signal ends it earlier", async () => {
    const url = await serveHttp(() => {});
    const { boundedFetch } = await load<Exports>('tw-timeouts');
    const reason = new Error('the caller left');
    const caller = new AbortController();
    const answer = boundedFetch(url, { signal: caller.signal });
    caller.abort(reason);
    await expect(answer).rejects.toBe(reason);
  });
});

describe('tw-timeout-adaptive', () => {
  interface Exports {
    createAdaptiveTimeout(): {
      run<T>(call: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T>;
      timeoutMs(): number;
    };
  }

  const hang = (signal: AbortSignal): Promise<never> =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

  test('starts with the default and follows the P95 of what succeeds', async () => {
    const { createAdaptiveTimeout } = await load<Exports>('tw-timeout-adaptive');
    const { run, timeoutMs } = createAdaptiveTimeout();
    expect(timeoutMs()).toBe(3000);
    for (let count = 0; count < 20; count += 1) await run(async () => 'quick');
    expect(timeoutMs()).toBeLessThan(700);
    // One of 21 is an outlier that the P95 leaves out; two of 22 are not.
    await run(() => delay(400));
    expect(timeoutMs()).toBeLessThan(700);
    await run(() => delay(400));
    expect(timeoutMs()).toBeGreaterThanOrEqual(1290);
    expect(timeoutMs()).toBeLessThan(3000);
  });

  test('forgets what lies outside its window, and never exceeds the maximum', async () => {
    const { createAdaptiveTimeout } = await load<Exports>('tw-timeout-adaptive', { 1: '4', 3: '250', 4: '10' });
    const { run, timeoutMs } = createAdaptiveTimeout();
    await run(() => delay(150));
    expect(timeoutMs()).toBe(250);
    for (let count = 0; count < 4; count += 1) await run(async () => 'quick');
    expect(timeoutMs()).toBeLessThan(250);
  });

  test('aborts what takes longer, and grows again when everything does', async () => {
    const { createAdaptiveTimeout } = await load<Exports>('tw-timeout-adaptive', { 1: '3', 3: '1000', 4: '20' });
    const { run, timeoutMs } = createAdaptiveTimeout();
    for (let count = 0; count < 3; count += 1) await run(async () => 'quick');
    const before = timeoutMs();
    await expect(run(hang)).rejects.toMatchObject({ name: 'TimeoutError' });
    await expect(run(hang)).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(timeoutMs()).toBeGreaterThan(before * 2);
  });

  test('failures do not count, and the signal of the caller is passed on', async () => {
    const { createAdaptiveTimeout } = await load<Exports>('tw-timeout-adaptive');
    const { run, timeoutMs } = createAdaptiveTimeout();
    await expect(run(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    const caller = AbortSignal.abort(new Error('the caller left'));
    await expect(run(async (signal) => signal.throwIfAborted(), caller)).rejects.toThrow('the caller left');
    expect(timeoutMs()).toBe(3000);
  });
});

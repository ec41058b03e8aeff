import retryAsync from 'async-retry';
import {
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleAll,
  retry,
  TimeoutStrategy,
  timeout,
} from 'cockatiel';
import { backOff } from 'exponential-backoff';
import CircuitBreaker from 'opossum';
import pLimit from 'p-limit';
import PQueue from 'p-queue';
import pRetry, { AbortError } from 'p-retry';
import pTimeout, { TimeoutError } from 'p-timeout';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { outcome, rejection, runScript, sleep } from './support';

afterEach(() => {
  vi.useRealTimers();
});

/** Runs a task that fails always under a clock that jumps; returns the attempts and the time spent asleep. */
async function failing(
  task: (attempt: () => Promise<never>) => Promise<unknown>,
): Promise<{ attempts: number; ms: number }> {
  vi.useFakeTimers();
  const start = Date.now();
  let attempts = 0;
  const running = rejection(
    task(async () => {
      attempts += 1;
      throw new Error('down');
    }),
  );
  await vi.runAllTimersAsync();
  await running;
  return { attempts, ms: Date.now() - start };
}

describe('p-retry', () => {
  test('makes 11 attempts by default and sleeps 1,023 s between them', async () => {
    expect(await failing((attempt) => pRetry(attempt))).toEqual({ attempts: 11, ms: 1_023_000 });
  });

  test('rejects at once what is no Error, and a TypeError that is no network error', async () => {
    for (const reason of ['down', { code: 503 }, undefined, new TypeError('x is undefined')]) {
      let attempts = 0;
      await rejection(
        pRetry(
          async () => {
            attempts += 1;
            throw reason;
          },
          { minTimeout: 1 },
        ),
      );
      expect(attempts).toBe(1);
    }
  });

  test('`retries: n` is n + 1 attempts; AbortError, `shouldRetry` and `signal` end them', async () => {
    const attempts = (options: object, reason: Error) => {
      const attempt = vi.fn(() => Promise.reject(reason));
      return rejection(pRetry(attempt, { minTimeout: 1, ...options })).then(() => attempt.mock.calls.length);
    };
    expect(await attempts({ retries: 3 }, new Error('down'))).toBe(4);
    expect(await attempts({ retries: 3 }, new AbortError('no'))).toBe(1);
    expect(await attempts({ retries: 3, shouldRetry: () => false }, new Error('down'))).toBe(1);
    expect(await attempts({ retries: 3, signal: AbortSignal.abort() }, new Error('down'))).toBe(0);
  });

  test('`forever` is gone: Infinity for `retries` never stops', async () => {
    let attempts = 0;
    const controller = new AbortController();
    const running = pRetry(
      async () => {
        attempts += 1;
        throw new Error('down');
      },
      { retries: Number.POSITIVE_INFINITY, minTimeout: 1, signal: controller.signal },
    );
    expect(await outcome(running, 220)).toBe('pending');
    expect(attempts).toBeGreaterThan(3);
    controller.abort();
    await rejection(running);
  });

  test('`minTimeout: 0` waits for no timer: with endless retries nothing else in the process runs any more', async () => {
    const { code, stdout } = await runScript(
      `import pRetry from 'p-retry';
       setTimeout(() => console.log('alive'), 50);
       pRetry(() => Promise.reject(new Error('down')), { retries: Infinity, minTimeout: 0 });`,
      1000,
    );
    expect({ code, stdout }).toEqual({ code: null, stdout: '' });
  });
});

describe('async-retry', () => {
  test('makes 11 attempts by default and sleeps between 1,023 s and twice as long', async () => {
    const { attempts, ms } = await failing((attempt) => retryAsync(attempt));
    expect(attempts).toBe(11);
    expect(ms).toBeGreaterThanOrEqual(1_023_000);
    expect(ms).toBeLessThanOrEqual(2_046_000);
  });

  test('`bail` and an error with `bail: true` end it; anything else is retried, a TypeError too', async () => {
    const attempt = vi.fn((bail: (error: Error) => void) => bail(new Error('no')));
    await rejection(retryAsync(attempt, { minTimeout: 1 }));
    expect(attempt).toHaveBeenCalledTimes(1);
    const broken = vi.fn(() => Promise.reject(new TypeError('x is undefined')));
    await rejection(retryAsync(broken, { retries: 2, minTimeout: 1 }));
    expect(broken).toHaveBeenCalledTimes(3);
  });
});

describe('exponential-backoff', () => {
  test('makes 10 attempts by default and sleeps 100 ms, doubling, without cap and jitter', async () => {
    expect(await failing((attempt) => backOff(attempt))).toEqual({ attempts: 10, ms: 100 * (2 ** 9 - 1) });
  });

  test('`numOfAttempts: 3` is 3 calls', async () => {
    const attempt = vi.fn(() => Promise.reject(new Error('down')));
    await rejection(backOff(attempt, { numOfAttempts: 3, startingDelay: 1 }));
    expect(attempt).toHaveBeenCalledTimes(3);
  });
});

describe('p-timeout', () => {
  test('rejects in time, and the work goes on', async () => {
    let done = false;
    const work = sleep(150).then(() => {
      done = true;
    });
    expect(await rejection(pTimeout(work, { milliseconds: 30 }))).toBeInstanceOf(TimeoutError);
    expect(done).toBe(false);
    await work;
    expect(done).toBe(true);
  });

  test('Infinity is no timeout', async () => {
    const never = new Promise(() => undefined);
    expect(await outcome(pTimeout(never, { milliseconds: Number.POSITIVE_INFINITY }), 220)).toBe('pending');
  });
});

describe('p-limit and p-queue', () => {
  test('a queue runs everything at once by default, and its backlog has no limit', async () => {
    const queue = new PQueue();
    expect(queue.concurrency).toBe(Number.POSITIVE_INFINITY);
    expect(queue.timeout).toBeUndefined();
    const one = new PQueue({ concurrency: 1, autoStart: false });
    for (let task = 0; task < 10_000; task += 1) void one.add(async () => task);
    expect(one.size).toBe(10_000);
  });

  test('`timeout` of a queue rejects, and the work goes on', async () => {
    let done = false;
    const queue = new PQueue({ timeout: 30 });
    const task = async () => {
      await sleep(150);
      done = true;
    };
    expect(await rejection(queue.add(task))).toBeInstanceOf(TimeoutError);
    expect(done).toBe(false);
    await vi.waitFor(() => expect(done).toBe(true), 2000);
  });

  test('pLimit bounds how many run, not how many wait', async () => {
    const limit = pLimit(2);
    let running = 0;
    let most = 0;
    const calls = Array.from({ length: 50 }, () =>
      limit(async () => {
        running += 1;
        most = Math.max(most, running);
        await sleep(2);
        running -= 1;
      }),
    );
    expect(limit.pendingCount).toBe(48);
    await Promise.all(calls);
    expect(most).toBe(2);
  });
});

describe('opossum', () => {
  test('has a timeout of 10 s by default, opens at 50 % of failures and tries again after 30 s', async () => {
    const breaker = new CircuitBreaker(async () => 'ok');
    expect(breaker).toMatchObject({
      options: { timeout: 10_000, errorThresholdPercentage: 50, resetTimeout: 30_000 },
    });
    breaker.shutdown();
  });

  test('a timeout rejects, and the work goes on; with `abortController` it can be cancelled', async () => {
    let done = false;
    const breaker = new CircuitBreaker(
      () =>
        sleep(150).then(() => {
          done = true;
        }),
      { timeout: 30 },
    );
    expect(await rejection(breaker.fire())).toMatchObject({ code: 'ETIMEDOUT' });
    expect(done).toBe(false);
    await vi.waitFor(() => expect(done).toBe(true), 2000);
    breaker.shutdown();

    const abortController = new AbortController();
    const cancelling = new CircuitBreaker(() => new Promise(() => undefined), { timeout: 30, abortController });
    await rejection(cancelling.fire());
    expect(abortController.signal.aborted).toBe(true);
    cancelling.shutdown();
  });

  test('`timeout: false` and `timeout: 0` are no timeout', async () => {
    for (const timeout of [false, 0] as const) {
      const breaker = new CircuitBreaker(() => new Promise(() => undefined), { timeout });
      expect(await outcome(breaker.fire(), 200)).toBe('pending');
      breaker.shutdown();
    }
  });

  test('business errors open the breaker, unless `errorFilter` keeps them out', async () => {
    const notFound = async () => {
      throw new Error('no such user');
    };
    const counting = new CircuitBreaker(notFound);
    await rejection(counting.fire());
    expect(counting.opened).toBe(true);
    const filtering = new CircuitBreaker(notFound, { errorFilter: () => true });
    await rejection(filtering.fire());
    expect(filtering.opened).toBe(false);
    for (const breaker of [counting, filtering]) breaker.shutdown();
  });

  test('a breaker made for each request never opens for the next', async () => {
    const call = vi.fn(() => Promise.reject(new Error('down')));
    for (let request = 0; request < 5; request += 1) {
      const breaker = new CircuitBreaker(call);
      await rejection(breaker.fire());
      breaker.shutdown();
    }
    expect(call).toHaveBeenCalledTimes(5);
  });
});

describe('cockatiel', () => {
  test('retry() without `maxAttempts` never stops and does not wait', async () => {
    let attempts = 0;
    const controller = new AbortController();
    const running = retry(handleAll, {}).execute(async () => {
      attempts += 1;
      throw new Error('down');
    }, controller.signal);
    expect(await outcome(running, 200)).toBe('pending');
    expect(attempts).toBeGreaterThan(20);
    controller.abort();
    await rejection(running);
  });

  test('`maxAttempts: 3` is 4 calls', async () => {
    const call = vi.fn(() => Promise.reject(new Error('down')));
    await rejection(retry(handleAll, { maxAttempts: 3 }).execute(call));
    expect(call).toHaveBeenCalledTimes(4);
  });

  test('ExponentialBackoff has jitter and grows from 128 ms to 30 s at most', async () => {
    const policy = retry(handleAll, { maxAttempts: 12, backoff: new ExponentialBackoff() });
    const delays: number[] = [];
    policy.onRetry(({ delay }) => delays.push(delay));
    await failing((attempt) => policy.execute(attempt));
    expect(delays).toHaveLength(12);
    expect(Math.max(...delays)).toBeLessThanOrEqual(30_000);
    expect(delays.some((ms) => ms % 128 !== 0)).toBe(true);
  });

  test('a Cooperative timeout does nothing unless the callback heeds the signal', async () => {
    const cooperative = timeout(50, TimeoutStrategy.Cooperative);
    expect(
      await outcome(
        cooperative.execute(() => new Promise(() => undefined)),
        400,
      ),
    ).toBe('pending');
    const heeding = cooperative.execute(
      ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))),
    );
    expect(await outcome(heeding, 2000)).toBe('rejected');
  });

  test('an Aggressive timeout rejects, and the work goes on', async () => {
    let done = false;
    const policy = timeout(30, TimeoutStrategy.Aggressive);
    const call = policy.execute(async () => {
      await sleep(150);
      done = true;
    });
    expect(await rejection(call)).toMatchObject({ isTaskCancelledError: true });
    expect(done).toBe(false);
    await vi.waitFor(() => expect(done).toBe(true), 2000);
  });

  test('a breaker that handles all opens for business errors too', async () => {
    const breaker = circuitBreaker(handleAll, { halfOpenAfter: 10_000, breaker: new ConsecutiveBreaker(1) });
    await rejection(breaker.execute(() => Promise.reject(new Error('no such user'))));
    expect(await rejection(breaker.execute(async () => 'ok'))).toMatchObject({ isBrokenCircuitError: true });
  });
});

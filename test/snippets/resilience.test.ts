import { setTimeout as delay } from 'node:timers/promises';
import type CircuitBreaker from 'opossum';
import { describe, expect, test } from 'vitest';
import { load } from './harness';
import { closedPort, until } from './loopback';

type Call<T> = (signal: AbortSignal) => Promise<T>;

/** Ends when its signal does, with the reason. */
const hang = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

const refused = (): Error => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

describe('tw-retry', () => {
  interface Exports {
    withRetry<T>(call: Call<T>, signal?: AbortSignal): Promise<T>;
  }

  /** Fails in turn with `errors`, then succeeds; notes when it was called. */
  const failing = (...errors: readonly unknown[]) => {
    const calledAt: number[] = [];
    const call = async (): Promise<string> => {
      calledAt.push(performance.now());
      const error = errors[calledAt.length - 1];
      if (error !== undefined) throw error;
      return 'answer';
    };
    return { call, calledAt };
  };

  test('goes on after transient errors, with growing pauses', async () => {
    const { withRetry } = await load<Exports>('tw-retry', { 4: '20' });
    const { call, calledAt } = failing(refused(), Object.assign(new Error('unavailable'), { status: 503 }));
    expect(await withRetry(call)).toBe('answer');
    const [first = 0, second = 0, third = 0] = calledAt;
    expect(second - first).toBeGreaterThanOrEqual(19);
    expect(third - second).toBeGreaterThanOrEqual(39);
  });

  test('recognises what fetch throws when nobody listens', async () => {
    const { withRetry } = await load<Exports>('tw-retry', { 4: '1' });
    const port = await closedPort();
    let calls = 0;
    const answer = withRetry((signal) => {
      calls += 1;
      return fetch(`http://127.0.0.1:${port}`, { signal });
    });
    await expect(answer).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    expect(calls).toBe(4);
  });

  test('stops at the cap and throws the last error as it is', async () => {
    const { withRetry } = await load<Exports>('tw-retry', { 3: '2', 4: '1' });
    const errors = [refused(), refused(), refused(), refused()];
    const { call, calledAt } = failing(...errors);
    await expect(withRetry(call)).rejects.toBe(errors[2]);
    expect(calledAt).toHaveLength(3);
  });

  test.each([
    ['a business error', Object.assign(new Error('user 1 not found'), { code: 1001 })],
    ['a refused request', Object.assign(new Error('bad request'), { status: 400 })],
    ['an error without a sign of anything transient', new Error('no')],
  ])('%s is not retried', async (_name, error) => {
    const { withRetry } = await load<Exports>('tw-retry');
    const { call, calledAt } = failing(error);
    await expect(withRetry(call)).rejects.toBe(error);
    expect(calledAt).toHaveLength(1);
  });

  test('an attempt that hangs is cut off and tried again', async () => {
    const { withRetry } = await load<Exports>('tw-retry', { 1: '50', 4: '1' });
    let calls = 0;
    const answer = withRetry((signal) => {
      calls += 1;
      return calls === 1 ? hang(signal) : Promise.resolve('answer');
    });
    expect(await answer).toBe('answer');
  });

  test('the total time ends it, though attempts are left', async () => {
    const { withRetry } = await load<Exports>('tw-retry', { 1: '5000', 2: '200', 3: '1000', 4: '20', 5: '20' });
    const startedAt = performance.now();
    const failing = withRetry(() => Promise.reject(refused()));
    // An attempt that is under way ends with it.
    const hanging = withRetry(hang);
    await expect(failing).rejects.toSatisfy(({ code, name }) => code === 'ECONNREFUSED' || name === 'TimeoutError');
    await expect(hanging).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });

  test('the caller ends it during a pause', async () => {
    const { withRetry } = await load<Exports>('tw-retry', { 4: '5000', 5: '5000' });
    const caller = new AbortController();
    const { call, calledAt } = failing(refused());
    const answer = withRetry(call, caller.signal);
    await until(() => calledAt.length === 1);
    setTimeout(() => caller.abort(new Error('the caller left')), 20);
    await expect(answer).rejects.toThrow('the caller left');
    expect(calledAt).toHaveLength(1);
  });

  test('the pauses differ from run to run', async () => {
    const { withRetry } = await load<Exports>('tw-retry', { 3: '1', 4: '100' });
    const pauses = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const { call, calledAt } = failing(refused());
        await withRetry(call);
        return (calledAt[1] ?? 0) - (calledAt[0] ?? 0);
      }),
    );
    expect(Math.max(...pauses) - Math.min(...pauses)).toBeGreaterThan(20);
  });
});

describe('tw-hedge', () => {
  interface Exports {
    hedged<T>(call: Call<T>, signal: AbortSignal, delayMs?: number): Promise<T>;
  }
  const alive = new AbortController().signal;

  test('a quick answer needs no backup', async () => {
    const { hedged } = await load<Exports>('tw-hedge');
    let calls = 0;
    const call = async (): Promise<string> => {
      calls += 1;
      return 'answer';
    };
    expect(await hedged(call, alive, 20)).toBe('answer');
    await delay(60);
    expect(calls).toBe(1);
  });

  test('the backup goes out once, after the delay; it wins, and the first is aborted', async () => {
    const { hedged } = await load<Exports>('tw-hedge');
    const signals: AbortSignal[] = [];
    const startedAt = performance.now();
    let backupAfterMs = 0;
    const answer = await hedged(
      async (signal) => {
        signals.push(signal);
        if (signals.length === 1) return hang(signal);
        backupAfterMs = performance.now() - startedAt;
        return 'backup';
      },
      alive,
      50,
    );
    expect(answer).toBe('backup');
    expect(backupAfterMs).toBeGreaterThanOrEqual(49);
    await delay(80);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });

  test('the first may still win; then the backup is aborted', async () => {
    const { hedged } = await load<Exports>('tw-hedge');
    const signals: AbortSignal[] = [];
    let finishFirst = (_answer: string): void => {};
    const answer = hedged<string>(
      (signal) => {
        signals.push(signal);
        if (signals.length === 2) return hang(signal);
        return new Promise((resolve) => {
          finishFirst = resolve;
        });
      },
      alive,
      10,
    );
    await until(() => signals.length === 2);
    finishFirst('first');
    expect(await answer).toBe('first');
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
  });

  test('a call that fails at once is not repeated', async () => {
    const { hedged } = await load<Exports>('tw-hedge');
    let calls = 0;
    const error = new Error('user 1 not found');
    const call = (): Promise<string> => {
      calls += 1;
      return Promise.reject(error);
    };
    await expect(hedged(call, alive, 20)).rejects.toBe(error);
    await delay(60);
    expect(calls).toBe(1);
  });

  test('when one fails, the other is waited for; when both do, the first error is told', async () => {
    const { hedged } = await load<Exports>('tw-hedge');
    const run = (outcomes: readonly (() => Promise<string>)[]): Promise<string> => {
      let calls = 0;
      return hedged(() => outcomes[calls++]?.() ?? Promise.reject(new Error('called too often')), alive, 10);
    };
    const fail = (message: string, afterMs: number) => async (): Promise<string> => {
      await delay(afterMs);
      throw new Error(message);
    };
    expect(await run([fail('first', 30), () => delay(80, 'backup')])).toBe('backup');
    expect(await run([() => delay(80, 'first'), fail('backup', 1)])).toBe('first');
    await expect(run([fail('first', 60), fail('backup', 1)])).rejects.toThrow('first');
  });

  test('the caller ends both', async () => {
    const { hedged } = await load<Exports>('tw-hedge');
    const caller = new AbortController();
    let calls = 0;
    const answer = hedged(
      (signal) => {
        calls += 1;
        return hang(signal);
      },
      caller.signal,
      10,
    );
    await until(() => calls === 2);
    caller.abort(new Error('the caller left'));
    await expect(answer).rejects.toThrow('the caller left');
  });
});

describe('tw-breaker', () => {
  interface Exports {
    createBreaker<Req, Res>(
      instances: readonly string[],
      call: (instance: string, request: Req, signal: AbortSignal) => Promise<Res>,
      isBusinessError: (error: unknown) => boolean,
    ): CircuitBreaker<[request: Req, signal?: AbortSignal], Res>;
  }
  /** Few calls are enough to open, and 300 ms to try again. */
  const quick = { 1: '1000', 2: '300', 5: '4', 8: '40' };
  const isBusinessError = (error: unknown): boolean => error instanceof RangeError;

  const setUp = async (down: Set<string>) => {
    const { createBreaker } = await load<Exports>('tw-breaker', quick);
    const calls: string[] = [];
    const breaker = createBreaker(
      ['a', 'b'],
      async (instance, request: string) => {
        calls.push(instance);
        if (request === 'unknown user') throw new RangeError(request);
        if (down.has(instance)) throw refused();
        return `${request} from ${instance}`;
      },
      isBusinessError,
    );
    const fire = (request = 'answer', signal?: AbortSignal): Promise<string> =>
      breaker.fire(request, signal).catch((error: Error) => error.message);
    return { breaker, fire, calls };
  };

  test('takes the instances in turn', async () => {
    const { fire, calls } = await setUp(new Set());
    for (let count = 0; count < 4; count += 1) await fire();
    expect(calls).toEqual(['a', 'b', 'a', 'b']);
  });

  test('a bad instance drops out while the service stays, and comes back when it is well', async () => {
    const down = new Set(['b']);
    const { breaker, fire, calls } = await setUp(down);
    for (let count = 0; count < 8; count += 1) await fire();
    expect(calls.filter((instance) => instance === 'b')).toHaveLength(4);
    calls.length = 0;
    for (let count = 0; count < 4; count += 1) expect(await fire()).toBe('answer from a');
    expect(breaker.closed).toBe(true);
    down.clear();
    await until(async () => {
      await fire();
      return calls.includes('b');
    });
    calls.length = 0;
    for (let count = 0; count < 4; count += 1) await fire();
    expect(calls.filter((instance) => instance === 'b')).toHaveLength(2);
  });

  test('the service opens when most calls fail, refuses without calling, and closes again', async () => {
    const down = new Set(['a', 'b']);
    const { breaker, fire, calls } = await setUp(down);
    for (let count = 0; count < 40; count += 1) await fire();
    expect(breaker.opened).toBe(true);
    calls.length = 0;
    expect(await fire()).toMatch(/open/i);
    expect(calls).toEqual([]);
    down.clear();
    await until(async () => {
      await fire();
      return breaker.closed;
    });
    expect(await fire()).toMatch(/^answer from/);
  });

  test('business errors, and callers that leave, open nothing', async () => {
    const { breaker, fire, calls } = await setUp(new Set());
    for (let count = 0; count < 50; count += 1) expect(await fire('unknown user')).toBe('unknown user');
    expect(calls).toHaveLength(50);
    const { breaker: left, fire: fireAndLeave } = await setUp(new Set(['a', 'b']));
    for (let count = 0; count < 50; count += 1) await fireAndLeave('answer', AbortSignal.abort());
    expect([breaker.closed, left.closed]).toEqual([true, true]);
  });

  test('a call that hangs is aborted', async () => {
    const { createBreaker } = await load<Exports>('tw-breaker', { ...quick, 1: '50' });
    const breaker = createBreaker(['a'], (_instance, _request: string, signal) => hang(signal), isBusinessError);
    await expect(breaker.fire('answer')).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

describe('tw-breaker-latency', () => {
  interface Exports {
    createLatencyBreaker(): <T>(call: () => Promise<T>) => Promise<T>;
  }
  const quick = { 1: '100', 2: '3', 3: '200' };
  const slow = (): Promise<string> => delay(250, 'slow');

  test('opens when calls are slow on average, and closes when a probe is quick', async () => {
    const { createLatencyBreaker } = await load<Exports>('tw-breaker-latency', quick);
    const run = createLatencyBreaker();
    // One slow call is no average yet.
    await run(slow);
    expect(await Promise.all([run(async () => 'quick'), run(slow)])).toEqual(['quick', 'slow']);
    let isCalled = false;
    const probe = async (): Promise<string> => {
      isCalled = true;
      return 'quick';
    };
    await expect(run(probe)).rejects.toMatchObject({ name: 'BreakerOpenError' });
    expect(isCalled).toBe(false);
    await delay(210);
    expect(await Promise.all([run(probe), run(probe).catch((error: Error) => error.name)])).toEqual([
      'quick',
      'BreakerOpenError',
    ]);
    expect(await Promise.all([run(probe), run(probe)])).toEqual(['quick', 'quick']);
  });

  test('a slow probe keeps it open; failures are timed like answers', async () => {
    const { createLatencyBreaker } = await load<Exports>('tw-breaker-latency', quick);
    const run = createLatencyBreaker();
    const slowFailure = async (): Promise<never> => {
      await delay(250);
      throw new Error('slow failure');
    };
    await Promise.allSettled([run(slowFailure), run(slowFailure), run(slowFailure)]);
    await delay(210);
    expect(await run(slow)).toBe('slow');
    await expect(run(slow)).rejects.toMatchObject({ name: 'BreakerOpenError' });
  });

  test('a few slow calls among quick ones open nothing', async () => {
    const { createLatencyBreaker } = await load<Exports>('tw-breaker-latency', { ...quick, 1: '1000' });
    const run = createLatencyBreaker();
    for (const call of [slow, slow, async () => 'quick', slow, async () => 'quick']) await run(call);
    expect(await run(slow)).toBe('slow');
  });
});

describe('tw-failover', () => {
  interface Exports {
    createFailover<Req, Res>(
      endpoints: readonly {
        readonly name: string;
        call(request: Req, signal: AbortSignal): Promise<Res>;
        check(signal: AbortSignal): Promise<unknown>;
      }[],
      isAnswer: (error: unknown) => boolean,
      stopping: AbortSignal,
    ): (request: Req, signal: AbortSignal) => Promise<Res>;
  }
  const alive = new AbortController().signal;

  const setUp = async (down: Set<string>, stopping = alive) => {
    const { createFailover } = await load<Exports>('tw-failover', { 1: '40' });
    const calls: string[] = [];
    const checks: string[] = [];
    const endpoints = ['primary', 'backup'].map((name) => ({
      name,
      async call(request: string): Promise<string> {
        calls.push(name);
        if (request === 'unknown user') throw new RangeError(request);
        if (down.has(name)) throw new Error(`${name} is down`);
        return name;
      },
      async check(): Promise<void> {
        checks.push(name);
        if (down.has(name)) throw new Error(`${name} is down`);
      },
    }));
    const isAnswer = (error: unknown): boolean => error instanceof RangeError;
    return { call: createFailover(endpoints, isAnswer, stopping), calls, checks };
  };

  test('goes on to the backup, leaves the primary alone, and returns to it when a check succeeds', async () => {
    const down = new Set(['primary']);
    const { call, calls, checks } = await setUp(down);
    expect(await call('request', alive)).toBe('backup');
    expect(await call('request', alive)).toBe('backup');
    expect(calls).toEqual(['primary', 'backup', 'backup']);
    await until(() => checks.length >= 2);
    expect(await call('request', alive)).toBe('backup');
    down.clear();
    await until(async () => (await call('request', alive)) === 'primary');
    const checked = checks.length;
    await delay(100);
    expect(checks).toHaveLength(checked);
  });

  test('when all fail, every error is told; with none well, all are tried', async () => {
    const { call, calls } = await setUp(new Set(['primary', 'backup']));
    await expect(call('request', alive)).rejects.toMatchObject({
      message: 'all endpoints failed',
      errors: [{ message: 'primary is down' }, { message: 'backup is down' }],
    });
    await expect(call('request', alive)).rejects.toThrow('all endpoints failed');
    expect(calls).toHaveLength(4);
  });

  test('an answer that is an error is no reason to go elsewhere', async () => {
    const { call, calls } = await setUp(new Set());
    await expect(call('unknown user', alive)).rejects.toBeInstanceOf(RangeError);
    expect(await call('request', alive)).toBe('primary');
    expect(calls).toEqual(['primary', 'primary']);
  });

  test('a caller that leaves condemns nobody, and the checks end with the process', async () => {
    const stopping = new AbortController();
    const { call, calls, checks } = await setUp(new Set(['primary']), stopping.signal);
    await expect(call('request', AbortSignal.abort())).rejects.toThrow('primary is down');
    expect(calls).toEqual(['primary']);
    await call('request', alive);
    stopping.abort();
    await delay(100);
    expect(checks).toEqual([]);
  });
});

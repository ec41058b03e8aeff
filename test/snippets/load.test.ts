import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { register } from 'prom-client';
import { type Agent, fetch } from 'undici';
import { afterEach, describe, expect, test } from 'vitest';
import { load } from './harness';
import { serveHttp, serveTcp, until } from './loopback';

afterEach(() => register.clear());

/** The samples of a metric in the default registry, as Prometheus would read them. */
async function samples(name: string): Promise<readonly string[]> {
  const text = await register.getSingleMetricAsString(name);
  return text.split('\n').filter((line) => line.startsWith(`${name}{`));
}

describe('tw-pool', () => {
  test('opens no more connections than allowed, keeps them, and tells how full it is', async () => {
    const waiting: ServerResponse[] = [];
    const connections = new Set<Socket>();
    const origin = await serveHttp((request, response) => {
      connections.add(request.socket);
      waiting.push(response);
    });
    const { pool } = await load<{ pool: Agent }>('tw-pool', { 1: '2' });
    const answers = Array.from({ length: 5 }, () => fetch(origin, { dispatcher: pool }));
    await until(() => waiting.length === 2);
    expect(await samples('http_pool_connections')).toEqual([
      `http_pool_connections{origin="${origin}",state="active"} 2`,
      `http_pool_connections{origin="${origin}",state="idle"} 0`,
      `http_pool_connections{origin="${origin}",state="waiting"} 3`,
    ]);
    for (let answered = 0; answered < 5; answered += 1) {
      await until(() => waiting.length > 0);
      waiting.shift()?.end('answer');
    }
    for (const answer of answers) await (await answer).text();
    await until(async () =>
      (await samples('http_pool_connections')).includes(`http_pool_connections{origin="${origin}",state="idle"} 2`),
    );
    expect(connections.size).toBe(2);
    await pool.close();
  });
});

/** As much of PostgreSQL as a pool needs: a greeting, and an empty result for each query once `release` lets it go. */
function servePostgres(release: () => Promise<unknown>) {
  const sockets: Socket[] = [];
  const ready = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);
  const greeting = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0]);
  const complete = Buffer.concat([Buffer.from([0x43, 0, 0, 0, 13]), Buffer.from('SELECT 0\0')]);
  const listening = serveTcp((socket) => {
    sockets.push(socket);
    socket.once('data', () => {
      socket.write(Buffer.concat([greeting, ready]));
      socket.on('data', async (data) => {
        if (data[0] !== 0x51) return;
        await release();
        socket.write(Buffer.concat([complete, ready]));
      });
    });
  });
  return { sockets, listening };
}

describe('tw-pool-pg', () => {
  interface Exports {
    createPool(connectionString: string, onError: (error: Error) => void): Pool;
  }

  test('opens no more connections than allowed, and tells how full it is', async () => {
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const { sockets, listening } = servePostgres(() => held);
    const { createPool } = await load<Exports>('tw-pool-pg', { 1: '2', 2: '1' });
    const pool = createPool(`postgres://user:secret@127.0.0.1:${await listening}/db`, () => {});
    const queries = Array.from({ length: 5 }, () => pool.query('select'));
    await until(() => sockets.length === 2 && pool.totalCount === 2);
    expect(await samples('db_pool_connections')).toEqual([
      'db_pool_connections{state="active"} 2',
      'db_pool_connections{state="idle"} 0',
      'db_pool_connections{state="waiting"} 3',
    ]);
    letGo();
    await Promise.all(queries);
    expect(sockets).toHaveLength(2);
    expect(await samples('db_pool_connections')).toContain('db_pool_connections{state="idle"} 2');
    await pool.end();
  });

  test('gives up on a connection, and on a query, that is not answered', async () => {
    const port = await serveTcp(() => {});
    const { createPool } = await load<Exports>('tw-pool-pg', { 4: '60' });
    const unconnected = createPool(`postgres://user:secret@127.0.0.1:${port}/db`, () => {});
    await expect(unconnected.query('select')).rejects.toThrow(/timeout/i);
    register.clear();
    const { listening } = servePostgres(() => new Promise(() => {}));
    const { createPool: again } = await load<Exports>('tw-pool-pg', { 5: '60' });
    const pool = again(`postgres://user:secret@127.0.0.1:${await listening}/db`, () => {});
    await expect(pool.query('select')).rejects.toThrow(/timeout/i);
  });

  test('a broken idle connection is reported and replaced; the process goes on', async () => {
    const errors: Error[] = [];
    const { sockets, listening } = servePostgres(async () => {});
    const { createPool } = await load<Exports>('tw-pool-pg');
    const pool = createPool(`postgres://user:secret@127.0.0.1:${await listening}/db`, (error) => errors.push(error));
    await pool.query('select');
    sockets[0]?.resetAndDestroy();
    await until(() => errors.length === 1);
    await pool.query('select');
    expect(sockets).toHaveLength(2);
    await pool.end();
  });
});

describe('tw-batch', () => {
  interface Exports {
    createBatcher<Req, Res>(
      send: (requests: readonly Req[]) => Promise<readonly Res[]>,
    ): {
      request(request: Req): Promise<Res>;
      flush(): Promise<void>;
    };
  }

  /** Doubles numbers, and notes the batches; `release` ends them. */
  const doubling = async (typed: Record<number, string>) => {
    const { createBatcher } = await load<Exports>('tw-batch', typed);
    const batches: (readonly number[])[] = [];
    const releases: (() => void)[] = [];
    const batcher = createBatcher<number, number>(async (numbers) => {
      batches.push(numbers);
      await new Promise<void>((resolve) => releases.push(resolve));
      return numbers.map((number) => number * 2);
    });
    const release = (): void => {
      for (const each of releases.splice(0)) each();
    };
    return { ...batcher, batches, release };
  };

  test('a full batch goes at once, the rest after the wait, each answer to its request', async () => {
    const { request, batches, release } = await doubling({ 1: '3', 3: '30' });
    const answers = Promise.all([1, 2, 3, 4].map(request));
    expect(batches).toEqual([[1, 2, 3]]);
    await until(() => batches.length === 2);
    expect(batches).toEqual([[1, 2, 3], [4]]);
    release();
    expect(await answers).toEqual([2, 4, 6, 8]);
  });

  test('it refuses what exceeds the buffer, counts batches under way, and takes more when they are answered', async () => {
    const { request, flush, release } = await doubling({ 1: '2', 2: '5', 3: '1000' });
    const accepted = Promise.all([1, 2, 3, 4, 5].map(request));
    await expect(request(6)).rejects.toMatchObject({ name: 'BufferFullError' });
    const flushed = flush();
    release();
    await flushed;
    expect(await accepted).toEqual([2, 4, 6, 8, 10]);
    const next = request(7);
    const flushedAgain = flush();
    release();
    await flushedAgain;
    expect(await next).toBe(14);
  });

  test('a failed batch fails its requests, and no others', async () => {
    const { createBatcher } = await load<Exports>('tw-batch', { 1: '2', 3: '1' });
    const failure = new Error('connection reset');
    const { request } = createBatcher<number, number>(async (numbers) => {
      if (numbers.includes(1)) throw failure;
      return numbers.includes(5) ? [] : numbers;
    });
    const results = await Promise.allSettled([1, 2, 3, 4, 5, 6].map(request));
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : String(result.reason)))).toEqual([
      String(failure),
      String(failure),
      3,
      4,
      'Error: 2 requests, 0 responses',
      'Error: 2 requests, 0 responses',
    ]);
    expect(await request(7)).toBe(7);
  });
});

describe('tw-load-test', () => {
  interface Exports {
    loadTest(call: (index: number) => Promise<unknown>): Promise<{
      readonly callsPerSecond: number;
      readonly errorRate: number;
      readonly p50Ms: number;
      readonly p95Ms: number;
      readonly p99Ms: number;
      readonly errors: readonly unknown[];
    }>;
  }

  test('makes every call once, keeps the concurrency, and tells what it saw', async () => {
    const { loadTest } = await load<Exports>('tw-load-test', { 1: '10', 2: '200' });
    const indexes = new Set<number>();
    let active = 0;
    let mostActive = 0;
    const startedAt = performance.now();
    const result = await loadTest(async (index) => {
      indexes.add(index);
      active += 1;
      mostActive = Math.max(mostActive, active);
      await delay(index < 180 ? 5 : 50);
      active -= 1;
      if (index % 10 === 0) throw new Error(`call ${index} failed`);
    });
    const tookMs = performance.now() - startedAt;
    expect(indexes.size).toBe(200);
    expect(mostActive).toBe(10);
    expect(result.errorRate).toBe(0.1);
    expect(result.errors).toHaveLength(10);
    expect(result.callsPerSecond / (200_000 / tookMs)).toBeCloseTo(1, 0);
    expect(result.p50Ms).toBeGreaterThanOrEqual(4);
    expect(result.p95Ms).toBeGreaterThanOrEqual(49);
    expect(result.p99Ms).toBeGreaterThanOrEqual(result.p95Ms);
  });
});

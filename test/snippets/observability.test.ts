import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { core, node, tracing } from '@opentelemetry/sdk-node';
import { type Logger, pino } from 'pino';
import { register } from 'prom-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emit, load } from './harness';
import { until } from './loopback';

type Method<Req, Rest extends unknown[], Res> = (request: Req, ...rest: Rest) => Promise<Res>;

const echo = async (request: string, ...context: string[]): Promise<string> => [request, ...context].join(' ');
const fail = async (_request: string): Promise<string> => {
  throw new Error('no');
};

describe('tw-metrics', () => {
  interface Exports {
    withMetrics<Req, Rest extends unknown[], Res>(
      service: string,
      method: string,
      next: Method<Req, Rest, Res>,
    ): Method<Req, Rest, Res>;
  }
  afterEach(() => register.clear());

  test('counts calls by outcome, times them, and shows what is under way', async () => {
    const { withMetrics } = await load<Exports>('tw-metrics');
    const measured = withMetrics('UserService', 'GetUser', echo);
    expect(measured).toHaveLength(1);
    expect(await measured('a', 'b')).toBe('a b');
    await measured('c');
    await expect(withMetrics('UserService', 'GetUser', fail)('a')).rejects.toThrow('no');
    let finish = (_answer: string): void => {};
    const pending = new Promise<string>((resolve) => {
      finish = resolve;
    });
    const answer = withMetrics('UserService', 'GetUser', () => pending)('a');
    const text = await register.metrics();
    const labels = 'service="UserService",method="GetUser"';
    expect(text).toContain(`rpc_requests_total{${labels},status="success"} 2`);
    expect(text).toContain(`rpc_requests_total{${labels},status="error"} 1`);
    expect(text).toContain(`rpc_request_duration_seconds_count{${labels}} 3`);
    expect(text).toContain(`rpc_active_requests{${labels}} 1`);
    finish('answer');
    await answer;
    expect(await register.getSingleMetricAsString('rpc_active_requests')).toContain(`{${labels}} 0`);
  });
});

describe('tw-tracing', () => {
  interface Exports {
    withTracing<Req, Rest extends unknown[], Res>(
      kind: SpanKind.CLIENT | SpanKind.SERVER,
      service: string,
      method: string,
      next: Method<Req, Rest, Res>,
    ): Method<Req, Rest, Res>;
    withTraceHeaders(headers?: Readonly<Record<string, string>>): Record<string, string>;
  }
  const exporter = new tracing.InMemorySpanExporter();

  beforeEach(() => {
    new node.NodeTracerProvider({ spanProcessors: [new tracing.SimpleSpanProcessor(exporter)] }).register({
      propagator: new core.W3CTraceContextPropagator(),
    });
  });
  afterEach(() => {
    exporter.reset();
    trace.disable();
    context.disable();
    propagation.disable();
  });

  test('a span for each call, children below their parents, and the context in the headers', async () => {
    const { withTracing, withTraceHeaders } = await load<Exports>('tw-tracing');
    let headers: Record<string, string> = {};
    const client = withTracing(SpanKind.CLIENT, 'StoreService', 'FindUser', async (request: string) => {
      headers = withTraceHeaders({ accept: 'json' });
      return request;
    });
    const server = withTracing(SpanKind.SERVER, 'UserService', 'GetUser', (request: string) => client(request));
    expect(server).toHaveLength(1);
    expect(await server('a')).toBe('a');
    const [inner, outer] = exporter.getFinishedSpans();
    expect([outer?.name, outer?.kind]).toEqual(['UserService/GetUser', SpanKind.SERVER]);
    expect(inner?.attributes).toMatchObject({ 'rpc.service': 'StoreService', 'rpc.method': 'FindUser' });
    expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId);
    expect(headers).toEqual({
      accept: 'json',
      traceparent: `00-${inner?.spanContext().traceId}-${inner?.spanContext().spanId}-01`,
    });
    expect(withTraceHeaders()).toEqual({});
  });

  test('an error is recorded, and thrown as it is', async () => {
    const { withTracing } = await load<Exports>('tw-tracing');
    const error = new Error('no');
    const traced = withTracing(SpanKind.SERVER, 'UserService', 'GetUser', async (_request: string) => {
      throw error;
    });
    await expect(traced('a')).rejects.toBe(error);
    const [span] = exporter.getFinishedSpans();
    expect(span?.status.code).toBe(SpanStatusCode.ERROR);
    expect(span?.events[0]?.attributes).toMatchObject({ 'exception.message': 'no' });
  });
});

test('tw-logger: lines are JSON, carry the id of their request, and no secrets', async () => {
  // The logger writes to the real standard output, so it gets a process of its own.
  const path = emit(
    'tw-logger',
    {},
    `
    logger.info('outside');
    const work = (name) => async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      logger.info({ user: { name, password: 'secret' } }, 'inside');
    };
    await Promise.all([withRequestId('id-1', work('Ada')), withRequestId(undefined, work('Grace'))]);
    logger.error({ err: new Error('no', { cause: new Error('the reason') }) }, 'failed');
    logger.debug('too fine');
    `,
  );
  const { stdout } = await promisify(execFile)(process.execPath, [path], { env: { ...process.env, LOG_LEVEL: '' } });
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.map(({ msg }) => msg)).toEqual(['outside', 'inside', 'inside', 'failed']);
  const [outside, first, second, failed] = lines;
  expect(outside).not.toHaveProperty('requestId');
  expect(outside).toMatchObject({ service: 'user-service', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) });
  expect(first).toMatchObject({ requestId: 'id-1', user: { name: 'Ada', password: '[Redacted]' } });
  expect(second).toMatchObject({ requestId: expect.stringMatching(/^[0-9a-f-]{36}$/), user: { name: 'Grace' } });
  expect(failed).toMatchObject({ err: { stack: expect.stringContaining('the reason') } });
});

describe('tw-log-request', () => {
  interface Exports {
    requestLog(otherwise: Logger): Logger;
    withRequestLog<Req, Rest extends unknown[], Res>(
      logger: Logger,
      service: string,
      method: string,
      next: Method<Req, Rest, Res>,
    ): Method<Req, Rest, Res>;
  }

  const collect = () => {
    const lines: Record<string, unknown>[] = [];
    const logger = pino({ base: {} }, { write: (line: string) => lines.push(JSON.parse(line)) });
    return { lines, logger };
  };

  test('logs start and end with one id, which inner calls and lines of the handler share', async () => {
    const { requestLog, withRequestLog } = await load<Exports>('tw-log-request');
    const { lines, logger } = collect();
    const inner = withRequestLog(logger, 'StoreService', 'FindUser', (request: string) => delay(20, request));
    const outer = withRequestLog(logger, 'UserService', 'GetUser', async (request: string) => {
      requestLog(logger).info('working');
      return inner(request);
    });
    expect(outer).toHaveLength(1);
    expect(await Promise.all([outer('a'), outer('b')])).toEqual(['a', 'b']);
    const ids = new Set(lines.map(({ requestId }) => requestId));
    expect(ids.size).toBe(2);
    for (const id of ids) {
      const own = lines.filter(({ requestId }) => requestId === id);
      expect(own.map(({ method, msg }) => `${method}: ${msg}`)).toEqual([
        'GetUser: request started',
        'GetUser: working',
        'FindUser: request started',
        'FindUser: request completed',
        'GetUser: request completed',
      ]);
      expect(Number(own.at(-1)?.['durationMs'])).toBeGreaterThanOrEqual(19);
    }
    expect(requestLog(logger)).toBe(logger);
  });

  test('logs a failure with its cause, and throws it as it is', async () => {
    const { withRequestLog } = await load<Exports>('tw-log-request');
    const { lines, logger } = collect();
    const error = new Error('no', { cause: new Error('the reason') });
    const logged = withRequestLog(logger, 'UserService', 'GetUser', (_request: string) => Promise.reject(error));
    await expect(logged('a')).rejects.toBe(error);
    expect(lines.at(-1)).toMatchObject({
      level: 50,
      msg: 'request failed',
      requestId: expect.any(String),
      err: { message: expect.stringContaining('no'), stack: expect.stringContaining('the reason') },
    });
  });
});

describe('tw-slow-watch', () => {
  interface Exports {
    withSlowCallWatch<Req, Rest extends unknown[], Res>(
      method: string,
      next: Method<Req, Rest, Res>,
      report: (method: string, durationMs: number) => void,
    ): Method<Req, Rest, Res>;
    watchHeap(report: (heapUse: number) => void): () => void;
  }

  test('reports slow calls, failed ones too, and no quick ones', async () => {
    const { withSlowCallWatch } = await load<Exports>('tw-slow-watch', { 1: '100' });
    const reports: [string, number][] = [];
    const watch = (method: string, next: (request: string) => Promise<unknown>) =>
      withSlowCallWatch(method, next, (name, durationMs) => reports.push([name, durationMs]));
    await watch('quick', (request) => echo(request))('a');
    await watch('slow', () => delay(120))('a');
    await expect(watch('slow failure', () => delay(120).then(() => fail('a')))('a')).rejects.toThrow('no');
    expect(reports.map(([name]) => name)).toEqual(['slow', 'slow failure']);
    expect(reports[0]?.[1]).toBeGreaterThanOrEqual(119);
  });

  test('reports the heap above its mark until it is told to stop, and keeps silent below', async () => {
    const uses: number[] = [];
    const { watchHeap } = await load<Exports>('tw-slow-watch', { 2: '0', 3: '10' });
    const stop = watchHeap((use) => uses.push(use));
    const quiet = await load<Exports>('tw-slow-watch', { 2: '1', 3: '10' });
    const stopQuiet = quiet.watchHeap(() => expect.unreachable('the heap is not full'));
    await until(() => uses.length > 0);
    stop();
    stopQuiet();
    const reported = uses.length;
    for (const use of uses) expect(use > 0 && use < 1).toBe(true);
    await delay(30);
    expect(uses).toHaveLength(reported);
  });
});

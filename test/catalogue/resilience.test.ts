import { expect, it } from 'vitest';
import { builtIn } from '../../server/src/service/catalogue/builtIn';
import { checkBounds, programOf } from './harness';

it('timers give up on a call, retriers and limiters do not', () => {
  checkBounds({
    'timers.ts': `
import pTimeout from 'p-timeout';
import PQueue from 'p-queue';
const load = async () => await fetch('https://a.test'); // request: bounded 300 caller/wrapped
const plain = new PQueue({ concurrency: 2 });
const timed = new PQueue({ concurrency: 2, timeout: 900 });
export const a = () => pTimeout(fetch('https://a.test'), { milliseconds: 500 }); // request: bounded 500 wrapper/wrapped
export const b = () => pTimeout(load(), { milliseconds: 300 });
export const c = () => plain.add(() => fetch('https://a.test')); // request: unbounded library/default
export const d = () => timed.add(() => fetch('https://a.test')); // request: bounded 900 wrapper/wrapped
export const e = () => plain.add(() => fetch('https://a.test'), { timeout: 70 }); // request: bounded 70 wrapper/wrapped
export const f = (queue: PQueue) => queue.add(() => fetch('https://a.test')); // request: unknown wrapper/undecided
`,
    'retriers.ts': `
import retry from 'async-retry';
import { backOff } from 'exponential-backoff';
import pLimit from 'p-limit';
import pRetry from 'p-retry';
const limit = pLimit({ concurrency: 3 });
export const a = () => retry(async () => await fetch('https://a.test'), { retries: 1, minTimeout: 10, factor: 2, maxTimeout: 50, maxRetryTime: 100, randomize: true, forever: false }); // request: unbounded library/default
export const b = () => backOff(() => fetch('https://a.test'), { numOfAttempts: 3, startingDelay: 1, timeMultiple: 2, maxDelay: 5, jitter: 'full', retry: () => true }); // request: unbounded library/default
export const c = () => pRetry(() => fetch('https://a.test'), { retries: 2, minTimeout: 1, factor: 2, maxTimeout: 4, maxRetryTime: 10, randomize: true, shouldRetry: () => true }); // request: unbounded library/default
export const d = () => limit(() => fetch('https://a.test')); // request: unbounded library/default
`,
    'breakers.ts': `
import CircuitBreaker from 'opossum';
const load = async () => await fetch('https://a.test'); // request: bounded 10000 caller/wrapped
const slow = async () => await fetch('https://a.test'); // request: bounded 700 caller/wrapped
const free = async () => await fetch('https://a.test'); // request: unbounded library/default
export const a = new CircuitBreaker(load);
export const b = new CircuitBreaker(slow, { timeout: 700, errorFilter: () => false });
export const c = new CircuitBreaker(free, { timeout: false });
const zero = async () => await fetch('https://a.test'); // request: unbounded library/default
export const d = new CircuitBreaker(zero, { timeout: 0 });
`,
    'breaker6.ts': `
// @version opossum 6.4.0
import CircuitBreaker from 'opossum';
const zero = async () => await fetch('https://a.test'); // request: bounded 10000 caller/wrapped
export const a = new CircuitBreaker(zero, { timeout: 0 });
`,
    'policies.ts': `
import axios from 'axios';
import { bulkhead, circuitBreaker, ConsecutiveBreaker, ExponentialBackoff, handleAll, type IPolicy, retry, timeout, TimeoutStrategy, wrap } from 'cockatiel';
const again = retry(handleAll, { maxAttempts: 3, backoff: new ExponentialBackoff() });
const hard = timeout(800, TimeoutStrategy.Aggressive);
const soft = timeout(800, TimeoutStrategy.Cooperative);
const breaker = circuitBreaker(handleAll, { halfOpenAfter: 1000, breaker: new ConsecutiveBreaker(5) });
const both = wrap(again, breaker, hard);
const none = wrap(again, breaker, bulkhead(5));
export const a = () => again.execute(() => fetch('https://a.test')); // request: unbounded library/default
export const b = () => hard.execute(() => fetch('https://a.test')); // request: bounded 800 wrapper/wrapped
export const c = () => soft.execute(() => fetch('https://a.test')); // request: unbounded library/default
export const d = () => both.execute(() => fetch('https://a.test')); // request: bounded 800 wrapper/wrapped
export const e = () => none.execute(() => fetch('https://a.test')); // request: unbounded library/default
export const f = () => soft.execute(({ signal }) => fetch('https://a.test', { signal })); // request: unknown call/signal
const client = { load: (signal: AbortSignal) => fetch('https://a.test', { signal }) }; // request: unknown call/signal
export const h = () => soft.execute((context) => client.load(context.signal));
export const i = (name: keyof typeof TimeoutStrategy) => timeout(800, TimeoutStrategy[name]).execute(() => fetch('https://a.test')); // request: unknown wrapper/undecided
export const j = () => wrap(again, soft).execute(async (_context) => (await fetch('https://a.test')).text()); // request: unbounded library/default
const given = (context: { signal: AbortSignal }) => axios.get('https://a.test', { ...context }); // request: unknown call/signal
export const k = () => soft.execute(given);
export const g = (policy: IPolicy) => policy.execute(() => fetch('https://a.test')); // request: unknown wrapper/undecided
`,
  });
});

it('servers run their handlers without giving up on them', () => {
  checkBounds({
    'a.ts': `
import { createServer } from 'node:http';
import Hapi from '@hapi/hapi';
import express, { Router } from 'express';
import fastify from 'fastify';
import Koa from 'koa';
const router = Router();
router.get('/', async (_request, response) => { response.json(await (await fetch('https://a.test')).json()); }); // request: unbounded library/default
express().use(router).listen(1);
fastify().get('/', async () => (await fetch('https://a.test')).json()); // request: unbounded library/default
new Koa().use(async (context) => { context.body = await (await fetch('https://a.test')).text(); }).listen(1); // request: unbounded library/default
Hapi.server({ port: 1 }).route({ method: 'GET', path: '/', handler: async () => (await fetch('https://a.test')).text() }); // request: unbounded library/default
createServer(async (_request, response) => { response.end(await (await fetch('https://a.test')).text()); }).listen(1); // request: unbounded library/default
`,
  });
});

it('exports, options and methods that the catalogue names are there', () => {
  const { project, sources } = programOf({
    'a.ts': `
import express from 'express';
import { createHttpTerminator } from 'http-terminator';
import { createLightship } from 'lightship';
import { createTerminus } from '@godaddy/terminus';
import { metrics, trace } from '@opentelemetry/api';
import { NestFactory } from '@nestjs/core';
import axios from 'axios';
import axiosRetry from 'axios-retry';
import http from 'node:http';
import pino, { pino as named } from 'pino';
import { Counter, register } from 'prom-client';
import stoppable from 'stoppable';
import { createServer, createWebServer } from 'thrift';
import winston, { createLogger } from 'winston';
const server = http.createServer(express());
server.close();
axiosRetry(axios, { retries: 3, retryDelay: axiosRetry.exponentialDelay, retryCondition: () => true });
const logger = pino({ level: 'info' });
for (const each of [logger, named()]) { each.fatal(''); each.error(''); each.warn(''); each.info(''); each.debug(''); each.trace(''); }
const other = createLogger({});
other.log('info', ''); other.error(''); other.warn(''); other.info(''); other.http(''); other.verbose(''); other.debug(''); other.silly('');
winston.info('');
export const all = [createHttpTerminator({ server }), createLightship(), stoppable(server, 5000), new Counter({ name: 'a', help: 'b' }), register, trace, metrics];
createTerminus(server, { signals: ['SIGTERM'] });
export const servers = [createServer, createWebServer];
export const app = async () => { const nest = await NestFactory.create(class {}); await nest.listen(1); await nest.close(); };
`,
  });
  const [source] = sources.values();
  expect(source && project.program.getSemanticDiagnostics(source).map(({ messageText }) => messageText)).toEqual([]);
});

it('no two entries share an id, and settings that do not work say why or need something', () => {
  expect(new Set(builtIn.map(({ id }) => id)).size).toBe(builtIn.length);
  for (const { id, clients = [] } of builtIn)
    for (const { bounds } of clients)
      for (const { bound, settings } of bounds) {
        const preferred = settings.filter((each) => each.preferred);
        for (const at of ['client', 'call', 'global'] as const)
          expect(preferred.filter((each) => each.at.includes(at)).length, `${id} ${bound} ${at}`).toBeLessThan(2);
      }
});

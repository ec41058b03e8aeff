import { it } from 'vitest';
import { checkBounds } from './harness';

it('got', () => {
  checkBounds({
    'a.ts': `
import got, { type Got } from 'got';
const base = got.extend({ prefixUrl: 'https://a.test', timeout: { request: 3000 }, retry: { limit: 0 } });
const child = base.extend({ headers: { a: 'b' } });
const logged = got.extend({ hooks: { beforeRequest: [(options) => { console.log(options.url); }] } });
const hooked = got.extend({ hooks: { beforeRequest: [(options) => { options.timeout.request = 5; }] } });
export const a = () => got('https://a.test'); // request: unbounded library/default; attempts: bounded 3 library/default
export const b = (url: string) => got.get(url).json(); // request: unbounded library/default
export const c = () => got.post('https://a.test', { timeout: { request: 500 } }); // request: bounded 500 call/set
export const d = () => base.get('x'); // request: bounded 3000 client/set; attempts: bounded 1 client/set
export const e = () => child('x'); // request: bounded 3000 client/set
export const f = () => got('https://a.test', { timeout: { connect: 500 } }); // request: unbounded library/default; connect: bounded 500 call/set
export const g = () => got('https://a.test', { timeout: { response: 500 } }); // request: bounded 500 idle call/set
export const h = (client: Got) => client.get('x'); // request: unknown client/untraced
export const i = () => got.stream('https://a.test'); // call: streams
export const j = () => logged('https://a.test'); // request: unbounded library/default
export const k = () => hooked('https://a.test'); // request: unknown client/undecided
export const l = () => got({ url: 'https://a.test', signal: AbortSignal.timeout(100) }); // request: bounded 100 call/signal
`,
    'number.ts': `
import got from 'got';
const options = { timeout: 800 };
// @ts-expect-error A number of version 11
export const a = () => got('https://a.test', options); // request: unbounded library/default ineffective
`,
    'old.ts': `
// @version got 11.8.6
import got from 'got';
const options = { timeout: 800, retry: 1 };
// @ts-expect-error A number of version 11
export const a = () => got('https://a.test', options); // request: bounded 800 call/set; attempts: bounded 2 call/set
`,
  });
});

it('ky', () => {
  checkBounds({
    'a.ts': `
import ky from 'ky';
const api = ky.create({ prefixUrl: 'https://a.test', timeout: 2000 });
const endless = api.extend({ timeout: false });
export const a = () => ky('https://a.test').json(); // request: bounded 10000 idle library/default; attempts: bounded 3 library/default
export const b = () => api.get('x'); // request: bounded 2000 idle client/set
export const e = () => api.get('x', { signal: AbortSignal.timeout(70) }); // request: bounded 70 call/signal
export const c = () => endless.post('x', { json: {} }); // request: unbounded client/disabled
export const d = () => endless.get('x', { timeout: 50, retry: { limit: 4 } }); // request: bounded 50 idle call/set; attempts: bounded 5 call/set
`,
  });
});

it('node-fetch', () => {
  checkBounds({
    'a.ts': `
import fetch from 'node-fetch';
export const a = () => fetch('https://a.test'); // request: unbounded library/default
export const b = () => fetch('https://a.test', { signal: AbortSignal.timeout(100) }); // request: bounded 100 call/signal
// @ts-expect-error No such option since version 3
export const c = () => fetch('https://a.test', { timeout: 100 }); // request: unbounded library/default ineffective
`,
    'old.ts': `
// @version node-fetch 2.7.0
import fetch from 'node-fetch';
// @ts-expect-error An option of version 2
export const a = () => fetch('https://a.test', { timeout: 100 }); // request: bounded 100 call/set
`,
  });
});

it('fetch', () => {
  checkBounds({
    'a.ts': `
export const a = () => fetch('https://a.test'); // request: unbounded library/default
export const b = () => fetch('https://a.test', { signal: AbortSignal.timeout(100) }); // request: bounded 100 call/signal
export async function c() {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), 250);
  try {
    return await fetch('https://a.test', { signal: controller.signal }); // request: bounded 250 call/signal
  } finally {
    clearTimeout(timer);
  }
}
export const d = (init: RequestInit) => fetch('https://a.test', init); // request: unknown call/signal
export const e = () => fetch(new Request('https://a.test', { signal: AbortSignal.timeout(60) })); // request: bounded 60 call/signal
export const f = (request: Request) => fetch(request); // request: unknown call/signal
export const g = (url: URL) => fetch(new Request(url)); // request: unbounded library/default
`,
    'own.ts': `
import { fetch } from './mine';
export const a = () => fetch('https://a.test');
`,
    'mine.ts': `
export const fetch = async (url: string): Promise<string> => url;
`,
  });
});

it('undici', () => {
  checkBounds({
    'a.ts': `
import { Agent, Client, Pool, fetch, request } from 'undici';
const agent = new Agent({ bodyTimeout: 1500, headersTimeout: 1500, connect: { timeout: 300 } });
const pool = new Pool('https://a.test', { headersTimeout: 900 });
const client = new Client('https://a.test');
export const a = () => request('https://a.test'); // request: unbounded library/default; connect: bounded 10000 library/default
export const b = () => request('https://a.test', { signal: AbortSignal.timeout(100) }); // request: bounded 100 call/signal
export const c = () => fetch('https://a.test', { dispatcher: agent }); // request: bounded 1500 idle call/set; connect: bounded 300 call/set
export const d = () => pool.request({ path: '/', method: 'GET' }); // request: bounded 900 idle client/set
export const e = () => client.request({ path: '/', method: 'GET' }); // request: unbounded library/default
export const f = () => client.request({ path: '/', method: 'GET', headersTimeout: 0 }); // request: unbounded call/disabled
`,
  });
});

it('undici whose dispatcher is set for the whole process', () => {
  checkBounds({
    'a.ts': `
import { Agent, request, setGlobalDispatcher } from 'undici';
setGlobalDispatcher(new Agent({ bodyTimeout: 1500 }));
export const a = () => request('https://a.test'); // request: unknown wrapper/undecided
export const b = () => fetch('https://a.test'); // request: unknown wrapper/undecided
`,
  });
});

it('superagent', () => {
  checkBounds({
    'a.ts': `
import request from 'superagent';
const agent = request.agent().timeout(400);
export const a = async () => await request.get('https://a.test').set('a', 'b'); // request: unbounded library/default; attempts: bounded 1 library/default
export const b = async () => await request.post('https://a.test').send({}).timeout(3000).retry(2); // request: bounded 3000 call/set; attempts: bounded 3 call/set
export const c = async () => await request.get('https://a.test').timeout({ response: 100 }); // request: bounded 100 idle call/set
export const d = async () => await request.get('https://a.test').timeout({ response: 100, deadline: 900 }); // request: bounded 900 call/set
export async function e() {
  const call = request.get('https://a.test'); // request: bounded 70 call/set
  call.timeout(70);
  return await call;
}
export const f = () => request.get('https://a.test'); // request: unknown wrapper/undecided
export const g = async () => await agent.get('https://a.test'); // request: bounded 400 client/set
export const h = async () => (await request.get('https://a.test')).body as unknown; // request: unbounded library/default
export const i = async () => (await request.post('https://a.test').send({})).body as unknown; // request: unbounded library/default
export const j = async () => (await request.get('https://a.test').timeout(50)).body as unknown; // request: bounded 50 call/set
export const k = (set: (call: request.SuperAgentRequest) => void) => set(request.get('https://a.test')); // request: unknown wrapper/undecided
`,
  });
});

it('node:http and node:net', () => {
  checkBounds({
    'a.ts': `
import http, { request } from 'node:http';
import * as https from 'https';
import net from 'node:net';
const agent = new http.Agent({ keepAlive: true, timeout: 700 });
export function a(url: string) {
  http.get(url, (response) => response.resume()); // request: unbounded library/default
}
export function b() {
  const req = request({ host: 'a.test', timeout: 3000 }, () => {}); // request: unbounded library/default ineffective
  req.end();
}
export function c() {
  const req = https.request('https://a.test', { timeout: 3000 }); // request: bounded 3000 idle call/set
  req.on('timeout', () => req.destroy());
  req.end();
}
export function d() {
  const req = http.request('http://a.test', { signal: AbortSignal.timeout(50) }); // request: bounded 50 call/signal
  req.end();
}
export function e() {
  const req = http.request('http://a.test'); // request: bounded 900 idle call/set
  req.setTimeout(900, () => req.destroy(new Error('slow')));
  req.end();
}
export function f() {
  const req = http.request('http://a.test'); // request: bounded 450 wrapper/wrapped
  setTimeout(() => req.destroy(), 450);
  req.end();
}
export function g(prepare: (req: http.ClientRequest) => void) {
  const req = http.request('http://a.test'); // request: unknown wrapper/undecided
  prepare(req);
}
export function h() {
  const req = http.request('http://a.test', { agent }); // request: bounded 700 idle call/set
  req.once('timeout', () => req.destroy());
  req.end();
}
export function i() {
  const socket = net.connect({ port: 1, timeout: 10 }); // call: streams; idle: unbounded library/default ineffective
  socket.end();
}
`,
  });
});

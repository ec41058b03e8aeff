import { it } from 'vitest';
import { checkBounds } from './harness';

it('axios', () => {
  checkBounds({
    'default.ts': `
import axios from 'axios';
export const a = () => axios.get('https://a.test'); // request: unbounded library/default
export const b = () => axios.post('https://a.test', {}, { timeout: 3000 }); // request: bounded 3000 idle call/set
export const c = () => axios('https://a.test', { timeout: 0 }); // request: unbounded call/disabled
export const d = () => axios.request({ url: '/a', signal: AbortSignal.timeout(500) }); // request: bounded 500 call/signal
export const g = () => axios.get('https://a.test', { timeout: 400, adapter: 'fetch' }); // request: bounded 400 call/set
export const h = () => axios.get('https://a.test', { timeout: 400, adapter: 'http' }); // request: bounded 400 idle call/set
const whole = axios.create({ timeout: 600, adapter: 'fetch' });
export const i = () => whole.get('https://a.test'); // request: bounded 600 client/set
export const j = () => whole.get('https://a.test', { timeout: 500 }); // request: bounded 500 call/set
export const e = (signal: AbortSignal) => axios.get('https://a.test', { signal }); // request: unknown call/signal
export const f = (config: { timeout?: number }) => axios.get('https://a.test', config); // request: unknown call/signal
`,
    'maybe.ts': `
import axios from 'axios';
export const a = (headers?: Record<string, string>) => axios.get('https://a.test', headers ? { headers } : undefined); // request: unbounded library/default
export const b = (quick: boolean) => axios.get('https://a.test', quick ? { timeout: 10 } : { timeout: 20 }); // request: bounded 20 idle call/set
export const c = (quick: boolean) => axios.get('https://a.test', quick ? { timeout: 10 } : {}); // request: unknown call/undecided
export function d(names: string[]) {
  let config = { timeout: 10 };
  for (const name of names) { config = { ...config, timeout: name.length }; void axios.get(name, { ...config }); } // request: unknown call/undecided
}
`,
    'client.ts': `
import axios, { type AxiosInstance } from 'axios';
const SECOND = 1000;
export const bounded = axios.create({ baseURL: 'https://a.test', timeout: 5 * SECOND });
export const unbounded = axios.create({ baseURL: 'https://a.test' });
export const configured = axios.create({ timeout: Number(process.env['TIMEOUT'] ?? 2500) });
export function make(timeout: number): AxiosInstance { return axios.create({ timeout }); }
export class Users {
  private readonly http: AxiosInstance;
  constructor(private readonly given: AxiosInstance, url: string) { this.http = axios.create({ baseURL: url }); }
  get(id: string) { return this.http.get(id); } // request: unbounded library/default
  getGiven(id: string) { return this.given.get(id); } // request: bounded 5000 idle client/set
}
export const users = new Users(bounded, 'https://b.test');
`,
    'use.ts': `
import type { AxiosInstance } from 'axios';
import { bounded, configured, make, unbounded } from './client';
const base = { timeout: 700 };
export const a = () => bounded.get('/a'); // request: bounded 5000 idle client/set
export const b = () => unbounded.get('/a'); // request: unbounded library/default
export const c = () => configured.get('/a'); // request: bounded 2500 idle client/set
export const d = () => make(900).get('/a'); // request: bounded 900 idle client/set
export const e = () => unbounded.get('/a', { ...base, params: {} }); // request: bounded 700 idle call/set
export const f = () => bounded.get('/a', { timeout: 0 }); // request: unbounded call/disabled
export const g = (client: AxiosInstance) => client.get('/a'); // request: unknown client/untraced
`,
    'intercepted.ts': `
import axios from 'axios';
const client = axios.create();
client.interceptors.request.use((config) => ({ ...config, timeout: 100 }));
export const a = () => client.get('/a'); // request: unknown interceptor/undecided
const plain = axios.create();
plain.interceptors.request.use((config) => { config.headers.set('x', '1'); return config; });
export const b = () => plain.get('/a'); // request: unbounded library/default
const set = axios.create();
set.defaults.timeout = 1200;
export const c = () => set.get('/a'); // request: bounded 1200 idle global/set
`,
    'old.ts': `
// @version axios 0.21.4
import axios from 'axios';
export const a = () => axios.get('https://a.test', { signal: AbortSignal.timeout(10) }); // request: unbounded library/default
`,
  });
});

it('what is left of options that were taken apart', () => {
  checkBounds({
    'a.ts': `
import axios, { type CreateAxiosDefaults } from 'axios';
const make = ({ service, ...rest }: CreateAxiosDefaults & { service: string }) => axios.create({ ...rest, headers: { service } });
const users = make({ service: 'users', baseURL: 'https://a.test' });
export const a = () => users.get('/a'); // request: unbounded library/default
const orders = make({ service: 'orders', signal: AbortSignal.timeout(300) });
export const b = () => orders.get('/a'); // request: bounded 300 client/signal
const settings = { signal: AbortSignal.timeout(200), baseURL: 'https://a.test' };
const { signal, ...left } = settings;
const bare = axios.create(left);
export const c = () => bare.get('/a'); // request: unbounded library/default
export const d = () => bare.get('/a', { signal }); // request: bounded 200 call/signal
const { baseURL, ...other } = settings;
const kept = axios.create({ ...other, baseURL });
export const e = () => kept.get('/a'); // request: bounded 200 client/signal
const unknown = (name: 'signal' | 'baseURL') => {
  const { [name]: taken, ...some } = settings;
  return axios.create(some).get('/' + String(taken)); // request: unknown client/signal
};
export const f = unknown;
`,
  });
});

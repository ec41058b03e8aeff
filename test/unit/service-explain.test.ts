import { describe, expect, it } from 'vitest';
import { explainAt } from '../../server/src/service/explain';
import { programOf } from '../catalogue/harness';

/** The steps of one bound of the first call whose callee is written so, as `layer: text @place`. */
function steps(files: Readonly<Record<string, string>>, callee: string, bound = 'request'): string[] {
  const { project, sources } = programOf(files);
  const [source] = sources.values();
  if (!source) throw new Error('no file');
  const start = source.text.indexOf(callee);
  const [explanation] = explainAt(project.fileOf(source), project, { start, end: start }, 'en');
  const found = explanation?.bounds.find((each) => each.bound === bound);
  return [
    found?.text ?? 'none',
    ...(found?.steps ?? []).map(({ layer, text, place }) => `${layer}: ${text}${place ? ` @${place.name}` : ''}`),
  ];
}

describe('how a bound came about', () => {
  it('names the layers in their order, with what is not set in one line each', () => {
    const files = {
      'main.ts': "import { api } from './api';\nexport const load = () => api.get('/a', { params: {} });\n",
      'api.ts': "import axios from 'axios';\nexport const api = axios.create({ timeout: 3000 });\n",
    };
    expect(steps(files, 'api.get')).toEqual([
      'whole call: at most 3000 ms of silence; the whole has no limit',
      'default: axios waits for ever by itself',
      'client: timeout sets 3000 ms; it limits silence, not the whole @api.ts:2',
      'client: not set: signal, cancelToken',
      'call: not set: timeout, signal, cancelToken',
    ]);
  });

  it('says why it cannot be told', () => {
    const given = {
      'main.ts':
        "import axios, { type AxiosInstance } from 'axios';\nexport const load = (api: AxiosInstance) => api.get('/a');\n",
    };
    expect(steps(given, 'api.get').slice(0, 3)).toEqual([
      'whole call: cannot be told from the code',
      'default: axios waits for ever by itself',
      'client: how the client was made cannot be followed',
    ]);
    const handedOn = {
      'main.ts':
        "import request from 'superagent';\nexport const load = (wrap: (given: unknown) => unknown) => wrap(request.get('http://a'));\n",
    };
    expect(steps(handedOn, 'request.get').at(-1)).toBe(
      'around: code that what it returns is handed to may set it; it cannot be followed',
    );
    const intercepted = {
      'main.ts':
        "import axios from 'axios';\nconst api = axios.create();\napi.interceptors.request.use(given);\nexport const load = () => api.get('/a');\ndeclare function given(c: import('axios').InternalAxiosRequestConfig): import('axios').InternalAxiosRequestConfig;\n",
    };
    expect(steps(intercepted, 'api.get')[0]).toBe('whole call: cannot be told from the code');
    expect(steps(intercepted, 'api.get').some((line) => line.startsWith('interceptor: '))).toBe(true);
  });

  it('tells what is around the call, what is switched off, and what does nothing', () => {
    const wrapped = {
      'main.ts':
        "import pTimeout from 'p-timeout';\nexport const load = (url: string) => pTimeout(fetch(url), { milliseconds: 2000 });\n",
    };
    expect(steps(wrapped, 'fetch')).toEqual([
      'whole call: at most 2000 ms',
      'default: fetch gives up only after 300 s of silence',
      'around: pTimeout gives up on the call after 2000 ms @main.ts:2',
    ]);
    const off = { 'main.ts': "import ky from 'ky';\nexport const load = () => ky.get('a', { timeout: false });\n" };
    expect(steps(off, 'ky.get')).toContain('call: timeout is false, which switches the limit off @main.ts:2');
    expect(steps(off, 'ky.get', 'attempts')[0]).toBe('attempts: at most 3');
    const short = {
      'main.ts':
        "import ky from 'ky';\nconst load = ({ timeout = false as const } = {}) => ky.get('a', { timeout });\nload();\n",
    };
    expect(steps(short, 'ky.get').find((line) => line.includes('which switches'))).toMatch(/^call: timeout is false\b/);
  });

  it('explains a client where it is made', () => {
    const { project, sources } = programOf({
      'main.ts': "import { Pool } from 'pg';\nexport const pool = new Pool({ max: 5 });\n",
    });
    const [source] = sources.values();
    if (!source) throw new Error('no file');
    const start = source.text.indexOf('Pool(');
    const [explanation] = explainAt(project.fileOf(source), project, { start, end: start }, 'zh-cn');
    expect(explanation).toMatchObject({ kind: 'client', code: 'Pool', library: 'pg', client: undefined });
    expect(explanation?.bounds.map(({ text }) => text)).toContain('连接数：最多 5');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadZod } from '../../server/src/core/zod';
import { serviceRules } from '../../server/src/rules/serviceRules.generated';
import type { ServiceHost } from '../../server/src/service/host';
import { createServiceRuleSet, lintServiceFile } from '../../server/src/service/lint';
import { defaultServiceSettings } from '../../server/src/service/model/settings';
import { hostOver } from '../harness/serviceHost';

const library = `export interface Client { get(url: string, options?: { timeout?: number; signal?: AbortSignal }): Promise<string>; defaults: { timeout?: number } }
declare const axios: Client & { create(options?: { timeout?: number; baseURL?: string }): Client };
export default axios;
`;

/** Files that say something about each other: a client, its settings and its users. */
const files: Readonly<Record<string, string>> = {
  '/ws/tsconfig.json': '{ "compilerOptions": { "strict": true, "module": "esnext", "moduleResolution": "bundler" } }',
  '/ws/package.json': '{ "dependencies": { "axios": "1.0.0" } }',
  '/ws/node_modules/axios/package.json': '{ "name": "axios", "version": "1.0.0", "types": "index.d.ts" }',
  '/ws/node_modules/axios/index.d.ts': library,
  '/ws/client.ts': `import axios from 'axios';
export const http = axios.create({ baseURL: 'https://a.test' });
export const timed = axios.create({ timeout: 3000 });
`,
  '/ws/use.ts': `import { http, timed } from './client';
export async function load(id: string) {
  try { return await http.get(id); } catch (error) { console.error(error); return undefined; }
}
export async function again(id: string) {
  for (let i = 0; i < 3; i++) { try { return await timed.get(id); } catch { await new Promise((done) => setTimeout(done, 100)); } }
  throw 'given up';
}
`,
  '/ws/main.ts': `import { load } from './use';
process.on('uncaughtException', (error) => { console.error(error); });
setInterval(async () => { await load('a'); }, 1000);
void Promise.race([load('b'), new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 500))]);
`,
};
const paths = ['/ws/client.ts', '/ws/use.ts', '/ws/main.ts'] as const;

const rules = createServiceRuleSet(
  serviceRules,
  new Map(
    serviceRules.map((rule) => [
      rule.id,
      { severity: rule.severity === 'off' ? 'warning' : rule.severity, options: rule.options(loadZod()).parse({}) },
    ]),
  ),
  'en',
);

/** Findings and crashes of one file, with its fixes, in an order of their own. */
function lint(host: ServiceHost, path: string) {
  const located = host.locate(path, defaultServiceSettings);
  if (!located) throw new Error(`${path} is not there.`);
  const { findings, crashes } = lintServiceFile(located.file, located.project, rules);
  return { findings: findings.map((each) => JSON.stringify(each)).sort(), crashes };
}

const piece = fc.constantFrom(
  ...[
    '',
    '{',
    '}',
    '(',
    ')',
    ';',
    ',',
    '`',
    "'",
    '/*',
    '\n',
    'await ',
    'try {',
    'catch',
    'timeout: 0',
    'timeout: Number(x)',
  ],
  ...[
    '.get(id)',
    'http',
    'timed',
    'new ',
    'class A extends ',
    'import ',
    'export default ',
    '=> ',
    '...',
    'as const',
    '?.',
    '😀',
  ],
  ...[
    'http.defaults.timeout = 5;',
    'while (true) {',
    'throw error;',
    'throw new Error(String(error), { cause: error });',
  ],
);
const edit = fc.record({
  path: fc.constantFrom(...paths),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.nat(12),
  piece,
});
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function edited(text: string, { at, removed, piece: added }: Edit): string {
  const start = Math.floor(at * text.length);
  return text.slice(0, start) + added + text.slice(start + removed);
}

describe('the analysis of TypeScript', { timeout: 120_000 }, () => {
  it('finds something to begin with', () => {
    const host = hostOver(files);
    expect(paths.map((path) => lint(host, path).findings.length > 0)).toEqual([false, true, true]);
  });

  it('throws for no edit, and finds after it what it would have found from the start', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (all) => {
        const host = hostOver(files);
        const texts = new Map<string, string>(Object.entries(files));
        for (const path of paths) lint(host, path);
        for (const each of all) {
          const text = edited(texts.get(each.path) ?? '', each);
          texts.set(each.path, text);
          host.setText(each.path, text);
          expect(lint(host, each.path).crashes).toEqual([]);
        }
        const fresh = hostOver(Object.fromEntries(texts));
        for (const path of paths) expect(lint(host, path)).toEqual(lint(fresh, path));
      }),
      { numRuns: 15 },
    );
  });

  it('finds the same whatever order files are opened in', () => {
    const first = hostOver(files);
    const wanted = new Map(paths.map((path) => [path, lint(first, path)]));
    fc.assert(
      fc.property(fc.shuffledSubarray([...paths], { minLength: 1 }), (order) => {
        const host = hostOver(files);
        for (const path of order) {
          host.setText(path, files[path]);
          expect(lint(host, path)).toEqual(wanted.get(path));
        }
      }),
      { numRuns: 8 },
    );
  });
});

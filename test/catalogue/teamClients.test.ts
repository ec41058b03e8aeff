import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { type ClientConfig, createClientSchema } from '../../server/src/config/clients';
import { type TeamClient, teamLibraries } from '../../server/src/service/catalogue/teamClients';
import { defaultServiceSettings } from '../../server/src/service/model/settings';
import { checkBounds } from './harness';

const page = readFileSync(join(import.meta.dirname, '../../docs/clients-config.md'), 'utf8');

function block(fence: string): string {
  const match = new RegExp(`^\`\`\`${fence}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(page);
  return match?.[1] ?? '';
}

function configured(text: string): readonly ClientConfig[] {
  const { clients } = z.object({ clients: z.array(createClientSchema(z)) }).parse(parse(text));
  return clients;
}

it('the example of the page says what it says', () => {
  // What the schema gives is what the catalogue takes.
  const clients: readonly TeamClient[] = configured(block('jsonc thriftwise.json'));
  const settings = { ...defaultServiceSettings, clients: teamLibraries(clients) };
  checkBounds({ 'a.ts': block('ts') }, { untyped: true, settings });
});

it('a default export, a class and positional timeouts', () => {
  const clients = configured(`{ "clients": [
    { "name": "rpc", "modules": ["@acme/other-*"], "exports": [""], "made": [{ "export": "Client", "options": 0 }],
      "calls": [{ "methods": ["invoke"], "effect": "write" }],
      "bounds": { "request": { "default": 2000, "settings": [{ "argument": 2, "at": ["call"], "off": [null] }] } } }
  ] }`);
  checkBounds(
    {
      'a.ts': `
import rpc, { Client } from '@acme/other-rpc';
rpc.invoke('a', {}); // request: bounded 2000 library/default
rpc.invoke('a', {}, 150); // request: bounded 150 call/set
new Client({}).invoke('a', {}, null); // request: unbounded call/disabled
`,
    },
    { untyped: true, settings: { ...defaultServiceSettings, clients: teamLibraries(clients) } },
  );
});

it('a method that gives another client leaves the first as it was', () => {
  const clients = configured(`{ "clients": [
    { "name": "rpc", "modules": ["@acme/rpc"], "made": [{ "export": "createClient", "options": 0 }, { "method": "withTimeout" }],
      "calls": [{ "methods": ["call"] }],
      "bounds": { "request": { "default": "none", "settings": [{ "option": "timeout" }, { "method": "withTimeout" }, { "method": "setTimeout" }] } } }
  ] }`);
  checkBounds(
    {
      'a.ts': `
import { createClient } from '@acme/rpc';
const first = createClient({});
const quick = first.withTimeout(500);
const mutated = createClient({});
mutated.setTimeout(700);
first.call('a'); // request: unbounded library/default
quick.call('a'); // request: bounded 500 client/set
quick.withTimeout(100).call('a'); // request: bounded 100 client/set
mutated.call('a'); // request: bounded 700 client/set
`,
    },
    { untyped: true, settings: { ...defaultServiceSettings, clients: teamLibraries(clients) } },
  );
});

it('mistakes are refused', () => {
  const entry = { name: 'a', modules: ['a'], calls: [{ methods: ['x'] }], bounds: {} };
  expect(createClientSchema(z).safeParse(entry).success).toBe(true);
  expect(createClientSchema(z).safeParse({ ...entry, calls: [] }).success).toBe(false);
  expect(createClientSchema(z).safeParse({ ...entry, surprise: 1 }).success).toBe(false);
  expect(createClientSchema(z).safeParse({ ...entry, made: [{ export: 'a', method: 'b' }] }).success).toBe(false);
  expect(
    createClientSchema(z).safeParse({ ...entry, bounds: { request: { default: 1, settings: [{ at: ['call'] }] } } })
      .success,
  ).toBe(false);
});

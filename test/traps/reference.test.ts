import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

const page = readFileSync(new URL('../../docs/clients.md', import.meta.url), 'utf8');
const manifest: { devDependencies: Record<string, string> } = createRequire(import.meta.url)('../../package.json');

test('the page names the versions that the tests run against', () => {
  const table = page.slice(page.indexOf('## Versions'), page.indexOf('## Bounds at a glance'));
  const named = [...table.matchAll(/^\| ([@a-z][^ ]*) \| (\d[^ ]*) \|$/gm)].map(([, name = '', version]) => [
    name,
    version,
  ]);
  expect(named.length).toBeGreaterThan(40);
  for (const [name = '', version] of named) {
    expect([name, manifest.devDependencies[name]?.replace(/^npm:.*@/, '')]).toEqual([name, version]);
  }
});

test('every test that the page refers to exists', () => {
  const cited = new Set([...page.matchAll(/\[([a-z]+-?[a-z]*)\](?!\()/g)].map(([, name]) => name));
  expect(cited.size).toBeGreaterThan(10);
  for (const name of cited)
    expect([name, existsSync(new URL(`./${name}.test.ts`, import.meta.url))]).toEqual([name, true]);
});

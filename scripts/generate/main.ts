import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { registrySource } from './registry';

// Usage: generate [--check]. Writes every file that derives from the rules and snippets; with --check only tells which are out of date.
const root = join(import.meta.dirname, '../..');
const check = process.argv.includes('--check');
let stale = 0;

function emit(path: string, content: string): void {
  const target = join(root, path);
  if (existsSync(target) && readFileSync(target, 'utf8') === content) return;
  stale++;
  if (check) console.error(`${path} is out of date: run \`npm run generate\` and commit the result`);
  else {
    writeFileSync(target, content);
    console.log(`wrote ${path}`);
  }
}

emit('server/src/rules/registry.generated.ts', registrySource(join(root, 'server/src/rules')));

// The other generators import the rules, so they are loaded only now that the registry is current.
if (!check || stale === 0) {
  const { derivedFiles } = await import('./derived');
  for (const { path, content } of await derivedFiles(root)) emit(path, content);
}
if (check && stale > 0) process.exitCode = 1;

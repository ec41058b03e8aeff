import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { registrySource, serviceRulesSource } from './registry';

// Usage: generate [--check]. Writes every file that derives from the rules and snippets; with --check only tells which are out of date.
const root = join(import.meta.dirname, '../..');
const rulesFolder = join(root, 'server/src/rules');
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

emit('server/src/rules/serviceRules.generated.ts', serviceRulesSource(rulesFolder));
emit('server/src/rules/registry.generated.ts', registrySource(rulesFolder));

// Each of the next steps imports what the step before has written.
if (!check || stale === 0) {
  const { serviceRules } = await import('../../server/src/rules/serviceRules.generated');
  const { serviceMetaSource } = await import('./serviceMeta');
  emit('server/src/rules/serviceMeta.generated.ts', serviceMetaSource(serviceRules));
}
if (!check || stale === 0) {
  const { allRules } = await import('../../server/src/rules/registry.generated');
  const { defaultsSource } = await import('./serviceMeta');
  emit('server/src/rules/defaults.generated.ts', defaultsSource(allRules));
}
if (!check || stale === 0) {
  const { derivedFiles } = await import('./derived');
  for (const { path, content } of await derivedFiles(root)) emit(path, content);
}
if (check && stale > 0) process.exitCode = 1;

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

// The generated code that contract rules are tested on is kept in the repository, so that tests need nothing but npm. Here the generators say
// whether it is what they write: Apache's where it is installed (CI installs Debian's thrift-compiler 0.17.0), CreditKarma's always.

const root = join(import.meta.dirname, '../..');
const fixtures = join(root, 'test/fixtures/contract');

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'thriftwise-generated-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function filesIn(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

const compiler = spawnSync('thrift', ['--version'], { encoding: 'utf8' }).stdout ?? '';

test.skipIf(!compiler.includes('0.17.0')).each([
  ['node', 'js:node,ts'],
  ['es6', 'js:node,ts,es6'],
])('%s is what `thrift --gen %s` writes', (name, generator) => {
  const folder = temporaryFolder();
  execFileSync('thrift', ['--gen', generator, '-out', folder, 'users.thrift'], { cwd: fixtures });
  expect(filesIn(folder)).toEqual(filesIn(join(fixtures, 'generated', name)));
});

test.each([
  ['creditkarma', 'thrift-server'],
  ['creditkarmaApache', 'apache'],
])('%s is what thrift-typescript writes for the target %s', { timeout: 60_000 }, (name, target) => {
  const folder = temporaryFolder();
  const generator = join(root, 'node_modules/@creditkarma/thrift-typescript/dist/main/bin/index.js');
  const words = ['--target', target, '--sourceDir', '.', '--outDir', folder, 'users.thrift'];
  execFileSync(process.execPath, [generator, ...words], { cwd: fixtures });
  expect(filesIn(join(folder, 'users'))).toEqual(filesIn(join(fixtures, 'generated', name)));
});

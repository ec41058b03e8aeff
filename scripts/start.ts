/**
 * `npm start`: builds what is missing or stale, then lints the example workspace. `npm start -- [options] PATH...` lints anything else, with
 * the options and the exit codes of `thriftwise check`.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const command = join(root, 'dist/cli.cjs');

function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** When anything that the build reads was changed last, in ms since 1970. */
function newestSource(): number {
  const sources = readdirSync(join(root, 'server/src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => changedAt(join(entry.parentPath, entry.name)));
  return Math.max(
    ...sources,
    changedAt(join(root, 'package-lock.json')),
    ...['build', 'compilerOnly'].map((name) => changedAt(join(root, `scripts/${name}.ts`))),
  );
}

/** npm runs scripts in the project's folder; paths are meant from where the person stands. */
const { INIT_CWD: here = process.cwd() } = process.env;

/** Runs a script of ours or the command, with our own stdin, stdout and stderr. Returns its exit code. */
function run(words: readonly string[], cwd: string): number {
  const { status, error } = spawnSync(process.execPath, words, { stdio: 'inherit', cwd });
  if (error) throw error;
  return status ?? 2;
}

function buildIfStale(): number {
  const built = changedAt(command);
  if (built > 0 && built >= newestSource()) return 0;
  // On stderr, so that `npm start -s -- --format json` stays JSON.
  console.error('Building…');
  return run([join(root, 'node_modules/tsx/dist/cli.mjs'), join(root, 'scripts/build.ts')], root);
}

const given = process.argv.slice(2);
const built = buildIfStale();
if (built !== 0) process.exitCode = 2;
else if (given.length > 0) process.exitCode = run([command, 'check', ...given], here);
else {
  const code = run([command, 'check', '--fail-on', 'never', 'examples'], root);
  if (code === 0)
    console.log('\nThese are the mistakes of the example workspace. To lint your own: npm start -- PATH...');
  process.exitCode = code;
}

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { bundlePath } from '../harness/bundle';
import { runHere } from './inProcess';

/** The command as it is shipped. */
export const command = bundlePath('cli.cjs');

if (!existsSync(command)) throw new Error('dist/cli.cjs is missing: run `npm run build` first');

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether the command runs in a process of its own. */
  readonly apart?: boolean;
  /** Who the command runs as, in a process of its own. */
  readonly uid?: number;
}

const { PATH = '' } = process.env;

/** The environment of every run: nothing of the machine's language, colours or CI shines through. */
export const plainEnv = { PATH, LC_ALL: 'C' };

/** Runs `thriftwise` with pipes, as a script would: in this process, if nothing asks for one of its own. */
export function thriftwise(words: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const env = { ...plainEnv, ...options.env };
  if (!options.apart && options.uid === undefined)
    return runHere(words, { cwd: options.cwd ?? process.cwd(), env, input: options.input ?? '' });
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [command, ...words], {
      env,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.uid === undefined ? {} : { uid: options.uid }),
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => out.push(part));
    child.stderr.on('data', (part: Buffer) => err.push(part));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    );
    child.stdin.end(options.input ?? '');
  });
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own with the files given; paths are relative. Removed after the test file. */
export function makeFolder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'thriftwise-')));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** What `--format json` prints. */
export interface JsonReport {
  readonly version: number;
  readonly findings: readonly {
    readonly rule: string;
    readonly severity: string;
    readonly message: string;
    readonly file: string;
    readonly range: { readonly start: JsonPosition; readonly end: JsonPosition };
    readonly related: readonly { readonly file: string; readonly message: string }[];
    readonly fixes: readonly { readonly title: string; readonly applicability: string }[];
  }[];
  readonly summary: Readonly<Record<'files' | 'error' | 'warning' | 'information' | 'hint' | 'durationMs', number>>;
}

interface JsonPosition {
  readonly line: number;
  readonly character: number;
}

/** Runs `check --format json`. */
export async function checkJson(
  words: readonly string[],
  options: RunOptions = {},
): Promise<Outcome & { readonly report: JsonReport }> {
  const outcome = await thriftwise(['check', '--format', 'json', ...words], options);
  return { ...outcome, report: JSON.parse(outcome.stdout) as JsonReport };
}

/** A configuration in which only the rules named are on. */
export function only(rules: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ rules: { 'idl/*': 'off', 'thriftwise/*': 'off', ...rules } });
}

import { AsyncLocalStorage } from 'node:async_hooks';
import * as fs from 'node:fs';
import { PassThrough, Writable } from 'node:stream';
import { bundlePath, runBundle } from '../harness/bundle';
import type { Outcome } from './run';

type Command = typeof import('../../server/src/command');

/** What one run of the command sees of a process. */
interface Run {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: PassThrough;
  readonly stdout: Writable;
  readonly stderr: Writable;
  cwd(): string;
  exit(code: number): void;
}

const runs = new AsyncLocalStorage<Run>();

function current(): Run {
  const run = runs.getStore();
  if (!run) throw new Error('the command uses its process outside of a run');
  return run;
}

let command: Command | undefined;

/** The bundle is loaded once; its process is that of the run that asks. */
function loadCommand(): Command {
  const standIn = {
    get argv() {
      return current().argv;
    },
    get env() {
      return current().env;
    },
    get stdin() {
      return current().stdin;
    },
    get stdout() {
      return current().stdout;
    },
    get stderr() {
      return current().stderr;
    },
    cwd: () => current().cwd(),
    exit: (code: number) => current().exit(code),
    pid: process.pid,
    platform: process.platform,
    // None whose flags it sets.
    versions: { v8: '' },
    getuid: process.getuid,
    hrtime: process.hrtime,
    uptime: () => process.uptime(),
  };
  // The descriptors are those of this process; what is written goes through the run's streams.
  const standInFs = { ...fs, fstatSync: () => fs.statSync('/dev/null') };
  command ??= runBundle('command.cjs', { process: standIn, modules: { 'node:fs': standInFs } }) as Command;
  return command;
}

function collect(): { readonly stream: Writable; text(): string } {
  const parts: Buffer[] = [];
  const stream = new Writable({
    write(part: Buffer, _, done) {
      parts.push(part);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(parts).toString() };
}

/** Runs the bundled command within this process; `cli.cjs`, which does no more than load it, is left out. */
export async function runHere(
  words: readonly string[],
  { cwd, env, input }: { readonly cwd: string; readonly env: Readonly<Record<string, string>>; readonly input: string },
): Promise<Outcome> {
  const [out, err, stdin] = [collect(), collect(), new PassThrough()];
  stdin.end(input);
  let code: number | null = null;
  const run: Run = {
    argv: [process.execPath, bundlePath('cli.cjs'), ...words],
    env,
    stdin,
    stdout: out.stream,
    stderr: err.stream,
    cwd: () => cwd,
    exit(given) {
      code = given;
    },
  };
  const startServer = () => Promise.reject(new Error('the server has a process of its own'));
  await runs.run(run, () => loadCommand().run(startServer));
  return { code, stdout: out.text(), stderr: err.text() };
}

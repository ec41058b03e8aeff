/**
 * Runs a program in a process group of its own, for as long as whoever started this script lives.
 *
 * Whoever starts it holds the other end of stdin. When that end closes, be it on purpose or because the holder crashed
 * or was killed, the whole group goes and its folder with it: code-server has several generations of children, and a
 * test run that dies must leave nothing behind. Runs under the Node that code-server needs, which reads TypeScript.
 *
 * Usage: node supervise.ts FOLDER PROGRAM [ARGUMENT...]
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

const [folder, program, ...args] = process.argv.slice(2);
if (folder === undefined || program === undefined) throw new Error('supervise: no folder or program given');

const graceMs = 3000;
const child = spawn(program, args, { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });

child.on('error', (error) => {
  console.error(`supervise: cannot start ${program}: ${error.message}`);
  process.exit(1);
});
child.on('exit', (code) => {
  signalGroup('SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  process.exit(code ?? 1);
});

process.stdin.on('close', end);
process.stdin.resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);

function end(): void {
  signalGroup('SIGTERM');
  setTimeout(() => signalGroup('SIGKILL'), graceMs);
}

function signalGroup(signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

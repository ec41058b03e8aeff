import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { bundlePath, runBundle } from '../harness/bundle';

/** A bundled server that runs, and what it reads and writes. */
export interface ServerProcess {
  readonly pid: number | undefined;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves with the exit code. */
  readonly exited: Promise<number | null>;
  kill(): void;
}

/** Starts the bundled server in a process of its own. */
export function spawnServer(args: readonly string[]): ServerProcess {
  const child = spawn(process.execPath, [bundlePath('server.cjs'), ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  return {
    pid: child.pid,
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    exited: once(child, 'exit').then(([code]) => code as number | null),
    kill: () => void child.kill('SIGKILL'),
  };
}

/**
 * Runs the bundled server in this process, over streams that take its process's place. What belongs to the process itself (how it
 * starts and ends, its memory, signals) is for `spawnServer`.
 */
export function runServer(args: readonly string[]): ServerProcess {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  let exit: (code: number) => void = () => undefined;
  const exited = new Promise<number>((resolve) => {
    exit = resolve;
  });
  const print = (...words: readonly unknown[]) => void stderr.write(`${words.join(' ')}\n`);
  runBundle('server.cjs', {
    process: { argv: [process.execPath, bundlePath('server.cjs'), ...args], stdin, stdout, stderr, exit },
    // The server turns all of them into the last one.
    console: { log: print, info: print, debug: print, warn: print, error: print },
    modules: { 'node:v8': { setFlagsFromString: () => undefined } },
  });
  return {
    pid: undefined,
    stdin,
    stdout,
    stderr,
    exited,
    kill() {
      // A session that is shut down ends its timers and its thread.
      const body = '{ "jsonrpc": "2.0", "id": "end", "method": "shutdown" }';
      stdin.write(`Content-Length: ${body.length}\r\n\r\n${body}`);
    },
  };
}

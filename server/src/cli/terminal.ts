import { fstatSync, writeSync } from 'node:fs';

/** The environment variables that we look at. */
export interface Environment {
  readonly NO_COLOR?: string | undefined;
  readonly FORCE_COLOR?: string | undefined;
  readonly TERM?: string | undefined;
  readonly LC_ALL?: string | undefined;
  readonly LC_MESSAGES?: string | undefined;
  readonly LANG?: string | undefined;
  /** The checkout, in a GitHub workflow. */
  readonly GITHUB_WORKSPACE?: string | undefined;
}

/** What a command needs of the process that it runs in. Text written is complete when the promise settles. */
export interface Terminal {
  /** Absolute, with `/`. */
  readonly cwd: string;
  readonly env: Environment;
  /** Whether a person reads stdout. */
  readonly isTty: boolean;
  out(text: string): Promise<void>;
  err(text: string): Promise<void>;
  /** All of stdin. */
  stdin(): Promise<string>;
}

type Writer = (text: string | Uint8Array) => Promise<void>;

function streamWriter(stream: NodeJS.WriteStream): Writer {
  let closed = false;
  // The reader went away (`| head`): nobody is left to tell, and the work's outcome stays what it is.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    closed = true;
  });
  return (text) =>
    new Promise((resolve) => {
      if (closed || text.length === 0) resolve();
      else stream.write(text, () => resolve());
    });
}

/**
 * Writes without a stream, which takes as long to make as a small file to lint. Where the descriptor does not wait for its reader, a
 * stream takes over once it is full.
 */
function directWriter(descriptor: number, stream: () => NodeJS.WriteStream): Writer {
  let closed = false;
  let rest: Writer | undefined;
  return async (text) => {
    if (rest) return rest(text);
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    for (let at = 0; at < bytes.length && !closed; ) {
      try {
        at += writeSync(descriptor, bytes, at);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EPIPE') closed = true;
        else if (code === 'EAGAIN') {
          rest = streamWriter(stream());
          return rest(bytes.subarray(at));
        } else throw error;
      }
    }
  };
}

/** Whether the descriptor is a file, pipe or socket (Node's pipes are) that can be written to directly. */
function isDirect({ platform }: NodeJS.Process, descriptor: number): boolean {
  if (platform === 'win32') return false;
  try {
    const stats = fstatSync(descriptor);
    return stats.isFile() || stats.isFIFO() || stats.isSocket();
  } catch {
    return false;
  }
}

function writer(process: NodeJS.Process, name: 'stdout' | 'stderr', descriptor: number): Writer {
  let made: Writer | undefined;
  return (text) => {
    made ??= isDirect(process, descriptor)
      ? directWriter(descriptor, () => process[name])
      : streamWriter(process[name]);
    return made(text);
  };
}

async function readAll(stream: NodeJS.ReadStream): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part as Uint8Array));
  return Buffer.concat(parts).toString('utf8');
}

/** The terminal of this process. */
export function createTerminal(process: NodeJS.Process): Terminal {
  return {
    cwd: process.cwd().replaceAll('\\', '/'),
    env: process.env,
    isTty: !isDirect(process, 1) && process.stdout.isTTY === true,
    out: writer(process, 'stdout', 1),
    err: writer(process, 'stderr', 2),
    stdin: () => readAll(process.stdin),
  };
}

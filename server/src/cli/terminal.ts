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

function writer(stream: NodeJS.WriteStream): (text: string) => Promise<void> {
  let closed = false;
  // The reader went away (`| head`): nobody is left to tell, and the work's outcome stays what it is.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    closed = true;
  });
  return (text) =>
    new Promise((resolve) => {
      if (closed || text === '') resolve();
      else stream.write(text, () => resolve());
    });
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
    isTty: process.stdout.isTTY === true,
    out: writer(process.stdout),
    err: writer(process.stderr),
    stdin: () => readAll(process.stdin),
  };
}

import { runServer, type ServerProcess, spawnServer } from './server';

/** A message as it came over the wire. */
export interface Message {
  readonly id?: number | string | null;
  readonly method?: string;
  // biome-ignore lint/suspicious/noExplicitAny: a raw message is whatever the server sent; the tests compare it.
  readonly params?: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly result?: any;
  readonly error?: { readonly code: number; readonly message: string };
}

type Json = Readonly<Record<string, unknown>>;

/** A language client that knows nothing but framing, so that nothing hides what the server does. */
export interface RawClient {
  readonly process: ServerProcess;
  /** Everything that came from the server, in order. */
  readonly received: readonly Message[];
  /** What the server wrote to standard error. */
  stderr(): string;
  /** Sends a request; resolves with the whole answer, errors included. */
  request(method: string, params?: unknown): Promise<Message> & { readonly id: number };
  notify(method: string, params?: unknown): void;
  /** Writes bytes as they are. */
  raw(text: string): void;
  /** The first message from the server at or after index `from` that `accepts` wants; waits for it. */
  next(accepts: (message: Message) => boolean, from?: number): Promise<Message>;
  /** Resolves with the exit code. */
  exited: Promise<number | null>;
  /** How requests of the server are answered, by method. */
  readonly answers: Map<string, (params: Json) => unknown>;
  kill(): void;
}

const waitMs = 30_000;

export function frame(message: unknown): string {
  const body = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** Starts the bundled server: in this process, or `apart`, in one of its own. */
export function startServer({ apart = false } = {}): RawClient {
  const child = apart ? spawnServer(['--stdio']) : runServer(['--stdio']);
  const received: Message[] = [];
  const waiting = new Set<() => void>();
  const answers = new Map<string, (params: Json) => unknown>();
  const pending = new Map<number, (message: Message) => void>();
  let buffer = Buffer.alloc(0);
  let stderr = '';
  let lastId = 0;

  child.stderr.on('data', (data: Buffer) => {
    stderr += data.toString();
  });
  // Writing to a server that has ended is what some tests are about.
  child.stdin.on('error', () => undefined);

  const send = (message: unknown) => void child.stdin.write(frame(message));

  function receive(message: Message): void {
    received.push(message);
    if (message.method !== undefined && message.id !== undefined) {
      const answer = answers.get(message.method);
      send({ jsonrpc: '2.0', id: message.id, result: answer?.(message.params) ?? null });
    } else if (message.method === undefined && typeof message.id === 'number') {
      pending.get(message.id)?.(message);
      pending.delete(message.id);
    }
    for (const wake of [...waiting]) wake();
  }

  child.stdout.on('data', (data: Buffer) => {
    buffer = Buffer.concat([buffer, data]);
    for (;;) {
      const end = buffer.indexOf('\r\n\r\n');
      if (end === -1) return;
      const length = Number(/Content-Length: (\d+)/i.exec(buffer.toString('ascii', 0, end))?.[1]);
      if (!Number.isInteger(length)) throw new Error(`bad header: ${buffer.toString('ascii', 0, end)}`);
      if (buffer.length < end + 4 + length) return;
      const body = buffer.toString('utf8', end + 4, end + 4 + length);
      buffer = buffer.subarray(end + 4 + length);
      receive(JSON.parse(body) as Message);
    }
  });

  function deadline<T>(promise: Promise<T>, what: string): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`${what} did not come.\n${stderr}\n${tail()}`)), waitMs);
    });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
  }

  const tail = () =>
    received
      .slice(-6)
      .map((message) => JSON.stringify(message).slice(0, 400))
      .join('\n');

  return {
    process: child,
    received,
    answers,
    exited: child.exited,
    stderr: () => stderr,
    request(method, params) {
      const id = ++lastId;
      const answer = new Promise<Message>((resolve) => pending.set(id, resolve));
      send({ jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) });
      return Object.assign(deadline(answer, `the answer to ${method}`), { id });
    },
    notify: (method, params) => send({ jsonrpc: '2.0', method, ...(params === undefined ? {} : { params }) }),
    raw: (text) => void child.stdin.write(text),
    next(accepts, from = 0) {
      const found = new Promise<Message>((resolve) => {
        const look = () => {
          const message = received.slice(from).find(accepts);
          if (!message) return;
          waiting.delete(look);
          resolve(message);
        };
        waiting.add(look);
        look();
      });
      return deadline(found, `a message that fits ${accepts}`);
    },
    kill: child.kill,
  };
}

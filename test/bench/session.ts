import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A language-server session over stdio with just enough of the protocol to measure it. */
export interface Session {
  readonly process: ChildProcess;
  request(method: string, params: unknown): Promise<unknown>;
  notify(method: string, params: unknown): void;
  /** Settles with the next request of this method that the server makes. */
  asked(method: string): Promise<void>;
  /** Resident memory in MB, from the kernel. */
  residentMb(): number;
  /** Processor time used so far, in clock ticks (usually 10 ms each). */
  cpuTicks(): number;
  stop(): void;
}

/** Starts `node ...args` and speaks LSP with it. Requests of the server are answered with null. */
export function startSession(args: readonly string[]): Session {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const pending = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  const awaited = new Map<string, () => void>();
  let nextId = 1;
  const send = (message: object) => {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    child.stdin.write(body);
  };
  const receive = (message: {
    id?: number;
    method?: string;
    result?: unknown;
    error?: { message: string };
    params?: { items?: unknown[] };
  }) => {
    if (message.method !== undefined) {
      if (message.id === undefined) return;
      const result =
        message.method === 'workspace/configuration' ? (message.params?.items ?? []).map(() => null) : null;
      send({ id: message.id, result });
      awaited.get(message.method)?.();
      awaited.delete(message.method);
      return;
    }
    const waiting = pending.get(message.id ?? -1);
    pending.delete(message.id ?? -1);
    if (message.error) waiting?.reject(new Error(message.error.message));
    else waiting?.resolve(message.result);
  };
  /** How long `buffer` has to be before there is a message in it: joining all that comes in one by one would be measured, too. */
  let wanted = 0;
  let parts: Buffer[] = [];
  let length = 0;
  child.stdout.on('data', (data: Buffer) => {
    parts.push(data);
    length += data.length;
    if (length < wanted) return;
    let buffer = Buffer.concat(parts);
    for (;;) {
      const end = buffer.indexOf('\r\n\r\n');
      const size = end === -1 ? 0 : Number(/Content-Length: (\d+)/i.exec(buffer.toString('latin1', 0, end))?.[1] ?? 0);
      wanted = end + 4 + size;
      if (end === -1 || buffer.length < wanted) break;
      const body = buffer.toString('utf8', end + 4, wanted);
      buffer = buffer.subarray(wanted);
      wanted = 0;
      receive(JSON.parse(body));
    }
    parts = [buffer];
    length = buffer.length;
  });
  return {
    process: child,
    request(method, params) {
      const id = nextId++;
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject });
        send({ id, method, params });
      });
    },
    notify: (method, params) => send({ method, params }),
    asked: (method) => new Promise((resolve) => awaited.set(method, resolve)),
    residentMb() {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
    },
    cpuTicks() {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return Number(fields[11]) + Number(fields[12]);
    },
    stop: () => child.kill('SIGKILL'),
  };
}

/** The initialize parameters of a client that pulls diagnostics, for the folder `rootUri`. */
export function initializeParams(rootUri: string): object {
  return {
    processId: process.pid,
    rootUri,
    workspaceFolders: [{ uri: rootUri, name: 'bench' }],
    capabilities: {
      textDocument: {
        diagnostic: { dynamicRegistration: true, relatedDocumentSupport: false },
        documentSymbol: { hierarchicalDocumentSymbolSupport: true },
        synchronization: {},
      },
      workspace: { workspaceFolders: true, configuration: true, diagnostics: { refreshSupport: true } },
    },
  };
}

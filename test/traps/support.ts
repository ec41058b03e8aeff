import { spawn } from 'node:child_process';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer, type Server as NetServer, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a promise did within a window of time. */
export type Outcome = 'resolved' | 'rejected' | 'pending';

/** Resolves after `ms` milliseconds. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What `promise` did within `windowMs`: a window much longer than a configured timeout shows that the timeout bounds nothing. */
export async function outcome(promise: Promise<unknown>, windowMs: number): Promise<Outcome> {
  return Promise.race([
    promise.then(
      (): Outcome => 'resolved',
      (): Outcome => 'rejected',
    ),
    sleep(windowMs).then((): Outcome => 'pending'),
  ]);
}

/** The reason that `promise` rejects with. Throws when it resolves. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  const resolved = Symbol();
  const reason = await promise.then(
    () => resolved,
    (error: unknown) => error,
  );
  if (reason === resolved) throw new Error('The promise was expected to reject.');
  return reason;
}

/** The message of what `promise` rejects with. */
export async function rejectionMessage(promise: Promise<unknown>): Promise<string> {
  const reason = await rejection(promise);
  return reason instanceof Error ? reason.message : String(reason);
}

/** Runs `task` and returns how long it took in milliseconds, whether it resolved or rejected. */
export async function elapsedMs(task: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await task().catch(() => undefined);
  return performance.now() - start;
}

/** Listens on a free port of loopback and returns it. The server and its sockets are gone when the test ends. */
export async function listen(server: NetServer): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A server that accepts connections, reads, and never says a word. */
export async function silentServer(): Promise<{ port: number; url: string }> {
  const port = await listen(createServer((socket) => socket.resume()));
  return { port, url: `http://127.0.0.1:${port}` };
}

/** A port of loopback on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** An HTTP server that counts the requests it gets. */
export async function httpServer(
  listener: RequestListener,
): Promise<{ port: number; url: string; server: Server; requests: () => number }> {
  let requests = 0;
  const server = createHttpServer((request, response) => {
    requests += 1;
    listener(request, response);
  });
  const port = await listen(server);
  return { port, url: `http://127.0.0.1:${port}`, server, requests: () => requests };
}

/** Answers with headers at once and then one byte every `everyMs`, `bytes` times. */
export function trickle(everyMs: number, bytes: number): RequestListener {
  return (_request, response) => {
    response.writeHead(200, { 'content-length': bytes });
    response.flushHeaders();
    let left = bytes;
    const timer = setInterval(() => {
      response.write('.');
      left -= 1;
      if (left === 0) {
        clearInterval(timer);
        response.end();
      }
    }, everyMs);
    response.on('close', () => clearInterval(timer));
  };
}

/** How a child process ended. */
export interface Exit {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs an ES module in a Node process of its own, for traps that end the process. Killed after `limitMs`. */
export function runScript(source: string, limitMs = 10_000): Promise<Exit> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', source], { cwd: root, timeout: limitMs });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

import { once } from 'node:events';
import { Agent, get, globalAgent, request } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { closedPort, httpServer, outcome, runScript, silentServer, sleep } from './support';

test('http.request({ timeout }) only emits "timeout": the request goes on', async () => {
  const { url } = await silentServer();
  for (const make of [request, get]) {
    const call = make(url, { timeout: 50 });
    onTestFinished(() => void call.destroy());
    let timeouts = 0;
    call.on('timeout', () => {
      timeouts += 1;
    });
    const answered = new Promise((resolve, reject) => call.on('response', resolve).on('error', reject));
    call.end();
    expect(await outcome(answered, 250)).toBe('pending');
    expect(timeouts).toBe(1);
    expect(call.destroyed).toBe(false);
  }
});

test('request.setTimeout() without a destroy() in its callback ends nothing either', async () => {
  const { url } = await silentServer();
  const call = request(url);
  onTestFinished(() => void call.destroy());
  const answered = new Promise((resolve, reject) => call.on('response', resolve).on('error', reject));
  const timedOut = new Promise<void>((resolve) => call.setTimeout(50, resolve));
  call.end();
  await timedOut;
  expect(await outcome(answered, 220)).toBe('pending');
});

test('destroy() in the "timeout" listener fails the request with "socket hang up"', async () => {
  const { url } = await silentServer();
  const call = request(url, { timeout: 50 });
  call.on('timeout', () => call.destroy());
  call.end();
  const [error] = await new Promise<unknown[]>((resolve) => call.on('error', (...reason) => resolve(reason)));
  expect(error).toMatchObject({ code: 'ECONNRESET' });
});

test("`signal` bounds the whole request, the answer's body included", async () => {
  const { url } = await httpServer((_request, response) => {
    response.writeHead(200, { 'content-length': 10 });
    response.write('.');
  });
  const call = get(url, { signal: AbortSignal.timeout(100) });
  call.on('error', () => undefined);
  const [response] = await once(call, 'response');
  const [error] = await new Promise<unknown[]>((resolve) => {
    response.on('error', (...reason: unknown[]) => resolve(reason));
    response.resume();
  });
  expect(error).toMatchObject({ message: 'aborted', code: 'ECONNRESET' });
});

test('the `timeout` of an agent ends no request', async () => {
  const { url } = await silentServer();
  const call = get(url, { agent: new Agent({ timeout: 50 }) });
  onTestFinished(() => void call.destroy());
  const answered = new Promise((resolve, reject) => call.on('response', resolve).on('error', reject));
  expect(await outcome(answered, 220)).toBe('pending');
});

test('net.connect({ timeout }) and socket.setTimeout() only emit "timeout"', async () => {
  const { port } = await silentServer();
  const socket = connect({ port, host: '127.0.0.1', timeout: 50 });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'timeout');
  await sleep(50);
  expect(socket.destroyed).toBe(false);
});

test('without an "error" listener a request, a socket or a server that fails ends the process', async () => {
  const port = await closedPort();
  const scripts = [
    `import http from 'node:http'; http.get('http://127.0.0.1:${port}', () => undefined);`,
    `import net from 'node:net'; net.connect(${port}, '127.0.0.1');`,
    `import net from 'node:net'; const a = net.createServer().listen(0, '127.0.0.1', () => net.createServer().listen(a.address().port, '127.0.0.1'));`,
  ];
  for (const { code, stderr } of await Promise.all(scripts.map((script) => runScript(script)))) {
    expect(code).toBe(1);
    expect(stderr).toMatch(/ECONNREFUSED|EADDRINUSE/);
  }
});

test('new Agent() keeps no connection alive and limits no sockets; the global agent keeps alive since Node 19', async () => {
  for (const agent of [new Agent(), new TlsAgent()]) {
    expect(agent).not.toMatchObject({ options: { keepAlive: true } });
    expect(agent.maxSockets).toBe(Number.POSITIVE_INFINITY);
    expect(agent.maxFreeSockets).toBe(256);
  }
  expect(globalAgent).toMatchObject({ options: { keepAlive: true, timeout: 5000 } });
  expect(globalAgent.maxSockets).toBe(Number.POSITIVE_INFINITY);

  const { url, server } = await httpServer((_request, response) => response.end('ok'));
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  const fetchTwice = async (agent: Agent) => {
    for (let i = 0; i < 2; i += 1) {
      const [response] = await once(get(url, { agent }), 'response');
      response.resume();
      await once(response, 'close');
      await sleep(5);
    }
  };
  await fetchTwice(new Agent());
  expect(connections).toBe(2);
  const keeping = new Agent({ keepAlive: true });
  onTestFinished(() => keeping.destroy());
  await fetchTwice(keeping);
  expect(connections).toBe(3);
});

test('an answer of 503 is no error', async () => {
  const { url } = await httpServer((_request, response) => response.writeHead(503).end());
  const [response] = await once(get(url), 'response');
  response.resume();
  expect(response.statusCode).toBe(503);
});

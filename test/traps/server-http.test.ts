import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import hapi from '@hapi/hapi';
import express from 'express';
import fastify from 'fastify';
import Koa from 'koa';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { listen, outcome, runScript, sleep } from './support';

/** A connection over which requests are written by hand; `text` is what was answered so far. */
async function keepAliveClient(port: number): Promise<{ socket: Socket; text: () => string; closed: Promise<void> }> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString();
  });
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  await new Promise((resolve) => socket.on('connect', resolve));
  return { socket, text: () => text, closed };
}

const request = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Resolves when `server` has closed. */
function closing(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

describe('node http server', () => {
  test('gives a request 300 s, its headers 60 s, an idle connection 5 s, and a handler for ever', () => {
    const server = createServer();
    expect(server.requestTimeout).toBe(300_000);
    expect(server.headersTimeout).toBe(60_000);
    expect(server.keepAliveTimeout).toBe(5000);
    expect(server.timeout).toBe(0);
  });

  test('close() ends connections that are idle after an answer, and waits for one in the middle of a request', async () => {
    const pending: ServerResponse[] = [];
    const server = createServer((incoming: IncomingMessage, response) => {
      if (incoming.url === '/slow') pending.push(response);
      else response.end('ok');
    });
    const port = await listen(server);
    const idle = await keepAliveClient(port);
    idle.socket.write(request);
    while (!idle.text().includes('ok')) await sleep(5);
    const busy = await keepAliveClient(port);
    busy.socket.write(request.replace('/', '/slow'));
    while (pending.length === 0) await sleep(5);
    const closed = closing(server);
    expect(await outcome(idle.closed, 2000)).toBe('resolved');
    expect(await outcome(closed, 220)).toBe('pending');
    pending[0]?.setHeader('connection', 'close');
    pending[0]?.end('ok');
    expect(await outcome(closed, 4000)).toBe('resolved');
  });

  test.runIf(process.version.startsWith('v20.'))(
    'an answer after close() keeps its connection alive all the same (Node 20)',
    async () => {
      const pending: ServerResponse[] = [];
      const server = createServer({ keepAliveTimeout: 60_000 }, (_request, response) => void pending.push(response));
      const client = await keepAliveClient(await listen(server));
      client.socket.write(request);
      while (pending.length === 0) await sleep(5);
      const closed = closing(server);
      pending[0]?.end('ok');
      expect(await outcome(closed, 250)).toBe('pending');
      client.socket.destroy();
      expect(await outcome(closed, 2000)).toBe('resolved');
    },
  );

  test('close() waits for a connection that never sent a request', async () => {
    const server = createServer();
    const client = await keepAliveClient(await listen(server));
    const closed = closing(server);
    expect(await outcome(closed, 250)).toBe('pending');
    client.socket.destroy();
    expect(await outcome(closed, 2000)).toBe('resolved');
  });

  test('closeAllConnections() ends what close() waits for', async () => {
    const server = createServer(() => undefined);
    const client = await keepAliveClient(await listen(server));
    client.socket.write(request);
    await new Promise((resolve) => server.once('request', resolve));
    const closed = closing(server);
    server.closeAllConnections();
    expect(await outcome(closed, 2000)).toBe('resolved');
  });

  test('an async listener that rejects ends the process: of a server, an emitter, a timer', async () => {
    const scripts = [
      `import http from 'node:http';
       const server = http.createServer(async () => { throw new Error('lost'); });
       server.listen(0, () => http.get({ port: server.address().port }).on('error', () => undefined));`,
      `import { EventEmitter } from 'node:events';
       new EventEmitter().on('x', async () => { throw new Error('lost'); }).emit('x');
       setTimeout(() => undefined, 3000);`,
      `setInterval(async () => { throw new Error('lost'); }, 10);`,
    ];
    for (const { code, stderr } of await Promise.all(scripts.map((script) => runScript(script)))) {
      expect(code).toBe(1);
      expect(stderr).toContain('lost');
    }
  });

  test('a promise that rejects without a handler ends the process, a "uncaughtException" listener keeps it', async () => {
    const reject = "Promise.reject(new Error('lost')); setTimeout(() => process.exit(0), 100);";
    expect((await runScript(reject)).code).toBe(1);
    expect((await runScript(`process.on('uncaughtException', () => undefined); ${reject}`)).code).toBe(0);
    expect((await runScript(`process.on('unhandledRejection', () => undefined); ${reject}`)).code).toBe(0);
  });
});

describe('async handlers that reject', () => {
  async function status(listener: RequestListener): Promise<number> {
    const port = await listen(createServer(listener));
    const response = await fetch(`http://127.0.0.1:${port}`);
    await response.text();
    return response.status;
  }

  test('express 4 loses the rejection: the request hangs and the process ends', async () => {
    const script = (survive: string) => `
      import http from 'node:http';
      import express from 'express4';
      ${survive}
      const app = express();
      app.get('/', async () => { throw new Error('lost'); });
      const server = app.listen(0, '127.0.0.1', () => {
        http.get({ port: server.address().port, host: '127.0.0.1' }, (r) => console.log('answered')).on('error', () => undefined);
      });
      setTimeout(() => process.exit(0), 400);
    `;
    const dead = await runScript(script(''));
    expect(dead).toMatchObject({ code: 1, stderr: expect.stringContaining('lost') });
    const kept = await runScript(script("process.on('unhandledRejection', () => undefined);"));
    expect(kept).toMatchObject({ code: 0, stdout: '' });
  });

  test('express 5, koa, fastify and hapi answer 500', async () => {
    const app = express();
    app.set('env', 'test');
    app.get('/', async () => {
      throw new Error('lost');
    });
    expect(await status(app)).toBe(500);

    const koa = new Koa();
    koa.silent = true;
    koa.use(async () => {
      throw new Error('lost');
    });
    expect(await status(koa.callback())).toBe(500);

    const server = fastify();
    onTestFinished(() => server.close());
    server.get('/', async () => {
      throw new Error('lost');
    });
    expect((await server.inject('/')).statusCode).toBe(500);

    const hapiServer = hapi.server({ debug: false });
    hapiServer.route({
      method: 'GET',
      path: '/',
      handler: async () => {
        throw new Error('lost');
      },
    });
    expect((await hapiServer.inject('/')).statusCode).toBe(500);
  });

  test('express sends the stack to the client unless NODE_ENV is production', async () => {
    for (const [env, leaks] of [
      ['development', true],
      ['production', false],
    ] as const) {
      const app = express();
      app.set('env', env);
      app.get('/', async () => {
        throw new Error('secret of the house');
      });
      const log = vi
        .spyOn(console, 'error')
        .mockClear()
        .mockImplementation(() => undefined);
      const port = await listen(createServer(app));
      const text = await (await fetch(`http://127.0.0.1:${port}`)).text();
      expect(text.includes('secret of the house')).toBe(leaks);
      // Express writes to the console a moment after it has answered.
      await vi.waitFor(() => expect(log).toHaveBeenCalled(), 2000);
    }
  });
});

describe('fastify', () => {
  test('sets requestTimeout to 0, keeps idle connections for 72 s, and has no handler timeout', async () => {
    const app = fastify();
    onTestFinished(() => app.close());
    expect(app.server.requestTimeout).toBe(0);
    expect(app.server.keepAliveTimeout).toBe(72_000);
    expect(app.server.timeout).toBe(0);
    expect(app.initialConfig).toMatchObject({ connectionTimeout: 0, requestTimeout: 0 });
  });

  test('answers an error with its message', async () => {
    const app = fastify();
    onTestFinished(() => app.close());
    app.get('/', async () => {
      throw new Error('connect ECONNREFUSED 10.0.0.7');
    });
    expect((await app.inject('/')).json()).toMatchObject({ message: 'connect ECONNREFUSED 10.0.0.7' });
  });
});

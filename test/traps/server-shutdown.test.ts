import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import hapi from '@hapi/hapi';
import { createHttpTerminator } from 'http-terminator';
import stoppable from 'stoppable';
import { describe, expect, onTestFinished, test } from 'vitest';
import { elapsedMs, listen, outcome, runScript } from './support';

/** Starts a server that answers nothing, and sends it a request. */
async function ask(server: Server): Promise<void> {
  const port = await listen(server);
  const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n'));
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await new Promise((resolve) => server.once('request', resolve));
}

describe('http-terminator', () => {
  test('gives requests 1 s by default, then ends them', async () => {
    const server = createServer();
    const terminator = createHttpTerminator({ server });
    await ask(server);
    const ms = await elapsedMs(() => terminator.terminate());
    expect(ms).toBeGreaterThan(900);
    expect(ms).toBeLessThan(4000);
  });
});

describe('stoppable', () => {
  test('waits for ever by default; with a grace it ends what is left', async () => {
    const patient = stoppable(createServer());
    await ask(patient);
    expect(await outcome(new Promise((resolve) => patient.stop(resolve)), 250)).toBe('pending');
    const strict = stoppable(createServer(), 50);
    await ask(strict);
    expect(await outcome(new Promise((resolve) => strict.stop(resolve)), 2000)).toBe('resolved');
  });
});

describe('hapi', () => {
  test('stop({ timeout }) ends requests that are still running', async () => {
    const server = hapi.server({ port: 0, host: '127.0.0.1' });
    const asked = new Promise<void>((resolve) => {
      const handler = () => {
        resolve();
        return new Promise<string>(() => undefined);
      };
      server.route({ method: 'GET', path: '/', handler });
    });
    await server.start();
    const port = Number(server.info.port);
    const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n'));
    socket.on('error', () => undefined);
    await asked;
    expect(await outcome(server.stop({ timeout: 100 }), 3000)).toBe('resolved');
  });
});

describe('signals', () => {
  const server = `
    import http from 'node:http';
    const server = http.createServer((_, response) => response.end('ok'));
  `;
  const kill = (signal: string) => `server.listen(0, '127.0.0.1', () => process.kill(process.pid, '${signal}'));`;

  test('without a listener SIGTERM ends the process at once', async () => {
    const { code, stdout } = await runScript(
      `${server} process.on('exit', () => console.log('exit')); ${kill('SIGTERM')}`,
    );
    expect({ code, stdout }).toEqual({ code: null, stdout: '' });
  });

  test('terminus heeds SIGTERM by default and not SIGINT, and gives requests 1 s', async () => {
    const terminus = `${server}
      import { createTerminus } from '@godaddy/terminus';
      createTerminus(server, { onSignal: async () => console.log('cleanup') });
    `;
    expect((await runScript(terminus + kill('SIGTERM'))).stdout).toContain('cleanup');
    expect((await runScript(terminus + kill('SIGINT'))).stdout).toBe('');
  });

  test('lightship heeds SIGTERM, SIGINT and SIGHUP', async () => {
    const { stdout } = await runScript(`
      import { createLightship } from 'lightship';
      const lightship = await createLightship({ port: 0, terminate: () => process.exit(3) });
      lightship.registerShutdownHandler(() => process.exit(0));
      lightship.signalReady();
      process.on('exit', () => console.log('cleanup'));
      for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) console.log(signal, process.listenerCount(signal));
      process.kill(process.pid, 'SIGHUP');
      setTimeout(() => undefined, 5000);
    `);
    expect(stdout.trim().split('\n')).toEqual(['SIGTERM 1', 'SIGINT 1', 'SIGHUP 1', 'cleanup']);
  });

  test('NestJS heeds no signal unless enableShutdownHooks() was called', async () => {
    const nest = (hooks: string) => `
      import 'reflect-metadata';
      import { Module } from '@nestjs/common';
      import { NestFactory } from '@nestjs/core';
      class Clean { onModuleDestroy() { console.log('cleanup'); } }
      class App {}
      Module({ providers: [Clean] })(App);
      const app = await NestFactory.createApplicationContext(App, { logger: false });
      ${hooks}
      setTimeout(() => undefined, 5000);
      process.kill(process.pid, 'SIGTERM');
    `;
    expect((await runScript(nest(''))).stdout).toBe('');
    expect((await runScript(nest('app.enableShutdownHooks();'))).stdout).toContain('cleanup');
  });
});

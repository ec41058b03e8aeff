import mysql from 'mysql2';
import mysqlPromise from 'mysql2/promise';
import pg from 'pg';
import { beforeEach, describe, expect, type MockInstance, onTestFinished, test, vi } from 'vitest';
import { outcome, rejection, runScript, silentServer } from './support';
import { mysqlServer, postgresServer } from './support-wire';

describe('pg', () => {
  function client(port: number, config: pg.ClientConfig): pg.Client {
    const made = new pg.Client({ host: '127.0.0.1', port, user: 'app', password: 'x', database: 'app', ...config });
    made.on('error', () => undefined);
    onTestFinished(() => {
      void made.end();
    });
    return made;
  }

  test('has neither a connect nor a query timeout by default', () => {
    expect(pg.defaults).toMatchObject({ statement_timeout: false, query_timeout: false });
    expect(new pg.Client({ host: 'x' })).toMatchObject({ _connectionTimeoutMillis: 0 });
  });

  test('`query_timeout` and `statement_timeout` do not bound the connect; `connectionTimeoutMillis` does', async () => {
    const { port } = await silentServer();
    const connecting = client(port, { query_timeout: 50, statement_timeout: 50 }).connect();
    expect(await outcome(connecting, 250)).toBe('pending');
    expect(await rejection(client(port, { connectionTimeoutMillis: 50 }).connect())).toMatchObject({
      message: expect.stringContaining('timeout'),
    });
  });

  test('a query of a pool waits for its connect as long: `query_timeout` alone does not bound it', async () => {
    const { port } = await silentServer();
    const pool = new pg.Pool({ host: '127.0.0.1', port, user: 'app', query_timeout: 50 });
    pool.on('error', () => undefined);
    expect(await outcome(pool.query('SELECT 1'), 250)).toBe('pending');
    const bounded = new pg.Pool({ host: '127.0.0.1', port, user: 'app', connectionTimeoutMillis: 50 });
    expect(await outcome(bounded.query('SELECT 1'), 2000)).toBe('rejected');
  });

  test("`query_timeout` ends a query; `statement_timeout` is the server's business and ends nothing when the server is silent", async () => {
    const port = await postgresServer();
    const bounded = client(port, { query_timeout: 50 });
    await bounded.connect();
    expect(await rejection(bounded.query('SELECT 1'))).toMatchObject({ message: 'Query read timeout' });
    const left = client(port, { statement_timeout: 50 });
    await left.connect();
    expect(await outcome(left.query('SELECT 1'), 250)).toBe('pending');
  });

  test('`query_timeout` of one query goes before that of the client', async () => {
    const client1 = client(await postgresServer(), {});
    await client1.connect();
    const query: pg.QueryConfig & { query_timeout: number } = { text: 'SELECT 1', query_timeout: 50 };
    expect(await rejection(client1.query(query))).toMatchObject({ message: 'Query read timeout' });
  });

  test('a pool has 10 connections and a queue without a limit; `connectionTimeoutMillis` bounds the wait in it', async () => {
    const pool = new pg.Pool();
    expect(pool.options).toMatchObject({ max: 10, idleTimeoutMillis: 10_000 });
    const port = await postgresServer();
    const small = new pg.Pool({ host: '127.0.0.1', port, user: 'app', max: 1, connectionTimeoutMillis: 100 });
    small.on('error', () => undefined);
    const held = await small.connect();
    expect(await rejection(small.connect())).toMatchObject({ message: 'timeout exceeded when trying to connect' });
    held.release(true);
    await small.end();
  });

  test('a pool without an "error" listener ends the process when an idle connection breaks', async () => {
    const port = await postgresServer((socket) => socket.resetAndDestroy());
    const { code, stderr } = await runScript(`
      import pg from 'pg';
      const pool = new pg.Pool({ host: '127.0.0.1', port: ${port}, user: 'app' });
      const client = await pool.connect();
      client.release();
      client.connection.stream.write('x');
      setTimeout(() => process.exit(0), 5000);
    `);
    expect(code).toBe(1);
    expect(stderr).toMatch(/ECONNRESET|Connection terminated unexpectedly/);
  });
});

describe('mysql2', () => {
  // It warns on the console: of unknown options, and of how its own server counts packets.
  let warnings: MockInstance<typeof console.error>;
  beforeEach(() => {
    warnings = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    return () => warnings.mockRestore();
  });

  test('has a connect timeout of 10 s and a pool of 10 with a queue without a limit', () => {
    const pool = mysql.createPool({ host: 'x' });
    onTestFinished(() => pool.end());
    expect(pool).toMatchObject({
      config: {
        connectionLimit: 10,
        queueLimit: 0,
        waitForConnections: true,
        connectionConfig: { connectTimeout: 10_000 },
      },
    });
  });

  test('`connectTimeout` bounds TCP and handshake', async () => {
    const { port } = await silentServer();
    const connecting = mysqlPromise.createConnection({ host: '127.0.0.1', port, connectTimeout: 50 });
    expect(await rejection(connecting)).toMatchObject({ code: 'ETIMEDOUT' });
  });

  test('a query has no timeout; its own `timeout` bounds it, and one of the connection does not exist', async () => {
    const port = await mysqlServer();
    const options: mysqlPromise.ConnectionOptions & { timeout: number } = {
      host: '127.0.0.1',
      port,
      user: 'app',
      timeout: 50,
    };
    const connection = await mysqlPromise.createConnection(options);
    connection.on('error', () => undefined);
    onTestFinished(() => connection.destroy());
    expect(await outcome(connection.query('SELECT 1'), 250)).toBe('pending');
    expect(String(warnings.mock.calls)).toContain(
      'Ignoring invalid configuration option passed to Connection: timeout',
    );
    const other = await mysqlPromise.createConnection({ host: '127.0.0.1', port, user: 'app' });
    onTestFinished(() => other.destroy());
    other.on('error', () => undefined);
    expect(await rejection(other.query({ sql: 'SELECT 1', timeout: 50 }))).toMatchObject({
      code: 'PROTOCOL_SEQUENCE_TIMEOUT',
    });
  });

  test('the wait for a free connection of a pool is not bounded by anything', async () => {
    const port = await mysqlServer();
    const pool = mysqlPromise.createPool({
      host: '127.0.0.1',
      port,
      user: 'app',
      connectionLimit: 1,
      connectTimeout: 50,
    });
    onTestFinished(() => void pool.end());
    const held = await pool.getConnection();
    held.on('error', () => undefined);
    expect(await outcome(pool.query({ sql: 'SELECT 1', timeout: 50 }), 250)).toBe('pending');
    held.destroy();
  });

  test('a query that timed out leaves its connection waiting: the next one on it hangs', async () => {
    const port = await mysqlServer();
    const connection = await mysqlPromise.createConnection({ host: '127.0.0.1', port, user: 'app' });
    connection.on('error', () => undefined);
    onTestFinished(() => connection.destroy());
    await rejection(connection.query({ sql: 'SELECT 1', timeout: 50 }));
    expect(await outcome(connection.query({ sql: 'SELECT 1', timeout: 50 }), 250)).toBe('pending');
  });
});

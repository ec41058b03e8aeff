import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import amqp from 'amqplib';
import { Kafka, logLevel } from 'kafkajs';
import { MongoClient, type MongoClientOptions } from 'mongodb';
import mongoose from 'mongoose';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { httpServer, outcome, rejection, runScript, silentServer } from './support';
import { amqpServer, kafkaServer, mongoServer } from './support-wire';

describe('mongodb', () => {
  function client(port: number, options: MongoClientOptions = {}): MongoClient {
    const made = new MongoClient(`mongodb://127.0.0.1:${port}`, { directConnection: true, ...options });
    onTestFinished(() => made.close(true));
    return made;
  }

  test('connects within 30 s, looks for a server for 30 s, and waits for ever for an answer or a free connection', () => {
    expect(new MongoClient('mongodb://127.0.0.1').options).toMatchObject({
      connectTimeoutMS: 30_000,
      serverSelectionTimeoutMS: 30_000,
      socketTimeoutMS: 0,
      waitQueueTimeoutMS: 0,
      maxPoolSize: 100,
      retryReads: true,
      retryWrites: true,
    });
  });

  test('`serverSelectionTimeoutMS` bounds the wait for a server that says nothing', async () => {
    const { port } = await silentServer();
    const operation = client(port, { serverSelectionTimeoutMS: 100 }).db('app').collection('users').findOne({});
    expect(await rejection(operation)).toMatchObject({ name: 'MongoServerSelectionError' });
  });

  test('neither `maxTimeMS`, which the server keeps, nor `timeoutMS` bounds the wait for an answer', async () => {
    const commands: string[] = [];
    const users = client(await mongoServer(commands))
      .db('app')
      .collection('users');
    expect(await outcome(users.findOne({}, { maxTimeMS: 50 }), 250)).toBe('pending');
    expect(commands).toContain('find');
    expect(await outcome(users.findOne({}, { timeoutMS: 50 }), 220)).toBe('pending');
    const whole = client(await mongoServer(), { timeoutMS: 50 });
    expect(await outcome(whole.db('app').collection('users').findOne({}), 220)).toBe('pending');
  });

  test('`signal` bounds an operation', async () => {
    const users = client(await mongoServer())
      .db('app')
      .collection('users');
    expect(await outcome(users.findOne({}, { signal: AbortSignal.timeout(100) }), 2000)).toBe('rejected');
  });

  test('`socketTimeoutMS` ends a connection without traffic; a read is then tried once more', async () => {
    const commands: string[] = [];
    const users = client(await mongoServer(commands), { socketTimeoutMS: 100 })
      .db('app')
      .collection('users');
    expect(await outcome(users.findOne({}), 3000)).toBe('rejected');
    expect(commands.filter((name) => name === 'find')).toHaveLength(2);
  });
});

describe('kafkajs', () => {
  test('`requestTimeout` ends a request, `retry.retries` the attempts, without any setting beside', async () => {
    const keys: number[] = [];
    const kafka = new Kafka({
      brokers: [`127.0.0.1:${await kafkaServer(keys)}`],
      logLevel: logLevel.NOTHING,
      requestTimeout: 50,
      retry: { retries: 1, initialRetryTime: 10 },
    });
    const admin = kafka.admin();
    await admin.connect();
    expect(keys).toEqual([18]);
    const listing = admin.listTopics();
    expect(await rejection(listing)).toMatchObject({ name: 'KafkaJSRequestTimeoutError' });
    expect(keys).toContain(3);
    await admin.disconnect();
  });

  test('a connect has a timer of 1 s by default', async () => {
    const timers = vi.spyOn(globalThis, 'setTimeout');
    const kafka = new Kafka({ brokers: [`127.0.0.1:${await kafkaServer()}`], logLevel: logLevel.NOTHING });
    const admin = kafka.admin();
    await admin.connect();
    expect(timers.mock.calls.map(([, ms]) => ms)).toContain(1000);
    timers.mockRestore();
    await admin.disconnect();
  });
});

describe('amqplib', () => {
  test('connecting to a server that says nothing takes for ever; the socket option `timeout` bounds it', async () => {
    const { port } = await silentServer();
    expect(await outcome(amqp.connect(`amqp://127.0.0.1:${port}`), 250)).toBe('pending');
    expect(await rejection(amqp.connect(`amqp://127.0.0.1:${port}`, { timeout: 50 }))).toMatchObject({
      message: 'connect ETIMEDOUT',
    });
  });

  test('an operation of a channel that nobody answers waits for ever', async () => {
    const connection = await amqp.connect(`amqp://127.0.0.1:${await amqpServer()}`);
    connection.on('error', () => undefined);
    const channel = await connection.createChannel();
    channel.on('error', () => undefined);
    expect(await outcome(channel.assertQueue('jobs'), 250)).toBe('pending');
  });

  test('without an "error" listener a connection that breaks ends the process', async () => {
    const port = await amqpServer((socket) => socket.resetAndDestroy());
    const { code, stderr } = await runScript(`
      import amqp from 'amqplib';
      const connection = await amqp.connect('amqp://127.0.0.1:${port}');
      const channel = await connection.createChannel();
      channel.assertQueue('jobs').catch(() => undefined);
      setTimeout(() => process.exit(0), 3000);
    `);
    expect(code).toBe(1);
    expect(stderr).toMatch(/ECONNRESET|Unexpected close/);
  });
});

describe('AWS SDK', () => {
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
  const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

  function s3(endpoint: string, config: S3ClientConfig = {}): S3Client {
    const client = new S3Client({
      endpoint,
      region: 'x',
      credentials,
      maxAttempts: 1,
      forcePathStyle: true,
      ...config,
    });
    onTestFinished(() => client.destroy());
    return client;
  }

  test('`requestTimeout` only warns; with `throwOnRequestTimeout` it ends the request', async () => {
    const { url } = await silentServer();
    const warnings: string[] = [];
    const logger = { ...quiet, warn: (text: string) => warnings.push(text) };
    const left = s3(url, { logger, requestHandler: { requestTimeout: 50 } });
    expect(await outcome(left.send(new ListBucketsCommand({})), 220)).toBe('pending');
    expect(warnings.join()).toContain('throwOnRequestTimeout=true');
    const ended = s3(url, { requestHandler: { requestTimeout: 50, throwOnRequestTimeout: true } });
    expect(await rejection(ended.send(new ListBucketsCommand({})))).toMatchObject({ name: 'TimeoutError' });
  });

  test('`socketTimeout` and `abortSignal` end a request', async () => {
    const { url } = await silentServer();
    const idle = s3(url, { requestHandler: { socketTimeout: 100 } });
    expect(await rejection(idle.send(new ListBucketsCommand({})))).toMatchObject({ name: 'TimeoutError' });
    const call = s3(url).send(new ListBucketsCommand({}), { abortSignal: AbortSignal.timeout(100) });
    expect(await rejection(call)).toMatchObject({ name: 'AbortError' });
  });

  test('by default there is no bound; `defaultsMode: "standard"` bounds the connect by 3,100 ms', async () => {
    async function bounds(config: S3ClientConfig): Promise<object> {
      const client = s3('http://127.0.0.1:1', config);
      await rejection(client.send(new ListBucketsCommand({})));
      const { requestHandler } = client.config;
      const { connectionTimeout, requestTimeout, socketTimeout, defaultSocketTimeout } =
        'httpHandlerConfigs' in requestHandler ? Object(requestHandler).httpHandlerConfigs() : {};
      return { connectionTimeout, requestTimeout, socketTimeout, defaultSocketTimeout };
    }
    expect(await bounds({})).toEqual({});
    expect(await bounds({ defaultsMode: 'standard' })).toEqual({ connectionTimeout: 3100 });
  });

  test('S3 makes 3 attempts by default, DynamoDB 4', async () => {
    const busy = await httpServer((_request, response) => response.writeHead(500).end());
    const { maxAttempts: _, ...config } = {
      endpoint: busy.url,
      region: 'x',
      credentials,
      forcePathStyle: true,
      maxAttempts: 0,
    };
    const bucket = new S3Client({ ...config, forcePathStyle: true });
    expect(await bucket.config.maxAttempts()).toBe(3);
    await rejection(bucket.send(new ListBucketsCommand({})));
    expect(busy.requests()).toBe(3);
    const tables = new DynamoDBClient(config);
    expect(await tables.config.maxAttempts()).toBe(4);
  });
});

describe('mongoose', () => {
  const User = new mongoose.Schema({ name: String });

  test('a query waits for the connection as long as `bufferTimeoutMS` says, 10 s by default', async () => {
    const connection = mongoose.createConnection();
    onTestFinished(() => connection.destroy());
    const timers = vi.spyOn(globalThis, 'setTimeout');
    const waiting = connection.model('User', User).findOne({}).exec();
    waiting.catch(() => undefined);
    await vi.waitFor(() => expect(timers.mock.calls.map(([, ms]) => ms)).toContain(10_000), 2000);
    timers.mockRestore();
    const schema = new mongoose.Schema({ name: String }, { bufferTimeoutMS: 50 });
    expect(await rejection(connection.model('Other', schema).findOne({}).exec())).toMatchObject({
      message: expect.stringContaining('buffering timed out after 50ms'),
    });
  });

  test("once connected, a query that nobody answers waits for ever; `maxTimeMS` is the server's business", async () => {
    const connection = mongoose.createConnection(`mongodb://127.0.0.1:${await mongoServer()}`, {
      directConnection: true,
      autoIndex: false,
      autoCreate: false,
    });
    await connection.asPromise();
    onTestFinished(() => connection.destroy(true));
    const query = connection.model('User', User).findOne({}).maxTimeMS(50).exec();
    query.catch(() => undefined);
    expect(await outcome(query, 250)).toBe('pending');
  });
});

import { it } from 'vitest';
import { checkBounds } from './harness';

it('pg', () => {
  checkBounds({
    'a.ts': `
import pg, { Client, Pool, type PoolClient } from 'pg';
const pool = new Pool({ host: 'a.test' });
const bounded = new pg.Pool({ host: 'a.test', query_timeout: 3000, connectionTimeoutMillis: 500, max: 5 });
const off = new Pool({ statement_timeout: 0 });
const url = new Pool({ connectionString: 'postgres://a.test/x?statement_timeout=250' });
const configured = new Pool({ connectionString: process.env['DATABASE_URL'] });
const both = new Pool({ connectionString: process.env['DATABASE_URL'], query_timeout: 100 });
const client = new Client('postgres://a.test/x');
export const a = () => pool.query('SELECT 1'); // request: unbounded library/default; connect: unbounded library/default; pool: bounded 10 library/default
export const b = () => bounded.query('SELECT 1'); // request: bounded 3000 client/set; connect: bounded 500 client/set; pool: bounded 5 client/set
export const c = () => off.query('SELECT 1'); // request: unbounded client/disabled
export const d = () => url.query('SELECT 1'); // request: unbounded library/default ineffective
export const e = () => configured.query('SELECT 1'); // request: unknown client/undecided
export const f = () => both.query('SELECT 1'); // request: bounded 100 client/undecided
export const g = (sql: string) => client.query(sql); // request: unbounded library/default
export const j = (query: pg.QueryConfig) => client.query(query); // request: unknown call/undecided
export const h = async (given: PoolClient) => given.query('SELECT 1'); // request: unknown client/untraced
export async function i() {
  const checkedOut = await bounded.connect(); // request: bounded 500 client/set
  await checkedOut.query('SELECT 1'); // request: bounded 3000 client/set
  checkedOut.release();
}
`,
  });
});

it('mysql2', () => {
  checkBounds({
    'a.ts': `
import mysql from 'mysql2';
import { createPool, type Pool } from 'mysql2/promise';
const pool = createPool({ host: 'a.test', connectionLimit: 20, queueLimit: 50 });
const old = mysql.createPool({ host: 'a.test' });
const promised = old.promise();
const misplaced = { host: 'a.test', timeout: 800 };
export const f = () => createPool(misplaced).query('SELECT 1'); // request: unbounded library/default ineffective
export const a = () => pool.query('SELECT 1'); // request: unbounded library/default; connect: bounded 10000 library/default; pool: bounded 20 client/set; queue: bounded 50 client/set
export const b = () => pool.execute({ sql: 'SELECT 1', timeout: 800 }); // request: bounded 800 call/set
export const c = () => promised.query('SELECT 1'); // request: unbounded library/default; queue: unbounded library/default
export const d = (given: Pool) => given.query('SELECT 1'); // request: unbounded library/default; connect: unknown client/untraced
export async function e() {
  const connection = await pool.getConnection(); // request: bounded 10000 library/default
  await connection.query('SELECT 1'); // request: unbounded library/default
}
`,
  });
});

it('ioredis', () => {
  checkBounds({
    'a.ts': `
import Redis, { Cluster, Redis as Client } from 'ioredis';
const redis = new Redis('redis://a.test');
const bounded = new Client({ host: 'a.test', commandTimeout: 300, maxRetriesPerRequest: 1 });
const endless = new Client(6379, 'a.test', { maxRetriesPerRequest: null });
const cluster = new Cluster([{ host: 'a.test', port: 1 }], { redisOptions: { commandTimeout: 450 } });
const copy = bounded.duplicate();
export const a = () => redis.get('a'); // request: unbounded library/default; connect: bounded 10000 library/default; attempts: bounded 21 library/default
export const b = () => bounded.set('a', '1'); // request: bounded 300 client/set; attempts: bounded 2 client/set
export const c = () => endless.hgetall('a'); // attempts: unbounded client/disabled
export const d = () => cluster.get('a'); // request: bounded 450 client/set
export const e = () => redis.blpop('a', 0); // call: streams
export const f = () => bounded.pipeline().set('a', '1').get('a').exec(); // request: bounded 300 client/set
export const g = () => copy.getBuffer('a'); // request: bounded 300 client/set
export const h = (given: Client) => given.incr('a'); // request: unknown client/untraced
export const i = () => new Map<string, string>().get('a');
`,
    'derived.ts': `
import Redis from 'ioredis';
class Store extends Redis {
  private static shared?: Store;
  static get instance() { return this.shared ?? (this.shared = new this(50)); }
  constructor(commandTimeout: number) { super('redis://a.test', { commandTimeout, lazyConnect: true }); }
  load(key: string) { return this.get(key); } // request: unknown client/untraced
}
const store = new Store(120);
export const a = () => store.get('a'); // request: bounded 120 client/set
export const b = () => store.load('a');
export const c = () => Store.instance.get('a'); // request: unknown client/untraced
`,
  });
});

it('redis', () => {
  checkBounds({
    'a.ts': `
import { createClient } from 'redis';
const client = createClient({ url: process.env['REDIS_URL'] ?? '' });
const quick = createClient({ commandOptions: { timeout: 250 }, socket: { connectTimeout: 100 } });
const idle = createClient({ socket: { socketTimeout: 900 }, pingInterval: 300 });
export const a = () => client.get('a'); // request: unbounded library/default; connect: bounded 5000 library/default
export const b = () => quick.hSet('a', 'b', 'c'); // request: unbounded library/default ineffective; connect: bounded 100 client/set
export const c = () => client.withCommandOptions({ timeout: 80 }).get('a'); // request: unbounded library/default ineffective
export const d = () => client.multi().set('a', '1').exec(); // request: unbounded library/default
export const f = () => idle.get('a'); // request: bounded 900 idle client/set
export const g = () => client.withAbortSignal(AbortSignal.timeout(50)).get('a'); // request: unbounded library/default
export const e = () => client.blPop('a', 0); // call: streams
`,
    'client.ts': `
// @version @redis/client 5.12.1
import { createClient } from '@redis/client';
const client = createClient();
export const a = () => client.get('a'); // request: unbounded library/default
`,
    'old.ts': `
// @version redis 4.7.0
import { createClient } from 'redis';
const client = createClient();
export const a = () => client.get('a'); // request: unbounded library/default; connect: bounded 5000 library/default
`,
  });
});

it('mongodb', () => {
  checkBounds({
    'a.ts': `
import { MongoClient, type Collection } from 'mongodb';
const client = new MongoClient('mongodb://a.test/x', { serverSelectionTimeoutMS: 2000 });
const idle = new MongoClient('mongodb://a.test/x?socketTimeoutMS=4000');
const configured = new MongoClient(process.env['MONGO_URL'] ?? '');
const ignored = new MongoClient('mongodb://a.test/x', { timeoutMS: 100 });
const users = client.db('x').collection('users');
export const a = () => users.findOne({ id: 1 }); // request: unbounded library/default; connect: bounded 2000 client/set; pool: bounded 100 library/default
export const b = () => users.findOne({ id: 1 }, { maxTimeMS: 700 }); // request: unbounded library/default ineffective
export const j = () => users.findOne({ id: 1 }, { signal: AbortSignal.timeout(80) }); // request: bounded 80 call/signal
export const c = () => users.find({ id: 1 }).sort({ id: 1 }).limit(3).toArray(); // request: unbounded library/default
export const d = () => users.find({ id: 1 }).maxTimeMS(90).limit(3).toArray(); // request: unbounded library/default ineffective
export const e = () => users.find({ id: 1 }, { maxTimeMS: 60 }).next(); // request: unbounded library/default ineffective
export const f = () => idle.db().collection('a').insertOne({ a: 1 }); // request: bounded 4000 idle client/set
export const g = () => configured.db().collection('a').insertOne({ a: 1 }); // request: unknown client/undecided
export const h = () => ignored.db().collection('a').deleteOne({ a: 1 }); // request: unbounded library/default ineffective
export const i = (given: Collection) => given.findOne({}); // request: unknown client/untraced
`,
    'old.ts': `
// @version mongodb 6.12.0
import { MongoClient } from 'mongodb';
const client = new MongoClient('mongodb://a.test/x', { timeoutMS: 100 });
export const h = () => client.db().collection('a').deleteOne({ a: 1 }); // request: bounded 100 client/set
`,
    'last.ts': `
// @version mongodb 7.7.0
import { MongoClient } from 'mongodb';
const client = new MongoClient('mongodb://a.test/x', { timeoutMS: 100 });
export const h = () => client.db().collection('a').deleteOne({ a: 1 }); // request: bounded 100 client/set
`,
    'gone.ts': `
// @version mongodb 7.8.0
import { MongoClient } from 'mongodb';
const client = new MongoClient('mongodb://a.test/x', { timeoutMS: 100 });
export const h = () => client.db().collection('a').deleteOne({ a: 1 }); // request: unbounded library/default ineffective
`,
    'before.ts': `
// @version mongodb 6.10.0
import { MongoClient } from 'mongodb';
const client = new MongoClient('mongodb://a.test/x', { timeoutMS: 100 });
export const h = () => client.db().collection('a').deleteOne({ a: 1 }); // request: unbounded library/default
`,
  });
});

it('mongoose', () => {
  checkBounds({
    'a.ts': `
import mongoose, { model, Schema } from 'mongoose';
const User = model('User', new Schema());
const Other = mongoose.model('Other', new Schema());
export const a = async () => await User.findOne({ name: 'a' }); // request: unknown library/default
export const b = async () => await Other.find({ name: 'a' }).maxTimeMS(300).exec(); // request: unknown library/default ineffective
export const c = async () => await Other.findOne({ name: 'a' }, null, { maxTimeMS: 100 }); // request: unknown library/default ineffective
`,
  });
});

it('kafkajs and amqplib', () => {
  checkBounds({
    'kafka.ts': `
import { Kafka } from 'kafkajs';
const kafka = new Kafka({ brokers: ['a.test'] });
const free = new Kafka({ brokers: ['a.test'], enforceRequestTimeout: false });
const quick = new Kafka({ brokers: ['a.test'], requestTimeout: 2000, retry: { retries: 1 } });
const producer = kafka.producer();
export const a = () => producer.send({ topic: 'a', messages: [] }); // request: bounded 30000 library/default; connect: bounded 1000 library/default; attempts: bounded 6 library/default
export const b = () => free.producer().send({ topic: 'a', messages: [] }); // request: unbounded client/disabled
export const c = () => quick.producer().send({ topic: 'a', messages: [] }); // request: bounded 2000 client/set; attempts: bounded 2 client/set
export const d = () => kafka.consumer({ groupId: 'a' }).run({}); // call: streams
`,
    'old.ts': `
// @version kafkajs 1.16.0
import { Kafka } from 'kafkajs';
const kafka = new Kafka({ brokers: ['a.test'], requestTimeout: 2000 });
const enforced = new Kafka({ brokers: ['a.test'], requestTimeout: 2000, enforceRequestTimeout: true });
export const a = () => kafka.producer().send({ topic: 'a', messages: [] }); // request: unbounded library/default ineffective
export const b = () => enforced.producer().send({ topic: 'a', messages: [] }); // request: bounded 2000 client/set
`,
    'amqp.ts': `
import { connect } from 'amqplib';
import * as amqp from 'amqplib';
export async function a() {
  const connection = await connect('amqp://a.test'); // request: unbounded library/default
  const channel = await connection.createChannel(); // request: unknown library/default
  await channel.assertQueue('a'); // request: unknown library/default
  channel.sendToQueue('a', Buffer.from(''));
  await amqp.connect('amqp://a.test', { timeout: 900 }); // request: bounded 900 call/set
}
`,
  });
});

it('AWS SDK', () => {
  checkBounds({
    'a.ts': `
import { DynamoDB, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3, S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
const s3 = new S3Client({});
const handled = new S3Client({ requestHandler: new NodeHttpHandler({ requestTimeout: 3000, throwOnRequestTimeout: true, connectionTimeout: 400 }) });
const warned = new S3Client({ requestHandler: { requestTimeout: 3000 } });
const idle = new S3Client({ requestHandler: { socketTimeout: 800 }, maxAttempts: 1 });
const all = new S3({});
const standard = new S3Client({ defaultsMode: 'standard' });
export const i = () => standard.send(new GetObjectCommand(given)); // connect: unknown client/undecided
const dynamo = new DynamoDBClient({});
const given = { Bucket: 'a', Key: 'b' };
export const a = () => s3.send(new GetObjectCommand(given)); // request: unbounded library/default; connect: unbounded library/default; attempts: bounded 3 library/default
export const b = () => handled.send(new GetObjectCommand(given)); // request: bounded 3000 client/set; connect: bounded 400 client/set
export const c = () => warned.send(new GetObjectCommand(given)); // request: unbounded library/default ineffective
export const d = () => idle.send(new GetObjectCommand(given)); // request: bounded 800 idle client/set; attempts: bounded 1 client/set
export const e = () => s3.send(new GetObjectCommand(given), { abortSignal: AbortSignal.timeout(50) }); // request: bounded 50 call/signal
export const f = () => all.getObject(given); // request: unbounded library/default
export const g = () => dynamo.send(new GetItemCommand({ TableName: 'a', Key: {} })); // request: unbounded library/default; attempts: bounded 4 library/default
export const h = (client: DynamoDB) => client.getItem({ TableName: 'a', Key: {} }); // request: unknown client/untraced
`,
    'dynamo.ts': `
// @version @aws-sdk/client-dynamodb 3.1000.0
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
const dynamo = new DynamoDBClient({});
export const a = () => dynamo.send(new GetItemCommand({ TableName: 'a', Key: {} })); // attempts: bounded 3 library/default
`,
    'old.ts': `
// @version @smithy/node-http-handler 3.0.0
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
const handled = new S3Client({ requestHandler: { requestTimeout: 3000 } });
export const a = () => handled.send(new GetObjectCommand({ Bucket: 'a', Key: 'b' })); // request: bounded 3000 idle client/set
`,
  });
});

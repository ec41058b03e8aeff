import { createServer, type Socket } from 'node:net';
import { BSON } from 'mongodb';
import mysql from 'mysql2';
import { listen } from './support';

// Servers that shake hands in a store's own protocol and then never answer a query: what a client does with an overloaded server.

/** PostgreSQL: accepts every login. `onQuery` gets the socket of whoever asks; without it nobody is answered. */
export async function postgresServer(onQuery: (socket: Socket) => void = () => undefined): Promise<number> {
  return listen(
    createServer((socket) => {
      socket.once('data', () => {
        // AuthenticationOk, then ReadyForQuery (idle).
        socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]));
        socket.on('data', () => onQuery(socket));
      });
    }),
  );
}

/** Redis: answers a command by its upper-case name with a text, or with what a function does; other names get no answer. `commands` collects names. */
export async function redisServer(
  answers: Record<string, string | ((socket: Socket) => void)>,
  commands: string[] = [],
): Promise<number> {
  return listen(
    createServer((socket) => {
      socket.on('data', (chunk) => {
        for (const [, sent = ''] of chunk.toString().matchAll(/\*\d+\r\n\$\d+\r\n([A-Za-z]+)\r\n/g)) {
          const name = sent.toUpperCase();
          commands.push(name);
          const answer = answers[name];
          if (typeof answer === 'string') socket.write(answer);
          else answer?.(socket);
        }
      });
    }),
  );
}

/** MySQL: accepts every login and answers no query. */
export async function mysqlServer(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = mysql.createServer((connection) => {
      connection.on('query', () => undefined);
      connection.serverHandshake({
        protocolVersion: 10,
        serverVersion: '8.0.0',
        connectionId: 1,
        statusFlags: 2,
        characterSet: 8,
        capabilityFlags: 0xffffff,
      });
      connection.on('error', () => undefined);
    });
    server.on('error', reject);
    // `Server` wraps one of `net`; only that one tells its port.
    const inner: unknown = Reflect.get(server, '_server');
    resolve(listen(inner as Parameters<typeof listen>[0]));
  });
}

const hello = {
  ok: 1,
  helloOk: true,
  ismaster: true,
  isWritablePrimary: true,
  minWireVersion: 0,
  maxWireVersion: 25,
  maxBsonObjectSize: 16_777_216,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
  localTime: new Date(0),
};

/** Answers one message of MongoDB's wire protocol: OP_QUERY (2004) by OP_REPLY (1), OP_MSG (2013) in kind. */
function mongoReply(request: Buffer): Buffer {
  const document = Buffer.from(BSON.serialize(hello));
  const isQuery = request.readInt32LE(12) === 2004;
  const body = isQuery ? Buffer.alloc(20) : Buffer.alloc(5);
  if (isQuery) body.writeInt32LE(1, 16);
  const header = Buffer.alloc(16);
  header.writeInt32LE(16 + body.length + document.length, 0);
  header.writeInt32LE(1, 4);
  header.writeInt32LE(request.readInt32LE(4), 8);
  header.writeInt32LE(isQuery ? 1 : 2013, 12);
  return Buffer.concat([header, body, document]);
}

/** MongoDB: says hello and answers nothing else. `commands` collects the names of what was asked. */
export async function mongoServer(commands: string[] = []): Promise<number> {
  return listen(
    createServer((socket) => {
      socket.on('data', (message: Buffer) => {
        const isQuery = message.readInt32LE(12) === 2004;
        const start = isQuery ? message.indexOf(0, 20) + 9 : 21;
        const [name = ''] = Object.keys(BSON.deserialize(message.subarray(start)));
        commands.push(name);
        if (/^(hello|ismaster)$/i.test(name)) socket.write(mongoReply(message));
      });
    }),
  );
}

/** Kafka: answers ApiVersions and nothing else. `keys` collects the API keys of what was asked (3 is Metadata). */
export async function kafkaServer(keys: number[] = []): Promise<number> {
  return listen(
    createServer((socket) => {
      socket.on('data', (request: Buffer) => {
        const [key, version] = [request.readInt16BE(4), request.readInt16BE(6)];
        keys.push(key);
        if (key !== 18) return;
        // Produce, Metadata and ApiVersions, each from version 0 on.
        const ranges = [0, 0, 7, 3, 0, 6, 18, 0, 2];
        const response = Buffer.alloc(4 + 4 + 2 + 4 + ranges.length * 2 + (version > 0 ? 4 : 0));
        response.writeInt32BE(response.length - 4, 0);
        response.writeInt32BE(request.readInt32BE(8), 4);
        response.writeInt32BE(ranges.length / 3, 10);
        for (const [index, value] of ranges.entries()) response.writeInt16BE(value, 14 + index * 2);
        socket.write(response);
      });
    }),
  );
}

/** A method frame of AMQP 0-9-1. */
function amqpFrame(channel: number, classId: number, method: number, fields: number[]): Buffer {
  return Buffer.from([1, 0, channel, 0, 0, 0, fields.length + 4, 0, classId, 0, method, ...fields, 0xce]);
}

/** RabbitMQ: opens connections and channels, and answers nothing else; `then` gets the socket of what follows. */
export async function amqpServer(then: (socket: Socket) => void = () => undefined): Promise<number> {
  const longText = (text: string) => [0, 0, 0, text.length, ...Buffer.from(text)];
  const start = amqpFrame(0, 10, 10, [0, 9, 0, 0, 0, 0, ...longText('PLAIN'), ...longText('en_US')]);
  // By class and method of what the client sends.
  const answers: Record<string, Buffer | undefined> = {
    '10.11': amqpFrame(0, 10, 30, [0, 0, 0, 0, 0, 0, 0, 0]),
    '10.40': amqpFrame(0, 10, 41, [0]),
    '20.10': amqpFrame(1, 20, 11, [0, 0, 0, 0]),
  };
  return listen(
    createServer((socket) => {
      socket.on('data', (chunk: Buffer) => {
        if (chunk.subarray(0, 4).toString() === 'AMQP') {
          socket.write(start);
          return;
        }
        for (let at = 0; at + 11 <= chunk.length; at += chunk.readUInt32BE(at + 3) + 8) {
          const method = `${chunk.readUInt16BE(at + 7)}.${chunk.readUInt16BE(at + 9)}`;
          const answer = answers[method];
          if (answer !== undefined) socket.write(answer);
          else if (method !== '10.31') then(socket);
        }
      });
    }),
  );
}

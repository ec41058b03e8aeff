import type { BoundShape, CallShape, Library, Setting } from './library';
import { camelCase } from './redisCommands';

/** `get`, `GET`: both are there since version 4; versions 2 and 3 have all in small letters. */
const spellings = (names: readonly string[]): readonly string[] => [
  ...new Set(names.flatMap((name) => [name, name.toUpperCase(), name.toLowerCase()])),
];

/** Up to version 3 commands gave nothing back. The package that `redis` is made of begins anew at 1. */
const calls = (promising: Pick<CallShape, 'callback' | 'promiseSince'>): readonly CallShape[] => [
  { methods: spellings(camelCase.reading), effect: 'read', ...promising },
  { methods: spellings(camelCase.idempotent), effect: 'idempotent', ...promising },
  { methods: [...spellings(camelCase.writing), 'sendCommand'], effect: 'write', ...promising },
  {
    methods: [...spellings(camelCase.blocking), 'subscribe', 'pSubscribe', 'sSubscribe', 'monitor'],
    effect: 'unknown',
    streams: true,
  },
  { methods: ['connect'], effect: 'idempotent', connects: true },
];

const duration = (option: string, rest: Partial<Setting> = {}): Setting => ({
  option,
  at: ['client'],
  as: 'duration',
  unit: 'ms',
  ...rest,
});

/** So does `client.withAbortSignal(signal)`, which is therefore no setting at all. */
const untilSent = {
  effect: 'ignored',
  note: {
    en: 'it bounds only the wait to be sent; a command that was sent is not ended by it',
    zh: '它只限制命令等待发送的时间；命令一旦发出就不受它限制',
  },
} as const satisfies Partial<Setting>;

const bounds: readonly BoundShape[] = [
  {
    bound: 'request',
    // The 5 s that version 6 brings end with the sending, too.
    defaults: [{ value: 'none' }],
    settings: [
      duration('defaults.commandOptions.timeout', { since: '5.6.0', off: [0], ...untilSent }),
      duration('commandOptions.timeout', { since: '5.6.0', off: [0], ...untilSent }),
      // Of `client.withCommandOptions({ timeout })`.
      duration('timeout', { since: '5.6.0', off: [0], ...untilSent }),
      // Ends a connection that nobody uses as well, so it takes a `pingInterval` beside it.
      duration('rootNodes.socket.socketTimeout', { effect: 'idle', since: '5.1.0', preferred: false }),
      duration('defaults.socket.socketTimeout', { effect: 'idle', since: '5.1.0', preferred: false }),
      duration('socket.socketTimeout', { effect: 'idle', since: '5.1.0', preferred: false }),
    ],
  },
  {
    bound: 'connect',
    defaults: [{ value: 5000 }],
    settings: [
      duration('rootNodes.socket.connectTimeout'),
      duration('defaults.socket.connectTimeout'),
      duration('socket.connectTimeout', { preferred: true }),
    ],
  },
];

/** `redis` and the package that it is made of count alike from version 5 on; version 4 is made of version 1. */
export const nodeRedis = (id: string, name: string): Library => ({
  id,
  title: name,
  modules: [name],
  versioned: name,
  clients: [
    {
      id: 'client',
      types: ['RedisClientType', 'RedisClient', 'RedisClusterType', 'RedisCluster', 'RedisClientPoolType'],
      fluent: ['withAbortSignal', 'withTypeMapping', 'asap'],
      made: [
        { export: 'createClient', options: 'any' },
        { export: 'createCluster', options: 0 },
        { export: 'createClientPool', options: 0 },
        { export: 'createSentinel', options: 0 },
        { on: { client: 'client', method: 'duplicate' }, options: 0, from: 'receiver' },
        { on: { client: 'client', method: 'withCommandOptions' }, options: 0, from: 'receiver', itself: true },
        // `await createClient().connect()` gives the client.
        { on: { client: 'client', method: 'connect' }, from: 'receiver', itself: true },
        { on: { client: 'client', method: 'on' }, from: 'receiver', itself: true },
      ],
      calls: calls({ callback: true, ...(name === 'redis' && { promiseSince: '4.0.0' }) }),
      bounds,
      emitsError: 'idle',
      costly: true,
    },
    {
      id: 'multi',
      types: ['RedisClientMultiCommandType'],
      fluent: spellings(Object.values(camelCase).flat()),
      made: [
        { on: { client: 'client', method: 'multi' }, from: 'receiver' },
        { on: { client: 'client', method: 'MULTI' }, from: 'receiver' },
      ],
      calls: [{ methods: ['exec', 'EXEC', 'execAsPipeline'], effect: 'write', callback: true }],
      bounds,
    },
  ],
});

export const library: Library = nodeRedis('redis', 'redis');

import type { BoundShape, CallShape, Library, Setting } from './library';

const calls: readonly CallShape[] = [
  { methods: ['query', 'execute'], options: 0, text: 'sql', effect: 'unknown', callback: true },
  { methods: ['beginTransaction', 'commit', 'rollback'], effect: 'write', callback: true },
  { methods: ['ping'], effect: 'read', callback: true },
];

const connection: readonly BoundShape[] = [
  {
    bound: 'request',
    defaults: [{ value: 'none' }],
    settings: [
      {
        option: 'timeout',
        at: ['client'],
        as: 'duration',
        unit: 'ms',
        effect: 'ignored',
        note: {
          en: 'mysql2 knows it among the options of a query alone, not among those of a connection',
          zh: 'mysql2 只在查询自己的选项里认识它，连接的选项里没有它',
        },
      },
      { option: 'timeout', at: ['call'], as: 'duration', unit: 'ms', off: [0], preferred: true },
    ],
  },
  {
    bound: 'connect',
    defaults: [{ value: 10_000 }],
    settings: [
      { option: 'connectTimeout', at: ['client'], as: 'duration', unit: 'ms', off: [0], preferred: true },
      { argument: 0, parameter: 'connectTimeout', at: ['client'], as: 'duration', unit: 'ms', off: [0] },
    ],
  },
  { bound: 'attempts', defaults: [{ value: 1 }], settings: [] },
];

/** A URL may hold any option among its parameters. */
const inUrl = (parameter: string): readonly Setting[] => [
  { argument: 0, parameter, at: ['client'], as: 'count', off: [0] },
  { option: 'uri', parameter, at: ['client'], as: 'count', off: [0] },
];

const bounds: readonly BoundShape[] = [
  ...connection,
  {
    bound: 'pool',
    defaults: [{ value: 10 }],
    settings: [
      ...inUrl('connectionLimit'),
      { option: 'connectionLimit', at: ['client'], as: 'count', preferred: true },
    ],
  },
  {
    bound: 'queue',
    defaults: [{ value: 'none' }],
    settings: [
      ...inUrl('queueLimit'),
      { option: 'queueLimit', at: ['client'], as: 'count', off: [0], preferred: true },
    ],
  },
];

export const library: Library = {
  id: 'mysql2',
  title: 'mysql2',
  modules: ['mysql2', 'mysql'],
  versioned: 'mysql2',
  // `mysql2/promise` hands the connection that it wraps to listeners, whatever its declarations say.
  callbackStyle: { modules: ['mysql'], inListeners: true },
  clients: [
    {
      id: 'pool',
      types: ['Pool', 'PromisePool'],
      made: [
        { export: 'createPool', options: 0, text: 'uri' },
        { on: { client: 'pool', method: 'promise' }, from: 'receiver' },
      ],
      calls: [...calls, { methods: ['getConnection'], effect: 'idempotent', connects: true, callback: true }],
      bounds,
      costly: true,
    },
    {
      id: 'connection',
      types: ['Connection', 'PoolConnection', 'PromiseConnection', 'PromisePoolConnection'],
      made: [
        { export: 'createConnection', options: 0, text: 'uri' },
        { on: { client: 'connection', method: 'promise' }, from: 'receiver', itself: true },
        { on: { client: 'pool', method: 'getConnection' }, from: 'receiver', listened: true },
      ],
      calls: [...calls, { methods: ['connect'], effect: 'idempotent', connects: true, callback: true }],
      bounds: connection,
      emitsError: 'idle',
      costly: true,
    },
  ],
};

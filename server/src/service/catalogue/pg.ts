import type { BoundShape, Library, Setting } from './library';

const duration = (option: string, rest: Partial<Setting> = {}): Setting => ({
  option,
  at: ['client'],
  as: 'duration',
  unit: 'ms',
  off: [0, false],
  ...rest,
});

/** A connection string sets it by a parameter, given alone or as an option. */
const inUrl = (parameter: string, rest: Partial<Setting> = {}): readonly Setting[] => [
  { argument: 0, parameter, at: ['client'], as: 'duration', unit: 'ms', off: [0], ...rest },
  { option: 'connectionString', parameter, at: ['client'], as: 'duration', unit: 'ms', off: [0], ...rest },
];

const kept = {
  effect: 'server-side',
  note: {
    en: 'the server keeps it, and a server that does not answer keeps nothing',
    zh: '它由服务端执行，服务端不响应时就没有任何限制',
  },
} as const satisfies Partial<Setting>;

const bounds: readonly BoundShape[] = [
  {
    bound: 'request',
    defaults: [{ value: 'none' }],
    settings: [
      duration('statement_timeout', kept),
      duration('query_timeout', { preferred: true }),
      ...inUrl('statement_timeout', kept),
      ...inUrl('query_timeout'),
      duration('query_timeout', { at: ['call'] }),
    ],
  },
  {
    bound: 'connect',
    defaults: [{ value: 'none' }],
    settings: [duration('connectionTimeoutMillis', { preferred: true })],
  },
  { bound: 'attempts', defaults: [{ value: 1 }], settings: [] },
];

const pool: readonly BoundShape[] = [
  ...bounds,
  {
    bound: 'pool',
    defaults: [{ value: 10 }],
    settings: [{ option: 'max', at: ['client'], as: 'count', preferred: true }],
  },
  { bound: 'queue', defaults: [{ value: 'none' }], settings: [] },
];

export const library: Library = {
  id: 'pg',
  title: 'pg',
  modules: ['pg', 'pg-pool'],
  versioned: 'pg',
  clients: [
    {
      id: 'pool',
      types: ['Pool', 'BoundPool'],
      made: [
        { export: 'Pool', options: 0 },
        { export: 'native.Pool', options: 0 },
      ],
      calls: [
        { methods: ['query'], options: 0, effect: 'unknown', callback: true },
        { methods: ['connect'], effect: 'idempotent', connects: true, callback: true },
      ],
      bounds: pool,
      emitsError: 'idle',
      costly: true,
    },
    {
      id: 'client',
      types: ['Client', 'PoolClient', 'ClientBase'],
      made: [
        { export: 'Client', options: 0, text: 'connectionString' },
        { export: 'native.Client', options: 0 },
        { on: { client: 'pool', method: 'connect' }, from: 'receiver', listened: true },
      ],
      calls: [
        { methods: ['query'], options: 0, effect: 'unknown', callback: true },
        { methods: ['connect'], effect: 'idempotent', connects: true, callback: true },
      ],
      bounds,
      emitsError: 'idle',
      costly: true,
    },
  ],
};

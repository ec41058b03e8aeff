import type { BoundShape, CallShape, Library, Setting } from './library';

const withoutMiddleware = {
  effect: 'ignored',
  note: {
    en: 'nice-grpc reads it only with deadlineMiddleware',
    zh: 'nice-grpc 只有使用 deadlineMiddleware 时才读取它',
  },
} as const satisfies Partial<Setting>;

/** With a middleware a `deadline` in numbers is a duration; without one it is not read. */
const boundsOf = (deadline: Partial<Setting>): readonly BoundShape[] => [
  {
    bound: 'request',
    defaults: [{ value: 'none' }],
    settings: [
      // A middleware may set a deadline of its own.
      { method: 'use', at: ['client'], as: 'opaque' },
      { option: '*.signal', at: ['client'], as: 'signal' },
      { option: '*.deadline', at: ['client'], as: 'duration', unit: 'ms', ...deadline },
      { argument: 2, at: ['client'], as: 'opaque' },
      { option: 'deadline', at: ['call'], as: 'duration', unit: 'ms', ...deadline },
      { option: 'signal', at: ['call'], as: 'signal', preferred: true },
    ],
  },
  {
    bound: 'attempts',
    defaults: [{ value: 1 }],
    settings: [{ method: 'use', at: ['client'], as: 'opaque' }],
  },
];

const calls: readonly CallShape[] = [
  { methods: ['*'], returns: ['AsyncIterable'], options: 1, effect: 'unknown', streams: true },
  { methods: ['*'], options: 1, effect: 'unknown' },
];

const bounds = boundsOf({});

export const library: Library = {
  id: 'niceGrpc',
  title: 'nice-grpc',
  modules: ['nice-grpc', 'nice-grpc-web'],
  versioned: 'nice-grpc',
  betweenServices: true,
  clients: [
    {
      id: 'factory',
      types: ['ClientFactory'],
      fluent: ['use'],
      made: [{ export: 'createClientFactory' }],
      calls: [],
      bounds,
    },
    {
      id: 'client',
      peer: 'service',
      rejectsOn: { en: 'statuses such as NOT_FOUND or INVALID_ARGUMENT', zh: 'NOT_FOUND、INVALID_ARGUMENT 等状态' },
      types: ['Client', 'RawClient'],
      made: [{ on: { client: 'factory', method: 'create' }, options: 2, from: 'receiver' }],
      calls,
      bounds,
    },
    // Clients share the connection of their channel.
    {
      id: 'channel',
      types: ['Channel'],
      made: [{ export: 'createChannel', options: 2 }],
      calls: [],
      bounds: [],
      costly: true,
    },
    {
      id: 'plain',
      made: [{ export: 'createClient', options: 2 }],
      calls,
      bounds: boundsOf(withoutMiddleware),
      costly: true,
    },
  ],
  servers: [
    {
      id: 'server',
      made: [{ export: 'createServer' }],
      types: ['Server'],
      fluent: ['use', 'with'],
      listen: ['listen'],
      close: [{ method: 'shutdown', waitsForEver: true }],
      handlers: [{ methods: ['add'], argument: 1, service: true }, { methods: ['use'] }],
      handlesRejections: true,
    },
  ],
};

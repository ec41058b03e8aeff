import type { BoundShape, Library } from './library';

const bounds: readonly BoundShape[] = [
  {
    bound: 'request',
    defaults: [{ value: 'none' }],
    settings: [
      // A middleware may set a deadline; `deadline` is there only with one that does.
      { method: 'use', at: ['client'], as: 'opaque' },
      { option: '*.signal', at: ['client'], as: 'signal' },
      { option: '*.deadline', at: ['client'], as: 'duration', unit: 'ms' },
      { argument: 2, at: ['client'], as: 'opaque' },
      { option: 'deadline', at: ['call'], as: 'duration', unit: 'ms' },
      { option: 'signal', at: ['call'], as: 'signal', preferred: true },
    ],
  },
  {
    bound: 'attempts',
    defaults: [{ value: 1 }],
    settings: [{ method: 'use', at: ['client'], as: 'opaque' }],
  },
];

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
      made: [
        { export: 'createClient', options: 2 },
        { on: { client: 'factory', method: 'create' }, options: 2, from: 'receiver' },
      ],
      calls: [
        { methods: ['*'], returns: ['AsyncIterable'], options: 1, effect: 'unknown', streams: true },
        { methods: ['*'], options: 1, effect: 'unknown' },
      ],
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

import type { BoundShape, Library } from './library';

const bounds: readonly BoundShape[] = [
  {
    bound: 'request',
    defaults: [{ value: 'none' }],
    settings: [
      { option: 'interceptors', at: ['client'], as: 'opaque' },
      { option: 'defaultTimeoutMs', at: ['client'], as: 'duration', unit: 'ms', preferred: true },
      { option: 'timeoutMs', at: ['call'], as: 'duration', unit: 'ms', off: [0], preferred: true },
      { option: 'signal', at: ['call'], as: 'signal' },
    ],
  },
  {
    bound: 'attempts',
    defaults: [{ value: 1 }],
    settings: [{ option: 'interceptors', at: ['client'], as: 'opaque' }],
  },
];

export const library: Library = {
  id: 'connect',
  title: '@connectrpc/connect',
  modules: ['@connectrpc/connect', '@connectrpc/connect-node', '@connectrpc/connect-web', '@bufbuild/connect'],
  versioned: '@connectrpc/connect',
  betweenServices: true,
  clients: [
    {
      id: 'transport',
      types: ['Transport'],
      made: [
        { export: 'createConnectTransport', options: 0 },
        { export: 'createGrpcTransport', options: 0 },
        { export: 'createGrpcWebTransport', options: 0 },
      ],
      calls: [],
      bounds,
      costly: true,
    },
    {
      id: 'client',
      peer: 'service',
      rejectsOn: { en: 'statuses such as NOT_FOUND or INVALID_ARGUMENT', zh: 'NOT_FOUND、INVALID_ARGUMENT 等状态' },
      types: ['Client', 'PromiseClient', 'CallbackClient'],
      made: [
        { export: 'createClient', from: { argument: 1 } },
        { export: 'createPromiseClient', from: { argument: 1 } },
        { export: 'createCallbackClient', from: { argument: 1 } },
      ],
      calls: [
        { methods: ['*'], returns: ['AsyncIterable'], options: 1, effect: 'unknown', streams: true },
        { methods: ['*'], options: 1, effect: 'unknown' },
      ],
      bounds,
    },
  ],
  servers: [
    {
      id: 'router',
      made: [{ export: 'createConnectRouter' }],
      types: ['ConnectRouter'],
      fluent: ['service', 'rpc'],
      listen: [],
      handlers: [{ methods: ['service'], argument: 1, service: true }, { methods: ['rpc'] }],
      handlesRejections: true,
    },
  ],
};

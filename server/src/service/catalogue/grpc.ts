import type { BoundShape, Library, Setting } from './library';

const opaque = (option: string, at: Setting['at']): Setting => ({ option, at, as: 'opaque' });

/** Whatever can set a deadline or retries besides the call itself. */
const channel: readonly Setting[] = [
  opaque('interceptors', ['client', 'call']),
  opaque('interceptor_providers', ['client', 'call']),
  opaque('callInvocationTransformer', ['client']),
  opaque('channelOverride', ['client']),
  opaque('channelFactoryOverride', ['client']),
  opaque('grpc\\.service_config', ['client']),
];

const bounds: readonly BoundShape[] = [
  {
    bound: 'request',
    defaults: [{ value: 'none' }],
    // A call that is being answered hands its deadline down.
    settings: [
      ...channel,
      opaque('parent', ['call']),
      { option: 'deadline', at: ['call'], as: 'deadline', preferred: true },
    ],
  },
  { bound: 'attempts', defaults: [{ value: 1 }], settings: channel },
];

const own = ['close', 'getChannel', 'waitForReady', 'constructor', 'on', 'bind', 'call', 'apply'];

export const library: Library = {
  id: 'grpc',
  title: '@grpc/grpc-js',
  modules: ['@grpc/grpc-js', 'grpc'],
  versioned: '@grpc/grpc-js',
  betweenServices: true,
  clients: [
    {
      id: 'client',
      peer: 'service',
      rejectsOn: { en: 'statuses such as NOT_FOUND or INVALID_ARGUMENT', zh: 'NOT_FOUND、INVALID_ARGUMENT 等状态' },
      types: ['Client', 'ServiceClient'],
      made: [
        { export: 'Client', options: 2 },
        { within: 'loadPackageDefinition', options: 2 },
        { within: 'makeGenericClientConstructor', options: 2 },
        { within: 'makeClientConstructor', options: 2 },
      ],
      calls: [
        {
          methods: ['*'],
          except: own,
          returns: ['ClientReadableStream', 'ClientDuplexStream', 'ClientWritableStream'],
          usedBy: ['write', 'end', 'pipe', 'on', 'once', 'read'],
          options: 'any',
          effect: 'unknown',
          streams: true,
        },
        {
          methods: ['*'],
          except: own,
          needsCallback: true,
          options: 'before-callback',
          effect: 'unknown',
          callback: true,
        },
      ],
      bounds,
      costly: true,
    },
  ],
  servers: [
    {
      id: 'server',
      made: [{ export: 'Server' }],
      types: ['Server'],
      listen: ['bindAsync'],
      close: [{ method: 'tryShutdown', waitsForEver: true }],
      handlers: [{ methods: ['addService'], argument: 1, service: true }],
      handlesRejections: false,
    },
  ],
};

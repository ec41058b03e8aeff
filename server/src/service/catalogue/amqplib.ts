import type { BoundShape, Library } from './library';

/** A silent broker is noticed by heartbeats, whose interval the broker decides. */
const bounds: readonly BoundShape[] = [
  { bound: 'request', defaults: [{ value: 'unknown' }], settings: [] },
  {
    bound: 'connect',
    defaults: [{ value: 'none' }],
    settings: [{ option: 'timeout', at: ['call'], as: 'duration', unit: 'ms', off: [0], preferred: true }],
  },
  { bound: 'attempts', defaults: [{ value: 1 }], settings: [] },
];

export const library: Library = {
  id: 'amqplib',
  title: 'amqplib',
  modules: ['amqplib'],
  versioned: 'amqplib',
  callbackStyle: { modules: ['amqplib/callback_api'] },
  clients: [
    {
      id: 'module',
      exports: [''],
      calls: [{ methods: ['connect'], options: 1, effect: 'idempotent', connects: true, callback: true }],
      bounds,
    },
    {
      id: 'connection',
      types: ['Connection', 'ChannelModel'],
      made: [{ export: 'connect' }, { on: { client: 'module', method: 'connect' } }],
      calls: [{ methods: ['createChannel', 'createConfirmChannel'], effect: 'idempotent', callback: true }],
      bounds,
      emitsError: 'idle',
      costly: true,
    },
    {
      id: 'channel',
      types: ['Channel', 'ConfirmChannel'],
      made: [
        { on: { client: 'connection', method: 'createChannel' }, from: 'receiver' },
        { on: { client: 'connection', method: 'createConfirmChannel' }, from: 'receiver' },
      ],
      calls: [
        {
          methods: ['assertQueue', 'assertExchange', 'bindQueue', 'bindExchange', 'unbindQueue', 'deleteQueue'],
          effect: 'idempotent',
          callback: true,
        },
        { methods: ['checkQueue', 'checkExchange'], effect: 'read', callback: true },
        { methods: ['get', 'purgeQueue', 'deleteExchange', 'waitForConfirms'], effect: 'write', callback: true },
        { methods: ['consume'], effect: 'unknown', streams: true, listener: 1 },
      ],
      bounds,
      emitsError: 'idle',
      costly: true,
    },
  ],
};

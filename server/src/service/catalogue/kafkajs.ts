import type { BoundShape, Library } from './library';

const bounds: readonly BoundShape[] = [
  {
    bound: 'request',
    defaults: [{ value: 'none' }, { since: '2.0.0', value: 30_000 }],
    settings: [
      { option: 'enforceRequestTimeout', at: ['client'], as: 'opaque', until: '2.0.0' },
      {
        option: 'requestTimeout',
        at: ['client'],
        as: 'duration',
        unit: 'ms',
        until: '2.0.0',
        needs: { option: 'enforceRequestTimeout', value: true },
      },
      { option: 'requestTimeout', at: ['client'], as: 'duration', unit: 'ms', since: '2.0.0', preferred: true },
      { option: 'enforceRequestTimeout', at: ['client'], as: 'flag', off: [false], since: '2.0.0' },
    ],
  },
  {
    bound: 'connect',
    defaults: [{ value: 1000 }],
    settings: [{ option: 'connectionTimeout', at: ['client'], as: 'duration', unit: 'ms', preferred: true }],
  },
  {
    bound: 'attempts',
    defaults: [{ value: 6 }],
    settings: [{ option: 'retry.retries', at: ['client'], as: 'count', counts: 'retries', preferred: true }],
  },
];

const connects = { methods: ['connect'], effect: 'idempotent', connects: true } as const;

export const library: Library = {
  id: 'kafkajs',
  title: 'kafkajs',
  modules: ['kafkajs'],
  versioned: 'kafkajs',
  clients: [
    { id: 'kafka', types: ['Kafka'], made: [{ export: 'Kafka', options: 0 }], calls: [], bounds },
    {
      id: 'producer',
      types: ['Producer', 'Transaction'],
      made: [
        { on: { client: 'kafka', method: 'producer' }, options: 0, from: 'receiver' },
        { on: { client: 'producer', method: 'transaction' }, from: 'receiver' },
      ],
      calls: [
        connects,
        { methods: ['send', 'sendBatch'], options: 0, effect: 'write' },
        { methods: ['sendOffsets', 'commit', 'abort'], effect: 'idempotent' },
      ],
      bounds,
      costly: true,
    },
    {
      id: 'consumer',
      types: ['Consumer'],
      made: [{ on: { client: 'kafka', method: 'consumer' }, options: 0, from: 'receiver' }],
      calls: [
        connects,
        { methods: ['run', 'subscribe'], effect: 'unknown', streams: true },
        { methods: ['commitOffsets'], effect: 'idempotent' },
      ],
      bounds,
      costly: true,
    },
    {
      id: 'admin',
      types: ['Admin'],
      made: [{ on: { client: 'kafka', method: 'admin' }, options: 0, from: 'receiver' }],
      calls: [
        connects,
        {
          methods: ['listTopics', 'fetchTopicMetadata', 'fetchOffsets', 'fetchTopicOffsets', 'describeGroups'],
          effect: 'read',
        },
        {
          methods: ['createTopics', 'deleteTopics', 'createPartitions', 'setOffsets', 'resetOffsets'],
          effect: 'write',
        },
      ],
      bounds,
      costly: true,
    },
  ],
};

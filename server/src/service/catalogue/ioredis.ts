import type { BoundShape, CallShape, Library } from './library';
import { lowerCase } from './redisCommands';

const withBuffers = (names: readonly string[]): readonly string[] => names.flatMap((name) => [name, `${name}Buffer`]);

const calls: readonly CallShape[] = [
  { methods: withBuffers(lowerCase.reading), effect: 'read', callback: true },
  { methods: withBuffers(lowerCase.idempotent), effect: 'idempotent', callback: true },
  { methods: [...withBuffers(lowerCase.writing), 'call', 'callBuffer'], effect: 'write', callback: true },
  { methods: [...withBuffers(lowerCase.blocking), ...lowerCase.streaming], effect: 'unknown', streams: true },
];

const commands = Object.values(lowerCase).flat();

const bounds: readonly BoundShape[] = [
  {
    bound: 'request',
    defaults: [{ value: 'none' }],
    settings: [
      {
        option: 'redisOptions.socketTimeout',
        at: ['client'],
        as: 'duration',
        unit: 'ms',
        effect: 'idle',
        since: '5.4.0',
      },
      { option: 'socketTimeout', at: ['client'], as: 'duration', unit: 'ms', effect: 'idle', since: '5.4.0' },
      { option: 'redisOptions.commandTimeout', at: ['client'], as: 'duration', unit: 'ms' },
      { option: 'commandTimeout', at: ['client'], as: 'duration', unit: 'ms', preferred: true },
    ],
  },
  {
    bound: 'connect',
    defaults: [{ value: 10_000 }],
    settings: [
      { option: 'redisOptions.connectTimeout', at: ['client'], as: 'duration', unit: 'ms', off: [0] },
      { option: 'connectTimeout', at: ['client'], as: 'duration', unit: 'ms', off: [0], preferred: true },
    ],
  },
  {
    bound: 'attempts',
    whenBroken: true,
    waitsBy: 'enableOfflineQueue',
    defaults: [{ value: 21 }],
    settings: [
      {
        option: 'redisOptions.maxRetriesPerRequest',
        at: ['client'],
        as: 'count',
        counts: 'retries',
        off: [null],
      },
      {
        option: 'maxRetriesPerRequest',
        at: ['client'],
        as: 'count',
        counts: 'retries',
        off: [null],
        preferred: true,
      },
    ],
  },
];

export const library: Library = {
  id: 'ioredis',
  title: 'ioredis',
  modules: ['ioredis'],
  versioned: 'ioredis',
  clients: [
    {
      id: 'client',
      types: ['Redis', 'Cluster'],
      made: [
        { export: '', options: 'any' },
        { export: 'Redis', options: 'any' },
        { export: 'Cluster', options: 1 },
        { export: 'Redis.Cluster', options: 1 },
        { on: { client: 'client', method: 'duplicate' }, options: 'any', from: 'receiver' },
      ],
      calls,
      bounds,
      // Without a listener for `error` it logs and lives on.
      costly: true,
    },
    {
      id: 'pipeline',
      types: ['Pipeline', 'ChainableCommander'],
      fluent: commands,
      made: [
        { on: { client: 'client', method: 'pipeline' }, from: 'receiver' },
        { on: { client: 'client', method: 'multi' }, from: 'receiver' },
      ],
      calls: [{ methods: ['exec'], effect: 'write', callback: true }],
      bounds,
    },
  ],
};

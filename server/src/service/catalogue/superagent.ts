import type { BoundShape, CallShape, Library } from './library';

const calls: readonly CallShape[] = [
  { methods: ['get', 'head', 'options'], effect: 'read', lazy: true },
  { methods: ['put', 'del', 'delete'], effect: 'idempotent', lazy: true },
  { methods: ['post', 'patch'], effect: 'write', lazy: true },
];

const bounds: readonly BoundShape[] = [
  {
    bound: 'request',
    defaults: [{ value: 'none' }],
    settings: [
      { method: 'use', at: ['client', 'call'], as: 'opaque' },
      {
        method: 'timeout',
        option: 'response',
        at: ['client', 'call'],
        as: 'duration',
        unit: 'ms',
        off: [0, false],
        effect: 'headers',
      },
      { method: 'timeout', option: 'deadline', at: ['client', 'call'], as: 'duration', unit: 'ms', off: [0, false] },
      { method: 'timeout', at: ['client', 'call'], as: 'duration', unit: 'ms', off: [0, false], preferred: true },
    ],
  },
  {
    bound: 'attempts',
    defaults: [{ value: 1 }],
    settings: [{ method: 'retry', at: ['client', 'call'], as: 'count', counts: 'retries', preferred: true }],
  },
];

export const library: Library = {
  id: 'superagent',
  title: 'superagent',
  modules: ['superagent'],
  versioned: 'superagent',
  clients: [
    {
      id: 'static',
      exports: [''],
      types: ['SuperAgentStatic'],
      calls: [...calls, { methods: [''], effect: 'unknown', lazy: true }],
      bounds,
    },
    {
      id: 'agent',
      types: ['SuperAgent', 'Agent'],
      made: [{ export: 'agent' }, { on: { client: 'static', method: 'agent' } }],
      fluent: ['use', 'set', 'auth', 'timeout', 'retry', 'accept', 'type'],
      calls,
      bounds,
    },
  ],
};

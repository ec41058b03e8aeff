import type { BoundShape, CallShape, Library } from './library';

const calls: readonly CallShape[] = [
  { methods: ['get', 'head', 'options'], effect: 'read', lazy: true, sentWhenAwaited: true },
  { methods: ['put', 'del', 'delete'], effect: 'idempotent', lazy: true, sentWhenAwaited: true },
  { methods: ['post', 'patch'], effect: 'write', lazy: true, sentWhenAwaited: true },
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
    settings: [{ method: 'retry', at: ['client', 'call'], as: 'count', counts: 'retries', bare: 1, preferred: true }],
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
      peer: 'service',
      rejectsOn: { en: 'answers with a status of 4xx', zh: '4xx 状态的响应' },
      exports: [''],
      types: ['SuperAgentStatic'],
      calls: [...calls, { methods: [''], effect: 'unknown', lazy: true, sentWhenAwaited: true }],
      bounds,
    },
    {
      id: 'agent',
      peer: 'service',
      rejectsOn: { en: 'answers with a status of 4xx', zh: '4xx 状态的响应' },
      types: ['SuperAgent', 'Agent'],
      made: [{ export: 'agent' }, { on: { client: 'static', method: 'agent' } }],
      fluent: ['use', 'set', 'auth', 'timeout', 'retry', 'accept', 'type'],
      calls,
      bounds,
    },
  ],
};

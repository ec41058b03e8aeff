import type { Library } from './library';

export const library: Library = {
  id: 'ky',
  title: 'ky',
  modules: ['ky', 'ky-universal'],
  versioned: 'ky',
  clients: [
    {
      id: 'instance',
      peer: 'service',
      rejectsOn: { en: 'answers with a status of 4xx', zh: '4xx 状态的响应' },
      exports: [''],
      types: ['KyInstance'],
      made: [
        { on: { client: 'instance', method: 'create' }, options: 0 },
        { on: { client: 'instance', method: 'extend' }, options: 0, from: 'receiver' },
      ],
      calls: [
        { methods: ['get', 'head'], options: 1, effect: 'read' },
        { methods: ['put', 'delete'], options: 1, effect: 'idempotent' },
        { methods: ['post', 'patch'], options: 1, effect: 'write' },
        { methods: [''], options: 1, effect: { option: 'method', default: 'read' } },
      ],
      bounds: [
        {
          bound: 'request',
          // Each attempt has the whole of it, and it ends with the headers.
          defaults: [{ value: 10_000, idle: true }],
          settings: [
            { option: 'hooks', at: ['client', 'call'], as: 'opaque' },
            { option: 'fetch', at: ['client', 'call'], as: 'opaque' },
            {
              option: 'timeout',
              at: ['client', 'call'],
              as: 'duration',
              unit: 'ms',
              off: [false],
              effect: 'headers',
            },
            { option: 'signal', at: ['client', 'call'], as: 'signal', preferred: true },
          ],
        },
        {
          bound: 'attempts',
          defaults: [{ value: 3 }],
          settings: [
            { option: 'retry', at: ['client', 'call'], as: 'count', counts: 'retries' },
            { option: 'retry.limit', at: ['client', 'call'], as: 'count', counts: 'retries', preferred: true },
          ],
        },
      ],
    },
  ],
};

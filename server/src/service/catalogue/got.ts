import type { Library, Setting } from './library';

const phase = (name: string): Setting => ({
  option: `timeout.${name}`,
  at: ['client', 'call'],
  as: 'duration',
  unit: 'ms',
  effect: 'idle',
});

export const library: Library = {
  id: 'got',
  title: 'got',
  modules: ['got'],
  versioned: 'got',
  clients: [
    {
      id: 'instance',
      peer: 'service',
      rejectsOn: { en: 'answers with a status of 4xx', zh: '4xx 状态的响应' },
      exports: ['', 'got'],
      types: ['Got'],
      made: [{ on: { client: 'instance', method: 'extend' }, options: 'any', from: 'receiver' }],
      calls: [
        { methods: ['get', 'head', 'paginate'], options: 'last', effect: 'read' },
        { methods: ['put', 'delete'], options: 'last', effect: 'idempotent' },
        { methods: ['post', 'patch'], options: 'last', effect: 'write' },
        { methods: ['stream'], options: 'last', effect: { option: 'method', default: 'read' }, streams: true },
        { methods: [''], options: 'last', effect: { option: 'method', default: 'read' } },
      ],
      bounds: [
        {
          bound: 'request',
          defaults: [{ value: 'none' }],
          settings: [
            { option: 'hooks', at: ['client', 'call'], as: 'opaque' },
            { option: 'handlers', at: ['client'], as: 'opaque' },
            // Each bounds one phase; together with none of the others a peer may still hold the call.
            phase('read'),
            { ...phase('response'), effect: 'headers' },
            phase('socket'),
            // A number is refused since version 12; before, it meant the whole.
            { option: 'timeout', at: ['client', 'call'], as: 'duration', unit: 'ms', until: '12.0.0' },
            {
              option: 'timeout',
              at: ['client', 'call'],
              as: 'duration',
              unit: 'ms',
              since: '12.0.0',
              effect: 'ignored',
              note: {
                en: 'got refuses a number since version 12: every call with it rejects',
                zh: 'got 从版本 12 起不接受数字：带着它的调用都会被拒绝',
              },
            },
            // All of these hold for one attempt.
            { option: 'timeout.request', at: ['client', 'call'], as: 'duration', unit: 'ms', preferred: true },
            { option: 'signal', at: ['client', 'call'], as: 'signal', since: '12.0.0' },
          ],
        },
        {
          bound: 'connect',
          withinRequest: true,
          defaults: [{ value: 'none' }],
          settings: [
            { option: 'timeout', at: ['client', 'call'], as: 'duration', unit: 'ms', until: '12.0.0' },
            { option: 'timeout.request', at: ['client', 'call'], as: 'duration', unit: 'ms' },
            { option: 'timeout.connect', at: ['client', 'call'], as: 'duration', unit: 'ms', preferred: true },
          ],
        },
        {
          bound: 'attempts',
          defaults: [{ value: 3 }],
          settings: [
            { option: 'retry', at: ['client', 'call'], as: 'count', counts: 'retries', until: '12.0.0' },
            { option: 'retry.limit', at: ['client', 'call'], as: 'count', counts: 'retries', preferred: true },
          ],
        },
      ],
    },
  ],
};

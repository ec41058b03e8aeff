import type { Library } from './library';

export const library: Library = {
  id: 'nodeFetch',
  title: 'node-fetch',
  modules: ['node-fetch'],
  versioned: 'node-fetch',
  carriers: [{ module: 'node-fetch', export: 'Request', options: 1 }],
  clients: [
    {
      id: 'fetch',
      exports: [''],
      status: 'response.ok',
      calls: [{ methods: [''], options: 1, carrier: 0, effect: { option: 'method', default: 'read' } }],
      bounds: [
        {
          bound: 'request',
          defaults: [{ value: 'none' }],
          settings: [
            { option: 'timeout', at: ['call'], as: 'duration', unit: 'ms', off: [0], until: '3.0.0' },
            {
              option: 'timeout',
              at: ['call'],
              as: 'duration',
              unit: 'ms',
              effect: 'ignored',
              since: '3.0.0',
              note: {
                en: 'node-fetch took this option away in version 3',
                zh: 'node-fetch 从版本 3 起去掉了这个选项',
              },
            },
            { option: 'signal', at: ['call'], as: 'signal', preferred: true },
          ],
        },
      ],
    },
  ],
};

import type { Localized } from '../../core/finding';
import type { Library } from './library';

/** Node's fetch is undici's. */
export const silence: Localized = { en: 'gives up only after 300 s of silence', zh: '只有在沉默 300 秒之后才会放弃' };

/** The `fetch` of the platform: Node's (undici inside) and what server runtimes put in its place. */
export const library: Library = {
  id: 'fetch',
  title: 'fetch',
  modules: ['global'],
  carriers: [{ module: 'global', export: 'Request', options: 1 }],
  clients: [
    {
      id: 'fetch',
      peer: 'service',
      exports: ['fetch'],
      status: 'response.ok',
      calls: [{ methods: [''], address: 0, options: 1, carrier: 0, effect: { option: 'method', default: 'read' } }],
      bounds: [
        {
          bound: 'request',
          unless: ['setGlobalDispatcher'],
          defaults: [{ value: 'none', note: silence }],
          settings: [
            { option: 'signal', at: ['call'], as: 'signal', preferred: true },
            {
              option: 'timeout',
              at: ['call'],
              as: 'duration',
              unit: 'ms',
              effect: 'ignored',
              note: { en: 'fetch has no such option', zh: 'fetch 没有这个选项' },
            },
          ],
        },
      ],
    },
  ],
};

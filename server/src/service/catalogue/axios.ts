import type { Library } from './library';

export const library: Library = {
  id: 'axios',
  title: 'axios',
  modules: ['axios'],
  versioned: 'axios',
  clients: [
    {
      id: 'instance',
      peer: 'service',
      rejectsOn: { en: 'answers with a status of 4xx', zh: '4xx 状态的响应' },
      exports: [''],
      types: ['AxiosInstance', 'AxiosStatic', 'Axios'],
      made: [
        { export: 'create', options: 0 },
        { export: 'Axios', options: 0 },
        { on: { client: 'instance', method: 'create' }, options: 0 },
      ],
      interceptors: ['interceptors.request.use'],
      streamedBy: { option: 'responseType', values: ['stream'] },
      calls: [
        { methods: ['get', 'head', 'options'], options: 1, effect: 'read' },
        { methods: ['delete'], options: 1, effect: 'idempotent' },
        { methods: ['put'], options: 2, effect: 'idempotent' },
        { methods: ['post', 'patch', 'postForm', 'patchForm', 'putForm'], options: 2, effect: 'write' },
        { methods: ['request'], options: 0, effect: { option: 'method', default: 'read' } },
        { methods: [''], options: 'last', effect: { option: 'method', default: 'read' } },
      ],
      bounds: [
        {
          bound: 'request',
          defaults: [{ value: 'none' }],
          settings: [
            // Node's own adapter starts `timeout` anew with every byte of the body.
            { option: 'adapter', at: ['client', 'call'], as: 'whole', on: ['fetch'] },
            {
              option: 'timeout',
              at: ['client', 'call'],
              as: 'duration',
              unit: 'ms',
              off: [0],
              effect: 'idle',
            },
            { path: 'defaults.timeout', at: ['global'], as: 'duration', unit: 'ms', off: [0], effect: 'idle' },
            { option: 'signal', at: ['client', 'call'], as: 'signal', since: '0.22.0', preferred: true },
            // It takes a token of axios's own.
            { option: 'cancelToken', at: ['client', 'call'], as: 'signal', preferred: false },
          ],
        },
      ],
    },
  ],
};

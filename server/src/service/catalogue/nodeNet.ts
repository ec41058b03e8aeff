import type { Library } from './library';

/** Connections by `net` and `tls` of Node. What is sent over them is up to the code. */
export const library: Library = {
  id: 'nodeNet',
  title: 'node:net',
  modules: ['node:net', 'node:tls'],
  clients: [
    {
      id: 'socket',
      exports: ['connect', 'createConnection'],
      calls: [{ methods: [''], options: 'any', effect: 'unknown', lazy: true, streams: true }],
      bounds: [
        {
          bound: 'idle',
          defaults: [{ value: 'none' }],
          settings: [
            {
              option: 'timeout',
              at: ['call'],
              as: 'duration',
              unit: 'ms',
              off: [0],
              effect: 'event-only',
              listener: 'timeout',
              note: {
                en: 'it only emits the event "timeout"; the connection stays open unless a listener destroys it',
                zh: '它只会触发 "timeout" 事件；除非监听器销毁连接，否则连接一直保持',
              },
            },
            {
              method: 'setTimeout',
              at: ['call'],
              as: 'duration',
              unit: 'ms',
              off: [0],
              effect: 'event-only',
              listener: 'timeout',
            },
          ],
        },
      ],
      emitsError: true,
      costly: true,
    },
  ],
  servers: [
    {
      id: 'server',
      made: [{ export: 'createServer' }, { export: 'Server' }],
      types: ['Server'],
      listen: ['listen'],
      close: [{ method: 'close', waitsForEver: true }],
      handlers: [{ methods: ['on', 'once'], events: ['connection', 'secureConnection'], perConnection: true }],
      handlesRejections: false,
      connections: ['connection', 'secureConnection'],
    },
  ],
};

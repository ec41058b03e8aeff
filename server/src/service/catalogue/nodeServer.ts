import type { Library } from './library';

export const library: Library = {
  id: 'nodeServer',
  title: 'node:http server',
  modules: ['node:http', 'node:https', 'node:http2'],
  servers: [
    {
      id: 'server',
      made: [{ export: 'createServer' }, { export: 'Server' }, { export: 'createSecureServer' }],
      types: ['Server', 'Http2Server', 'Http2SecureServer'],
      listen: ['listen'],
      close: [{ method: 'close', waitsForEver: true }],
      handlers: [
        {
          methods: ['on', 'once', 'addListener'],
          events: ['request', 'checkContinue', 'stream'],
          response: 1,
        },
        {
          methods: ['on', 'once', 'addListener'],
          events: ['connection', 'secureConnection', 'upgrade', 'connect'],
          perConnection: true,
        },
      ],
      handed: [
        { export: 'createServer', argument: 0 },
        { export: 'createServer', argument: 1 },
        { export: 'createSecureServer', argument: 0 },
        { export: 'createSecureServer', argument: 1 },
        { export: 'Server', argument: 0 },
        { export: 'Server', argument: 1 },
      ],
      handlesRejections: false,
    },
  ],
};

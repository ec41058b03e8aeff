import type { Library } from './library';

export const library: Library = {
  id: 'hapi',
  title: 'hapi',
  modules: ['@hapi/hapi'],
  versioned: '@hapi/hapi',
  servers: [
    {
      id: 'server',
      made: [
        { export: 'server', options: 0 },
        { export: 'Server', options: 0 },
      ],
      types: ['Server'],
      listen: ['start'],
      // Ends open connections after `timeout`, 5 s by default.
      close: [{ method: 'stop', waitsForEver: false }],
      handlers: [
        { methods: ['route'], members: ['handler', 'options.handler', 'config.handler'] },
        {
          methods: ['ext'],
          events: [
            'onRequest',
            'onPreAuth',
            'onCredentials',
            'onPostAuth',
            'onPreHandler',
            'onPostHandler',
            'onPreResponse',
            'onPostResponse',
          ],
        },
      ],
      handlesRejections: true,
    },
  ],
};

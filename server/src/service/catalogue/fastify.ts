import type { Library } from './library';

export const library: Library = {
  id: 'fastify',
  title: 'fastify',
  modules: ['fastify'],
  versioned: 'fastify',
  servers: [
    {
      id: 'app',
      made: [{ export: '' }, { export: 'fastify' }],
      types: ['FastifyInstance'],
      listen: ['listen'],
      close: [{ method: 'close', waitsForEver: true }],
      handlers: [
        { methods: ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all', 'route'], response: 1 },
        { methods: ['addHook', 'setErrorHandler', 'setNotFoundHandler'] },
      ],
      responses: { types: ['FastifyReply'], send: ['send'], status: ['code', 'status'] },
      handlesRejections: true,
    },
  ],
};

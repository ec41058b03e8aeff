import type { Library } from './library';

/** Hooks of a request; the others run when the server starts or stops. */
const hooks = [
  'onRequest',
  'preParsing',
  'preValidation',
  'preHandler',
  'preSerialization',
  'onSend',
  'onResponse',
  'onError',
  'onTimeout',
  'onRequestAbort',
];

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
      close: [{ method: 'close', waitsForEver: true, unless: 'forceCloseConnections' }],
      handlers: [
        {
          methods: ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all', 'route'],
          members: ['handler', 'errorHandler', ...hooks],
          response: 1,
        },
        { methods: ['addHook'], events: hooks },
        { methods: ['setErrorHandler', 'setNotFoundHandler'] },
      ],
      responses: { types: ['FastifyReply'], send: ['send'], status: ['code', 'status'], returned: true },
      handlesRejections: true,
    },
  ],
};

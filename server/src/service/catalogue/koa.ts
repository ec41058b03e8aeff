import type { Library } from './library';

export const library: Library = {
  id: 'koa',
  title: 'koa',
  modules: ['koa', '@koa/router', 'koa-router'],
  versioned: 'koa',
  servers: [
    {
      id: 'app',
      made: [{ export: '' }],
      types: ['Application', 'Router'],
      listen: ['listen'],
      handlers: [{ methods: ['use', 'get', 'post', 'put', 'patch', 'delete', 'del', 'head', 'options', 'all'] }],
      fluent: ['prefix'],
      responses: { types: ['Context', 'ParameterizedContext', 'RouterContext'], send: [], body: ['body'] },
      handlesRejections: true,
    },
  ],
};

import type { Library } from './library';

const routes = ['use', 'get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all', 'param'];

export const library: Library = {
  id: 'express',
  title: 'express',
  modules: ['express', 'express-serve-static-core'],
  versioned: 'express',
  servers: [
    {
      id: 'app',
      made: [{ export: '' }],
      types: ['Express', 'Application'],
      listen: ['listen'],
      handlers: [{ methods: routes, response: 1 }],
      fluent: ['route'],
      handlesRejections: { since: '5.0.0' },
      patchedBy: ['express-async-errors'],
    },
    {
      id: 'router',
      made: [{ export: 'Router' }],
      types: ['Router', 'IRouter', 'IRoute'],
      listen: [],
      handlers: [{ methods: routes, response: 1 }],
      fluent: ['route'],
      handlesRejections: { since: '5.0.0' },
      patchedBy: ['express-async-errors'],
    },
  ],
};

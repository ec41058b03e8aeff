import type { Library } from './library';

export const library: Library = {
  id: 'winston',
  title: 'winston',
  modules: ['winston'],
  versioned: 'winston',
  loggers: [
    {
      exports: [''],
      made: [{ export: 'createLogger', options: 0 }],
      types: ['Logger'],
      methods: ['log', 'error', 'warn', 'info', 'http', 'verbose', 'debug', 'silly'],
    },
  ],
};

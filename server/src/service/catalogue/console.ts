import type { Library } from './library';

export const library: Library = {
  id: 'console',
  title: 'console',
  modules: ['global', 'node:console'],
  loggers: [
    { exports: ['console'], types: ['Console'], methods: ['log', 'error', 'warn', 'info', 'debug', 'trace', 'dir'] },
  ],
};

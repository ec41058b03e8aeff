import type { Library } from './library';

export const library: Library = {
  id: 'pino',
  title: 'pino',
  modules: ['pino'],
  versioned: 'pino',
  loggers: [
    {
      made: [
        { export: '', options: 0 },
        { export: 'pino', options: 0 },
      ],
      types: ['Logger', 'BaseLogger'],
      methods: ['fatal', 'error', 'warn', 'info', 'debug', 'trace'],
    },
  ],
};

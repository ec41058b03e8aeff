import type { Library } from './library';

export const library: Library = {
  id: 'pLimit',
  title: 'p-limit',
  modules: ['p-limit'],
  versioned: 'p-limit',
  limiters: [
    {
      made: [{ export: '', options: 0 }],
      types: ['LimitFunction', 'Limit'],
      execute: ['', 'map'],
      concurrency: { argument: 0, option: 'concurrency', default: 'none' },
    },
    { export: 'limitFunction', execute: [''], concurrency: { argument: 1, option: 'concurrency', default: 'none' } },
  ],
};

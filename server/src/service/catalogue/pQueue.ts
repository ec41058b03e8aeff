import type { Library, Maker } from './library';

const made: readonly Maker[] = [{ export: '', options: 0 }];
const types = ['PQueue'];
const execute = ['add', 'addAll'];

export const library: Library = {
  id: 'pQueue',
  title: 'p-queue',
  modules: ['p-queue'],
  versioned: 'p-queue',
  limiters: [{ made, types, execute, concurrency: { argument: 0, option: 'concurrency', default: 'none' } }],
  timers: [
    {
      made,
      types,
      execute,
      work: 0,
      time: [
        { argument: 1, option: 'timeout' },
        { of: 'maker', argument: 0, option: 'timeout' },
      ],
      cancels: false,
    },
  ],
};

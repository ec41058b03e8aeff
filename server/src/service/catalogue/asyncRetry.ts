import type { Library } from './library';

export const library: Library = {
  id: 'asyncRetry',
  title: 'async-retry',
  modules: ['async-retry'],
  versioned: 'async-retry',
  retriers: [
    {
      id: 'retry',
      export: '',
      work: 0,
      options: 1,
      terms: {
        count: { option: 'retries', counts: 'retries', default: 10 },
        forever: 'forever',
        delay: { option: 'minTimeout', default: 1000 },
        factor: { option: 'factor', default: 2 },
        maxDelay: { option: 'maxTimeout', default: 'none' },
        maxTotal: { option: 'maxRetryTime', default: 'none' },
        jitter: { option: 'randomize', default: true, on: [true] },
      },
      abort: ['bail'],
    },
  ],
};

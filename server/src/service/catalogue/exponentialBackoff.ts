import type { Library } from './library';

export const library: Library = {
  id: 'exponentialBackoff',
  title: 'exponential-backoff',
  modules: ['exponential-backoff'],
  versioned: 'exponential-backoff',
  retriers: [
    {
      id: 'backOff',
      export: 'backOff',
      work: 0,
      options: 1,
      terms: {
        count: { option: 'numOfAttempts', counts: 'attempts', default: 10 },
        delay: { option: 'startingDelay', default: 100 },
        factor: { option: 'timeMultiple', default: 2 },
        maxDelay: { option: 'maxDelay', default: 'none' },
        jitter: { option: 'jitter', default: false, on: ['full'] },
        predicate: ['retry'],
      },
    },
  ],
};

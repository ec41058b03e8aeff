import type { Library } from './library';

export const library: Library = {
  id: 'pRetry',
  title: 'p-retry',
  modules: ['p-retry'],
  versioned: 'p-retry',
  retriers: [
    {
      id: 'retry',
      export: '',
      work: 0,
      options: 1,
      terms: {
        count: { option: 'retries', counts: 'retries', default: 10, off: [Number.POSITIVE_INFINITY] },
        // Until version 7, which refuses it.
        forever: 'forever',
        delay: { option: 'minTimeout', default: 1000 },
        factor: { option: 'factor', default: 2 },
        maxDelay: { option: 'maxTimeout', default: 'none' },
        maxTotal: { option: 'maxRetryTime', default: 'none' },
        jitter: { option: 'randomize', default: false, on: [true] },
        predicate: ['shouldRetry', 'shouldConsumeRetry'],
        predicateTakes: [{ code: '(error)' }, { since: '7.0.0', code: '({ error })' }],
        observers: ['onFailedAttempt'],
      },
      abort: ['AbortError'],
    },
  ],
};

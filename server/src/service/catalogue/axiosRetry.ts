import type { Library } from './library';

export const library: Library = {
  id: 'axiosRetry',
  title: 'axios-retry',
  modules: ['axios-retry'],
  versioned: 'axios-retry',
  retriers: [
    {
      id: 'retry',
      export: '',
      client: 0,
      options: 1,
      terms: {
        count: { option: 'retries', counts: 'retries', default: 3 },
        delay: { option: 'retryDelay', default: 0 },
        factor: { option: 'retryDelay', default: 1 },
        delayFunction: ['retryDelay'],
        delays: [
          { export: 'exponentialDelay', growth: 'growing', jitter: true },
          { export: 'linearDelay', growth: 'growing', jitter: false },
        ],
        predicate: ['retryCondition'],
        // Network errors of any method, and 5xx of methods that may be repeated.
        safeByDefault: true,
        repeatsWrites: { option: 'retryCondition', spared: ['isIdempotentRequestError', 'isSafeRequestError'] },
        proposed: {
          delay: { option: 'retryDelay', code: '{retrier}.exponentialDelay' },
          writes: { option: 'retryCondition', code: '{retrier}.isIdempotentRequestError' },
        },
      },
    },
  ],
};

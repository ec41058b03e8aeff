import type { Library } from './library';

export const library: Library = {
  id: 'cockatiel',
  title: 'cockatiel',
  modules: ['cockatiel'],
  versioned: 'cockatiel',
  combines: ['wrap'],
  retriers: [
    {
      id: 'retry',
      made: [{ export: 'retry', options: 1 }],
      types: ['RetryPolicy'],
      execute: ['execute'],
      work: 0,
      options: 1,
      terms: {
        // The first call is not counted; without the option there is no end.
        count: { option: 'maxAttempts', counts: 'retries', default: 'none', off: [Number.POSITIVE_INFINITY] },
        delay: { option: 'backoff', default: 0 },
        factor: { option: 'backoff', default: 1 },
        delayFunction: ['backoff'],
        // What is retried is decided by the policy that `retry` is given.
        safeByDefault: false,
      },
    },
  ],
  timers: [
    {
      made: [{ export: 'timeout' }],
      types: ['TimeoutPolicy'],
      execute: ['execute'],
      work: 0,
      time: [{ of: 'maker', argument: 0 }],
      lenient: { argument: 1, option: 'strategy', member: 'Cooperative' },
      cancels: 'signal',
    },
  ],
  breakers: [
    {
      made: [{ export: 'circuitBreaker', options: 1 }],
      types: ['CircuitBreakerPolicy'],
      execute: ['execute'],
      work: { of: 'execute', argument: 0 },
    },
  ],
  limiters: [
    {
      made: [{ export: 'bulkhead' }],
      types: ['BulkheadPolicy'],
      execute: ['execute'],
      concurrency: { argument: 0, default: 'none' },
    },
  ],
};

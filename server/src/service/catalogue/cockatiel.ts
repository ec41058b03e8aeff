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
        delays: [
          { export: 'ExponentialBackoff', growth: 'growing', jitter: true, unless: 'generator' },
          { export: 'ConstantBackoff', growth: 'constant', jitter: false },
          { export: 'IterableBackoff', growth: 'unknown', jitter: false },
        ],
        handles: { argument: 0, all: ['handleAll'] },
        proposed: { delay: { option: 'backoff', code: 'new ExponentialBackoff()', imports: ['ExponentialBackoff'] } },
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

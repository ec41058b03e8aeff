import type { Library } from './library';

export const library: Library = {
  id: 'opossum',
  title: 'opossum',
  modules: ['opossum'],
  versioned: 'opossum',
  breakers: [
    {
      made: [{ export: '', options: 1 }],
      types: ['CircuitBreaker'],
      execute: ['fire', 'call'],
      work: { of: 'maker', argument: 0 },
      timeout: {
        option: 'timeout',
        default: 10_000,
        // In version 6, 0 means the default.
        off: [{ value: false }, { value: 0, since: '8.0.0' }],
        cancels: false,
        cancelOption: 'abortController',
      },
      errorFilter: ['errorFilter'],
    },
  ],
};

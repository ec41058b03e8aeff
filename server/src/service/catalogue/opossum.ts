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
        off: [false, 0, null],
        cancels: false,
        cancelOption: 'abortController',
      },
      errorFilter: ['errorFilter'],
    },
  ],
};

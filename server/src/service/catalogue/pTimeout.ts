import type { Library } from './library';

/** The time is an argument until version 5, an option since version 6. */
export const library: Library = {
  id: 'pTimeout',
  title: 'p-timeout',
  modules: ['p-timeout'],
  versioned: 'p-timeout',
  timers: [{ export: '', work: 0, time: [{ argument: 1, option: 'milliseconds' }], cancels: false }],
};

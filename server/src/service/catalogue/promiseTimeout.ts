import type { Library } from './library';

export const library: Library = {
  id: 'promiseTimeout',
  title: 'promise-timeout',
  modules: ['promise-timeout'],
  versioned: 'promise-timeout',
  timers: [{ export: 'timeout', work: 0, time: [{ argument: 1 }], cancels: false }],
};

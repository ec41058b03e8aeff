import type { Library } from './library';

export const library: Library = {
  id: 'stoppable',
  title: 'stoppable',
  modules: ['stoppable'],
  versioned: 'stoppable',
  gives: ['shutdown'],
};

import type { Library } from './library';

export const library: Library = {
  id: 'lightship',
  title: 'lightship',
  modules: ['lightship'],
  versioned: 'lightship',
  gives: ['shutdown', 'health'],
};

import type { Library } from './library';

export const library: Library = {
  id: 'terminus',
  title: '@godaddy/terminus',
  modules: ['@godaddy/terminus'],
  versioned: '@godaddy/terminus',
  gives: ['shutdown', 'health'],
};

import type { Library } from './library';

export const library: Library = {
  id: 'httpTerminator',
  title: 'http-terminator',
  modules: ['http-terminator'],
  versioned: 'http-terminator',
  gives: ['shutdown'],
};

import type { Library } from './library';

export const library: Library = {
  id: 'promClient',
  title: 'prom-client',
  modules: ['prom-client'],
  versioned: 'prom-client',
  gives: ['metrics'],
};

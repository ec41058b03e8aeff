import type { Library } from './library';

export const library: Library = {
  id: 'openTelemetry',
  title: 'OpenTelemetry',
  modules: ['@opentelemetry/*'],
  versioned: '@opentelemetry/api',
  gives: ['tracing', 'metrics'],
};

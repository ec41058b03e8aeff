import type { Library } from './library';

export const library: Library = {
  id: 'thriftServer',
  title: 'Apache Thrift server',
  modules: ['thrift'],
  versioned: 'thrift',
  servers: [
    {
      id: 'server',
      made: [{ export: 'createServer' }, { export: 'createMultiplexServer' }],
      listen: ['listen'],
      // Waits while one idle Thrift connection is open.
      close: [{ method: 'close', waitsForEver: true, idle: true }],
      handlesRejections: true,
      emitsError: true,
    },
    {
      // An HTTP server: closing it ends connections without a request.
      id: 'web',
      made: [{ export: 'createWebServer' }],
      listen: ['listen'],
      close: [{ method: 'close', waitsForEver: true }],
      handlesRejections: true,
      emitsError: true,
    },
  ],
};

import type { Library } from './library';

export const library: Library = {
  id: 'nest',
  title: 'NestJS',
  modules: ['@nestjs/core', '@nestjs/common'],
  versioned: '@nestjs/core',
  servers: [
    {
      id: 'app',
      made: [{ export: 'NestFactory.create' }, { export: 'NestFactory.createMicroservice' }],
      types: ['INestApplication', 'INestMicroservice'],
      listen: ['listen'],
      heeds: 'enableShutdownHooks',
      close: [{ method: 'close', waitsForEver: true, unless: 'forceCloseConnections' }],
      handlers: [{ methods: ['use'], response: 1 }],
      handlesRejections: true,
    },
  ],
};

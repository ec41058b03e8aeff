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
      close: [{ method: 'close', waitsForEver: true }],
      handlers: [{ methods: ['use'], response: 1 }],
      handlesRejections: true,
    },
  ],
};

import type { Library } from './library';

export const library: Library = {
  id: 'nest',
  title: 'NestJS',
  modules: ['@nestjs/core', '@nestjs/common', '@nestjs/graphql', '@nestjs/microservices', '@nestjs/websockets'],
  versioned: '@nestjs/core',
  controllers: [
    {
      decorators: ['Controller', 'Resolver', 'WebSocketGateway'],
      methods: [
        ...['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options', 'All', 'Search', 'Sse'],
        ...['Query', 'Mutation', 'ResolveField', 'ResolveProperty', 'ResolveReference'],
        ...['MessagePattern', 'EventPattern', 'GrpcMethod', 'GrpcStreamMethod', 'GrpcStreamCall', 'SubscribeMessage'],
      ],
    },
    {
      implements: {
        CanActivate: ['canActivate'],
        NestInterceptor: ['intercept'],
        NestMiddleware: ['use'],
        PipeTransform: ['transform'],
        ExceptionFilter: ['catch'],
      },
    },
  ],
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

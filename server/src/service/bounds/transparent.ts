/**
 * Functions that run the callbacks they are given without giving up on them: a call inside of such a callback is no better bounded than
 * one outside. Callbacks of anything that is not named here, nor followed in our own code, may be bounded by it: nothing is said then.
 */
const passing: Readonly<Record<string, readonly string[] | '*'>> = {
  // Methods of arrays, maps and promises are told apart by their receiver, which is not one of a package.
  express: '*',
  'express-async-handler': '*',
  'express-promise-router': '*',
  koa: '*',
  '@koa/router': '*',
  'koa-router': '*',
  fastify: '*',
  'fastify-plugin': '*',
  '@hapi/hapi': '*',
  hono: '*',
  restify: '*',
  '@nestjs/common': '*',
  '@nestjs/core': '*',
  'node:http': '*',
  'node:https': '*',
  'node:http2': '*',
  'node:net': '*',
  'node:tls': '*',
  'node:events': '*',
  'node:process': '*',
  'node:fs': '*',
  'node:stream': '*',
  'node:async_hooks': '*',
  'node:timers': '*',
  'node:util': '*',
  'p-limit': '*',
  'p-map': '*',
  'p-retry': '*',
  'async-retry': '*',
  'exponential-backoff': '*',
  'promise-retry': '*',
  lodash: '*',
  'lodash-es': '*',
  ramda: '*',
  bullmq: '*',
  bull: '*',
  'node-cron': '*',
  cron: '*',
  'node-schedule': '*',
  kafkajs: '*',
  amqplib: '*',
  ws: '*',
  'socket.io': '*',
  commander: '*',
  yargs: '*',
  '@opentelemetry/api': '*',
  dataloader: '*',
  '@grpc/grpc-js': '*',
  thrift: '*',
  'graphql-yoga': '*',
  '@apollo/server': '*',
  zod: '*',
  global: [
    'Promise',
    'setTimeout',
    'setInterval',
    'setImmediate',
    'queueMicrotask',
    'process.nextTick',
    'process.on',
    'process.once',
    'Promise.all',
    'Promise.allSettled',
    'Promise.resolve',
    'Array.from',
    'Object.entries',
  ],
};

/** Methods that every JavaScript program has on arrays, maps, sets, promises and emitters. */
const passingMethods: ReadonlySet<string> = new Set([
  'map',
  'flatMap',
  'forEach',
  'filter',
  'find',
  'findIndex',
  'some',
  'every',
  'reduce',
  'reduceRight',
  'sort',
  'then',
  'catch',
  'finally',
]);

/** Whether a function of a package (or a global one) passes its callbacks on as they are. */
export function passesOn(module: string, path: readonly string[]): boolean {
  const names = passing[module];
  return names === '*' || (names?.includes(path.join('.')) ?? false);
}

/** Whether a method of this name passes its callback on, on whatever object of the language it is called. */
export function isPassingMethod(name: string): boolean {
  return passingMethods.has(name);
}

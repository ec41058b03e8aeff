/** Packages whose declarations the analysis loads. Anything else that code imports is unknown to it, and so are the values that come from there. */
const wanted: ReadonlySet<string> = new Set([
  '@connectrpc/connect',
  '@connectrpc/connect-node',
  '@creditkarma/thrift-client',
  '@creditkarma/thrift-server-core',
  '@creditkarma/thrift-server-express',
  '@creditkarma/thrift-server-hapi',
  '@godaddy/terminus',
  '@grpc/grpc-js',
  '@hapi/hapi',
  '@nestjs/common',
  '@nestjs/core',
  '@opentelemetry/api',
  '@opentelemetry/sdk-node',
  '@smithy/node-http-handler',
  'amqplib',
  'async-retry',
  'axios',
  'axios-retry',
  'cockatiel',
  'exponential-backoff',
  'express',
  'fastify',
  'got',
  'http-terminator',
  'ioredis',
  'kafkajs',
  'koa',
  'ky',
  'lightship',
  'mongodb',
  'mongoose',
  'mysql2',
  'nice-grpc',
  'nice-grpc-client-middleware-deadline',
  'nice-grpc-client-middleware-retry',
  'node-fetch',
  'opossum',
  'p-limit',
  'p-queue',
  'p-retry',
  'p-timeout',
  'pg',
  'pg-pool',
  'pino',
  'prom-client',
  'redis',
  'stoppable',
  'superagent',
  'thrift',
  'undici',
  'winston',
]);

/** Whether rules know the package, so that its declarations are worth reading. */
export function isWantedPackage(name: string): boolean {
  return wanted.has(name) || name.startsWith('@aws-sdk/');
}

/** Whether one of the modules that a team's clients are imported from is this package; a `*` at the end stands for any ending. */
export function namesPackage(clients: readonly { readonly modules: readonly string[] }[], name: string): boolean {
  return clients.some(({ modules }) =>
    modules.some((module) => (module.endsWith('*') ? name.startsWith(module.slice(0, -1)) : module === name)),
  );
}

/** Frameworks whose code runs in a browser. */
const browserFrameworks = [
  'react-dom',
  'preact',
  'vue',
  'svelte',
  '@angular/core',
  'solid-js',
  '@builder.io/qwik',
  'lit',
  'ember-source',
];

/** What a package depends on that answers requests, or keeps data, and so does not run in a browser alone. */
const serverPackages = [
  '@connectrpc/connect-node',
  '@creditkarma/thrift-server-core',
  '@creditkarma/thrift-server-express',
  '@creditkarma/thrift-server-hapi',
  '@grpc/grpc-js',
  '@hapi/hapi',
  '@nestjs/core',
  'amqplib',
  'express',
  'fastify',
  'hono',
  'ioredis',
  'kafkajs',
  'koa',
  'mongodb',
  'mongoose',
  'mysql2',
  'next',
  'nice-grpc',
  'nuxt',
  'pg',
  'redis',
  'thrift',
];

/** Whether some of a package's code runs in a browser. */
export function hasPages(dependencies: ReadonlySet<string>): boolean {
  return browserFrameworks.some((name) => dependencies.has(name));
}

/**
 * Whether a file is taken as code for a browser: any file of a package with a browser framework and nothing of a server, and JSX in every
 * package with a browser framework. What runs in a browser is bounded by the person who waits, and dies with the page.
 */
export function isBrowserCode(path: string, dependencies: ReadonlySet<string>): boolean {
  if (!hasPages(dependencies)) return false;
  return /\.[jt]sx$/.test(path) || !serverPackages.some((name) => dependencies.has(name));
}

/** Node's own ways to the network and to a process's end. */
const nodeApi =
  /\bfetch\s*\(|\bprocess\s*\.\s*on\s*\(|['"](?:node:)?(?:https?|http2|net|tls|dgram|process|cluster)['"]/;

/**
 * Whether a file is worth starting the analysis for: its package depends on something that rules know, or it uses the network without. Cheap, and
 * never wrong about a file that imports a client of ours.
 */
export function isOfInterest(
  path: string,
  text: string,
  dependencies: ReadonlySet<string>,
  clients: readonly { readonly modules: readonly string[] }[] = [],
): boolean {
  if (isBrowserCode(path, dependencies)) return false;
  // A team's client may be a module of its own code, which no package.json lists.
  if (clients.length > 0) return true;
  return [...dependencies].some(isWantedPackage) || nodeApi.test(text);
}

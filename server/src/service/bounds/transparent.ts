import { ts } from '../ts';

/**
 * Functions outside of the catalogue that run the callbacks they are given without giving up on them: a call inside of such a callback is no
 * better bounded than one outside. Callbacks of anything that is neither named here, nor in the catalogue (`handling.ts`), nor followed in our
 * own code, may be bounded by it: nothing is said then.
 */
const passing: Readonly<Record<string, readonly string[] | '*'>> = {
  // Methods of arrays, maps and promises are told apart by their receiver, which is not one of a package.
  'express-async-handler': '*',
  'express-promise-router': '*',
  'fastify-plugin': '*',
  hono: '*',
  restify: '*',
  'node:events': '*',
  'node:process': '*',
  'node:fs': '*',
  'node:stream': '*',
  'node:async_hooks': '*',
  'node:timers': '*',
  'node:util': '*',
  'p-map': '*',
  'promise-retry': '*',
  lodash: '*',
  'lodash-es': '*',
  ramda: '*',
  bullmq: '*',
  bull: '*',
  'node-cron': '*',
  cron: '*',
  'node-schedule': '*',
  ws: '*',
  'socket.io': '*',
  commander: '*',
  yargs: '*',
  dataloader: '*',
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

const listening: ReadonlySet<string> = new Set(['on', 'once', 'addListener', 'prependListener']);
const routing: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete', 'all', 'use']);

/**
 * Whether a statement hands its callbacks over for later, as listeners of an event or handlers of a path: `socket.on('message', f)`,
 * `app.get('/users', f)`. Whoever calls them, and how long for, is told by nobody: there is no result that could be given up on here.
 */
export function isRegistration(node: ts.CallExpression | ts.NewExpression): boolean {
  if (!ts.isCallExpression(node) || !ts.isExpressionStatement(node.parent)) return false;
  const { expression } = node;
  const [first] = node.arguments;
  if (!ts.isPropertyAccessExpression(expression) || !first || !ts.isStringLiteralLike(first)) return false;
  const { text } = expression.name;
  return listening.has(text) || (routing.has(text) && first.text.startsWith('/'));
}

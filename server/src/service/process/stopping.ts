import { readOption } from '../bounds/settings';
import { functionAround, visitRun } from '../flow/walk';
import { type Server, serversOf } from '../servers';
import { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { alternatives } from '../values/value';

const maxDepth = 5;
const maxFunctions = 60;

/**
 * Visits code with everything in it and every function of our own that it calls, or hands on by name, five deep: what may run because it runs.
 * Undecided calls (of parameters, of packages) are visited like any node.
 */
export function visitReached(code: ts.Node, evaluator: Evaluator, visit: (node: ts.Node) => void): void {
  const entered = new Set<ts.Node>();
  const enter = (from: ts.Node, depth: number): void => {
    const stack: ts.Node[] = [from];
    for (let node = stack.pop(); node; node = stack.pop()) {
      visit(node);
      if (depth < maxDepth && (ts.isCallExpression(node) || ts.isNewExpression(node)))
        for (const each of [node.expression, ...(node.arguments ?? [])])
          if (ts.isIdentifier(each) || ts.isPropertyAccessExpression(each))
            for (const value of alternatives(evaluator.evaluate(each)))
              if (value.kind === 'function' && value.node.body && !entered.has(value.node)) {
                entered.add(value.node);
                if (entered.size < maxFunctions) enter(value.node.body, depth + 1);
              }
      ts.forEachChild(node, (child) => void stack.push(child));
    }
  };
  enter(code, 0);
}

/** A call that stops a server. */
export interface Closing {
  readonly call: ts.CallExpression & { readonly expression: ts.PropertyAccessExpression };
  readonly server: Server;
  /** Waits for connections that nobody uses, too. */
  readonly idle: boolean;
}

const closers: ReadonlySet<string> = new Set(['close', 'tryShutdown', 'shutdown', 'stop']);

/** What a call stops, when it waits for open connections without a limit. */
export function closingOf(node: ts.Node, evaluator: Evaluator): Closing | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression } = node;
  const method = expression.name.text;
  if (!closers.has(method)) return undefined;
  for (const server of serversOf(evaluator.evaluate(expression.expression), evaluator)) {
    const close = server.shape.close?.find((each) => each.method === method);
    if (!close?.waitsForEver || (close.unless !== undefined && hasOption(server, close.unless, evaluator))) continue;
    return { call: node as Closing['call'], server, idle: close.idle === true };
  }
  return undefined;
}

/** Whether the server was, or may have been, made with an option. */
function hasOption({ creation }: Server, name: string, evaluator: Evaluator): boolean {
  return (creation?.node.arguments ?? []).some((argument) => {
    const value = readOption(evaluator.evaluate(argument), name, evaluator, argument);
    return !(value.kind === 'constant' && (value.value === undefined || value.value === false));
  });
}

/** Names of functions that put an end to waiting: timers, and what cuts connections. */
const enders: ReadonlySet<string> = new Set([
  'setTimeout',
  'timeout',
  'race',
  'pTimeout',
  'closeAllConnections',
  'destroy',
  'destroySoon',
  'forceShutdown',
  'terminate',
  'resetAndDestroy',
]);

/** Whether a call sets a deadline, or ends connections itself: by a timer, a race, or a method that destroys. */
export function endsWaiting(node: ts.Node): boolean {
  if (!ts.isCallExpression(node)) return false;
  const { expression } = node;
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  return ts.isIdentifier(name) && (enders.has(name.text) || /timeout|deadline|force/i.test(name.text));
}

/** Whether a call runs something that cannot be told, by a name of our own: it may well set a deadline. */
export function isUndecided(node: ts.Node, evaluator: Evaluator): boolean {
  if (!ts.isCallExpression(node)) return false;
  const { expression } = node;
  if (ts.isPropertyAccessExpression(expression) && !/stop|shut|exit|terminat|drain|grace/i.test(expression.name.text))
    return false;
  if (ts.isIdentifier(expression) && isSettling(expression, evaluator)) return false;
  return alternatives(evaluator.evaluate(expression)).some(({ kind }) => !decided.has(kind));
}

/** The `resolve` or `reject` of a promise that is made there. */
function isSettling(name: ts.Identifier, { project }: Evaluator): boolean {
  const declaration = project.checker.getSymbolAtLocation(name)?.valueDeclaration;
  const made = declaration && ts.isParameter(declaration) ? declaration.parent.parent : undefined;
  return made !== undefined && ts.isNewExpression(made) && made.expression.getText() === 'Promise';
}

const decided: ReadonlySet<string> = new Set(['function', 'external', 'member', 'class']);

/** `process.exit()` and the like. */
export function isExit(node: ts.Node): boolean {
  if (!ts.isCallExpression(node)) return false;
  return /^process\s*\.\s*(?:exit|abort|kill|reallyExit)$/.test(node.expression.getText());
}

/** Whether the process is ended in the same run of the function that the call stands in, without waiting for the call. */
export function isLeftBehind({ call }: Closing): boolean {
  const owner = functionAround(call);
  const body = owner?.body ?? call.getSourceFile();
  let exits = false;
  visitRun(body, (node) => {
    exits ||= isExit(node);
  });
  return exits && !isAwaited(call);
}

/** Whether the code behind the call runs only once it is done. */
function isAwaited(call: ts.CallExpression): boolean {
  for (let at: ts.Node = call; at.parent && !ts.isStatement(at); at = at.parent) {
    if (ts.isAwaitExpression(at)) return true;
    // The executor of a promise that is awaited, or `.then` behind the call.
    if (ts.isFunctionLike(at)) {
      const made = at.parent;
      return ts.isNewExpression(made) && ts.isAwaitExpression(made.parent);
    }
  }
  const owner = functionAround(call);
  const made = owner?.parent;
  return made !== undefined && ts.isNewExpression(made) && ts.isAwaitExpression(made.parent);
}

/** Whether the call, or the promise that it gives, is handed to code that cannot be seen and that may give up on it. */
export function isHandedOn({ call }: Closing, evaluator: Evaluator): boolean {
  let at: ts.Node = call;
  for (; at.parent; at = at.parent) {
    const { parent } = at;
    if (ts.isSourceFile(parent)) return false;
    if (!(ts.isCallExpression(parent) || ts.isNewExpression(parent)) || parent.expression === at) continue;
    for (const callee of alternatives(evaluator.evaluate(parent.expression))) {
      if (callee.kind === 'function') continue;
      if (callee.kind === 'external' && (callee.module === 'global' || callee.module.startsWith('node:'))) continue;
      // `.then(() => ...)`, `process.on(...)`, `list.forEach(...)`.
      const method = ts.isPropertyAccessExpression(parent.expression) ? parent.expression.name.text : undefined;
      if (method !== undefined && plain.has(method)) continue;
      return true;
    }
  }
  return false;
}

const plain: ReadonlySet<string> = new Set([
  'then',
  'catch',
  'finally',
  'on',
  'once',
  'addListener',
  'forEach',
  'map',
  'close',
  'stop',
  'push',
]);

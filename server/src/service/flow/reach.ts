import { type NetworkCall, networkCall } from '../networkCalls';
import { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { alternatives } from '../values/value';
import { visitAll, visitRun } from './walk';

/** A network call that code leads to, with the calls of our own functions on the way. */
export interface Reached {
  readonly call: NetworkCall;
  readonly path: readonly ts.CallExpression[];
}

const maxDepth = 3;
const maxReached = 50;

/** The code that runs when a function, or other code, runs: itself, and the bodies of our own functions that it calls, three deep. */
export function bodiesFrom(node: ts.Node, evaluator: Evaluator): readonly ts.Node[] {
  const found: ts.Node[] = [];
  const enter = (at: ts.Node, depth: number): void => {
    if (found.includes(at) || found.length >= maxReached) return;
    found.push(at);
    if (depth >= maxDepth) return;
    visitAll(at, (each) => {
      if (!ts.isCallExpression(each)) return;
      for (const callee of alternatives(evaluator.evaluate(each.expression)))
        if (callee.kind === 'function' && callee.node.body) enter(callee.node.body, depth + 1);
    });
  };
  const body = ts.isFunctionLike(node) ? (node as ts.FunctionLikeDeclaration).body : node;
  if (body) enter(body, 0);
  return found;
}

/**
 * The network calls that run when the code runs: in it, or in our own functions that it calls, three deep. Callbacks that are written in the
 * code count, since whoever is given them may call them, where `callbacks` says so.
 */
export function reachedFrom(node: ts.Node, evaluator: Evaluator, callbacks = false): readonly Reached[] {
  const found: Reached[] = [];
  const entered = new Set<ts.Node>();
  const enter = (at: ts.Node, path: readonly ts.CallExpression[]): void => {
    const look = (each: ts.Node): void => {
      if (found.length >= maxReached || !(ts.isCallExpression(each) || ts.isNewExpression(each))) return;
      if (callbacks)
        for (const argument of each.arguments ?? [])
          if (ts.isArrowFunction(argument) || ts.isFunctionExpression(argument)) visitRun(argument.body, look);
      const call = networkCall(each, evaluator);
      if (call) {
        found.push({ call, path });
        return;
      }
      if (!ts.isCallExpression(each) || path.length >= maxDepth) return;
      for (const callee of alternatives(evaluator.evaluate(each.expression))) {
        if (callee.kind !== 'function' || !callee.node.body || entered.has(callee.node)) continue;
        entered.add(callee.node);
        enter(callee.node.body, [...path, each]);
      }
    };
    visitRun(at, look);
  };
  enter(node, []);
  return found;
}

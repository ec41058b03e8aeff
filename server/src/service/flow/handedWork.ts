import { ts } from '../ts';
import { callsOf } from '../values/callers';
import type { Evaluator } from '../values/evaluator';
import { type Reached, reachedFrom } from './reach';
import { visitRun } from './walk';

/** The index of the parameter of `owner` that code calls: `await work()` in `withRetry(work)`. */
export function calledParameter(
  code: ts.Node,
  owner: ts.FunctionLikeDeclaration,
  evaluator: Evaluator,
): number | undefined {
  const { checker } = evaluator.project;
  let index: number | undefined;
  visitRun(code, (node) => {
    if (index !== undefined || !ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return;
    const declared = checker.getSymbolAtLocation(node.expression)?.valueDeclaration;
    if (!declared || !ts.isParameter(declared) || declared.parent !== owner) return;
    index = owner.parameters.indexOf(declared);
  });
  return index;
}

/** The functions that callers in the project hand over as this parameter. */
export function handedTo(owner: ts.FunctionLikeDeclaration, index: number, evaluator: Evaluator): readonly ts.Node[] {
  return (callsOf(owner, evaluator.project) ?? []).flatMap((call) => {
    const argument = call.arguments[index];
    const value = argument && evaluator.evaluate(argument);
    return value?.kind === 'function' ? [value.node] : [];
  });
}

/** Whether a call that was reached is a piece of work: opening a connection again and again, or listening on, is no retry. */
export function isWork({ call }: Reached): boolean {
  return !call.call.connects && !call.call.streams;
}

/** The calls over the network that run when one of the functions, or pieces of code, runs. */
export function callsIn(works: readonly ts.Node[], evaluator: Evaluator): readonly Reached[] {
  return works.flatMap((work) => {
    const body = ts.isFunctionLike(work) ? (work as ts.FunctionLikeDeclaration).body : work;
    return body ? reachedFrom(body, evaluator, true) : [];
  });
}

/** What code repeats when it repeats a try block: the block, or the functions that the block's own function is handed. Empty when that is no work. */
export function worksOf(
  block: ts.Block,
  owner: ts.FunctionLikeDeclaration | undefined,
  evaluator: Evaluator,
): readonly ts.Node[] {
  // The evaluator follows a parameter to what callers hand over: calls of it come first.
  const parameter = owner && calledParameter(block, owner, evaluator);
  if (owner === undefined || parameter === undefined) return callsIn([block], evaluator).some(isWork) ? [block] : [];
  return handedTo(owner, parameter, evaluator).filter((work) => callsIn([work], evaluator).some(isWork));
}

import { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { alternatives, type Environment, noEnvironment } from '../values/value';
import { changingIn, pausesIn } from './delays';
import { type Counter, conditionOf, counterOf, isEndless, type Loop, mentionsAny } from './loops';
import type { Attempts } from './retrySite';
import { isExit, runs, visitRun } from './walk';

/** Whether code that is called may leave the loop by throwing: an awaited call that is neither a pause nor our own code without a throw. */
export function mayThrow(node: ts.Node, evaluator: Evaluator): boolean {
  const pauses = new Set(pausesIn(node, evaluator).map((each) => each.node));
  return runs(node, (each) => {
    if (ts.isAwaitExpression(each)) return !pauses.has(each.expression);
    if (!ts.isCallExpression(each) || pauses.has(each)) return false;
    return alternatives(evaluator.evaluate(each.expression)).some(
      (callee) =>
        callee.kind === 'function' && callee.node.body !== undefined && runs(callee.node.body, ts.isThrowStatement),
    );
  });
}

/** In which round (from 1) a comparison of the counter, made once a round before it changes, first answers `answer`. */
function firstRound(
  condition: ts.Expression,
  answer: boolean,
  counter: Counter | undefined,
  evaluator: Evaluator,
  env: Environment,
): number | undefined {
  if (!counter || !ts.isBinaryExpression(condition)) return undefined;
  const { left, right, operatorToken } = condition;
  if (!ts.isIdentifier(left) || left.text !== counter.name) return undefined;
  const limit = evaluator.evaluate(right, env);
  const known = limit.kind === 'constant' ? limit.value : limit.kind === 'computed' ? limit.fallback : undefined;
  if (typeof known !== 'number') return undefined;
  const { from, step } = counter;
  // Where `counter < known` (going up) or `counter > known` (going down) stops to hold.
  const distance = Math.max(0, Math.ceil(step > 0 ? known - from : from - known));
  const [loose, strict, looseOff, strictOff] =
    step > 0
      ? [
          ts.SyntaxKind.LessThanEqualsToken,
          ts.SyntaxKind.LessThanToken,
          ts.SyntaxKind.GreaterThanToken,
          ts.SyntaxKind.GreaterThanEqualsToken,
        ]
      : [
          ts.SyntaxKind.GreaterThanEqualsToken,
          ts.SyntaxKind.GreaterThanToken,
          ts.SyntaxKind.LessThanToken,
          ts.SyntaxKind.LessThanEqualsToken,
        ];
  const { kind } = operatorToken;
  const isEqual = kind === ts.SyntaxKind.EqualsEqualsEqualsToken || kind === ts.SyntaxKind.EqualsEqualsToken;
  if (kind === (answer ? strictOff : strict) || (answer && isEqual)) return distance + 1;
  return kind === (answer ? looseOff : loose) ? distance + 2 : undefined;
}

/** The number of rounds of a loop that its head limits: `for (let i = 0; i < 3; i++)`, `while (attempt < 3)`, `while (left > 0)`. */
function roundsOf(loop: Loop, evaluator: Evaluator, env: Environment): number | undefined {
  if (ts.isForOfStatement(loop)) {
    const list = evaluator.evaluate(loop.expression, env);
    return list.kind === 'array' && !list.node.elements.some(ts.isSpreadElement)
      ? list.node.elements.length
      : undefined;
  }
  const condition = conditionOf(loop);
  const round = condition && firstRound(condition, false, counterOf(loop, evaluator, env), evaluator, env);
  return round === undefined ? undefined : Math.max(0, round - 1);
}

/** `if (attempt >= 3) throw error` in a catch clause: the number of rounds, when the counter changes behind it. */
function limitIn(clause: ts.CatchClause, loop: Loop, evaluator: Evaluator, env: Environment): Attempts {
  const counter = counterOf(loop, evaluator, env);
  const countsInHead = ts.isForStatement(loop) && loop.incrementor !== undefined;
  let found: Attempts = { state: 'bounded', value: undefined, node: clause };
  visitRun(clause.block, (node) => {
    if (!ts.isIfStatement(node) || !runs(node.thenStatement, isExit)) return;
    if (countsInHead) {
      const value = firstRound(node.expression, true, counter, evaluator, env);
      if (value !== undefined) found = { state: 'bounded', value, node: node.expression };
    }
  });
  return found;
}

/** How many rounds a loop makes at most while its work fails. */
export function attemptsOf(
  loop: Loop,
  attempt: ts.TryStatement,
  evaluator: Evaluator,
  env: Environment = noEnvironment,
): Attempts {
  const { catchClause } = attempt;
  if (!catchClause) return { state: 'unknown' };
  if (!isEndless(loop, evaluator)) {
    const condition = conditionOf(loop);
    const changes = ts.isForOfStatement(loop) || (condition !== undefined && mentionsAny(condition, changingIn(loop)));
    const value = roundsOf(loop, evaluator, env);
    return changes || value !== undefined ? { state: 'bounded', value, node: condition } : { state: 'unknown' };
  }
  // Any way out of the catch clause, or before the attempt, is a limit that may hold.
  const siblings = ts.isBlock(attempt.parent) ? attempt.parent.statements : undefined;
  const index = siblings?.indexOf(attempt) ?? 0;
  const before = siblings?.slice(0, index) ?? [];
  const after = siblings?.slice(index + 1) ?? [];
  const leaves = (each: ts.Statement): boolean =>
    runs(each, (node) => isExit(node) && !after.some((statement) => statement === node));
  if (runs(catchClause.block, isExit) || [...before, ...after].some(leaves))
    return limitIn(catchClause, loop, evaluator, env);
  if (mayThrow(catchClause.block, evaluator) || before.some((each) => mayThrow(each, evaluator)))
    return { state: 'unknown' };
  return { state: 'unbounded', node: loop };
}

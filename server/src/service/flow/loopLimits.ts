import { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { alternatives, type Environment, noEnvironment } from '../values/value';
import { changingIn, pausesIn } from './delays';
import { type Counter, conditionOf, counterOf, isEndless, type Loop, mentionsAny } from './loops';
import type { Attempts } from './retrySite';
import { isExit, isWithin, runs } from './walk';

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

/** A place of a round where the counter decides whether the loop goes on. */
interface Check {
  readonly at: ts.Node;
  /** Whether a counter of this value ends the loop. */
  ends(value: number): boolean;
}

const flipped: ReadonlyMap<ts.SyntaxKind, ts.SyntaxKind> = new Map([
  [ts.SyntaxKind.LessThanToken, ts.SyntaxKind.GreaterThanToken],
  [ts.SyntaxKind.LessThanEqualsToken, ts.SyntaxKind.GreaterThanEqualsToken],
  [ts.SyntaxKind.GreaterThanToken, ts.SyntaxKind.LessThanToken],
  [ts.SyntaxKind.GreaterThanEqualsToken, ts.SyntaxKind.LessThanEqualsToken],
]);

function holdsFor(operator: ts.SyntaxKind, value: number, limit: number): boolean | undefined {
  switch (operator) {
    case ts.SyntaxKind.LessThanToken:
      return value < limit;
    case ts.SyntaxKind.LessThanEqualsToken:
      return value <= limit;
    case ts.SyntaxKind.GreaterThanToken:
      return value > limit;
    case ts.SyntaxKind.GreaterThanEqualsToken:
      return value >= limit;
    case ts.SyntaxKind.EqualsEqualsToken:
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
      return value === limit;
    case ts.SyntaxKind.ExclamationEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
      return value !== limit;
    default:
      return undefined;
  }
}

/** Whether an expression is the counter, as it stands or where it is stepped (`++attempt`, `attempt++`). */
function isCounter(node: ts.Expression, { name }: Pick<Counter, 'name'>): boolean {
  if (ts.isParenthesizedExpression(node)) return isCounter(node.expression, { name });
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node))
    return ts.isIdentifier(node.operand) && node.operand.text === name;
  return ts.isIdentifier(node) && node.text === name;
}

/** The comparisons of the counter of which one is enough to end the loop, when the condition comes out as `ending`. */
function checksIn(
  condition: ts.Expression,
  ending: boolean,
  counter: Counter,
  evaluator: Evaluator,
  env: Environment,
): readonly Check[] {
  const inner = (each: ts.Expression, way = ending): readonly Check[] => checksIn(each, way, counter, evaluator, env);
  if (ts.isParenthesizedExpression(condition)) return inner(condition.expression);
  if (isCounter(condition, counter)) return [{ at: condition, ends: (value) => (value !== 0) === ending }];
  if (ts.isPrefixUnaryExpression(condition) && condition.operator === ts.SyntaxKind.ExclamationToken)
    return inner(condition.operand, !ending);
  if (!ts.isBinaryExpression(condition)) return [];
  const { left, right, operatorToken } = condition;
  // `attempt >= 3 || isFatal(error)` ends the loop, and so does `attempt < 3 && isPassing(error)` as the loop's own condition.
  const any = ending ? ts.SyntaxKind.BarBarToken : ts.SyntaxKind.AmpersandAmpersandToken;
  if (operatorToken.kind === any) return [...inner(left), ...inner(right)];
  const isLeft = isCounter(left, counter);
  if (!isLeft && !isCounter(right, counter)) return [];
  const limit = evaluator.evaluate(isLeft ? right : left, env);
  const known = limit.kind === 'constant' ? limit.value : limit.kind === 'computed' ? limit.fallback : undefined;
  const operator = isLeft ? operatorToken.kind : (flipped.get(operatorToken.kind) ?? operatorToken.kind);
  if (typeof known !== 'number' || holdsFor(operator, 0, known) === undefined) return [];
  return [{ at: condition, ends: (value) => holdsFor(operator, value, known) === ending }];
}

/** The statements of a round that run whatever happens: those of the loop's body, and of the catch clause. */
function plainStatements(loop: Loop, clause: ts.CatchClause): readonly ts.Statement[] {
  return [...(ts.isBlock(loop.statement) ? loop.statement.statements : []), ...clause.block.statements];
}

const maxRounds = 1000;

/** How often the work is tried while it fails, by what the counter is compared with in each round; undefined where nothing known ends it. */
function roundsOf(
  loop: Loop,
  attempt: ts.TryStatement,
  clause: ts.CatchClause,
  evaluator: Evaluator,
  env: Environment,
): number | undefined {
  if (ts.isForOfStatement(loop)) {
    const list = evaluator.evaluate(loop.expression, env);
    return list.kind === 'array' && !list.node.elements.some(ts.isSpreadElement)
      ? list.node.elements.length
      : undefined;
  }
  const counter = counterOf(loop, evaluator, env);
  if (!counter || isPerhaps(counter.node, loop)) return undefined;
  const head = conditionOf(loop);
  const checks = [
    ...(head ? checksIn(head, false, counter, evaluator, env) : []),
    ...plainStatements(loop, clause).flatMap((each) =>
      ts.isIfStatement(each) && runs(each.thenStatement, isExit)
        ? checksIn(each.expression, true, counter, evaluator, env)
        : [],
    ),
  ];
  if (checks.length === 0) return undefined;
  const incrementor = ts.isForStatement(loop) ? loop.incrementor : undefined;
  /** In the order in which a round runs: the text's, with what a `for` does between rounds at the end. */
  const orderOf = (node: ts.Node): number =>
    incrementor && isWithin(node, incrementor) ? loop.getEnd() : node.getStart();
  const { node: step } = counter;
  const events = [...new Set<ts.Node>([...checks.map(({ at }) => at), step, attempt])].sort(
    (a, b) => orderOf(a) - orderOf(b),
  );
  let value = counter.from;
  for (let tries = 0; tries <= maxRounds; ) {
    for (const event of events) {
      if (event === attempt) tries++;
      const check = checks.find(({ at }) => at === event);
      const stepped = check && isWithin(step, check.at);
      // `++attempt >= 3` compares what it made, `attempt++ >= 3` what was there.
      if (stepped && ts.isPrefixUnaryExpression(step)) value += counter.step;
      if (check?.ends(value)) return tries;
      if (stepped && !ts.isPrefixUnaryExpression(step)) value += counter.step;
      if (event === step && !checks.some(({ at }) => isWithin(step, at))) value += counter.step;
    }
  }
  return undefined;
}

/** Whether a node of a loop runs in some rounds only. */
function isPerhaps(node: ts.Node, loop: Loop): boolean {
  for (let at = node; at !== loop && at.parent; at = at.parent) {
    const { parent } = at;
    if (ts.isIfStatement(parent) && parent.expression !== at) return true;
    if (ts.isConditionalExpression(parent) && parent.condition !== at) return true;
    if (ts.isSwitchStatement(parent) || (parent !== loop && ts.isIterationStatement(parent, false))) return true;
    if (ts.isBinaryExpression(parent) && parent.right === at && isLogical(parent.operatorToken.kind)) return true;
  }
  return false;
}

function isLogical(operator: ts.SyntaxKind): boolean {
  return operator === ts.SyntaxKind.AmpersandAmpersandToken || operator === ts.SyntaxKind.BarBarToken;
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
    const value = roundsOf(loop, attempt, catchClause, evaluator, env);
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
    return { state: 'bounded', value: roundsOf(loop, attempt, catchClause, evaluator, env), node: catchClause };
  if (mayThrow(catchClause.block, evaluator) || before.some((each) => mayThrow(each, evaluator)))
    return { state: 'unknown' };
  return { state: 'unbounded', node: loop };
}

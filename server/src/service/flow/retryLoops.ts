import type { ServiceFile } from '../model/file';
import { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { alternatives } from '../values/value';
import { changingIn, growthOf, type Pause, pausesIn } from './delays';
import { reachedFrom } from './reach';
import type { Attempts, Backoff, Presence, RetrySite } from './retrySite';
import { functionAround, isExit, isWithin, runs, visitAll, visitRun } from './walk';

type Loop = ts.ForStatement | ts.WhileStatement | ts.DoStatement;

/** The try statements of a loop's body, those of loops inside of it left out. */
function triesOf(loop: Loop): ts.TryStatement[] {
  const found: ts.TryStatement[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || (ts.isIterationStatement(node, false) && node !== loop)) return;
    if (ts.isTryStatement(node) && node.catchClause) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(loop.statement);
  return found;
}

/**
 * Whether the loop ends when the work succeeds: its try block ends in `return` or `break`, or in what follows it. A conditional exit is a
 * poll, and no exit at all goes through a list.
 */
function endsOnSuccess(attempt: ts.TryStatement): boolean {
  const exits = (statements: readonly ts.Statement[]): boolean =>
    statements.some((each) => ts.isReturnStatement(each) || (ts.isBreakStatement(each) && !each.label));
  if (exits(attempt.tryBlock.statements)) return true;
  const { parent } = attempt;
  if (!ts.isBlock(parent)) return false;
  return exits(parent.statements.slice(parent.statements.indexOf(attempt) + 1));
}

/** Whether every way through the catch clause leaves the loop, so that nothing is repeated. */
function alwaysLeaves(clause: ts.CatchClause): boolean {
  return clause.block.statements.some(
    (each) => ts.isThrowStatement(each) || ts.isReturnStatement(each) || ts.isBreakStatement(each),
  );
}

function conditionOf(loop: Loop): ts.Expression | undefined {
  return ts.isForStatement(loop) ? loop.condition : loop.expression;
}

/** Whether the condition holds for ever by itself. */
function isEndless(loop: Loop, evaluator: Evaluator): boolean {
  const condition = conditionOf(loop);
  if (!condition) return true;
  const value = evaluator.evaluate(condition);
  return value.kind === 'constant' && Boolean(value.value);
}

/** Whether code that is called may leave the loop by throwing: an awaited call that is neither a pause nor our own code without a throw. */
function mayThrow(node: ts.Node, evaluator: Evaluator): boolean {
  const pauses = new Set(pausesIn(node, evaluator).map((each) => each.node));
  return runs(node, (each) => {
    if (ts.isAwaitExpression(each)) {
      const inner = each.expression;
      if (pauses.has(inner)) return false;
      return true;
    }
    if (!ts.isCallExpression(each) || pauses.has(each)) return false;
    return alternatives(evaluator.evaluate(each.expression)).some(
      (callee) =>
        callee.kind === 'function' && callee.node.body !== undefined && runs(callee.node.body, ts.isThrowStatement),
    );
  });
}

/** The number of rounds of `for (let i = 0; i < 3; i++)`, `while (attempt < 3)`, `while (retries--)`. */
function roundsOf(loop: Loop, evaluator: Evaluator): number | undefined {
  const condition = conditionOf(loop);
  if (!condition || !ts.isBinaryExpression(condition)) return undefined;
  const limit = evaluator.evaluate(condition.right);
  const known = limit.kind === 'constant' ? limit.value : limit.kind === 'computed' ? limit.fallback : undefined;
  if (typeof known !== 'number') return undefined;
  const initializer = ts.isForStatement(loop) ? loop.initializer : undefined;
  const declared =
    initializer && ts.isVariableDeclarationList(initializer) ? initializer.declarations[0]?.initializer : undefined;
  const start = declared ? evaluator.evaluate(declared) : undefined;
  const from = start?.kind === 'constant' && typeof start.value === 'number' ? start.value : declared ? undefined : 0;
  if (from === undefined) return undefined;
  switch (condition.operatorToken.kind) {
    case ts.SyntaxKind.LessThanToken:
      return Math.max(0, known - from);
    case ts.SyntaxKind.LessThanEqualsToken:
      return Math.max(0, known - from + 1);
    default:
      return undefined;
  }
}

function attemptsOf(loop: Loop, attempt: ts.TryStatement, evaluator: Evaluator): Attempts {
  const { catchClause } = attempt;
  if (!catchClause) return { state: 'unknown' };
  if (!isEndless(loop, evaluator)) {
    const condition = conditionOf(loop);
    const changes = condition !== undefined && mentionsAny(condition, changingIn(loop));
    const value = roundsOf(loop, evaluator);
    return changes || value !== undefined ? { state: 'bounded', value, node: condition } : { state: 'unknown' };
  }
  // Any way out of the catch clause, or before the attempt, is a limit that may hold.
  const before = ts.isBlock(attempt.parent)
    ? attempt.parent.statements.slice(0, attempt.parent.statements.indexOf(attempt))
    : [];
  const after = ts.isBlock(attempt.parent)
    ? attempt.parent.statements.slice(attempt.parent.statements.indexOf(attempt) + 1)
    : [];
  if (
    runs(catchClause.block, isExit) ||
    [...before, ...after].some((each) => runs(each, (node) => isExit(node) && !isSuccess(node, after)))
  )
    return limitIn(catchClause, loop, evaluator);
  if (mayThrow(catchClause.block, evaluator) || before.some((each) => mayThrow(each, evaluator)))
    return { state: 'unknown' };
  return { state: 'unbounded', node: loop };
}

function isSuccess(node: ts.Node, after: readonly ts.Statement[]): boolean {
  return after.some((each) => each === node);
}

/** `if (attempt >= 3) throw error` in a catch clause: the number, where it is written. */
function limitIn(clause: ts.CatchClause, loop: Loop, evaluator: Evaluator): Attempts {
  const changing = changingIn(loop);
  let found: Attempts = { state: 'bounded', value: undefined, node: clause };
  visitRun(clause.block, (node) => {
    if (!ts.isIfStatement(node) || !ts.isBinaryExpression(node.expression)) return;
    if (!mentionsAny(node.expression.left, changing)) return;
    const limit = evaluator.evaluate(node.expression.right);
    if (limit.kind === 'constant' && typeof limit.value === 'number')
      found = { state: 'bounded', value: limit.value + 1, node: node.expression };
  });
  return found;
}

function mentionsAny(node: ts.Node, names: ReadonlySet<string>): boolean {
  let found = false;
  visitAll(node, (each) => {
    if (ts.isIdentifier(each) && names.has(each.text)) found = true;
  });
  return found;
}

/** Whether the catch clause looks at the error before it goes on: any condition on it, or handing it to a function whose answer is used. */
function predicateOf(clause: ts.CatchClause): Presence {
  const { variableDeclaration } = clause;
  if (!variableDeclaration) return 'no';
  if (!ts.isIdentifier(variableDeclaration.name)) return 'yes';
  const names = new Set([variableDeclaration.name.text]);
  // `const status = error.response?.status` is the error under another name.
  visitRun(clause.block, (node) => {
    if (
      ts.isVariableDeclaration(node) &&
      node.initializer &&
      ts.isIdentifier(node.name) &&
      mentionsAny(node.initializer, names)
    )
      names.add(node.name.text);
  });
  let looked = false;
  visitRun(clause.block, (node) => {
    const condition =
      ts.isIfStatement(node) || ts.isSwitchStatement(node)
        ? node.expression
        : ts.isConditionalExpression(node)
          ? node.condition
          : undefined;
    if (condition && mentionsAny(condition, names)) looked = true;
  });
  return looked ? 'yes' : 'no';
}

function backoffOf(pauses: readonly Pause[], loop: ts.Node, evaluator: Evaluator): Backoff {
  const [pause] = pauses;
  if (!pause) return { growth: 'none', jitter: 'no', firstMs: 0, factor: undefined, maxMs: 0, node: undefined };
  const { growth, jitter, valueMs } = growthOf(pause, changingIn(loop), evaluator);
  return {
    growth,
    jitter: jitter ? 'yes' : growth === 'unknown' ? 'unknown' : 'no',
    firstMs: valueMs,
    factor: growth === 'constant' ? 1 : undefined,
    maxMs: valueMs,
    node: pause.node,
  };
}

/** Whether something in the loop may wait without being known as a pause: any other awaited call of code that cannot be followed. */
function mayPause(loop: Loop, attempt: ts.TryStatement, evaluator: Evaluator): boolean {
  const pauses = new Set(pausesIn(loop.statement, evaluator).map((each) => each.node));
  return runs(loop.statement, (each) => {
    if (!ts.isAwaitExpression(each) || isWithin(each, attempt.tryBlock)) return false;
    return !pauses.has(each.expression);
  });
}

function siteOf(loop: Loop, attempt: ts.TryStatement, evaluator: Evaluator): RetrySite | undefined {
  const { catchClause } = attempt;
  if (!catchClause || !endsOnSuccess(attempt) || alwaysLeaves(catchClause)) return undefined;
  if (reachedFrom(attempt.tryBlock, evaluator, true).length === 0) return undefined;
  const pauses = pausesIn(loop.statement, evaluator).filter((each) => !isWithin(each.node, attempt.tryBlock));
  const backoff = backoffOf(pauses, loop, evaluator);
  const unsure = backoff.growth === 'none' && mayPause(loop, attempt, evaluator);
  return {
    kind: 'loop',
    at: loop.getChildAt(0),
    node: loop,
    library: undefined,
    shape: undefined,
    work: attempt.tryBlock,
    attempts: attemptsOf(loop, attempt, evaluator),
    backoff: unsure ? { ...backoff, growth: 'unknown', jitter: 'unknown', maxMs: undefined } : backoff,
    predicate: predicateOf(catchClause),
    maxTotalMs: undefined,
    options: undefined,
    configured: undefined,
  };
}

/** A function that calls itself when its work fails. */
function recursionOf(clause: ts.CatchClause, evaluator: Evaluator): RetrySite | undefined {
  const owner = functionAround(clause);
  const attempt = clause.parent;
  if (!owner) return undefined;
  let again: ts.CallExpression | undefined;
  visitRun(clause.block, (node) => {
    if (!ts.isCallExpression(node)) return;
    if (
      alternatives(evaluator.evaluate(node.expression)).some(
        (callee) => callee.kind === 'function' && callee.node === owner,
      )
    )
      again ??= node;
  });
  if (!again || reachedFrom(attempt.tryBlock, evaluator).length === 0) return undefined;
  // A condition anywhere before the call may be the limit; only a bare call again and again has none.
  const conditional =
    runs(clause.block, (node) => ts.isIfStatement(node) || ts.isConditionalExpression(node) || isThrow(node)) ||
    runs(owner, (node) => ts.isThrowStatement(node) && !isWithin(node, attempt));
  const pauses = pausesIn(clause.block, evaluator);
  const changing = new Set([
    ...changingIn(owner),
    ...owner.parameters.flatMap((each) => (ts.isIdentifier(each.name) ? [each.name.text] : [])),
  ]);
  const [pause] = pauses;
  const grown = pause && growthOf(pause, changing, evaluator);
  return {
    kind: 'recursion',
    at: again.expression,
    node: owner,
    library: undefined,
    shape: undefined,
    work: attempt.tryBlock,
    attempts: conditional
      ? { state: 'bounded', value: undefined, node: clause }
      : mayThrow(clause.block, evaluator) && !pause
        ? { state: 'unknown' }
        : { state: 'unbounded', node: again },
    backoff: grown
      ? {
          growth: grown.growth,
          jitter: grown.jitter ? 'yes' : 'no',
          firstMs: grown.valueMs,
          factor: undefined,
          maxMs: grown.valueMs,
          node: pause.node,
        }
      : {
          growth:
            runs(clause.block, ts.isAwaitExpression) || runs(clause.block, (n) => ts.isCallExpression(n) && n !== again)
              ? 'unknown'
              : 'none',
          jitter: 'unknown',
          firstMs: 0,
          factor: undefined,
          maxMs: undefined,
          node: undefined,
        },
    predicate: predicateOf(clause),
    maxTotalMs: undefined,
    options: undefined,
    configured: undefined,
  };
}

function isThrow(node: ts.Node): boolean {
  return ts.isThrowStatement(node);
}

/** The loops and self-calls of a file that repeat network calls when they fail. */
export function ownRetries(file: ServiceFile, evaluator: Evaluator): readonly RetrySite[] {
  const loops: readonly Loop[] = [
    ...file.nodes(ts.SyntaxKind.ForStatement),
    ...file.nodes(ts.SyntaxKind.WhileStatement),
    ...file.nodes(ts.SyntaxKind.DoStatement),
  ];
  const sites = loops.flatMap((loop) => triesOf(loop).flatMap((attempt) => siteOf(loop, attempt, evaluator) ?? []));
  const recursions = file.nodes(ts.SyntaxKind.CatchClause).flatMap((clause) => recursionOf(clause, evaluator) ?? []);
  return [...sites, ...recursions];
}

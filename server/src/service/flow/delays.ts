import { ts } from '../ts';
import { assignmentsTo } from '../values/assignments';
import { bindArguments } from '../values/calls';
import type { Evaluator } from '../values/evaluator';
import { alternatives, type Environment, noEnvironment } from '../values/value';
import { visitAll, visitRun } from './walk';

/** A pause in the code, and the expression that says how long. */
export interface Pause {
  readonly node: ts.Expression;
  readonly duration: ts.Expression | undefined;
  /** In which `duration` is to be evaluated. */
  readonly env: Environment;
}

/** What a pause depends on. */
export interface Growth {
  readonly growth: 'none' | 'constant' | 'growing' | 'unknown';
  readonly jitter: boolean;
  /** When it is constant. */
  readonly valueMs: number | undefined;
}

const pausing: Readonly<Record<string, number>> = {
  'node:timers:setTimeout': 0,
  'node:timers:promises.setTimeout': 0,
  'delay:': 0,
  'node:timers:scheduler.wait': 0,
  'sleep-promise:': 0,
};

/** The `setTimeout(resolve, ms)` that decides when a promise made in this node is settled. */
function timerDuration(node: ts.Node): ts.Expression | undefined {
  let found: ts.Expression | undefined;
  visitAll(node, (each) => {
    if (ts.isCallExpression(each) && ts.isIdentifier(each.expression) && each.expression.text === 'setTimeout')
      found ??= each.arguments[1];
  });
  return found;
}

/** Reads an awaited expression as a pause: `new Promise((r) => setTimeout(r, ms))`, `sleep(ms)`, `setTimeout(ms)` of node:timers/promises. */
export function pauseOf(
  node: ts.Expression,
  evaluator: Evaluator,
  env: Environment = noEnvironment,
  depth = 0,
): Pause | undefined {
  if (depth > 3) return undefined;
  if (ts.isNewExpression(node)) {
    const callee = evaluator.evaluate(node.expression, env);
    if (callee.kind !== 'external' || callee.path.join('.') !== 'Promise') return undefined;
    const duration = timerDuration(node);
    return duration && { node, duration, env };
  }
  if (!ts.isCallExpression(node)) return undefined;
  for (const callee of alternatives(evaluator.evaluate(node.expression, env))) {
    if (callee.kind === 'external') {
      const name = `${callee.module}:${[callee.subpath, ...callee.path].filter((each) => each !== '').join('.')}`;
      const index = pausing[name];
      if (index !== undefined) return { node, duration: node.arguments[index], env };
    }
    if (callee.kind !== 'function' || !callee.node.body) continue;
    const inside = bindArguments(callee, node.arguments, env, evaluator);
    const { body } = callee.node;
    const inner = ts.isBlock(body) ? returnedOrAwaited(body) : [body];
    for (const each of inner) {
      const pause = pauseOf(unwrap(each), evaluator, inside, depth + 1);
      if (pause) return { ...pause, node };
    }
  }
  return undefined;
}

function unwrap(node: ts.Expression): ts.Expression {
  return ts.isAwaitExpression(node) || ts.isParenthesizedExpression(node) ? unwrap(node.expression) : node;
}

function returnedOrAwaited(body: ts.Block): ts.Expression[] {
  const found: ts.Expression[] = [];
  visitRun(body, (each) => {
    if (ts.isReturnStatement(each) && each.expression) found.push(each.expression);
    else if (ts.isAwaitExpression(each)) found.push(each);
  });
  return found;
}

/** The pauses that run with a node. */
export function pausesIn(node: ts.Node, evaluator: Evaluator): readonly Pause[] {
  const found: Pause[] = [];
  visitRun(node, (each) => {
    if (!ts.isAwaitExpression(each)) return;
    const pause = pauseOf(unwrap(each), evaluator);
    if (pause) found.push(pause);
  });
  return found;
}

/** Names that change while a loop runs: counters and delays that are multiplied. */
export function changingIn(loop: ts.Node): ReadonlySet<string> {
  const names = new Set<string>();
  // What `for (const delay of delays)` goes through.
  if (ts.isForOfStatement(loop) && ts.isVariableDeclarationList(loop.initializer))
    for (const { name } of loop.initializer.declarations) if (ts.isIdentifier(name)) names.add(name.text);
  visitAll(loop, (each) => {
    if (
      (ts.isPostfixUnaryExpression(each) || ts.isPrefixUnaryExpression(each)) &&
      ts.isIdentifier(each.operand) &&
      (each.operator === ts.SyntaxKind.PlusPlusToken || each.operator === ts.SyntaxKind.MinusMinusToken)
    )
      names.add(each.operand.text);
    if (
      ts.isBinaryExpression(each) &&
      ts.isIdentifier(each.left) &&
      each.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      each.operatorToken.kind <= ts.SyntaxKind.LastAssignment
    )
      names.add(each.left.text);
  });
  return names;
}

const random: ReadonlySet<string> = new Set(['random', 'randomInt', 'getRandomValues', 'randomBytes']);

/** What a variable begins with and what is assigned to it. */
function setTo(declaration: ts.VariableDeclaration, { project }: Evaluator): readonly ts.Expression[] {
  const { name, initializer } = declaration;
  const assigned = ts.isIdentifier(name)
    ? assignmentsTo(name.text, project.fileOf(declaration.getSourceFile())).filter(
        ({ left }) =>
          ts.isIdentifier(left) && project.checker.getSymbolAtLocation(left)?.valueDeclaration === declaration,
      )
    : [];
  return [...(initializer ? [initializer] : []), ...assigned.map(({ right }) => right)];
}

/** Whether code computes with randomness, itself, by variables that it names, or in our own functions that it calls. */
function isRandom(node: ts.Node, evaluator: Evaluator, depth = 0): boolean {
  let found = false;
  visitAll(node, (each) => {
    if (found) return;
    if (ts.isIdentifier(each)) {
      if (random.has(each.text)) found = true;
      const declared = depth < 4 ? evaluator.project.checker.getSymbolAtLocation(each)?.valueDeclaration : undefined;
      if (declared && ts.isVariableDeclaration(declared) && declared !== each.parent)
        found ||= setTo(declared, evaluator).some((value) => isRandom(value, evaluator, depth + 1));
    } else if (ts.isCallExpression(each) && depth < 4)
      for (const callee of alternatives(evaluator.evaluate(each.expression)))
        if (callee.kind === 'function' && callee.node.body) found ||= isRandom(callee.node.body, evaluator, depth + 1);
  });
  return found;
}

/** How a pause develops from round to round of a loop in which the names `changing` change. */
export function growthOf(pause: Pause, changing: ReadonlySet<string>, evaluator: Evaluator): Growth {
  const { duration, env } = pause;
  if (!duration) return { growth: 'unknown', jitter: false, valueMs: undefined };
  const value = evaluator.evaluate(duration, env);
  if (value.kind === 'constant' && typeof value.value === 'number' && !dependsOn(pause, changing, evaluator))
    return { growth: value.value > 0 ? 'constant' : 'none', jitter: false, valueMs: value.value };
  const jitter = isRandom(duration, evaluator) || isRandom(pause.node, evaluator);
  if (dependsOn(pause, changing, evaluator)) return { growth: 'growing', jitter, valueMs: undefined };
  if (value.kind === 'computed' && value.type === 'number' && !jitter)
    return {
      growth: typeof value.fallback === 'number' ? 'constant' : 'unknown',
      jitter,
      valueMs: typeof value.fallback === 'number' ? value.fallback : undefined,
    };
  return { growth: 'unknown', jitter, valueMs: undefined };
}

/** Whether the duration, or the arguments that it came from, name something that changes; unknown calls count as if they did. */
function dependsOn(pause: Pause, changing: ReadonlySet<string>, evaluator: Evaluator): boolean {
  const mentions = (node: ts.Node, depth: number): boolean => {
    let found = false;
    visitAll(node, (each) => {
      if (found) return;
      if (ts.isIdentifier(each) && changing.has(each.text)) found = true;
      else if (ts.isIdentifier(each) && depth < 3) {
        const declared = evaluator.project.checker.getSymbolAtLocation(each)?.declarations?.[0];
        if (declared && ts.isVariableDeclaration(declared) && declared.initializer && declared !== each.parent)
          found = mentions(declared.initializer, depth + 1);
      }
    });
    return found;
  };
  return mentions(pause.node, 0) || (pause.duration !== undefined && mentions(pause.duration, 0));
}

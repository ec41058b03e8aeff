import { parseVersion } from '../bounds/versions';
import { moduleOf } from '../bounds/wrappers';
import { networkCall } from '../networkCalls';
import { ts } from '../ts';
import { bindArguments } from '../values/calls';
import type { Evaluator } from '../values/evaluator';
import {
  alternatives,
  type Environment,
  type External,
  type FunctionValue,
  noEnvironment,
  type Value,
} from '../values/value';
import { isCaughtInside } from './catches';
import { functionAround, holds, isAsync } from './walk';

const maxDepth = 4;

/** Calls of the platform whose promises do not reject. */
const safe = /^(?:Promise\.allSettled|setTimeout|setImmediate)$/;
const joining = /^Promise\.(?:all|race|any)$/;
/** Packages whose promises only wait, or give what the process itself counts. */
const quiet: ReadonlySet<string> = new Set(['await-sleep', 'delay', 'prom-client', 'sleep-promise', 'yoctodelay']);

/**
 * The node by which an async function rejects: an `await` of something that may fail, or a `throw`, that no `try` of the function catches.
 * Undefined where every failure is caught. What a catch clause or `finally` awaits is passed over: it deals with a failure already.
 */
export function rejectionOf(
  owner: ts.FunctionLikeDeclaration,
  evaluator: Evaluator,
  depth = 0,
  env: Environment = noEnvironment,
): ts.Node | undefined {
  const body = 'body' in owner ? owner.body : undefined;
  if (!body) return undefined;
  if (!ts.isBlock(body) && !ts.isAwaitExpression(body) && mayReject(body, evaluator, depth, env)) return body;
  return rejectionIn(body, owner, evaluator, depth, env);
}

/** The first node in a part of a function by which that part fails. */
function rejectionIn(
  part: ts.Node,
  owner: ts.Node,
  evaluator: Evaluator,
  depth: number,
  env: Environment,
): ts.Node | undefined {
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (found || (node !== part && (ts.isFunctionLike(node) || ts.isClassLike(node)))) return;
    if (rejectsAt(node, owner, evaluator, depth, env)) {
      found = node;
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(part);
  return found;
}

/** The `try` whose error a statement throws on as it is; undefined for any other `throw`. */
function thrownOnFrom({ expression, parent }: ts.ThrowStatement): ts.TryStatement | undefined {
  for (let at: ts.Node = parent; !ts.isFunctionLike(at) && !ts.isSourceFile(at); at = at.parent) {
    if (!ts.isCatchClause(at)) continue;
    const { variableDeclaration } = at;
    const isOwn = ts.isIdentifier(expression) && variableDeclaration?.name.getText() === expression.text;
    return isOwn ? at.parent : undefined;
  }
  return undefined;
}

function rejectsAt(node: ts.Node, owner: ts.Node, evaluator: Evaluator, depth: number, env: Environment): boolean {
  if (ts.isThrowStatement(node)) {
    if (isCaughtInside(node, owner)) return false;
    const from = thrownOnFrom(node)?.tryBlock;
    // What is awaited there tells whether there is anything to throw on; without, something fails at once.
    return !from || !holds(from, ts.isAwaitExpression) || rejectionIn(from, from, evaluator, depth, env) !== undefined;
  }
  if (isInHandling(node, owner)) return false;
  if (ts.isForOfStatement(node) && node.awaitModifier) return !isCaughtInside(node.expression, owner);
  if (ts.isAwaitExpression(node))
    return !isCaughtInside(node, owner) && mayReject(node.expression, evaluator, depth, env, true);
  if (ts.isReturnStatement(node) && node.expression && !ts.isAwaitExpression(node.expression))
    // A promise that is returned is not caught by the `try` around it.
    return mayReject(node.expression, evaluator, depth, env);
  return false;
}

function isInHandling(node: ts.Node, owner: ts.Node): boolean {
  for (let at = node; at.parent && at !== owner; at = at.parent) {
    const { parent } = at;
    if (ts.isCatchClause(parent) || (ts.isTryStatement(parent) && parent.finallyBlock === at)) return true;
    if (ts.isFunctionLike(parent)) return false;
  }
  return false;
}

/**
 * Whether a promise may be rejected, as far as can be told: what our own functions catch does not come out of them. What is awaited is taken for a
 * promise where its type is not read.
 */
function mayReject(
  node: ts.Expression,
  evaluator: Evaluator,
  depth: number,
  env: Environment,
  awaited = false,
): boolean {
  const inner = (each: ts.Expression): boolean => mayReject(each, evaluator, depth, env, awaited);
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node))
    return inner(node.expression);
  if (ts.isConditionalExpression(node)) return inner(node.whenTrue) || inner(node.whenFalse);
  if (ts.isBinaryExpression(node)) return inner(node.right);
  if (ts.isNewExpression(node)) return promiseRejects(node);
  if (!ts.isCallExpression(node)) return false;
  return callMayReject(node, evaluator, depth, env, awaited);
}

/** `new Promise((resolve) => ...)` without `reject` never does, unless it throws. */
function promiseRejects(node: ts.NewExpression): boolean {
  const [executor] = node.arguments ?? [];
  if (!executor || !(ts.isArrowFunction(executor) || ts.isFunctionExpression(executor))) return false;
  return executor.parameters.length > 1;
}

function isPromiseLike(node: ts.Expression, evaluator: Evaluator): boolean {
  const { checker } = evaluator.project;
  const type = checker.getTypeAtLocation(node);
  return type.getProperty('then') !== undefined;
}

/** The export of a package that a value comes from, by calls and members. */
function exportBehind(value: Value): External | undefined {
  switch (value.kind) {
    case 'external':
      return value;
    case 'made':
      return exportBehind(value.callee);
    case 'member':
      return exportBehind(value.of);
    default:
      return undefined;
  }
}

/**
 * Whether a call goes to a package whose types are not read. Packages of the same repository are left out: their code is the project's own, and may
 * deal with what fails.
 */
function isUnread(node: ts.CallExpression, callee: Value, { project }: Evaluator): boolean {
  const { checker, packages } = project;
  const of = exportBehind(callee);
  if (!of || of.module === 'global') return false;
  const isAny = (at: ts.Node): boolean => (checker.getTypeAtLocation(at).flags & ts.TypeFlags.Any) !== 0;
  if (!isAny(node) || !isAny(of.node)) return false;
  return parseVersion(packages.versionOf(of.module, node.getSourceFile().fileName)) !== undefined;
}

/** Packages whose functions give what the callback gives that they are handed, and fail by nothing else. */
const givingBack: ReadonlySet<string> = new Set(['@opentelemetry/api', 'node:async_hooks']);

/** Whether a function of our own gives a promise that may be rejected, with what it is handed. */
function functionMayReject(
  { node, env }: FunctionValue,
  evaluator: Evaluator,
  depth: number,
  inside: Environment = env,
): boolean {
  if (depth >= maxDepth || !node.body) return false;
  return isAsync(node)
    ? rejectionOf(node, evaluator, depth + 1, inside) !== undefined
    : syncMayReject(node, evaluator, depth + 1, inside);
}

function callMayReject(
  node: ts.CallExpression,
  evaluator: Evaluator,
  depth: number,
  env: Environment,
  awaited: boolean,
): boolean {
  // A package that cannot be loaded is missed at the first request, not now and then.
  if (node.expression.kind === ts.SyntaxKind.ImportKeyword) return false;
  const { expression } = node;
  if (ts.isPropertyAccessExpression(expression)) {
    const method = expression.name.text;
    if (method === 'catch' && node.arguments.length > 0) return false;
    if (method === 'then' && node.arguments.length > 1) return false;
    if (method === 'then' || method === 'finally')
      return mayReject(expression.expression, evaluator, depth, env, awaited);
  }
  const callees = alternatives(evaluator.evaluate(expression, env));
  return callees.some((callee) => {
    const module = moduleOf(callee) ?? '';
    if (quiet.has(module)) return false;
    if (awaited && isUnread(node, callee, evaluator)) return true;
    if (callee.kind === 'function')
      return functionMayReject(callee, evaluator, depth, bindArguments(callee, node.arguments, env, evaluator));
    const callbacks = givingBack.has(module) ? functionsIn(node.arguments, env, evaluator) : [];
    if (callbacks.length > 0) return callbacks.some((each) => functionMayReject(each, evaluator, depth));
    if (callee.kind === 'external') {
      const path = callee.path.join('.');
      if (callee.module === 'global' && joining.test(path))
        return anyMayReject(node.arguments[0], evaluator, depth, env);
      if ((callee.module === 'global' || /^(?:node:)?timers(?:\/|$)/.test(callee.module)) && safe.test(path))
        return false;
      return isPromiseLike(node, evaluator);
    }
    if (networkCall(node, evaluator)) return true;
    const own = declaredFunction(expression, evaluator);
    if (own && depth < maxDepth)
      return functionMayReject({ kind: 'function', node: own, env: noEnvironment }, evaluator, depth);
    // A method that only its type tells of: it may fail when it gives a promise.
    return (
      (callee.kind === 'member' || callee.kind === 'typed' || callee.kind === 'unknown') &&
      isPromiseLike(node, evaluator)
    );
  });
}

function functionsIn(args: readonly ts.Expression[], env: Environment, evaluator: Evaluator): FunctionValue[] {
  return args.flatMap((each) =>
    alternatives(evaluator.evaluate(each, env)).flatMap((value) => (value.kind === 'function' ? value : [])),
  );
}

/** The function of our own that a property holds by its type's only declaration, such as `{ isPaid: async () => ... }`. */
function declaredFunction(callee: ts.Expression, evaluator: Evaluator): ts.FunctionLikeDeclaration | undefined {
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const { checker } = evaluator.project;
  let declarations = checker.getSymbolAtLocation(callee.name)?.declarations ?? [];
  const [property] = declarations;
  if (property && declarations.length === 1 && ts.isShorthandPropertyAssignment(property))
    declarations = checker.getShorthandAssignmentValueSymbol(property)?.declarations ?? [];
  const [only] = declarations;
  if (!only || declarations.length > 1 || only.getSourceFile().isDeclarationFile) return undefined;
  if (ts.isMethodDeclaration(only) || ts.isFunctionDeclaration(only)) return only.body ? only : undefined;
  if (
    !ts.isPropertyAssignment(only) &&
    !(ts.isVariableDeclaration(only) && ts.getCombinedNodeFlags(only) & ts.NodeFlags.Const)
  )
    return undefined;
  const { initializer } = only;
  return initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))
    ? initializer
    : undefined;
}

/** A function that is not async: what it returns may be a promise that rejects. */
function syncMayReject(
  owner: ts.FunctionLikeDeclaration,
  evaluator: Evaluator,
  depth: number,
  env: Environment,
): boolean {
  const body = 'body' in owner ? owner.body : undefined;
  if (!body) return false;
  if (!ts.isBlock(body)) return mayReject(body, evaluator, depth, env);
  let found = false;
  const visit = (node: ts.Node): void => {
    if (found || ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression && functionAround(node) === owner)
      found = mayReject(node.expression, evaluator, depth, env);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

/** The list that `Promise.all` waits for. */
function anyMayReject(list: ts.Expression | undefined, evaluator: Evaluator, depth: number, env: Environment): boolean {
  if (!list) return false;
  if (ts.isArrayLiteralExpression(list))
    return list.elements.some((each) => !ts.isSpreadElement(each) && mayReject(each, evaluator, depth, env, true));
  if (!ts.isCallExpression(list) || !ts.isPropertyAccessExpression(list.expression)) return false;
  if (list.expression.name.text !== 'map') return false;
  const [callback] = list.arguments;
  const value = callback && evaluator.evaluate(callback, env);
  return value?.kind === 'function' && functionMayReject(value, evaluator, depth);
}

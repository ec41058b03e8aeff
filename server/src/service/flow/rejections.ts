import { parseVersion } from '../bounds/versions';
import { networkCall } from '../networkCalls';
import { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { alternatives, type External, type Value } from '../values/value';
import { isCaughtInside } from './catches';
import { functionAround, isAsync } from './walk';

const maxDepth = 4;

/** Calls of the platform whose promises do not reject. */
const safe = /^(?:Promise\.allSettled|setTimeout|setImmediate)$/;
const joining = /^Promise\.(?:all|race|any)$/;
/** Packages whose types are not read and whose promises only wait. */
const pauses: ReadonlySet<string> = new Set(['await-sleep', 'delay', 'sleep-promise', 'yoctodelay']);

/**
 * The node by which an async function rejects: an `await` of something that may fail, or a `throw`, that no `try` of the function catches.
 * Undefined where every failure is caught. What a catch clause or `finally` awaits is passed over: it deals with a failure already.
 */
export function rejectionOf(owner: ts.FunctionLikeDeclaration, evaluator: Evaluator, depth = 0): ts.Node | undefined {
  const body = 'body' in owner ? owner.body : undefined;
  if (!body) return undefined;
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (found || (node !== body && (ts.isFunctionLike(node) || ts.isClassLike(node)))) return;
    if (rejectsAt(node, owner, evaluator, depth)) {
      found = node;
      return;
    }
    ts.forEachChild(node, visit);
  };
  if (!ts.isBlock(body) && !ts.isAwaitExpression(body)) return mayReject(body, evaluator, depth) ? body : undefined;
  visit(body);
  return found;
}

function rejectsAt(node: ts.Node, owner: ts.Node, evaluator: Evaluator, depth: number): boolean {
  if (ts.isThrowStatement(node)) return !isCaughtInside(node, owner);
  if (isInHandling(node, owner)) return false;
  if (ts.isForOfStatement(node) && node.awaitModifier) return !isCaughtInside(node.expression, owner);
  if (ts.isAwaitExpression(node))
    return !isCaughtInside(node, owner) && mayReject(node.expression, evaluator, depth, true);
  if (ts.isReturnStatement(node) && node.expression && !ts.isAwaitExpression(node.expression))
    // A promise that is returned is not caught by the `try` around it.
    return mayReject(node.expression, evaluator, depth);
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
export function mayReject(node: ts.Expression, evaluator: Evaluator, depth = 0, awaited = false): boolean {
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node))
    return mayReject(node.expression, evaluator, depth, awaited);
  if (ts.isConditionalExpression(node))
    return mayReject(node.whenTrue, evaluator, depth, awaited) || mayReject(node.whenFalse, evaluator, depth, awaited);
  if (ts.isBinaryExpression(node)) return mayReject(node.right, evaluator, depth, awaited);
  if (ts.isNewExpression(node)) return promiseRejects(node);
  if (!ts.isCallExpression(node)) return false;
  return callMayReject(node, evaluator, depth, awaited);
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
  if (!of || of.module === 'global' || pauses.has(of.module)) return false;
  const isAny = (at: ts.Node): boolean => (checker.getTypeAtLocation(at).flags & ts.TypeFlags.Any) !== 0;
  if (!isAny(node) || !isAny(of.node)) return false;
  return parseVersion(packages.versionOf(of.module, node.getSourceFile().fileName)) !== undefined;
}

function callMayReject(node: ts.CallExpression, evaluator: Evaluator, depth: number, awaited: boolean): boolean {
  // A package that cannot be loaded is missed at the first request, not now and then.
  if (node.expression.kind === ts.SyntaxKind.ImportKeyword) return false;
  const { expression } = node;
  if (ts.isPropertyAccessExpression(expression)) {
    const method = expression.name.text;
    if (method === 'catch' && node.arguments.length > 0) return false;
    if (method === 'then' && node.arguments.length > 1) return false;
    if (method === 'then' || method === 'finally') return mayReject(expression.expression, evaluator, depth, awaited);
  }
  const callees = alternatives(evaluator.evaluate(expression));
  return callees.some((callee) => {
    if (awaited && isUnread(node, callee, evaluator)) return true;
    if (callee.kind === 'function') {
      if (depth >= maxDepth || !callee.node.body) return false;
      if (isAsync(callee.node)) return rejectionOf(callee.node, evaluator, depth + 1) !== undefined;
      return syncMayReject(callee.node, evaluator, depth + 1);
    }
    if (callee.kind === 'external') {
      const path = callee.path.join('.');
      if (callee.module === 'global' && joining.test(path)) return anyMayReject(node.arguments[0], evaluator, depth);
      if ((callee.module === 'global' || /^(?:node:)?timers(?:\/|$)/.test(callee.module)) && safe.test(path))
        return false;
      return isPromiseLike(node, evaluator);
    }
    if (networkCall(node, evaluator)) return true;
    const own = declaredFunction(expression, evaluator);
    if (own && depth < maxDepth)
      return isAsync(own)
        ? rejectionOf(own, evaluator, depth + 1) !== undefined
        : syncMayReject(own, evaluator, depth + 1);
    // A method that only its type tells of: it may fail when it gives a promise.
    return (
      (callee.kind === 'member' || callee.kind === 'typed' || callee.kind === 'unknown') &&
      isPromiseLike(node, evaluator)
    );
  });
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
function syncMayReject(owner: ts.FunctionLikeDeclaration, evaluator: Evaluator, depth: number): boolean {
  const body = 'body' in owner ? owner.body : undefined;
  if (!body) return false;
  if (!ts.isBlock(body)) return mayReject(body, evaluator, depth);
  let found = false;
  const visit = (node: ts.Node): void => {
    if (found || ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression && functionAround(node) === owner)
      found = mayReject(node.expression, evaluator, depth);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

/** The list that `Promise.all` waits for. */
function anyMayReject(list: ts.Expression | undefined, evaluator: Evaluator, depth: number): boolean {
  if (!list) return false;
  if (ts.isArrayLiteralExpression(list))
    return list.elements.some((each) => !ts.isSpreadElement(each) && mayReject(each, evaluator, depth, true));
  if (!ts.isCallExpression(list) || !ts.isPropertyAccessExpression(list.expression)) return false;
  if (list.expression.name.text !== 'map') return false;
  const [callback] = list.arguments;
  const value = callback && evaluator.evaluate(callback);
  if (value?.kind !== 'function' || depth >= maxDepth) return false;
  return isAsync(value.node)
    ? rejectionOf(value.node, evaluator, depth + 1) !== undefined
    : syncMayReject(value.node, evaluator, depth + 1);
}

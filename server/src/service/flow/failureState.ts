import { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { visitRun } from './walk';

/** How many of our own functions are looked into, one from another. */
const maxDepth = 3;

const changing: ReadonlySet<string> = new Set(['set', 'add', 'delete', 'clear', 'push', 'shift', 'unshift', 'splice']);
const collections: ReadonlySet<string> = new Set(['Map', 'Set', 'WeakMap', 'Array']);

function isAssignment({ kind }: ts.Node): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** The name of what outlives a call: a member of an object, or a variable of a surrounding scope. */
function keptName(node: ts.Node): ts.Identifier | ts.PrivateIdentifier | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name;
  return ts.isIdentifier(node) ? node : undefined;
}

function symbolOf(node: ts.Node, from: ts.Node, checker: ts.TypeChecker): ts.Symbol | undefined {
  const name = keptName(node);
  const symbol = name && checker.getSymbolAtLocation(name);
  const declaration = symbol?.declarations?.[0];
  if (!symbol || !declaration) return undefined;
  if (ts.isPropertyAccessExpression(node)) return symbol.flags & ts.SymbolFlags.Method ? undefined : symbol;
  const isOutside =
    declaration.getSourceFile() !== from.getSourceFile() || declaration.pos < from.pos || declaration.end > from.end;
  return isOutside && ts.isVariableDeclaration(declaration) ? symbol : undefined;
}

/** The function of our own that a call runs. */
function calledIn(node: ts.Node, evaluator: Evaluator): ts.Node | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const callee = evaluator.evaluate(node.expression);
  return callee.kind === 'function' ? callee.node.body : undefined;
}

/** What code changes that is still there after it ran. */
function changedBy(code: ts.Node, evaluator: Evaluator, found: Set<ts.Symbol>, depth = 0): void {
  const { checker } = evaluator.project;
  const note = (node: ts.Node): void => {
    const symbol = symbolOf(node, code, checker);
    if (symbol) found.add(symbol);
  };
  visitRun(code, (node) => {
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken)) note(node.left);
    if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) note(node.operand);
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression, name } = node.expression;
      if (changing.has(name.text) && collections.has(checker.getTypeAtLocation(expression).getSymbol()?.name ?? ''))
        note(expression);
    }
    const body = depth < maxDepth ? calledIn(node, evaluator) : undefined;
    if (body) changedBy(body, evaluator, found, depth + 1);
  });
}

/** Whether code asks for one of these, itself or in functions that it calls. */
function asksFor(
  code: ts.Node,
  symbols: ReadonlySet<ts.Symbol>,
  without: ReadonlySet<ts.Node>,
  evaluator: Evaluator,
  depth = 0,
): boolean {
  const { checker } = evaluator.project;
  let found = false;
  const visit = (node: ts.Node): void => {
    if (found || without.has(node)) return;
    const symbol = symbolOf(node, code, checker);
    if (symbol && symbols.has(symbol)) {
      found = true;
      return;
    }
    const body = depth < maxDepth ? calledIn(node, evaluator) : undefined;
    if (body && asksFor(body, symbols, without, evaluator, depth + 1)) found = true;
    ts.forEachChild(node, (child) => {
      if (!ts.isFunctionLike(child) && !ts.isClassLike(child)) visit(child);
    });
  };
  visit(code);
  return found;
}

/** The code of a function that runs when something in it failed: catch and finally blocks, callbacks of rejections. */
function failureCode(body: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  visitRun(body, (node) => {
    if (ts.isCatchClause(node)) found.push(node.block);
    if (ts.isTryStatement(node) && node.finallyBlock) found.push(node.finallyBlock);
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    const { name } = node.expression;
    const callback = name.text === 'catch' ? node.arguments[0] : name.text === 'then' ? node.arguments[1] : undefined;
    if (callback && (ts.isArrowFunction(callback) || ts.isFunctionExpression(callback))) found.push(callback.body);
  });
  return found;
}

function hasCondition(body: ts.Node): boolean {
  let found = false;
  visitRun(body, (node) => {
    found ||= ts.isIfStatement(node) || ts.isConditionalExpression(node) || ts.isSwitchStatement(node);
  });
  return found;
}

function breaks(body: ts.Node, evaluator: Evaluator): boolean {
  const failing = failureCode(body);
  if (failing.length === 0) return false;
  const changed = new Set<ts.Symbol>();
  for (const each of failing) changedBy(each, evaluator, changed);
  if (changed.size === 0) return false;
  const without = new Set(failing);
  const called: ts.Node[] = [];
  visitRun(body, (node) => {
    const other = calledIn(node, evaluator);
    if (other) called.push(other);
  });
  return (hasCondition(body) || called.some(hasCondition)) && asksFor(body, changed, without, evaluator);
}

/**
 * Whether a function, or one written in it, works as a circuit breaker: when something fails it changes what outlives the call, and it asks
 * for that before it goes on.
 */
export function heedsFailures(node: ts.FunctionLikeDeclaration, evaluator: Evaluator): boolean {
  let found = false;
  const visit = (at: ts.Node): void => {
    if (found) return;
    if (ts.isFunctionLike(at)) {
      const { body } = at as ts.FunctionLikeDeclaration;
      if (body && breaks(body, evaluator)) {
        found = true;
        return;
      }
    }
    ts.forEachChild(at, visit);
  };
  visit(node);
  return found;
}

import { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { resolveName, symbolOfName } from '../values/names';
import { isWithin, visitAll } from './walk';

/**
 * What becomes of a value that a function makes:
 * - `local`: it is used in the function, and gone with it. - `returned`: the function's caller gets it.
 * - `own`: it becomes a field of the object that is being constructed. - `kept`: something may hold on to it, or it cannot be told.
 */
export type Keeping = 'local' | 'returned' | 'own' | 'kept';

/** A use of a value, for what a caller wants to know of it. */
export type OnUse = (use: ts.Identifier) => void;

const maxDepth = 8;
const order: readonly Keeping[] = ['local', 'returned', 'own', 'kept'];

function worst(all: readonly Keeping[]): Keeping {
  return all.reduce((a, b) => (order.indexOf(a) < order.indexOf(b) ? b : a), 'local');
}

/** Follows a value from the expression that makes it. `owner` is the function (or class) that the expression runs in. */
export function keepingOf(
  node: ts.Expression,
  owner: ts.Node,
  evaluator: Evaluator,
  onUse: OnUse = () => undefined,
  depth = 0,
): Keeping {
  if (depth > maxDepth) return 'kept';
  const again = (next: ts.Expression): Keeping => keepingOf(next, owner, evaluator, onUse, depth + 1);
  const { parent } = node;
  if (
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isAwaitExpression(parent)
  )
    return again(parent);
  if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) return 'local';
  if (ts.isReturnStatement(parent)) return 'returned';
  if (ts.isArrowFunction(parent)) return 'returned';
  if (ts.isPropertyAssignment(parent)) return again(parent.parent);
  if (ts.isShorthandPropertyAssignment(parent)) return again(parent.parent);
  if (ts.isArrayLiteralExpression(parent)) return again(parent);
  if (ts.isPropertyDeclaration(parent)) return 'own';
  if (ts.isVariableDeclaration(parent) && parent.initializer === node)
    return ofBinding(parent.name, owner, evaluator, onUse, depth);
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && parent.right === node)
    return ofAssignment(parent.left, owner, evaluator, onUse, depth);
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
    const call = parent.parent;
    if (!ts.isCallExpression(call) || call.expression !== parent) return again(parent);
    // What a method gives may be the object itself (`new Redis().on(...)`).
    return again(call);
  }
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return ofArgument(parent, node, again, evaluator);
  return 'kept';
}

/** A value that is handed over: what takes it may keep it, unless it is a package's function whose result is followed instead. */
function ofArgument(
  call: ts.CallExpression | ts.NewExpression,
  node: ts.Expression,
  again: (next: ts.Expression) => Keeping,
  evaluator: Evaluator,
): Keeping {
  if (call.expression === node) return 'kept';
  const callee = evaluator.evaluate(call.expression);
  // Fields of our own objects go as the object goes.
  if (callee.kind === 'external' || (callee.kind === 'class' && ts.isNewExpression(call))) return again(call);
  return 'kept';
}

function isDeclaredIn(declaration: ts.Node, owner: ts.Node): boolean {
  return isWithin(declaration, owner);
}

function ofAssignment(left: ts.Expression, owner: ts.Node, evaluator: Evaluator, onUse: OnUse, depth: number): Keeping {
  if (ts.isIdentifier(left)) {
    const resolved = resolveName(left, evaluator.project.checker);
    const declaration = resolved?.kind === 'own' ? resolved.declarations[0] : undefined;
    if (!declaration || !ts.isVariableDeclaration(declaration) || !isDeclaredIn(declaration, owner)) return 'kept';
    return ofBinding(declaration.name, owner, evaluator, onUse, depth + 1);
  }
  const isField = ts.isPropertyAccessExpression(left) && left.expression.kind === ts.SyntaxKind.ThisKeyword;
  return isField && ts.isClassLike(owner) ? 'own' : 'kept';
}

/** What becomes of what a local variable holds: the worst of its uses. */
function ofBinding(name: ts.BindingName, owner: ts.Node, evaluator: Evaluator, onUse: OnUse, depth: number): Keeping {
  if (!ts.isIdentifier(name)) {
    return worst(
      name.elements.map((each) =>
        ts.isOmittedExpression(each) ? 'local' : ofBinding(each.name, owner, evaluator, onUse, depth + 1),
      ),
    );
  }
  const { checker } = evaluator.project;
  const symbol = checker.getSymbolAtLocation(name);
  const found: Keeping[] = [];
  visitAll(owner, (each) => {
    if (!ts.isIdentifier(each) || each === name || each.text !== name.text || !isReference(each)) return;
    if (symbolOfName(each, checker) !== symbol) return;
    onUse(each);
    found.push(ofUse(each, owner, evaluator, onUse, depth));
  });
  return worst(found);
}

/** Whether an identifier stands for its value, rather than being a member's or a declaration's name. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isVariableDeclaration(parent)) return parent.name !== node;
  return !(ts.isPropertyAssignment(parent) && parent.name === node);
}

/** What one use of a variable does with its value. Calls of its methods let it be; what they give is something else. */
function ofUse(use: ts.Identifier, owner: ts.Node, evaluator: Evaluator, onUse: OnUse, depth: number): Keeping {
  const { parent } = use;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === use) return 'local';
  if (ts.isBinaryExpression(parent) && parent.left === use && isAssignment(parent.operatorToken.kind)) return 'local';
  if (isTest(use)) return 'local';
  return keepingOf(use, owner, evaluator, onUse, depth + 1);
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

function isTest(use: ts.Expression): boolean {
  const { parent } = use;
  return (
    ts.isPrefixUnaryExpression(parent) ||
    ts.isTypeOfExpression(parent) ||
    (ts.isIfStatement(parent) && parent.expression === use) ||
    (ts.isConditionalExpression(parent) && parent.condition === use)
  );
}

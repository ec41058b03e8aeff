import { ts } from '../ts';
import { assignmentsTo } from '../values/assignments';
import { classAround } from '../values/evaluate';
import type { Evaluator } from '../values/evaluator';
import { resolveName } from '../values/names';
import { functionAround, runs } from './walk';

/** Whether code may run once only, or once for each of several keys, however often the function around it runs. */
export function isMemoised(node: ts.Expression, owner: ts.Node, evaluator: Evaluator): boolean {
  return isRemembered(node, owner, evaluator) || isGuarded(node, owner, evaluator);
}

/** `cached ??= make()`, `cached = await make()`, `cache.set(key, make())`: what it gives is put where it lasts. */
function isRemembered(node: ts.Expression, owner: ts.Node, evaluator: Evaluator): boolean {
  let at: ts.Expression = node;
  for (;;) {
    const { parent } = at;
    if (ts.isAwaitExpression(parent) || ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent)) {
      at = parent;
      continue;
    }
    if (ts.isPropertyAccessExpression(parent) && ts.isCallExpression(parent.parent)) {
      at = parent.parent;
      continue;
    }
    if (ts.isBinaryExpression(parent) && parent.right === at) {
      switch (parent.operatorToken.kind) {
        case ts.SyntaxKind.EqualsToken:
          return !isLocal(parent.left, owner, evaluator);
        case ts.SyntaxKind.QuestionQuestionEqualsToken:
        case ts.SyntaxKind.BarBarEqualsToken:
        case ts.SyntaxKind.QuestionQuestionToken:
        case ts.SyntaxKind.BarBarToken:
          return true;
      }
    }
    return (
      ts.isCallExpression(parent) &&
      ts.isPropertyAccessExpression(parent.expression) &&
      parent.expression.name.text === 'set' &&
      parent.arguments.includes(at)
    );
  }
}

function isLocal(node: ts.Expression, owner: ts.Node, evaluator: Evaluator): boolean {
  if (!ts.isIdentifier(node)) return false;
  const resolved = resolveName(node, evaluator.project.checker);
  const declaration = resolved?.kind === 'own' ? resolved.declarations[0] : undefined;
  return declaration !== undefined && declaration.pos >= owner.pos && declaration.end <= owner.end;
}

/** Whether it runs only when something that outlives the function is (not) set yet: around it, or by a way out before it. */
function isGuarded(node: ts.Node, owner: ts.Node, evaluator: Evaluator): boolean {
  const asks = (condition: ts.Expression): boolean => runs(condition, (each) => isLastingState(each, evaluator));
  for (let at = node; at !== owner && at.parent; at = at.parent) {
    const { parent } = at;
    if (ts.isIfStatement(parent) && parent.expression !== at && asks(parent.expression)) return true;
    if (ts.isConditionalExpression(parent) && parent.condition !== at && asks(parent.condition)) return true;
    if (!ts.isBlock(parent)) continue;
    for (const before of parent.statements) {
      if (before === at) break;
      const leaves = ts.isIfStatement(before) && runs(before.thenStatement, ts.isReturnStatement);
      if (leaves && asks(before.expression)) return true;
    }
  }
  return false;
}

/** Something whose value lasts from one request to the next and changes in between. */
function isLastingState(node: ts.Node, evaluator: Evaluator): boolean {
  const { project } = evaluator;
  if (ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword) {
    if (isLookedUp(node)) return true;
    const around = classAround(node);
    return assignmentsTo(node.name.text, project.fileOf(node.getSourceFile())).some((each) => {
      const owner = functionAround(each);
      return classAround(each)?.node === around?.node && owner !== undefined && !ts.isConstructorDeclaration(owner);
    });
  }
  if (!ts.isIdentifier(node)) return false;
  const resolved = resolveName(node, project.checker);
  const declaration = resolved?.kind === 'own' ? resolved.declarations[0] : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return false;
  const around = functionAround(declaration);
  const isOuter = around === undefined || around !== functionAround(node);
  const isConst = (declaration.parent.flags & ts.NodeFlags.Const) !== 0;
  if (isOuter) return !isConst || isLookedUp(node);
  // A local name for what was looked up: `const cached = cache.get(key)`.
  const { initializer } = declaration;
  return initializer !== undefined && runs(initializer, (each) => each !== node && isLastingState(each, evaluator));
}

/** `cache.get(key)`, `cache.has(key)`, `cache[key]`. */
function isLookedUp(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isElementAccessExpression(parent)) return parent.expression === node;
  return (
    ts.isPropertyAccessExpression(parent) &&
    parent.expression === node &&
    ts.isCallExpression(parent.parent) &&
    parent.parent.expression === parent
  );
}

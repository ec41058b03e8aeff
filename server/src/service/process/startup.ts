import { referencesTo } from '../flow/references';
import { functionAround } from '../flow/walk';
import type { ServiceProject } from '../model/project';
import { isTestFile } from '../testFiles';
import { ts } from '../ts';
import { creationsOf } from '../values/callers';

const maxDepth = 10;

/** Variables that only a platform sets which calls exported functions instead of starting a server. */
const platforms = /VERCEL|LAMBDA|NETLIFY|SERVERLESS|FUNCTIONS?_(?:TARGET|NAME|EMULATOR|WORKER)|FIREBASE/;

/** The variable of the environment that an expression reads. */
function variableOf(node: ts.Expression): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (!ts.isElementAccessExpression(node)) return undefined;
  const { argumentExpression: name } = node;
  return ts.isStringLiteralLike(name) ? name.text : undefined;
}

/** Whether code runs in development alone, or outside of a platform alone, when the condition comes out as `outcome`. */
function isDevelopmentOnly(condition: ts.Expression, outcome: boolean, checker: ts.TypeChecker, depth = 0): boolean {
  if (depth > maxDepth) return false;
  const inner = (each: ts.Expression, as = outcome): boolean => isDevelopmentOnly(each, as, checker, depth + 1);
  if (ts.isParenthesizedExpression(condition)) return inner(condition.expression);
  if (ts.isPrefixUnaryExpression(condition) && condition.operator === ts.SyntaxKind.ExclamationToken)
    return inner(condition.operand, !outcome);
  if (ts.isBinaryExpression(condition)) {
    const { left, right, operatorToken } = condition;
    switch (operatorToken.kind) {
      case ts.SyntaxKind.AmpersandAmpersandToken:
        return outcome && (inner(left) || inner(right));
      case ts.SyntaxKind.BarBarToken:
        return !outcome && (inner(left) || inner(right));
      case ts.SyntaxKind.EqualsEqualsToken:
      case ts.SyntaxKind.EqualsEqualsEqualsToken:
        return comparesTo(left, right, outcome);
      case ts.SyntaxKind.ExclamationEqualsToken:
      case ts.SyntaxKind.ExclamationEqualsEqualsToken:
        return comparesTo(left, right, !outcome);
    }
    return false;
  }
  const name = variableOf(condition);
  if (name !== undefined && platforms.test(name)) return !outcome;
  if (!ts.isIdentifier(condition)) return false;
  const declaration = checker.getSymbolAtLocation(condition)?.declarations?.[0];
  return declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
    ? inner(declaration.initializer)
    : false;
}

function comparesTo(left: ts.Expression, right: ts.Expression, equal: boolean): boolean {
  const text = ts.isStringLiteralLike(right) ? right.text : ts.isStringLiteralLike(left) ? left.text : undefined;
  const name = variableOf(ts.isStringLiteralLike(right) ? left : right);
  if (text === undefined || name !== 'NODE_ENV') return false;
  return equal ? text !== 'production' && text !== 'staging' : text === 'production';
}

/** Whether conditions around a node, up to its function, keep it from running in production. */
export function isHeldBack(node: ts.Node, checker: ts.TypeChecker): boolean {
  for (let at = node; at.parent && !ts.isFunctionLike(at); at = at.parent) {
    const { parent } = at;
    if (ts.isIfStatement(parent) && parent.expression !== at) {
      if (isDevelopmentOnly(parent.expression, parent.thenStatement === at, checker)) return true;
    } else if (ts.isConditionalExpression(parent) && parent.condition !== at) {
      if (isDevelopmentOnly(parent.condition, parent.whenTrue === at, checker)) return true;
    } else if (
      ts.isBinaryExpression(parent) &&
      parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken &&
      parent.right === at &&
      isDevelopmentOnly(parent.left, true, checker)
    )
      return true;
  }
  return false;
}

export type Owner = ts.FunctionLikeDeclaration;

/** What names a function: its own name, or the variable or property that holds it. */
export function functionName(
  owner: Owner,
): { readonly declaration: ts.Declaration; readonly name: ts.Identifier } | undefined {
  if (owner.name && ts.isIdentifier(owner.name)) return { declaration: owner, name: owner.name };
  const { parent } = owner;
  const holds =
    (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isPropertyAssignment(parent)) &&
    parent.initializer === owner;
  return holds && ts.isIdentifier(parent.name) ? { declaration: parent, name: parent.name } : undefined;
}

/** The call or `new` that a function's name is called by, or handed to. */
export function useOf(name: ts.Node): ts.Node | undefined {
  let at = name;
  while (ts.isPropertyAccessExpression(at.parent) || ts.isParenthesizedExpression(at.parent)) at = at.parent;
  return ts.isCallExpression(at.parent) || ts.isNewExpression(at.parent) ? at.parent : undefined;
}

/**
 * Whether a node runs because the program is started: at a file's top level, or in functions that are called, or handed on, from there. What only
 * development runs does not count, nor what nobody of the program calls (a library's function, an exported handler of a platform).
 */
export function runsAtStart(node: ts.Node, project: ServiceProject, seen: ReadonlySet<ts.Node> = new Set()): boolean {
  if (seen.size > maxDepth || isTestFile(node.getSourceFile(), project)) return false;
  if (isHeldBack(node, project.checker)) return false;
  const owner = functionAround(node);
  if (!owner) return true;
  if (seen.has(owner)) return false;
  const inside = new Set([...seen, owner]);
  const { parent } = owner;
  if (ts.isConstructorDeclaration(owner))
    return creationsOf(owner.parent, project)?.some((each) => runsAtStart(each, project, inside)) === true;
  // Called where it is written, or handed to somebody who calls it later.
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return runsAtStart(parent, project, inside);
  if (ts.isParenthesizedExpression(parent)) {
    const use = useOf(parent);
    return use !== undefined && runsAtStart(use, project, inside);
  }
  const named = functionName(owner);
  if (!named) return false;
  return referencesTo(named.declaration, named.name, project).some((reference) => {
    const use = useOf(reference);
    return use !== undefined && runsAtStart(use, project, inside);
  });
}

import { catalogueOf } from '../model/catalogue';
import { ts } from '../ts';
import { creationsOf } from '../values/callers';
import { returnedExpressions } from '../values/calls';
import { classAround } from '../values/evaluate';
import type { Evaluator } from '../values/evaluator';
import { resolveName } from '../values/names';
import { alternatives } from '../values/value';
import { functionAround } from './walk';

type Invocation = ts.CallExpression | ts.NewExpression;

/** Packages that read a program's configuration. */
const configuration: ReadonlySet<string> = new Set([
  '@nestjs/config',
  'config',
  'convict',
  'dotenv',
  'env-var',
  'nconf',
]);

const maxDepth = 12;

/**
 * Whether an expression surely gives the same at every request: constants, settings, environment, and what is computed from such. What depends
 * on a request (credentials of a tenant, a host that a user typed in), or may, is not. `calls` are the calls that lead to the expression, which
 * tell what its parameters are; outermost first.
 */
export function isSameEveryTime(
  node: ts.Expression,
  calls: readonly Invocation[],
  evaluator: Evaluator,
  depth = 0,
): boolean {
  if (depth > maxDepth) return false;
  const same = (each: ts.Expression): boolean => isSameEveryTime(each, calls, evaluator, depth + 1);
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node))
    return same(node.expression);
  if (ts.isSatisfiesExpression(node) || ts.isPrefixUnaryExpression(node))
    return same(ts.isPrefixUnaryExpression(node) ? node.operand : node.expression);
  if (ts.isLiteralExpression(node) || isKeyword(node)) return true;
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return true;
  if (ts.isTemplateExpression(node)) return node.templateSpans.every(({ expression }) => same(expression));
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(same);
  if (ts.isSpreadElement(node)) return same(node.expression);
  if (ts.isObjectLiteralExpression(node)) return node.properties.every((each) => isSameProperty(each, same));
  if (ts.isBinaryExpression(node)) return same(node.left) && same(node.right);
  if (ts.isConditionalExpression(node)) return same(node.condition) && same(node.whenTrue) && same(node.whenFalse);
  if (ts.isPropertyAccessExpression(node)) return same(node.expression);
  if (ts.isElementAccessExpression(node)) return same(node.expression) && same(node.argumentExpression);
  if (node.kind === ts.SyntaxKind.ThisKeyword) return isSingle(node, evaluator);
  if (ts.isIdentifier(node)) return isSameName(node, calls, evaluator, depth);
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return isSameResult(node, calls, evaluator, depth);
  return false;
}

function isKeyword({ kind }: ts.Node): boolean {
  return (
    kind === ts.SyntaxKind.TrueKeyword || kind === ts.SyntaxKind.FalseKeyword || kind === ts.SyntaxKind.NullKeyword
  );
}

function isSameProperty(node: ts.ObjectLiteralElementLike, same: (each: ts.Expression) => boolean): boolean {
  if (ts.isPropertyAssignment(node)) return same(node.initializer);
  if (ts.isShorthandPropertyAssignment(node)) return same(node.name);
  if (ts.isSpreadAssignment(node)) return same(node.expression);
  return ts.isMethodDeclaration(node);
}

function isSameName(node: ts.Identifier, calls: readonly Invocation[], evaluator: Evaluator, depth: number): boolean {
  const resolved = resolveName(node, evaluator.project.checker);
  if (!resolved) return node.text === 'undefined' || node.text === 'process';
  if (resolved.kind !== 'own') return true;
  return resolved.declarations.every((each) => {
    if (ts.isParameter(each)) return isSameParameter(each, calls, evaluator, depth);
    if (ts.isBindingElement(each)) {
      const holder = each.parent.parent;
      return ts.isVariableDeclaration(holder) && isSameVariable(holder, calls, evaluator, depth);
    }
    if (ts.isVariableDeclaration(each)) return isSameVariable(each, calls, evaluator, depth);
    return ts.isFunctionDeclaration(each) || ts.isClassDeclaration(each) || ts.isEnumDeclaration(each);
  });
}

/** A module's variable, or a local constant that is worked out from what is the same. */
function isSameVariable(
  declaration: ts.VariableDeclaration,
  calls: readonly Invocation[],
  evaluator: Evaluator,
  depth: number,
): boolean {
  if (!functionAround(declaration)) return true;
  const isConst = (declaration.parent.flags & ts.NodeFlags.Const) !== 0;
  return (
    isConst &&
    declaration.initializer !== undefined &&
    isSameEveryTime(declaration.initializer, calls, evaluator, depth + 1)
  );
}

/** What the call on the way passes for a parameter. */
function isSameParameter(
  parameter: ts.ParameterDeclaration,
  calls: readonly Invocation[],
  evaluator: Evaluator,
  depth: number,
): boolean {
  const call = calls.at(-1);
  if (!call) return false;
  const index = parameter.parent.parameters.indexOf(parameter);
  const args = call.arguments ?? ([] as readonly ts.Expression[]);
  // The call that leads to the function that the expression stands in is the last one; an outer function's parameter is another call's.
  const leads = alternatives(evaluator.evaluate(call.expression)).some((each) =>
    each.kind === 'function'
      ? each.node === parameter.parent
      : each.kind === 'class' && ts.isConstructorDeclaration(parameter.parent) && each.node === parameter.parent.parent,
  );
  if (!leads || parameter.dotDotDotToken || args.slice(0, index + 1).some(ts.isSpreadElement)) return false;
  const given = args[index] ?? parameter.initializer;
  if (!given) return true;
  return isSameEveryTime(given, args[index] ? calls.slice(0, -1) : calls, evaluator, depth + 1);
}

/** Whether `this` is one object for the whole program: its class is made at the top level of modules only, or by a container. */
function isSingle(node: ts.Node, evaluator: Evaluator): boolean {
  const around = classAround(node);
  if (!around) return false;
  if (around.isStatic) return true;
  const creations = creationsOf(around.node, evaluator.project);
  return creations?.every((each) => functionAround(each) === undefined) ?? false;
}

function isSameResult(node: Invocation, calls: readonly Invocation[], evaluator: Evaluator, depth: number): boolean {
  const given = (node.arguments ?? ([] as readonly ts.Expression[])).every((each) =>
    isSameEveryTime(each, calls, evaluator, depth + 1),
  );
  if (!given) return false;
  return alternatives(evaluator.evaluate(node.expression)).every((callee) => {
    switch (callee.kind) {
      case 'external':
        return isSettled(callee.module, evaluator);
      case 'member':
      case 'made': {
        let at = callee.kind === 'member' ? callee.of : callee.callee;
        while (at.kind === 'member' || at.kind === 'made') at = at.kind === 'member' ? at.of : at.callee;
        return (at.kind === 'external' || at.kind === 'typed') && isSettled(at.module, evaluator);
      }
      case 'function': {
        // Its parameters are known to be the same; `this` and names are looked at where it stands.
        const returned = returnedExpressions(callee.node);
        return (
          returned.length > 0 &&
          returned.every((each) =>
            isSameEveryTime(each, ts.isCallExpression(node) ? [...calls, node] : calls, evaluator, depth + 1),
          )
        );
      }
      default:
        return false;
    }
  });
}

/** Whether what a module's functions give depends on their arguments alone, not on the request that is being served. */
function isSettled(module: string, evaluator: Evaluator): boolean {
  if (module === 'node:async_hooks') return false;
  return (
    module === 'global' ||
    module.startsWith('node:') ||
    configuration.has(module) ||
    module.startsWith('@aws-sdk/') ||
    catalogueOf(evaluator.project).byModule(module).length > 0
  );
}

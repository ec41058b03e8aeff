import { requiredModule } from '../program/required';
import { ts } from '../ts';
import { callValue } from './calls';
import { computed, foldBinary, foldPrefix, foldTemplate } from './constants';
import { evaluateDeclarations } from './declarations';
import type { Evaluator } from './evaluator';
import { external, isOwnFile } from './modules';
import { ownModule, resolveName } from './names';
import { valueOfType } from './types';
import { alternatives, type Environment, noEnvironment, type Unknown, unionOf, type Value } from './value';

function unknown(node: ts.Node): Unknown {
  return { kind: 'unknown', why: 'not-followed', node };
}

/** The class whose code a node stands in, when `this` means an object of it there. */
export function classAround(
  node: ts.Node,
): { readonly node: ts.ClassLikeDeclaration; readonly isStatic: boolean } | undefined {
  for (let at = node.parent; at && !ts.isSourceFile(at); at = at.parent) {
    if (ts.isClassLike(at.parent) && (ts.isClassElement(at) || ts.isPropertyDeclaration(at))) {
      const isStatic =
        ts.isClassStaticBlockDeclaration(at) ||
        (ts.canHaveModifiers(at) &&
          (ts.getModifiers(at) ?? []).some((each) => each.kind === ts.SyntaxKind.StaticKeyword));
      return { node: at.parent, isStatic };
    }
    // `this` of a plain function is whatever it is called on.
    if (ts.isFunctionDeclaration(at) || ts.isFunctionExpression(at)) return undefined;
  }
  return undefined;
}

function evaluateThis(node: ts.Node, env: Environment): Value {
  if (env.self) return env.self;
  const around = classAround(node);
  if (!around) return unknown(node);
  if (around.isStatic) return { kind: 'class', node: around.node };
  return { kind: 'instance', node: around.node, creation: undefined, env: noEnvironment };
}

function evaluateIdentifier(node: ts.Identifier, env: Environment, evaluator: Evaluator): Value {
  if (node.text === 'undefined') return { kind: 'constant', value: undefined, node };
  if (node.text === 'Infinity') return { kind: 'constant', value: Number.POSITIVE_INFINITY, node };
  const resolved = resolveName(node, evaluator.project.checker);
  if (!resolved) return globalOf(node);
  if (resolved.kind === 'external') return resolved.value;
  if (resolved.kind === 'module') return moduleValue(resolved.file, node, evaluator);
  return evaluateDeclarations(resolved.declarations, node, env, evaluator);
}

/** What `module.exports = ...` may give in place of an object with the module's exports. */
const wholeModules: ReadonlySet<Value['kind']> = new Set([
  'class',
  'external',
  'function',
  'instance',
  'made',
  'member',
]);

/** A module of our own, as `require` gives it: its exports, or the one thing that it exports. */
function moduleValue(file: ts.SourceFile, node: ts.Expression, evaluator: Evaluator): Value {
  const namespace: Value = { kind: 'namespace', node: file };
  const symbol = evaluator.project.checker.getSymbolAtLocation(file);
  const whole = symbol?.exports?.get(ts.InternalSymbolName.ExportEquals);
  if (!whole?.declarations) return namespace;
  const value = evaluateDeclarations(whole.declarations, node, noEnvironment, evaluator);
  if (!alternatives(value).every(({ kind }) => wholeModules.has(kind))) return namespace;
  // Functions and classes may have members that are assigned to them, which the checker knows.
  const isHolder = ts.isPropertyAccessExpression(node.parent) && node.parent.expression === node;
  return isHolder && alternatives(value).some(({ kind }) => kind === 'function' || kind === 'class')
    ? namespace
    : value;
}

/** Globals whose types are not loaded, or are not known to this version. */
const globals: ReadonlySet<string> = new Set([
  'fetch',
  'Request',
  'process',
  'require',
  'globalThis',
  'AbortSignal',
  'AbortController',
  'Number',
  'Promise',
  'setTimeout',
  'setInterval',
  'Math',
  'Object',
  'parseInt',
  'parseFloat',
  'String',
  'console',
  'module',
  'exports',
]);

function globalOf(node: ts.Identifier): Value {
  if (!globals.has(node.text)) return { kind: 'unknown', why: 'unresolved', node };
  return { kind: 'external', module: 'global', subpath: '', path: [node.text], node };
}

/** What the checker says of a node, for what could not be followed. */
export function typeFallback(node: ts.Expression, value: Value, evaluator: Evaluator): Value {
  if (value.kind !== 'unknown') return value;
  return valueOfType(evaluator.project.checker.getTypeAtLocation(node), node) ?? value;
}

/** `require('axios')` and `require('./store')`, with a written-out name. */
function required(node: ts.CallExpression, evaluator: Evaluator): Value | undefined {
  const [argument] = node.arguments;
  if (!argument || !ts.isStringLiteralLike(argument)) return undefined;
  const { expression } = node;
  const isImport = expression.kind === ts.SyntaxKind.ImportKeyword;
  if (!isImport && !(ts.isIdentifier(expression) && expression.text === 'require')) return undefined;
  if (!argument.text.startsWith('.')) return external(argument.text, [], node);
  const file =
    ownModule(argument, evaluator.project.checker) ??
    (isImport ? undefined : requiredModule(argument, evaluator.project.program));
  if (!file) return undefined;
  if (isOwnFile(file)) return moduleValue(file, node, evaluator);
  // A declaration file of our own: what it exports is known by that file.
  return { kind: 'external', module: `file:${file.fileName}`, subpath: '', path: [], node };
}

function evaluateAccess(of: Value, name: string | undefined, node: ts.Expression, evaluator: Evaluator): Value {
  if (name === undefined) return typeFallback(node, unknown(node), evaluator);
  return typeFallback(node, evaluator.member(of, name, node), evaluator);
}

/** One expression; `evaluator.evaluate` is the way in, which remembers and breaks cycles. */
export function evaluateExpression(node: ts.Expression, env: Environment, evaluator: Evaluator): Value {
  const inner = (each: ts.Expression): Value => evaluator.evaluate(each, env);
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return { kind: 'constant', value: true, node };
    case ts.SyntaxKind.FalseKeyword:
      return { kind: 'constant', value: false, node };
    case ts.SyntaxKind.NullKeyword:
      return { kind: 'constant', value: null, node };
    case ts.SyntaxKind.ThisKeyword:
      return evaluateThis(node, env);
  }
  if (ts.isIdentifier(node)) return evaluateIdentifier(node, env, evaluator);
  if (ts.isNumericLiteral(node)) return { kind: 'constant', value: Number(node.text), node };
  if (ts.isStringLiteralLike(node)) return { kind: 'constant', value: node.text, node };
  if (ts.isTemplateExpression(node)) return foldTemplate(node, inner);
  if (ts.isObjectLiteralExpression(node)) return { kind: 'object', node, env };
  if (ts.isArrayLiteralExpression(node)) return { kind: 'array', node, env };
  if (ts.isFunctionExpression(node) || ts.isArrowFunction(node)) return { kind: 'function', node, env };
  if (ts.isClassExpression(node)) return { kind: 'class', node };
  if (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node) ||
    ts.isAwaitExpression(node)
  )
    return inner(node.expression);
  if (ts.isPropertyAccessExpression(node))
    return evaluateAccess(inner(node.expression), node.name.text, node, evaluator);
  if (ts.isElementAccessExpression(node)) {
    const key = inner(node.argumentExpression);
    const name =
      key.kind === 'constant' && key.value !== undefined && key.value !== null ? String(key.value) : undefined;
    return evaluateAccess(inner(node.expression), name, node, evaluator);
  }
  if (ts.isConditionalExpression(node)) return unionOf([inner(node.whenTrue), inner(node.whenFalse)], node);
  if (ts.isPrefixUnaryExpression(node)) return foldPrefix(node, inner);
  if (ts.isBinaryExpression(node)) return evaluateBinary(node, env, evaluator);
  if (ts.isCallExpression(node))
    return required(node, evaluator) ?? typeFallback(node, callValue(node, env, evaluator), evaluator);
  if (ts.isNewExpression(node)) return callValue(node, env, evaluator);
  return typeFallback(node, unknown(node), evaluator);
}

function evaluateBinary(node: ts.BinaryExpression, env: Environment, evaluator: Evaluator): Value {
  const left = () => evaluator.evaluate(node.left, env);
  const right = () => evaluator.evaluate(node.right, env);
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.EqualsToken:
    case ts.SyntaxKind.CommaToken:
      return right();
    case ts.SyntaxKind.QuestionQuestionToken:
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.QuestionQuestionEqualsToken:
    case ts.SyntaxKind.BarBarEqualsToken:
      return withDefault(left(), right(), node);
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return unionOf([left(), right()], node);
  }
  return foldBinary(node, left(), right());
}

/** `a ?? b`, `a || b`: what is known of `a`, and `b` where `a` may be missing. */
function withDefault(left: Value, right: Value, node: ts.BinaryExpression): Value {
  if (left.kind === 'constant') {
    const missing =
      node.operatorToken.kind === ts.SyntaxKind.BarBarToken ||
      node.operatorToken.kind === ts.SyntaxKind.BarBarEqualsToken
        ? !left.value
        : left.value === undefined || left.value === null;
    return missing ? right : left;
  }
  if (left.kind === 'computed' || left.kind === 'unknown') {
    if (right.kind === 'constant') {
      const type = typeof right.value;
      if (type === 'number' || type === 'string' || type === 'boolean') return computed(type, node, right.value);
    }
    if (right.kind === 'computed') return { ...right, node };
  }
  return unionOf([left, right], node);
}

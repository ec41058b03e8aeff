import { holds } from '../flow/walk';
import { ts } from '../ts';
import { assignmentsTo } from './assignments';
import { computed } from './constants';
import { evaluateDeclarations } from './declarations';
import { classAround } from './evaluate';
import type { Evaluator } from './evaluator';
import { resolveSymbol } from './names';
import { valueOfTypeNode } from './types';
import {
  type Environment,
  type Instance,
  noEnvironment,
  type ObjectValue,
  type Unknown,
  unionOf,
  type Value,
} from './value';

function unknown(node: ts.Node, why: Unknown['why'] = 'not-followed'): Unknown {
  return { kind: 'unknown', why, node };
}

/** Numbers that the language names. */
const numbers: Readonly<Record<string, number>> = {
  POSITIVE_INFINITY: Number.POSITIVE_INFINITY,
  MAX_SAFE_INTEGER: Number.MAX_SAFE_INTEGER,
  MAX_VALUE: Number.MAX_VALUE,
};

/** The member `name` of a value. */
export function memberOf(of: Value, name: string, node: ts.Node, evaluator: Evaluator): Value {
  switch (of.kind) {
    case 'external': {
      const path = [...of.path, name].filter((each) => each !== 'globalThis' && each !== 'default');
      if (of.module === 'global' && path[0] === 'process' && path[1] === 'env' && path.length === 3)
        return computed('string', node, undefined, true);
      if (of.module === 'global' && path[0] === 'Number' && path.length === 2) {
        const value = numbers[name];
        if (value !== undefined) return { kind: 'constant', value, node };
      }
      return { ...of, path, node };
    }
    case 'made':
    case 'typed':
    case 'member':
      return { kind: 'member', of, name, node };
    case 'object':
      return objectMember(of, name, evaluator) ?? { kind: 'constant', value: undefined, node: of.node };
    case 'instance':
      return instanceMember(of, name, node, evaluator);
    case 'class':
      return staticMember(of.node, name, node, evaluator);
    case 'namespace':
      return moduleMember(of.node, name, node, evaluator);
    case 'union':
      return unionOf(
        of.values.map((each) => memberOf(each, name, node, evaluator)),
        node,
      );
    case 'function':
      // `f.bind(x)`, `f.call`: still the function.
      return name === 'bind' ? of : unknown(node);
    default:
      return unknown(node);
  }
}

function nameOfProperty(name: ts.PropertyName, evaluator: Evaluator): string | undefined {
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
  if (!ts.isComputedPropertyName(name)) return undefined;
  const value = evaluator.evaluate(name.expression);
  return value.kind === 'constant' ? String(value.value) : undefined;
}

/** The objects that are being spread into one another, and how many were looked at for one question. */
interface Spreading {
  readonly inside: ReadonlySet<ts.Node>;
  readonly objects: { looked: number };
}

/** Settings that are put together step by step, `filter = { ...filter, user }` after each condition, hold one another in every order. */
const maxObjects = 500;

/**
 * The value of a property of an object literal, spreads included. Undefined where the object surely has none;
 * `unknown` where a spread or a computed name may have set it. Only properties before index `end` count.
 */
export function objectMember(
  of: ObjectValue,
  name: string,
  evaluator: Evaluator,
  end = of.node.properties.length,
  spreading: Spreading = { inside: new Set(), objects: { looked: 0 } },
): Value | undefined {
  if (of.without?.includes(name)) return undefined;
  const { properties } = of.node;
  const { inside, objects } = spreading;
  // An object that is spread into itself, by way of a loop or of a call of the function that it stands in.
  if (inside.has(of.node) || ++objects.looked > maxObjects) return unknown(of.node, 'too-deep');
  const within: Spreading = { inside: new Set([...inside, of.node]), objects };
  for (let i = end - 1; i >= 0; i--) {
    const property = properties[i];
    if (!property) continue;
    if (ts.isSpreadAssignment(property)) {
      const spread = spreadMember(evaluator.evaluate(property.expression, of.env), name, property, evaluator, within);
      if (spread === undefined) continue;
      if (!mayBeMissing(spread)) return spread;
      const before = objectMember(of, name, evaluator, i, spreading);
      return before ? unionOf([spread, before], property) : spread;
    }
    const key = property.name && nameOfProperty(property.name, evaluator);
    if (key === undefined) return unknown(property);
    if (key !== name) continue;
    if (ts.isPropertyAssignment(property)) return evaluator.evaluate(property.initializer, of.env);
    if (ts.isShorthandPropertyAssignment(property)) return evaluator.evaluate(property.name, of.env);
    if (ts.isMethodDeclaration(property)) return { kind: 'function', node: property, env: of.env };
    return unknown(property);
  }
  return undefined;
}

function mayBeMissing(value: Value): boolean {
  if (value.kind === 'union') return value.values.some(mayBeMissing);
  return value.kind === 'constant' && value.value === undefined;
}

function spreadMember(
  spread: Value,
  name: string,
  node: ts.Node,
  evaluator: Evaluator,
  spreading: Spreading,
): Value | undefined {
  switch (spread.kind) {
    case 'object':
      return objectMember(spread, name, evaluator, spread.node.properties.length, spreading);
    case 'instance':
      return isOnlyMethod(name, spread.node) ? undefined : unknown(node, 'spread');
    case 'constant':
      // `...(on && { a: 1 })` spreads false, which has nothing.
      return undefined;
    case 'union': {
      const values = spread.values.map(
        (each) =>
          spreadMember(each, name, node, evaluator, spreading) ??
          ({ kind: 'constant', value: undefined, node } as const),
      );
      return values.every((each) => each.kind === 'constant' && each.value === undefined)
        ? undefined
        : unionOf(values, node);
    }
    default:
      return unknown(node, 'spread');
  }
}

/** Whether objects of a class have a name from its prototype alone, which spreading does not copy. */
function isOnlyMethod(name: string, node: ts.ClassLikeDeclaration): boolean {
  const members = node.members.filter((each) => each.name && ts.isIdentifier(each.name) && each.name.text === name);
  if (members.length === 0 || !members.every(ts.isMethodDeclaration)) return false;
  // Constructors and methods may set it on the object itself, as in `this.get = this.get.bind(this)`.
  return !holds(
    node,
    (each) =>
      ts.isElementAccessExpression(each) ||
      (each.kind === ts.SyntaxKind.ThisKeyword && ts.isCallExpression(each.parent)) ||
      (ts.isBinaryExpression(each) &&
        ts.isPropertyAccessExpression(each.left) &&
        each.left.expression.kind === ts.SyntaxKind.ThisKeyword &&
        each.left.name.text === name),
  );
}

function moduleMember(file: ts.SourceFile, name: string, node: ts.Node, evaluator: Evaluator): Value {
  const { checker } = evaluator.project;
  const module = checker.getSymbolAtLocation(file);
  const symbol = module && checker.tryGetMemberInModuleExports(name, module);
  const resolved = symbol && resolveSymbol(symbol, checker, node);
  if (!resolved) return unknown(node, 'unresolved');
  if (resolved.kind === 'external') return resolved.value;
  if (resolved.kind === 'module') return { kind: 'namespace', node: resolved.file };
  return evaluateDeclarations(resolved.declarations, node, noEnvironment, evaluator);
}

function isStatic(node: ts.ClassElement): boolean {
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((each) => each.kind === ts.SyntaxKind.StaticKeyword)
  );
}

function memberNamed(node: ts.ClassLikeDeclaration, name: string, wantStatic: boolean): ts.ClassElement | undefined {
  return node.members.find(
    (each) =>
      each.name !== undefined &&
      (ts.isIdentifier(each.name) || ts.isPrivateIdentifier(each.name) || ts.isStringLiteralLike(each.name)) &&
      each.name.text === name &&
      isStatic(each) === wantStatic &&
      // Overloads have no body; the implementation follows them.
      !(ts.isMethodDeclaration(each) && !each.body),
  );
}

/** Assignments to `this.name` (or `Class.name`) in the class. */
function assignmentsIn(node: ts.ClassLikeDeclaration, name: string, evaluator: Evaluator): ts.BinaryExpression[] {
  const file = evaluator.project.fileOf(node.getSourceFile());
  return assignmentsTo(name, file).filter(
    ({ left }) =>
      (ts.isPropertyAccessExpression(left) || ts.isElementAccessExpression(left)) &&
      left.expression.kind === ts.SyntaxKind.ThisKeyword &&
      classAround(left)?.node === node,
  );
}

const maxAssignments = 8;

function fieldValues(
  of: Instance,
  declared: ts.PropertyDeclaration | ts.ParameterDeclaration | undefined,
  name: string,
  evaluator: Evaluator,
): Value[] {
  const assigned = assignmentsIn(of.node, name, evaluator);
  if (assigned.length > maxAssignments) return [];
  const env = constructorEnvironment(of, evaluator);
  const initial = declared && ts.isPropertyDeclaration(declared) && declared.initializer ? [declared.initializer] : [];
  return [...initial, ...assigned.map(({ right }) => right)].map((each) => evaluator.evaluate(each, env));
}

/** The constructor's parameters as the known `new` passes them. */
export function constructorEnvironment(of: Instance, evaluator: Evaluator): Environment {
  const self = of;
  const { creation } = of;
  const made = of.node.members.find((each) => ts.isConstructorDeclaration(each) && each.body !== undefined);
  if (!creation || !made || !ts.isConstructorDeclaration(made)) return noEnvironment;
  const parameters = new Map<ts.Node, Value>();
  const args = creation.arguments ?? [];
  const spread = args.findIndex(ts.isSpreadElement);
  made.parameters.forEach((parameter, i) => {
    if (parameter.dotDotDotToken || (spread >= 0 && i >= spread)) return;
    const argument = args[i];
    if (argument) parameters.set(parameter, evaluator.evaluate(argument, of.env));
    else if (parameter.initializer) parameters.set(parameter, evaluator.evaluate(parameter.initializer));
    else parameters.set(parameter, { kind: 'constant', value: undefined, node: creation });
  });
  return { parameters, self, depth: of.env.depth + 1 };
}

function parameterProperty(node: ts.ClassLikeDeclaration, name: string): ts.ParameterDeclaration | undefined {
  for (const each of node.members) {
    if (!ts.isConstructorDeclaration(each)) continue;
    const found = each.parameters.find(
      (parameter) =>
        ts.isParameterPropertyDeclaration(parameter, each) &&
        ts.isIdentifier(parameter.name) &&
        parameter.name.text === name,
    );
    if (found) return found;
  }
  return undefined;
}

function instanceMember(of: Instance, name: string, node: ts.Node, evaluator: Evaluator): Value {
  const element = memberNamed(of.node, name, false);
  if (element && ts.isMethodDeclaration(element))
    return { kind: 'function', node: element, env: { ...noEnvironment, self: of, depth: of.env.depth } };
  if (element && ts.isGetAccessor(element) && element.body)
    return getterValue(element, of, of.env.depth, node, evaluator);
  const parameter = parameterProperty(of.node, name);
  if (parameter && ts.isIdentifier(parameter.name)) {
    const value = evaluator.evaluate(parameter.name, constructorEnvironment(of, evaluator));
    return value;
  }
  const property = element && ts.isPropertyDeclaration(element) ? element : undefined;
  const values = fieldValues(of, property, name, evaluator);
  const set = values.filter((each) => each.kind !== 'constant' || (each.value !== undefined && each.value !== null));
  if (set.length > 0) {
    const value = unionOf(set, node);
    if (value.kind !== 'unknown') return value;
  } else if (values[0]) return values[0];
  const typed = property && valueOfTypeNode(property.type, evaluator.project.checker, property);
  if (typed) return typed;
  if (property || values.length > 0) return unknown(node);
  return inherited(of, name, node, evaluator);
}

function getterValue(
  element: ts.GetAccessorDeclaration,
  self: Value,
  depth: number,
  node: ts.Node,
  evaluator: Evaluator,
): Value {
  const returns: ts.Expression[] = [];
  const visit = (at: ts.Node): void => {
    if (ts.isFunctionLike(at)) return;
    if (ts.isReturnStatement(at) && at.expression) returns.push(at.expression);
    ts.forEachChild(at, visit);
  };
  if (element.body) ts.forEachChild(element.body, visit);
  const env = { ...noEnvironment, self, depth: depth + 1 };
  return returns.length === 0
    ? unknown(node)
    : unionOf(
        returns.map((each) => evaluator.evaluate(each, env)),
        node,
      );
}

/** A member that the class itself does not have: of its base class, ours or a package's. */
function inherited(of: Instance, name: string, node: ts.Node, evaluator: Evaluator): Value {
  const clause = of.node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  const base = clause?.types[0]?.expression;
  if (!base) return unknown(node);
  const value = evaluator.evaluate(base);
  if (value.kind === 'class')
    return memberOf(
      { kind: 'instance', node: value.node, creation: undefined, env: noEnvironment },
      name,
      node,
      evaluator,
    );
  if (value.kind === 'external') {
    const type = { kind: 'typed', module: value.module, name: value.path.at(-1) ?? '', node, within: of } as const;
    return { kind: 'member', of: type, name, node };
  }
  return unknown(node);
}

function staticMember(of: ts.ClassLikeDeclaration, name: string, node: ts.Node, evaluator: Evaluator): Value {
  const element = memberNamed(of, name, true);
  if (element && ts.isMethodDeclaration(element))
    return { kind: 'function', node: element, env: { ...noEnvironment, self: { kind: 'class', node: of } } };
  if (element && ts.isPropertyDeclaration(element) && element.initializer)
    return evaluator.evaluate(element.initializer);
  if (element && ts.isGetAccessor(element) && element.body)
    return getterValue(element, { kind: 'class', node: of }, 0, node, evaluator);
  const typed = element && ts.isPropertyDeclaration(element) ? element.type : undefined;
  return valueOfTypeNode(typed, evaluator.project.checker, node) ?? unknown(node);
}

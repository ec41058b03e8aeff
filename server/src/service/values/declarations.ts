import { isWithin } from '../flow/walk';
import { isTestFile } from '../testFiles';
import { ts } from '../ts';
import { assignmentsTo } from './assignments';
import { callsOf, creationsOf } from './callers';
import type { Evaluator } from './evaluator';
import { resolveName } from './names';
import { valueOfTypeNode } from './types';
import { type Environment, noEnvironment, type Unknown, unionOf, type Value } from './value';

function unknown(node: ts.Node, why: Unknown['why'] = 'not-followed'): Unknown {
  return { kind: 'unknown', why, node };
}

/** What a name stands for that is declared in our own code; `node` is where it is used. */
export function evaluateDeclarations(
  declarations: readonly ts.Declaration[],
  node: ts.Node,
  env: Environment,
  evaluator: Evaluator,
): Value {
  const values = declarations.flatMap((each) => evaluateDeclaration(each, node, env, evaluator) ?? []);
  return values.length > 0 ? unionOf(values, node) : unknown(node);
}

function evaluateDeclaration(
  declaration: ts.Declaration,
  node: ts.Node,
  env: Environment,
  evaluator: Evaluator,
): Value | undefined {
  if (ts.isVariableDeclaration(declaration)) return variable(declaration, env, evaluator);
  if (ts.isParameter(declaration)) return parameterValue(declaration, env, evaluator);
  if (ts.isBindingElement(declaration)) return bindingElement(declaration, node, env, evaluator);
  if (ts.isFunctionDeclaration(declaration))
    return declaration.body ? { kind: 'function', node: declaration, env: scopeOf(declaration, env) } : undefined;
  if (ts.isMethodDeclaration(declaration))
    return declaration.body ? { kind: 'function', node: declaration, env: noEnvironment } : undefined;
  if (ts.isClassDeclaration(declaration) || ts.isClassExpression(declaration))
    return { kind: 'class', node: declaration };
  if (ts.isEnumDeclaration(declaration)) return { kind: 'unknown', why: 'not-followed', node: declaration };
  if (ts.isEnumMember(declaration)) return enumMember(declaration, evaluator);
  if (ts.isExportAssignment(declaration)) return evaluator.evaluate(declaration.expression);
  if (ts.isPropertyAssignment(declaration)) return evaluator.evaluate(declaration.initializer);
  if (ts.isShorthandPropertyAssignment(declaration)) return evaluator.evaluate(declaration.name);
  const assigned = assignedTo(declaration);
  return assigned && evaluator.evaluate(assigned);
}

/**
 * What an assignment gives that JavaScript declares by: `exports.load = load`, `module.exports = load`. Undefined for one that only says that
 * there will be something, `exports.load = exports.save = void 0`.
 */
function assignedTo(declaration: ts.Declaration): ts.Expression | undefined {
  const at: ts.Node = declaration;
  const node = ts.isBinaryExpression(at) ? at : at.parent;
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  if (node !== at && node.left !== at) return undefined;
  let { right } = node;
  while (ts.isBinaryExpression(right) && right.operatorToken.kind === ts.SyntaxKind.EqualsToken) right = right.right;
  return ts.isVoidExpression(right) ? undefined : right;
}

/** Values of parameters matter inside of the function that has them only; elsewhere the bindings would be another call's. */
function scopeOf(node: ts.Node, env: Environment): Environment {
  if (env === noEnvironment) return env;
  for (let at = node.parent; at; at = at.parent)
    if (ts.isFunctionLike(at) && at.parameters.some((each) => env.parameters.has(each))) return env;
  return noEnvironment;
}

function enumMember(member: ts.EnumMember, evaluator: Evaluator): Value {
  const value = evaluator.project.checker.getConstantValue(member);
  return value === undefined ? unknown(member) : { kind: 'constant', value, node: member };
}

const maxAssignments = 8;

function variable(declaration: ts.VariableDeclaration, env: Environment, evaluator: Evaluator): Value {
  const inside = scopeOf(declaration, env);
  const { name, initializer, parent } = declaration;
  const typed = () => valueOfTypeNode(declaration.type, evaluator.project.checker, declaration);
  const first = initializer ? [evaluator.evaluate(initializer, inside)] : [];
  const isConst = ts.isVariableDeclarationList(parent) && (parent.flags & ts.NodeFlags.Const) !== 0;
  if (isConst || !ts.isIdentifier(name)) {
    const value = first[0] ?? unknown(declaration);
    return value.kind === 'unknown' ? (typed() ?? value) : value;
  }
  const file = evaluator.project.fileOf(declaration.getSourceFile());
  const assigned = assignmentsTo(name.text, file).filter((each) => {
    if (!ts.isIdentifier(each.left)) return false;
    const resolved = resolveName(each.left, evaluator.project.checker);
    return resolved?.kind === 'own' && resolved.declarations.includes(declaration);
  });
  if (assigned.length > maxAssignments) return typed() ?? unknown(declaration, 'reassigned');
  const values = [...first, ...assigned.map((each) => evaluator.evaluate(each.right, inside))];
  // `let client; ... client = create()`: the moment before it is set does not matter.
  const set = values.filter((each) => each.kind !== 'constant' || (each.value !== undefined && each.value !== null));
  if (set.length === 0) return values[0] ?? typed() ?? unknown(declaration);
  const value = unionOf(set, declaration);
  return value.kind === 'unknown' ? (typed() ?? value) : value;
}

function bindingElement(element: ts.BindingElement, node: ts.Node, env: Environment, evaluator: Evaluator): Value {
  const holder = element.parent.parent;
  const source = ts.isBindingElement(holder)
    ? bindingElement(holder, node, env, evaluator)
    : ts.isParameter(holder)
      ? parameterValue(holder, env, evaluator)
      : holder.initializer
        ? evaluator.evaluate(holder.initializer, scopeOf(holder, env))
        : unknown(element);
  if (element.dotDotDotToken && ts.isObjectBindingPattern(element.parent))
    return restOf(source, element.parent, element);
  const key = element.propertyName ?? element.name;
  if (ts.isArrayBindingPattern(element.parent) || element.dotDotDotToken || !ts.isIdentifier(key))
    return unknown(element);
  const value = evaluator.member(source, key.text, element);
  if (!element.initializer) return value;
  const fallback = evaluator.evaluate(element.initializer, scopeOf(element, env));
  if (value.kind === 'constant' && value.value === undefined) return fallback;
  return value.kind === 'unknown' && fallback.kind === 'constant' ? value : unionOf([value, fallback], element);
}

/** What is left of an object when the other names of a pattern were taken out. */
function restOf(source: Value, pattern: ts.ObjectBindingPattern, element: ts.BindingElement): Value {
  if (source.kind === 'union')
    return unionOf(
      source.values.map((each) => restOf(each, pattern, element)),
      element,
    );
  if (source.kind !== 'object') return unknown(element);
  const taken = pattern.elements
    .filter((each) => each !== element)
    .map(({ propertyName, name }) => propertyName ?? name);
  const names = taken.flatMap((each) => (ts.isIdentifier(each) || ts.isStringLiteralLike(each) ? each.text : []));
  return names.length === taken.length
    ? { ...source, without: [...(source.without ?? []), ...names] }
    : unknown(element);
}

/** What is passed for a parameter: by the call that is being followed, else by every call of the function there is. */
function parameterValue(parameter: ts.ParameterDeclaration, env: Environment, evaluator: Evaluator): Value {
  const bound = env.parameters.get(parameter);
  if (bound) return bound;
  const { project } = evaluator;
  const typed = valueOfTypeNode(parameter.type, project.checker, parameter);
  const passed = passedFor(parameter, evaluator);
  const known = passed?.filter((each) => each.kind !== 'unknown') ?? [];
  if (passed && passed.length > 0 && known.length === passed.length) return unionOf(known, parameter);
  // One caller that cannot be followed makes it unknown how the thing was made; its type may still be known.
  return typed ?? unknown(parameter, 'parameter');
}

function passedFor(parameter: ts.ParameterDeclaration, evaluator: Evaluator): readonly Value[] | undefined {
  const owner = parameter.parent;
  if (parameter.dotDotDotToken || ts.isFunctionTypeNode(owner)) return undefined;
  const index = owner.parameters.indexOf(parameter);
  const { project } = evaluator;
  const all =
    ts.isConstructorDeclaration(owner) && ts.isClassLike(owner.parent)
      ? creationsOf(owner.parent, project)
      : callsOf(owner, project);
  if (!all) return undefined;
  const within = ts.isConstructorDeclaration(owner) ? owner.parent : owner;
  const isTest = isTestFile(owner.getSourceFile(), project);
  // What tests pass says nothing of the program, and what a class or function passes to itself nothing of its first maker or caller; where nobody
  // else calls, whoever does is not known.
  const invocations = all.filter(
    (each) => !isWithin(each, within) && (isTest || !isTestFile(each.getSourceFile(), project)),
  );
  return invocations.map((each): Value => {
    const args = each.arguments ?? ([] as readonly ts.Expression[]);
    if (args.slice(0, index + 1).some(ts.isSpreadElement)) return unknown(each, 'spread');
    const argument = args[index];
    if (argument) return evaluator.evaluate(argument);
    if (parameter.initializer) return evaluator.evaluate(parameter.initializer);
    return { kind: 'constant', value: undefined, node: each };
  });
}

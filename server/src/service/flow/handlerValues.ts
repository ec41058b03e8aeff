import { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { resolveName } from '../values/names';
import { alternatives, type FunctionValue, type Value } from '../values/value';
import { visitAll } from './walk';

type FunctionNode = ts.FunctionLikeDeclaration;

const maxDepth = 4;

/**
 * The functions of our own that a server calls once a request when it is handed this: the function itself, those of a list, `members` of an
 * object, and those that are wrapped (`asyncHandler(handler)`).
 */
export function handlerFunctions(
  node: ts.Expression,
  members: readonly string[],
  evaluator: Evaluator,
): readonly FunctionNode[] {
  return ofValue(evaluator.evaluate(node), members, evaluator, 0);
}

function ofValue(value: Value, members: readonly string[], evaluator: Evaluator, depth: number): FunctionNode[] {
  if (depth > maxDepth) return [];
  const inside = (each: Value): FunctionNode[] => ofValue(each, members, evaluator, depth + 1);
  return alternatives(value).flatMap((each): FunctionNode[] => {
    switch (each.kind) {
      case 'function':
        return [each.node, ...wrappedBy(each, evaluator)];
      case 'array':
        return each.node.elements.flatMap((element) => inside(evaluator.evaluate(element, each.env)));
      case 'object':
        return members.flatMap((path) => at(each, path.split('.'), evaluator).flatMap(inside));
      case 'made':
        // Whatever a package wraps a handler in calls it once a request.
        return ts.isCallExpression(each.node)
          ? each.node.arguments.flatMap((argument) => {
              const given = evaluator.evaluate(argument, each.env);
              return alternatives(given).flatMap((one) => (one.kind === 'function' ? [one.node] : []));
            })
          : [];
      default:
        return [];
    }
  });
}

/** The values at a path of members; `*` stands for any member of an object literal. */
function at(value: Value, path: readonly string[], evaluator: Evaluator): readonly Value[] {
  const [first, ...rest] = path;
  if (first === undefined) return [value];
  return alternatives(value).flatMap((each) => {
    if (each.kind !== 'object') return [];
    const names =
      first === '*'
        ? each.node.properties.flatMap(({ name }) =>
            name && (ts.isIdentifier(name) || ts.isStringLiteralLike(name)) ? [name.text] : [],
          )
        : [first];
    return names.flatMap((name) => at(evaluator.member(each, name, each.node), rest, evaluator));
  });
}

/** The functions that a closure of our own was made with and calls: `asyncHandler(handler)` gives `(req, res) => handler(req, res)`. */
function wrappedBy({ node, env }: FunctionValue, evaluator: Evaluator): FunctionNode[] {
  if (env.parameters.size === 0 || !node.body) return [];
  const found: FunctionNode[] = [];
  visitAll(node.body, (each) => {
    if (!ts.isIdentifier(each)) return;
    const resolved = resolveName(each, evaluator.project.checker);
    if (resolved?.kind !== 'own') return;
    for (const declaration of resolved.declarations)
      for (const value of alternatives(env.parameters.get(declaration) ?? unknownAt(each)))
        if (value.kind === 'function') found.push(value.node);
  });
  return found;
}

function unknownAt(node: ts.Node): Value {
  return { kind: 'unknown', why: 'parameter', node };
}

/** The methods of an object that implements a service: of a literal, or of an object of our own class. */
export function serviceFunctions(
  node: ts.Expression,
  members: readonly string[],
  evaluator: Evaluator,
): readonly FunctionNode[] {
  const value = evaluator.evaluate(node);
  const found = members.length === 0 ? [value] : members.flatMap((path) => at(value, path.split('.'), evaluator));
  return found.flatMap((each) => methodsOf(each, evaluator));
}

function methodsOf(value: Value, evaluator: Evaluator): FunctionNode[] {
  return alternatives(value).flatMap((each): FunctionNode[] => {
    if (each.kind === 'object')
      return at(each, ['*'], evaluator).flatMap((member) => ofValue(member, [], evaluator, 0));
    if (each.kind !== 'instance' && each.kind !== 'class') return [];
    return each.node.members.flatMap((member): FunctionNode[] => {
      if (ts.isMethodDeclaration(member) && member.body) return isPrivate(member) ? [] : [member];
      if (!ts.isPropertyDeclaration(member) || !member.initializer) return [];
      return ofValue(evaluator.evaluate(member.initializer), [], evaluator, 0);
    });
  });
}

function isPrivate(node: ts.MethodDeclaration): boolean {
  return (
    ts.isPrivateIdentifier(node.name) ||
    (ts.getModifiers(node) ?? []).some(
      ({ kind }) =>
        kind === ts.SyntaxKind.PrivateKeyword ||
        kind === ts.SyntaxKind.ProtectedKeyword ||
        kind === ts.SyntaxKind.StaticKeyword,
    )
  );
}

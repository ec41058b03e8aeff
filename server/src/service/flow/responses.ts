import type { ServerShape } from '../catalogue/library';
import { presentLibraries } from '../presence';
import { serversOf } from '../servers';
import { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { valueOfType, valueOfTypeNode } from '../values/types';
import { alternatives, type Value } from '../values/value';

type Responses = NonNullable<ServerShape['responses']>;

/** How to answer on what a name stands for, when it is a response. */
export function responsesOf(root: ts.Expression, evaluator: Evaluator): Responses | undefined {
  const { checker } = evaluator.project;
  const name = ts.isPropertyAccessExpression(root) ? root.name : root;
  const declaration = checker.getSymbolAtLocation(name)?.declarations?.[0];
  const written =
    declaration && ts.isParameter(declaration) ? valueOfTypeNode(declaration.type, checker, root) : undefined;
  const type = checker.getTypeAtLocation(root);
  // Node gives handlers a response with its request: an intersection.
  const parts = [type, ...(type.isIntersection() ? type.types : [])];
  const values = written ? [written] : parts.flatMap((each) => valueOfType(each, root) ?? []);
  const typed = values.map((each) => ofValue(each, evaluator)).find((each) => each !== undefined);
  if (typed || !declaration || !ts.isParameter(declaration)) return typed;
  return ofHandler(declaration, evaluator);
}

function ofValue(value: Value, evaluator: Evaluator): Responses | undefined {
  for (const each of alternatives(value)) {
    if (each.kind !== 'typed') continue;
    // Packages of types alone stand for the ones that they describe; Node's are `node:http` in every spelling.
    for (const { modules, servers = [] } of presentLibraries(evaluator.project)) {
      if (!modules.includes(each.module)) continue;
      const found = servers.find(({ responses }) => responses?.types.includes(each.name));
      if (found?.responses) return found.responses;
    }
  }
  return undefined;
}

/** The parameter of a function that is handed to a server as handler, at the place of the response. */
function ofHandler(parameter: ts.ParameterDeclaration, evaluator: Evaluator): Responses | undefined {
  const owner = parameter.parent;
  const call = owner.parent;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  const method = call.expression.name.text;
  const [server] = serversOf(evaluator.evaluate(call.expression.expression), evaluator);
  const takes = server?.shape.handlers?.find(({ methods }) => methods.includes(method));
  if (!takes || takes.response === undefined) return undefined;
  // Error middleware takes the error first.
  const shift = owner.parameters.length === 4 ? 1 : 0;
  return owner.parameters.indexOf(parameter) === takes.response + shift ? server?.shape.responses : undefined;
}

/** The name at the start of a chain: `response` of `response.status(500).json`. */
export function rootOf(node: ts.Expression): ts.Expression {
  if (ts.isCallExpression(node)) return rootOf(node.expression);
  if (ts.isPropertyAccessExpression(node) && node.expression.kind !== ts.SyntaxKind.ThisKeyword)
    return rootOf(node.expression);
  return node;
}

/** Whether a call answers a request with what it is given: `response.status(200).json(body)`. */
export function isAnswer({ expression }: ts.CallExpression, evaluator: Evaluator): boolean {
  return (
    ts.isPropertyAccessExpression(expression) &&
    responsesOf(rootOf(expression.expression), evaluator)?.send.includes(expression.name.text) === true
  );
}

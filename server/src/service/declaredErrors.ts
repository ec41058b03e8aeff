import type { NetworkCall } from './networkCalls';
import { ts } from './ts';
import type { Evaluator } from './values/evaluator';

/**
 * The names of the errors that a method of a generated client declares: what the callback of its declaration gets as error. Empty where none is
 * declared, or nothing tells of it.
 */
export function declaredErrors({ node, clients }: NetworkCall, { project }: Evaluator): readonly string[] {
  const { expression } = node;
  if (!clients[0].shape.generated || !ts.isPropertyAccessExpression(expression)) return [];
  const { checker } = project;
  const declarations = checker.getSymbolAtLocation(expression.name)?.declarations ?? [];
  return declarations.flatMap((each) => {
    const callback = ts.isMethodDeclaration(each) || ts.isMethodSignature(each) ? each.parameters.at(-1) : undefined;
    if (!callback?.type || !ts.isFunctionTypeNode(callback.type)) return [];
    const [error] = callback.type.parameters;
    return error?.type ? namesIn(error.type) : [];
  });
}

function namesIn(type: ts.TypeNode): string[] {
  if (ts.isUnionTypeNode(type)) return type.types.flatMap(namesIn);
  if (!ts.isTypeReferenceNode(type)) return [];
  const { typeName } = type;
  return [ts.isIdentifier(typeName) ? typeName.text : typeName.right.text];
}

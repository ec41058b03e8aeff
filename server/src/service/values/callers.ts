import type { ServiceFile } from '../model/file';
import type { ServiceProject } from '../model/project';
import { byNameInProject } from '../model/wholeProject';
import { ts } from '../ts';
import { resolveName } from './names';

type Invocation = ts.CallExpression | ts.NewExpression;

function calleeName(node: Invocation): string | undefined {
  const { expression } = node;
  if (ts.isIdentifier(expression)) return expression.text;
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  if (expression.kind === ts.SyntaxKind.SuperKeyword) return 'super';
  return undefined;
}

function invocationsIn(file: ServiceFile): ReadonlyMap<string, readonly Invocation[]> {
  const found = new Map<string, Invocation[]>();
  for (const kind of [ts.SyntaxKind.CallExpression, ts.SyntaxKind.NewExpression] as const)
    for (const node of file.nodes(kind)) {
      const name = calleeName(node);
      if (name === undefined) continue;
      const list = found.get(name);
      if (list) list.push(node);
      else found.set(name, [node]);
    }
  return found;
}

/** The calls and `new`s of the project's own files whose callee ends in this name. */
export const invocationsNamed = byNameInProject(invocationsIn);

function isCalleeOf(node: Invocation, declaration: ts.Node, checker: ts.TypeChecker): boolean {
  const { expression } = node;
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  if (!ts.isIdentifier(name)) return false;
  const resolved = resolveName(name, checker);
  return resolved?.kind === 'own' && resolved.declarations.includes(declaration as ts.Declaration);
}

/** What a function is called by: itself, or the variable or property that holds it. */
export function namedDeclaration(
  node: ts.SignatureDeclaration | ts.ClassLikeDeclaration,
): { readonly name: string; readonly declaration: ts.Node } | undefined {
  if ((ts.isFunctionExpression(node) || ts.isArrowFunction(node) || ts.isClassExpression(node)) && !node.name) {
    const { parent } = node;
    if (
      (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isPropertyAssignment(parent)) &&
      parent.initializer === node &&
      ts.isIdentifier(parent.name)
    )
      return { name: parent.name.text, declaration: parent };
    return undefined;
  }
  const { name } = node;
  return name && ts.isIdentifier(name) ? { name: name.text, declaration: node } : undefined;
}

const maxCallers = 40;

/** The `new` expressions of the project that make objects of a class. Undefined when there are too many to look at. */
export function creationsOf(
  node: ts.ClassLikeDeclaration,
  project: ServiceProject,
): readonly ts.NewExpression[] | undefined {
  const named = namedDeclaration(node);
  if (!named) return [];
  const candidates = invocationsNamed(named.name, project).filter(ts.isNewExpression);
  if (candidates.length > maxCallers) return undefined;
  return candidates.filter((each) => isCalleeOf(each, named.declaration, project.checker));
}

/**
 * The calls of a function in the project's own files. Undefined when there are too many to look at.
 * Calls through variables that hold the function are not among them.
 */
export function callsOf(
  node: ts.SignatureDeclaration,
  project: ServiceProject,
): readonly ts.CallExpression[] | undefined {
  const named = namedDeclaration(node);
  if (!named) return [];
  const candidates = invocationsNamed(named.name, project).filter(ts.isCallExpression);
  if (candidates.length > maxCallers) return undefined;
  return candidates.filter((each) => isCalleeOf(each, named.declaration, project.checker));
}

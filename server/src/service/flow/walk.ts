import { ts } from '../ts';
import { turn } from '../turn';

/** Visits a node and everything in it that runs when it runs: bodies of nested functions and classes are left out. */
export function visitRun(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => {
    if (!ts.isFunctionLike(child) && !ts.isClassLike(child)) visitRun(child, visit);
  });
}

/** Visits a node and everything in it, nested functions included. */
export function visitAll(node: ts.Node, visit: (node: ts.Node) => void): void {
  turn();
  visit(node);
  ts.forEachChild(node, (child) => visitAll(child, visit));
}

/** Whether something in the node, nested functions included, answers to the test. */
export function holds(node: ts.Node, test: (node: ts.Node) => boolean): boolean {
  return test(node) || ts.forEachChild(node, (child) => holds(child, test) || undefined) === true;
}

/** Whether something that runs with the node answers to the test. */
export function runs(node: ts.Node, test: (node: ts.Node) => boolean): boolean {
  let found = false;
  visitRun(node, (each) => {
    found ||= test(each);
  });
  return found;
}

/** The nearest function that a node stands in; undefined at a file's top level. */
export function functionAround(node: ts.Node): ts.FunctionLikeDeclaration | undefined {
  for (let at = node.parent; at; at = at.parent) if (ts.isFunctionLike(at)) return at as ts.FunctionLikeDeclaration;
  return undefined;
}

/** What a function is called by, as it is written. */
export function nameOfFunction(node: ts.FunctionLikeDeclaration): string | undefined {
  const { parent } = node;
  const name =
    node.name ??
    (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isPropertyAssignment(parent)
      ? parent.name
      : undefined);
  return name && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) ? name.text : undefined;
}

/** Whether `inner` lies in `outer`. */
export function isWithin(inner: ts.Node, outer: ts.Node): boolean {
  return inner.getSourceFile() === outer.getSourceFile() && outer.pos <= inner.pos && inner.end <= outer.end;
}

/** Statements that leave a loop or function for good. */
export function isExit(node: ts.Node): boolean {
  return ts.isReturnStatement(node) || ts.isThrowStatement(node) || ts.isBreakStatement(node);
}

/** Whether a function is written with `async`. */
export function isAsync(node: ts.Node | undefined): boolean {
  if (!node) return false;
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)
  );
}

import { ts } from '../ts';

/** Whether a name stands anywhere in a file other than behind a dot: a new declaration could collide with it, or be shadowed by it. */
export function isNameTaken(name: string, file: ts.SourceFile): boolean {
  let taken = false;
  const visit = (node: ts.Node): void => {
    if (taken) return;
    const isMember = ts.isIdentifier(node) && ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
    if (ts.isIdentifier(node) && node.text === name && !isMember) taken = true;
    else ts.forEachChild(node, visit);
  };
  visit(file);
  return taken;
}

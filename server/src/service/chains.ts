import { ts } from './ts';

/** A method chained to an expression: the `.timeout(3000)` of `request.get(url).timeout(3000)`. */
export interface Link {
  readonly name: string;
  readonly call: ts.CallExpression;
}

/** The methods chained to a node, nearest first; property accesses in between are passed over. */
export function chainAfter(node: ts.Node): readonly Link[] {
  const links: Link[] = [];
  let at = node;
  for (;;) {
    const { parent } = at;
    if (ts.isNonNullExpression(parent) || ts.isParenthesizedExpression(parent)) at = parent;
    else if (ts.isPropertyAccessExpression(parent) && parent.expression === at) {
      const call = parent.parent;
      if (ts.isCallExpression(call) && call.expression === parent) {
        links.push({ name: parent.name.text, call });
        at = call;
      } else at = parent;
    } else return links;
  }
}

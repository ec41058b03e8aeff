import { isPassingMethod } from '../bounds/transparent';
import type { ServiceProject } from '../model/project';
import { ts } from '../ts';
import { callsOf } from '../values/callers';
import { isCaughtInside } from './catches';
import { type RequestHandler, requestHandlers } from './handlers';
import { functionAround, visitRun } from './walk';

/** How many functions of our own may stand between a handler and what it leads to. */
const maxHops = 3;

/**
 * A handler of a server that a failure at the node comes out of, past every catch on the way; undefined where it is caught, or where it cannot be
 * told who gets it.
 */
export function handlerLeft(node: ts.Node, project: ServiceProject): RequestHandler | undefined {
  const handlers = requestHandlers(project);
  if (handlers.size === 0) return undefined;
  const seen = new Set<ts.Node>();
  const from = (at: ts.Node, hops: number): RequestHandler | undefined => {
    const owner = functionAround(at);
    if (!owner || isCaughtInside(at, owner)) return undefined;
    const handler = handlers.get(owner);
    if (handler) return handler;
    if (seen.has(owner)) return undefined;
    seen.add(owner);
    const { parent } = owner;
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
      const { expression } = parent;
      const passes =
        ts.isPropertyAccessExpression(expression) &&
        isPassingMethod(expression.name.text) &&
        !(expression.name.text === 'then' && parent.arguments?.[1] !== undefined);
      const runs = ts.isNewExpression(parent) && ts.isIdentifier(expression) && expression.text === 'Promise';
      return passes || runs ? from(parent, hops) : undefined;
    }
    if (hops >= maxHops) return undefined;
    for (const call of callsOf(owner, project) ?? []) {
      const found = from(call, hops + 1);
      if (found) return found;
    }
    return undefined;
  };
  return from(node, 0);
}

/** Where a server's errors are turned into answers: the name of the error, and the code that sees it. */
export interface ErrorHandler {
  readonly error: ts.Identifier;
  readonly code: ts.Node;
}

/** `next()` of middleware: what handlers further in throw comes out of it. */
function runsNext(block: ts.Block, owner: ts.FunctionLikeDeclaration): boolean {
  const names = new Set(owner.parameters.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : [])));
  let found = false;
  visitRun(block, (node) => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && names.has(node.expression.text)) found = true;
  });
  return found;
}

function isErrorHandler({ node, place }: RequestHandler): boolean {
  if (place && 'methods' in place && place.methods.includes('setErrorHandler')) return true;
  if (ts.isMethodDeclaration(node)) return node.name.getText() === 'catch';
  // Error middleware takes the error before request, response and next.
  return node.parameters.length === 4;
}

const key = {};

/** The error middleware, exception filters and the like of the project. */
export function errorHandlers(project: ServiceProject): readonly ErrorHandler[] {
  return project.once(key, () =>
    [...requestHandlers(project).values()].flatMap((handler): ErrorHandler[] => {
      const { body, parameters } = handler.node;
      if (!body) return [];
      const [first] = parameters;
      if (isErrorHandler(handler))
        return first && ts.isIdentifier(first.name) ? [{ error: first.name, code: body }] : [];
      const found: ErrorHandler[] = [];
      visitRun(body, (node) => {
        if (!ts.isTryStatement(node) || !node.catchClause || !runsNext(node.tryBlock, handler.node)) return;
        const name = node.catchClause.variableDeclaration?.name;
        if (name && ts.isIdentifier(name)) found.push({ error: name, code: node.catchClause.block });
      });
      return found;
    }),
  );
}

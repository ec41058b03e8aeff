import { isTestFile } from '../testFiles';
import { ts } from '../ts';
import { callsOf, creationsOf } from '../values/callers';
import type { Evaluator } from '../values/evaluator';
import { resolveName } from '../values/names';
import { type RequestHandler, requestHandlers } from './handlers';
import { visitRun } from './walk';

/** How code comes to run once a request. */
export interface RequestPath {
  readonly handler: RequestHandler;
  /** The calls that lead from the handler's code to the code, outermost first. */
  readonly calls: readonly (ts.CallExpression | ts.NewExpression)[];
}

const maxDepth = 6;
const maxVisited = 200;

/** What runs a function that is written where it is handed over, at once and for its own sake alone. */
const runsAtOnce: ReadonlySet<string> = new Set([
  'map',
  'flatMap',
  'forEach',
  'filter',
  'reduce',
  'some',
  'every',
  'find',
  'then',
  'catch',
  'finally',
]);

/** The call that runs a function literal right where it stands: `items.map(f)`, `promise.then(f)`, `new Promise(f)`, `(f)()`. */
function runBy(node: ts.Node): ts.Node | undefined {
  let at = node;
  while (ts.isParenthesizedExpression(at.parent)) at = at.parent;
  const { parent } = at;
  if (ts.isNewExpression(parent))
    return ts.isIdentifier(parent.expression) && parent.expression.text === 'Promise' ? parent : undefined;
  if (!ts.isCallExpression(parent)) return undefined;
  if (parent.expression === at) return parent;
  const { expression } = parent;
  return ts.isPropertyAccessExpression(expression) && runsAtOnce.has(expression.name.text) ? parent : undefined;
}

interface Taken {
  readonly by: ts.CallExpression;
  /** The function of our own that takes the literal, and its calls of it. */
  readonly owner: ts.FunctionLikeDeclaration;
  readonly calls: readonly ts.CallExpression[];
}

/** What a function literal is handed to, when that is a function of our own which calls it itself: `withUser(request, () => ...)`. */
function takenBy(node: ts.FunctionLikeDeclaration, evaluator: Evaluator): Taken | undefined {
  const by = node.parent;
  if (!ts.isCallExpression(by)) return undefined;
  const index = by.arguments.indexOf(node as ts.ArrowFunction | ts.FunctionExpression);
  const callee = index < 0 ? undefined : evaluator.evaluate(by.expression);
  if (callee?.kind !== 'function' || !callee.node.body) return undefined;
  const parameter = callee.node.parameters[index];
  if (!parameter || by.arguments.slice(0, index).some(ts.isSpreadElement)) return undefined;
  const calls: ts.CallExpression[] = [];
  visitRun(callee.node.body, (each) => {
    if (!ts.isCallExpression(each) || !ts.isIdentifier(each.expression)) return;
    const resolved = resolveName(each.expression, evaluator.project.checker);
    if (resolved?.kind === 'own' && resolved.declarations.includes(parameter)) calls.push(each);
  });
  return { by, owner: callee.node, calls };
}

/** What has to run for a node to run: the function around it, looked through literals that run at once; a class for what makes its objects. */
export function ownerOf(node: ts.Node): ts.FunctionLikeDeclaration | ts.ClassLikeDeclaration | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isPropertyDeclaration(at)) {
      const isStatic = (ts.getModifiers(at) ?? []).some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
      return isStatic ? undefined : at.parent;
    }
    if (ts.isConstructorDeclaration(at)) return at.parent;
    if (ts.isFunctionLike(at) && !runBy(at)) return at as ts.FunctionLikeDeclaration;
  }
  return undefined;
}

/** Whether to go on from a step to what runs it: the value that is looked for may be what the step gives, or it is gone there, or the way ends. */
export type Step = 'carried' | 'gone' | 'stop';

/** Looks at a step of the way: the node itself, or a call that leads to it. `carried`: what it gives may be, or hold, the value. */
export type Follow = (
  step: ts.Expression,
  owner: ts.FunctionLikeDeclaration | ts.ClassLikeDeclaration,
  carried: boolean,
) => Step;

/**
 * The shortest way from a handler of a server to an expression, by calls of our own functions and classes; undefined where there is none, as
 * for what runs at start-up.
 */
export function requestPath(node: ts.Expression, evaluator: Evaluator, follow: Follow): RequestPath | undefined {
  const { project } = evaluator;
  type State = {
    readonly at: ts.Expression;
    readonly calls: readonly (ts.CallExpression | ts.NewExpression)[];
    readonly carried: boolean;
  };
  const visited = new Set<ts.Node>();
  let states: State[] = [{ at: node, calls: [], carried: true }];
  for (let depth = 0; depth <= maxDepth && states.length > 0; depth++) {
    const next: State[] = [];
    for (const { at, calls, carried } of states) {
      const owner = ownerOf(at);
      if (!owner || visited.size > maxVisited) continue;
      const step = follow(at, owner, carried);
      if (step === 'stop') continue;
      const handler = requestHandlers(project).get(owner);
      // What tests serve is no request of the program.
      if (handler && isTestFile(handler.node.getSourceFile(), project)) continue;
      if (handler) return { handler, calls };
      if (visited.has(owner)) continue;
      visited.add(owner);
      const go = (caller: ts.CallExpression | ts.NewExpression, by: Step): void => {
        if (by !== 'stop') next.push({ at: caller, calls: [caller, ...calls], carried: by === 'carried' });
      };
      const callers = ts.isClassLike(owner) ? creationsOf(owner, project) : callsOf(owner, project);
      for (const caller of callers ?? []) go(caller, step);
      const taken = ts.isClassLike(owner) ? undefined : takenBy(owner, evaluator);
      if (taken) for (const each of taken.calls) go(taken.by, follow(each, taken.owner, step === 'carried'));
    }
    states = next;
  }
  return undefined;
}

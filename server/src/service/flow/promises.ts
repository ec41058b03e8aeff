import { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { alternatives } from '../values/value';

/** What becomes of the promise that a call gives. */
export type Fate =
  /** Awaited, returned, kept, passed on, or given a rejection handler. */
  | 'handled'
  /** Nobody can see a rejection. */
  | 'lost'
  /** Put away on purpose with `void`. */
  | 'voided';

function handlesRejection(method: string, call: ts.CallExpression): boolean {
  if (method === 'catch') return call.arguments.length > 0;
  return method === 'then' && call.arguments.length > 1;
}

/** Callbacks whose result nobody looks at. */
const dropping: ReadonlySet<string> = new Set([
  'forEach',
  'on',
  'once',
  'addListener',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'nextTick',
  'queueMicrotask',
]);

/** The name of what a function is handed to as a callback. */
export function receiverName(node: ts.Node): string | undefined {
  const { parent } = node;
  if (!ts.isCallExpression(parent) || !parent.arguments.some((each) => each === node)) return undefined;
  const { expression } = parent;
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : undefined;
}

/** Whether a function is handed to something that throws its result away. */
export function isResultDropped(node: ts.Node): boolean {
  const receiver = receiverName(node);
  return receiver !== undefined && dropping.has(receiver);
}

/** Follows a promise from where it is made to where it ends up, through `.then` chains and expressions. */
export function fateOf(node: ts.Expression): Fate {
  let at: ts.Node = node;
  for (;;) {
    const { parent } = at;
    if (
      ts.isParenthesizedExpression(parent) ||
      ts.isNonNullExpression(parent) ||
      ts.isAsExpression(parent) ||
      ts.isSatisfiesExpression(parent)
    ) {
      at = parent;
      continue;
    }
    if (ts.isPropertyAccessExpression(parent) && parent.expression === at) {
      const call = parent.parent;
      if (!ts.isCallExpression(call) || call.expression !== parent) return 'handled';
      const method = parent.name.text;
      if (method !== 'then' && method !== 'catch' && method !== 'finally') return 'handled';
      if (handlesRejection(method, call)) return 'handled';
      at = call;
      continue;
    }
    if (ts.isVoidExpression(parent)) return 'voided';
    if (ts.isExpressionStatement(parent)) return 'lost';
    if (
      ts.isBinaryExpression(parent) &&
      parent.right === at &&
      (parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ||
        parent.operatorToken.kind === ts.SyntaxKind.CommaToken ||
        parent.operatorToken.kind === ts.SyntaxKind.BarBarToken ||
        parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
    ) {
      at = parent;
      continue;
    }
    if (ts.isConditionalExpression(parent) && parent.condition !== at) {
      at = parent;
      continue;
    }
    // The value of an arrow function whose callers throw it away.
    if (ts.isArrowFunction(parent) && parent.body === at) return isResultDropped(parent) ? 'lost' : 'handled';
    return 'handled';
  }
}

/** Whether what an expression gives is surely no promise: the type says so, and it is not `any`. */
export function isNoPromise(node: ts.Expression, evaluator: Evaluator): boolean {
  const { checker } = evaluator.project;
  const type = checker.getTypeAtLocation(node);
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return false;
  const parts = type.isUnion() ? type.types : [type];
  return parts.every((each) => !each.getProperty('then'));
}

const usualName = /^(?:callback|cb|done|next)$/;

/** Whether a callback is passed as the last argument, which then gets the error. */
export function hasCallback(node: ts.CallExpression | ts.NewExpression, evaluator: Evaluator): boolean {
  const last = node.arguments?.at(-1);
  if (!last) return false;
  if (ts.isArrowFunction(last) || ts.isFunctionExpression(last)) return true;
  const values = alternatives(evaluator.evaluate(last));
  if (values.some(({ kind }) => kind === 'function')) return true;
  // What comes in from outside is told by its name alone.
  return ts.isIdentifier(last) && usualName.test(last.text) && values.every(({ kind }) => kind === 'unknown');
}

import { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { alternatives, type Environment, type Made, type Value } from '../values/value';

/** What an abort signal does: aborts after a time, aborts for reasons of its own, or nothing is passed at all. */
export type SignalValue =
  | { readonly kind: 'timeout'; readonly valueMs: number | undefined }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'absent' };

function milliseconds(node: ts.Expression | undefined, env: Environment, evaluator: Evaluator): number | undefined {
  if (!node || ts.isSpreadElement(node)) return undefined;
  const value = evaluator.evaluate(node, env);
  if (value.kind === 'constant' && typeof value.value === 'number') return value.value;
  return value.kind === 'computed' && typeof value.fallback === 'number' ? value.fallback : undefined;
}

/** Whether the value is `new AbortController()`. */
function isController(value: Value): value is Made {
  return value.kind === 'made' && value.callee.kind === 'external' && value.callee.path.at(-1) === 'AbortController';
}

/**
 * The delay of `setTimeout(() => controller.abort(), ms)` in the function that the controller was made in.
 * `found` is false when there is none.
 */
function abortTimer(
  controller: Made,
  evaluator: Evaluator,
): { readonly found: boolean; readonly valueMs: number | undefined } {
  const holder = controller.node.parent;
  if (!ts.isVariableDeclaration(holder) || !ts.isIdentifier(holder.name)) return { found: false, valueMs: undefined };
  const { text } = holder.name;
  const file = evaluator.project.fileOf(holder.getSourceFile());
  const { checker } = evaluator.project;
  const symbol = checker.getSymbolAtLocation(holder.name);
  for (const call of file.nodes(ts.SyntaxKind.CallExpression)) {
    if (!ts.isIdentifier(call.expression) || call.expression.text !== 'setTimeout') continue;
    const [callback, delay] = call.arguments;
    if (!callback?.getText().includes(`${text}.abort`)) continue;
    let mentions = false;
    const visit = (at: ts.Node): void => {
      if (ts.isIdentifier(at) && at.text === text && checker.getSymbolAtLocation(at) === symbol) mentions = true;
      ts.forEachChild(at, visit);
    };
    visit(callback);
    if (mentions) return { found: true, valueMs: milliseconds(delay, controller.env, evaluator) };
  }
  return { found: false, valueMs: undefined };
}

/** What a value passed as `signal` does. */
export function signalOf(value: Value, evaluator: Evaluator): SignalValue {
  const parts = alternatives(value).map((each) => single(each, evaluator));
  const [first] = parts;
  if (!first) return { kind: 'unknown' };
  if (parts.every(({ kind }) => kind === 'absent')) return first;
  if (parts.every(({ kind }) => kind === 'timeout')) {
    const values = parts.map((part) => (part.kind === 'timeout' ? part.valueMs : undefined));
    return { kind: 'timeout', valueMs: values.every((each) => each !== undefined) ? Math.max(...values) : undefined };
  }
  return { kind: 'unknown' };
}

function single(value: Value, evaluator: Evaluator): SignalValue {
  if (value.kind === 'constant')
    return value.value === undefined || value.value === null ? { kind: 'absent' } : { kind: 'unknown' };
  if (value.kind === 'member' && value.name === 'signal' && isController(value.of)) {
    const timer = abortTimer(value.of, evaluator);
    return timer.found ? { kind: 'timeout', valueMs: timer.valueMs } : { kind: 'unknown' };
  }
  if (value.kind !== 'made' || value.callee.kind !== 'external') return { kind: 'unknown' };
  const path = value.callee.path.join('.');
  if (path === 'AbortSignal.timeout')
    return { kind: 'timeout', valueMs: milliseconds(value.node.arguments?.[0], value.env, evaluator) };
  if (path !== 'AbortSignal.any') return { kind: 'unknown' };
  const [list] = value.node.arguments ?? [];
  const signals = list && evaluator.evaluate(list, value.env);
  if (signals?.kind !== 'array') return { kind: 'unknown' };
  const parts = signals.node.elements.map((each) =>
    ts.isSpreadElement(each)
      ? ({ kind: 'unknown' } as const)
      : signalOf(evaluator.evaluate(each, signals.env), evaluator),
  );
  const bounded = parts.filter((part) => part.kind === 'timeout');
  if (bounded.length === 0) return { kind: 'unknown' };
  const times = bounded.flatMap(({ valueMs }) => valueMs ?? []);
  return { kind: 'timeout', valueMs: times.length > 0 ? Math.min(...times) : undefined };
}

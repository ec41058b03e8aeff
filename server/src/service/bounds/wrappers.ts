import type { ServiceFile } from '../model/file';
import { byNameInProject } from '../model/wholeProject';
import { ts } from '../ts';
import { callsOf, namedDeclaration } from '../values/callers';
import type { Evaluator } from '../values/evaluator';
import { alternatives, type Value } from '../values/value';
import type { Step } from './bound';
import { handlingOf, libraryPassesOn } from './handling';
import { isPassingMethod, isRegistration, passesOn } from './transparent';

function step(state: Step['state'], node: ts.Node, value?: number): Step {
  return {
    layer: 'wrapper',
    state,
    what: state === 'bounded' ? 'wrapped' : 'undecided',
    value,
    node,
    setting: undefined,
  };
}

function givesUpAfter(
  node: ts.CallExpression | ts.NewExpression,
  callee: Value,
  evaluator: Evaluator,
): Step | undefined {
  const handling = handlingOf(node, callee, evaluator);
  return handling?.kind === 'gives-up' ? step('bounded', node, handling.afterMs) : undefined;
}

/** Whether code gives up on something after a time: it races, sets an abort timer, or rejects from a timer. */
function timesOut(node: ts.Node): boolean {
  let found = false;
  const visit = (at: ts.Node): void => {
    if (found) return;
    if (
      ts.isPropertyAccessExpression(at) &&
      (at.name.text === 'race' || at.name.text === 'any' || at.name.text === 'abort')
    )
      found = true;
    else if (
      ts.isIdentifier(at) &&
      (at.text === 'AbortSignal' || at.text === 'AbortController' || at.text === 'setTimeout')
    )
      found = true;
    else ts.forEachChild(at, visit);
  };
  visit(node);
  return found;
}

/** Whether our own function, given a callback or a promise, may give up on it; looks into what it calls, three deep. */
function mayGiveUp(value: Value, evaluator: Evaluator, depth = 0): boolean {
  if (value.kind !== 'function') return value.kind !== 'constant';
  const { node } = value;
  if (timesOut(node)) return true;
  if (depth >= 3) return true;
  const parameters = new Set(node.parameters.flatMap((each) => (ts.isIdentifier(each.name) ? [each.name.text] : [])));
  let unsure = false;
  const visit = (at: ts.Node): void => {
    if (unsure) return;
    // Something else is handed one of the parameters, and may give up on it.
    if (ts.isCallExpression(at) && at.arguments.some((each) => mentionsAny(each, parameters))) {
      const callee = evaluator.evaluate(at.expression);
      if (!alternatives(callee).every((each) => isPlain(each, at, evaluator, depth))) unsure = true;
    }
    ts.forEachChild(at, visit);
  };
  if (node.body) visit(node.body);
  return unsure;
}

function mentionsAny(node: ts.Node, names: ReadonlySet<string>): boolean {
  if (ts.isIdentifier(node)) return names.has(node.text);
  let found = false;
  ts.forEachChild(node, (child) => {
    found ||= mentionsAny(child, names);
  });
  return found;
}

function isPlain(
  callee: Value,
  node: ts.CallExpression | ts.NewExpression,
  evaluator: Evaluator,
  depth: number,
): boolean {
  if (ts.isPropertyAccessExpression(node.expression) && isPassingMethod(node.expression.name.text)) return true;
  const handling = handlingOf(node, callee, evaluator);
  if (handling) return handling.kind === 'passes';
  const module = moduleOf(callee);
  if (module !== undefined && libraryPassesOn(module, evaluator)) return true;
  if (callee.kind === 'external') return passesOn(callee.module, callee.path);
  if (callee.kind === 'made' || callee.kind === 'member' || callee.kind === 'typed')
    return passesOn(module ?? '', ['*']) || isRegistration(node);
  if (callee.kind !== 'function') return isRegistration(node);
  return !mayGiveUp(callee, evaluator, depth + 1);
}

/** The package that a value comes from. */
export function moduleOf(value: Value): string | undefined {
  switch (value.kind) {
    case 'external':
    case 'typed':
      return value.module;
    case 'made':
      return moduleOf(value.callee);
    case 'member':
      return moduleOf(value.of);
    default:
      return undefined;
  }
}

/** The other runners of a `Promise.race`: whether one of them ends by itself. */
function isRaced(node: ts.CallExpression, inside: ts.Node, callee: Value): boolean {
  if (callee.kind !== 'external' || callee.module !== 'global') return false;
  const name = callee.path.join('.');
  if (name !== 'Promise.race') return false;
  const [list] = node.arguments;
  // A list that was put together elsewhere may hold a timer.
  if (!list || !ts.isArrayLiteralExpression(list)) return true;
  return list.elements.some((each) => !(each.pos <= inside.pos && inside.end <= each.end));
}

const maxUp = 200;

/**
 * What the code around a call does to bound it, from the inside out: races, timeouts, our own wrappers, and callers that do so.
 * Empty when nothing does; `unknown` when something may.
 */
export function wrapperSteps(node: ts.Node, evaluator: Evaluator): readonly Step[] {
  return around(node, evaluator, 0);
}

function around(node: ts.Node, evaluator: Evaluator, depth: number): readonly Step[] {
  let at = node;
  for (let i = 0; i < maxUp && at.parent && !ts.isSourceFile(at); i++) {
    const inside = at;
    at = at.parent;
    if (
      (ts.isCallExpression(at) || ts.isNewExpression(at)) &&
      at.expression !== inside &&
      at.arguments?.some((each) => each === inside)
    ) {
      const decided = byCall(at, inside, node, evaluator);
      if (decided) return [decided];
      if (isKeptForLater(at, inside, evaluator)) return [];
    }
    if (ts.isFunctionLike(at) && depth < 3) {
      const steps = byCallers(at, evaluator, depth);
      if (steps.length > 0) return steps;
    }
  }
  return [];
}

/** Whether a callback is called when its time comes, which nobody around waits for: a worker's or a listener's. */
function isKeptForLater(at: ts.CallExpression | ts.NewExpression, inside: ts.Node, evaluator: Evaluator): boolean {
  if (!ts.isFunctionLike(inside)) return false;
  if (ts.isCallExpression(at)) return isRegistration(at);
  const made = evaluator.evaluate(at.expression);
  return made.kind === 'external' && made.module !== 'global';
}

/** What a call does with the argument that the network call stands in. Undefined: nothing, look further out. */
function byCall(
  at: ts.CallExpression | ts.NewExpression,
  inside: ts.Node,
  node: ts.Node,
  evaluator: Evaluator,
): Step | undefined {
  const callee = evaluator.evaluate(at.expression);
  const parts = alternatives(callee);
  const makesPromise = parts.some((each) => each.kind === 'external' && each.path.join('.') === 'Promise');
  // An executor with a timer of its own may reject before the call is done.
  if (ts.isNewExpression(at) && makesPromise && timesOut(inside)) return step('unknown', at);
  for (const part of parts) {
    const after = givesUpAfter(at, part, evaluator);
    if (after) return after;
    if (ts.isCallExpression(at) && isRaced(at, node, part)) return step('bounded', at);
  }
  const isCallback = ts.isFunctionLike(inside) || ts.isArrowFunction(inside);
  const isPromise = !isCallback && inside === node;
  if (!isCallback && !isPromise) return undefined;
  return parts.every((each) => isPlain(each, at, evaluator, 0)) ? undefined : step('unknown', at);
}

/** Whether the callers of the function that the call stands in bound it. */
function byCallers(node: ts.SignatureDeclaration, evaluator: Evaluator, depth: number): readonly Step[] {
  const referenced = handedOn(node, evaluator);
  if (referenced) return [{ ...referenced, layer: 'caller' }];
  const callers = callsOf(node, evaluator.project) ?? [];
  for (const caller of callers) {
    const steps = around(caller, evaluator, depth + 1);
    const [first] = steps;
    if (first) return [{ ...first, layer: 'caller' }];
  }
  return [];
}

interface HandedOn {
  readonly call: ts.CallExpression | ts.NewExpression;
  readonly argument: ts.Expression;
}

function argumentsIn(file: ServiceFile): ReadonlyMap<string, readonly HandedOn[]> {
  const found = new Map<string, HandedOn[]>();
  for (const call of [...file.nodes(ts.SyntaxKind.CallExpression), ...file.nodes(ts.SyntaxKind.NewExpression)])
    for (const argument of call.arguments ?? []) {
      const last = ts.isPropertyAccessExpression(argument) ? argument.name : argument;
      if (!ts.isIdentifier(last)) continue;
      const list = found.get(last.text);
      if (list) list.push({ call, argument });
      else found.set(last.text, [{ call, argument }]);
    }
  return found;
}

/** Calls of the project by the names that are handed to them: `load` of `new CircuitBreaker(load)` and of `pTimeout(this.load)`. */
const argumentsNamed = byNameInProject(argumentsIn);

/** What something does to one of our own functions that it is handed by name; undefined when nothing gives up on it. */
function handedOn(node: ts.SignatureDeclaration, evaluator: Evaluator): Step | undefined {
  const named = namedDeclaration(node);
  if (!named) return undefined;
  for (const { call, argument } of named.names.flatMap((each) => argumentsNamed(each, evaluator.project))) {
    const value = evaluator.evaluate(argument);
    if (value.kind !== 'function' || value.node !== node) continue;
    for (const callee of alternatives(evaluator.evaluate(call.expression))) {
      const after = givesUpAfter(call, callee, evaluator);
      if (after) return after;
      if (!isPlain(callee, call, evaluator, 0)) return step('unknown', call);
    }
  }
  return undefined;
}

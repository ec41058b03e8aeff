import type { BreakerShape, Library, Maker, TimerShape } from '../catalogue/library';
import { holds } from '../flow/walk';
import { catalogueOf } from '../model/catalogue';
import { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { alternatives, type Environment, type Made, noEnvironment, type Value } from '../values/value';
import { readOption } from './settings';
import { isAtLeast } from './versions';

/** What a function of a library does with work (a promise or a callback) that it is handed. */
export type Handling =
  | { readonly kind: 'passes' }
  /** Gives up on it after a time in ms; undefined when the time is not known. */
  | { readonly kind: 'gives-up'; readonly afterMs: number | undefined }
  | { readonly kind: 'unknown' };

const passes: Handling = { kind: 'passes' };
const unknown: Handling = { kind: 'unknown' };

type Invocation = ts.CallExpression | ts.NewExpression;

/** What the callee does with work that this call hands to it; undefined where no library of the catalogue says. */
export function handlingOf(node: Invocation, callee: Value, evaluator: Evaluator): Handling | undefined {
  if (callee.kind === 'external') return byExport(node, callee.module, callee.path.join('.'), evaluator);
  if (callee.kind === 'made') return byObject(node, callee, '', evaluator);
  if (callee.kind === 'member') return byObject(node, callee.of, callee.name, evaluator);
  return undefined;
}

function librariesOf(module: string, evaluator: Evaluator): readonly Library[] {
  return catalogueOf(evaluator.project).byModule(module);
}

function makes(made: readonly Maker[] | undefined, path: string): Maker | undefined {
  return made?.find((maker) => maker.export === path);
}

function byExport(node: Invocation, module: string, path: string, evaluator: Evaluator): Handling | undefined {
  for (const { versioned, retriers = [], timers = [], breakers = [], limiters = [] } of librariesOf(
    module,
    evaluator,
  )) {
    const timer = timers.find((each) => each.export === path);
    if (timer) return timed(timer, node, undefined, evaluator);
    const breaker = breakers.find(({ work, made }) => work.of === 'maker' && makes(made, path));
    if (breaker)
      return broken(
        breaker,
        versionOf(versioned, node, evaluator),
        makes(breaker.made, path),
        node,
        noEnvironment,
        evaluator,
      );
    if (retriers.some((each) => each.export === path) || limiters.some((each) => each.export === path)) return passes;
  }
  return undefined;
}

/** A method (or `''`: the object itself) that is handed work: `policy.execute(work)`, `limit(work)`. */
function byObject(node: Invocation, of: Value, method: string, evaluator: Evaluator): Handling | undefined {
  const results = alternatives(of).map((each) => {
    if (each.kind === 'typed') return byType(each.module, each.name, method, evaluator);
    return each.kind === 'made' ? byMaking(node, each, method, evaluator) : undefined;
  });
  const [first] = results;
  return results.length > 1 && results.some((each) => each?.kind !== first?.kind) ? unknown : first;
}

function byMaking(node: Invocation, of: Made, method: string, evaluator: Evaluator): Handling | undefined {
  if (of.callee.kind !== 'external') return undefined;
  const { module, path } = of.callee;
  const name = path.join('.');
  for (const { versioned, retriers = [], timers = [], breakers = [], limiters = [], combines = [] } of librariesOf(
    module,
    evaluator,
  )) {
    if (combines.includes(name)) return combined(node, of, method, evaluator);
    const timer = timers.find(({ made, execute }) => makes(made, name) && execute?.includes(method));
    if (timer) return timed(timer, node, of, evaluator);
    const breaker = breakers.find(
      ({ made, execute, work }) => work.of === 'execute' && makes(made, name) && execute.includes(method),
    );
    if (breaker)
      return broken(
        breaker,
        versionOf(versioned, of.node, evaluator),
        makes(breaker.made, name),
        of.node,
        of.env,
        evaluator,
      );
    if ([...retriers, ...limiters].some(({ made, execute }) => makes(made, name) && execute?.includes(method)))
      return passes;
  }
  return undefined;
}

/** Of which only the type is known: a timer's time, and a breaker's limit, are decided where it was made. */
function byType(module: string, type: string, method: string, evaluator: Evaluator): Handling | undefined {
  for (const { retriers = [], timers = [], breakers = [], limiters = [] } of librariesOf(module, evaluator)) {
    const fits = ({ types, execute }: { readonly types?: readonly string[]; readonly execute?: readonly string[] }) =>
      types?.includes(type) === true && execute?.includes(method) === true;
    if (timers.some(fits) || breakers.some((each) => fits(each) && each.timeout !== undefined)) return unknown;
    if ([...retriers, ...limiters, ...breakers].some(fits)) return passes;
  }
  return undefined;
}

/** `wrap(a, b).execute(work)` does what the strictest of its parts does. */
function combined(node: Invocation, of: Made, method: string, evaluator: Evaluator): Handling {
  const parts = (of.node.arguments ?? []).map(
    (each) => byObject(node, evaluator.evaluate(each, of.env), method, evaluator) ?? unknown,
  );
  return parts.find(({ kind }) => kind === 'gives-up') ?? parts.find(({ kind }) => kind === 'unknown') ?? passes;
}

function numberOf(value: Value): number | undefined {
  if (value.kind === 'constant' && typeof value.value === 'number') return value.value;
  return value.kind === 'computed' && typeof value.fallback === 'number' ? value.fallback : undefined;
}

function argumentOf(index: number, node: Invocation, env: Environment, evaluator: Evaluator): Value | undefined {
  const argument = node.arguments?.[index];
  return argument && evaluator.evaluate(argument, env);
}

function timed(timer: TimerShape, node: Invocation, of: Made | undefined, evaluator: Evaluator): Handling {
  const leniency = of && leniencyOf(timer, of, evaluator);
  if (leniency) return leniency === 'sure' && ignoresSignal(timer, node, evaluator) ? passes : unknown;
  for (const { of: place, argument, option } of timer.time) {
    const at = place === 'maker' ? of : { node, env: noEnvironment };
    const given = at && argumentOf(argument, at.node, at.env, evaluator);
    if (!given) continue;
    const isNumber = given.kind === 'computed' || given.kind === 'constant';
    const value = option === undefined || isNumber ? given : readOption(given, option, evaluator, node);
    if (value.kind === 'constant' && value.value === undefined) continue;
    if (value.kind === 'constant' && value.value === Number.POSITIVE_INFINITY) return passes;
    return value.kind === 'unknown' ? unknown : { kind: 'gives-up', afterMs: numberOf(value) };
  }
  return passes;
}

/** Whether a timer only asks the work to stop: `sure`, or perhaps where its strategy is decided elsewhere. */
function leniencyOf({ lenient }: TimerShape, of: Made, evaluator: Evaluator): 'sure' | 'perhaps' | undefined {
  const given = lenient && argumentOf(lenient.argument, of.node, of.env, evaluator);
  if (!lenient || !given) return undefined;
  const value =
    given.kind === 'object' && lenient.option !== undefined
      ? readOption(given, lenient.option, evaluator, of.node)
      : given;
  if (value.kind !== 'external') return 'perhaps';
  return value.path.at(-1) === lenient.member ? 'sure' : undefined;
}

/** Whether the work is a function of our own that does not look at what it is called with, the signal among it. */
function ignoresSignal({ work }: TimerShape, { arguments: given }: Invocation, evaluator: Evaluator): boolean {
  const argument = work === undefined ? undefined : given?.[work];
  const value = argument && evaluator.evaluate(argument);
  if (value?.kind !== 'function' || !value.node.body) return false;
  const { parameters, body } = value.node;
  const names = new Set(['arguments', ...parameters.flatMap(({ name }) => namesIn(name))]);
  return (
    parameters.every(({ initializer }) => !initializer) &&
    !holds(body, (each) => ts.isIdentifier(each) && names.has(each.text))
  );
}

function namesIn(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((each) => (ts.isBindingElement(each) ? namesIn(each.name) : []));
}

function versionOf(versioned: string | undefined, node: ts.Node, evaluator: Evaluator): string | undefined {
  return versioned === undefined
    ? undefined
    : evaluator.project.packages.versionOf(versioned, node.getSourceFile().fileName);
}

/** What a breaker's own time limit does. */
function broken(
  { timeout }: BreakerShape,
  version: string | undefined,
  maker: Maker | undefined,
  node: Invocation,
  env: Environment,
  evaluator: Evaluator,
): Handling {
  if (!timeout) return passes;
  const byDefault: Handling = timeout.default === 'none' ? passes : { kind: 'gives-up', afterMs: timeout.default };
  const options = typeof maker?.options === 'number' ? argumentOf(maker.options, node, env, evaluator) : undefined;
  if (!options) return byDefault;
  const value = readOption(options, timeout.option, evaluator, node);
  if (value.kind === 'constant') {
    if (value.value === undefined) return byDefault;
    const off = timeout.off?.find((each) => each.value === value.value);
    // Before it came to mean that, the value meant the default.
    if (off?.since !== undefined && version !== undefined && !isAtLeast(version, off.since)) return byDefault;
    return off ? passes : { kind: 'gives-up', afterMs: numberOf(value) };
  }
  return value.kind === 'computed' ? { kind: 'gives-up', afterMs: numberOf(value) } : unknown;
}

/**
 * Whether a library only runs callbacks that it is given, whatever function of it they are given to: servers, brokers, retriers and
 * loggers do; what has timers or breakers is asked call by call.
 */
export function libraryPassesOn(module: string, evaluator: Evaluator): boolean {
  const libraries = librariesOf(module, evaluator);
  return (
    module !== 'global' &&
    libraries.length > 0 &&
    libraries.every(({ timers = [], breakers = [] }) => timers.length === 0 && breakers.length === 0)
  );
}

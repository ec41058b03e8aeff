import { readOption } from '../bounds/settings';
import type { KnownDelay, RetryTerms } from '../catalogue/library';
import { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { alternatives, type Value } from '../values/value';
import type { Attempts, Backoff, Presence } from './retrySite';
import { visitAll } from './walk';

/** What a library's retrier was told, read in the catalogue's terms. */
export interface Told {
  readonly terms: RetryTerms;
  /** The values that may hold the options. */
  readonly options: readonly Value[];
  /** Where they are asked for. */
  readonly node: ts.Node;
  readonly module: string;
}

/** The value of an option in whichever of the objects holds it; `undefined` (as a constant) where surely none does. */
export function readTerm({ options, node }: Told, option: string, evaluator: Evaluator): Value {
  for (const value of options) {
    const found = readOption(value, option, evaluator, node);
    if (found.kind !== 'constant' || found.value !== undefined) return found;
  }
  return { kind: 'constant', value: undefined, node };
}

function isMissing(value: Value): boolean {
  return value.kind === 'constant' && value.value === undefined;
}

/** So many attempts, or so many ms, are never over. */
const endless = 2 ** 31;

/** The number of an option: `none` for endless, undefined where it cannot be told. */
export function numberOf(
  told: Told,
  term: { readonly option: string; readonly default: number | 'none' } | undefined,
  evaluator: Evaluator,
): number | 'none' | undefined {
  if (!term) return undefined;
  const value = readTerm(told, term.option, evaluator);
  if (value.kind === 'constant') {
    if (value.value === undefined) return term.default;
    if (typeof value.value === 'number' && value.value > endless) return 'none';
    return typeof value.value === 'number' ? value.value : undefined;
  }
  return value.kind === 'computed' && typeof value.fallback === 'number' ? value.fallback : undefined;
}

/** How often a retrier tries. */
export function attemptsTold(told: Told, evaluator: Evaluator): Attempts {
  const { forever, count } = told.terms;
  if (forever !== undefined) {
    const value = readTerm(told, forever, evaluator);
    if (value.kind === 'constant' && value.value === true) return { state: 'unbounded', node: value.node };
    if (value.kind !== 'constant') return { state: 'unknown' };
  }
  if (!count) return { state: 'unknown' };
  const value = readTerm(told, count.option, evaluator);
  const isOff =
    value.kind === 'constant' && !isMissing(value) && count.off?.includes(value.value as number | boolean | null);
  if (isOff) return { state: 'unbounded', node: value.node };
  const number = numberOf(told, count, evaluator);
  if (number === 'none') return { state: 'unbounded', node: isMissing(value) ? undefined : value.node };
  if (number === undefined)
    return value.kind === 'computed' ? { state: 'bounded', value: undefined, node: value.node } : { state: 'unknown' };
  return { state: 'bounded', value: number + (count.counts === 'retries' ? 1 : 0), node: value.node };
}

/** Whether one of the options is given: surely, surely not, or it cannot be told. */
function isGiven(told: Told, names: readonly string[], evaluator: Evaluator): Presence {
  const values = names.map((name) => readTerm(told, name, evaluator));
  const isThere = (value: Value): boolean =>
    value.kind !== 'unknown' && !(value.kind === 'constant' && (value.value ?? false) === false);
  if (values.some((value) => isThere(value) && !saysYes(value))) return 'yes';
  return values.some((value) => value.kind === 'unknown') ? 'unknown' : 'no';
}

/** `() => true` decides nothing. */
function saysYes(value: Value): boolean {
  if (value.kind !== 'function' || !value.node.body || ts.isBlock(value.node.body)) return false;
  return value.node.body.kind === ts.SyntaxKind.TrueKeyword;
}

/** Whether a function that is told of each failure may end the retries: it throws, or is not known. */
function mayEnd(value: Value): Presence {
  if (isMissing(value)) return 'no';
  if (value.kind !== 'function' || !value.node.body) return 'unknown';
  let throws = false;
  visitAll(value.node.body, (each) => {
    throws ||= ts.isThrowStatement(each);
  });
  return throws ? 'yes' : 'no';
}

/** Whether it is decided which errors are retried. */
export function predicateTold(told: Told, handled: ts.Expression | undefined, evaluator: Evaluator): Presence {
  const { terms } = told;
  const { predicate, observers = [], handles } = terms;
  if (handles) {
    const value = handled && evaluator.evaluate(handled);
    if (value?.kind !== 'external') return value?.kind === 'made' ? 'yes' : 'unknown';
    return handles.all.includes(value.path.join('.')) ? 'no' : 'yes';
  }
  const given = predicate ? isGiven(told, predicate, evaluator) : 'no';
  if (given !== 'no') return given;
  if (terms.safeByDefault) return predicate?.some((name) => saysYes(readTerm(told, name, evaluator))) ? 'no' : 'yes';
  const ends = observers.map((name) => mayEnd(readTerm(told, name, evaluator)));
  return ends.find((each) => each !== 'no') ?? 'no';
}

/** Whether a client's retrier repeats calls that may not be repeated, too. */
export function repeatsWritesTold(told: Told, evaluator: Evaluator): Presence {
  const { repeatsWrites } = told.terms;
  if (!repeatsWrites) return 'no';
  const value = readTerm(told, repeatsWrites.option, evaluator);
  if (isMissing(value) || saysYes(value)) return 'yes';
  if (value.kind !== 'external' || value.module !== told.module) return 'unknown';
  return repeatsWrites.spared.includes(value.path.at(-1) ?? '') ? 'no' : 'yes';
}

type Shape = Pick<Backoff, 'growth' | 'jitter'>;

/** The export of the library that a value is, or was made by. */
function knownDelay(value: Value, { terms, module }: Told, evaluator: Evaluator): Shape | undefined {
  const of = value.kind === 'made' ? value.callee : value;
  if (of.kind !== 'external' || of.module !== module) return undefined;
  const known: KnownDelay | undefined = terms.delays?.find(({ export: name }) => name === of.path.join('.'));
  if (!known) return undefined;
  const [options] = value.kind === 'made' ? (value.node.arguments ?? []) : [];
  const { unless } = known;
  const changed =
    unless !== undefined &&
    options !== undefined &&
    value.kind === 'made' &&
    !isMissing(readOption(evaluator.evaluate(options, value.env), unless, evaluator, value.node));
  return { growth: known.growth, jitter: changed ? 'unknown' : known.jitter ? 'yes' : 'no' };
}

/** Whether code works a delay out from the attempt's number, or at random. */
function readDelay(value: Value, told: Told, evaluator: Evaluator): Shape {
  const known = knownDelay(value, told, evaluator);
  if (known) return known;
  if (value.kind === 'constant' && typeof value.value === 'number')
    return { growth: value.value > 0 ? 'constant' : 'none', jitter: 'no' };
  if (value.kind !== 'function' || !value.node.body) return { growth: 'unknown', jitter: 'unknown' };
  const parameters = new Set(value.node.parameters.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : [])));
  let growth: Backoff['growth'] = 'constant';
  let jitter: Presence = 'no';
  visitAll(value.node.body, (each) => {
    if (ts.isIdentifier(each) && parameters.has(each.text)) growth = 'growing';
    if (ts.isIdentifier(each) && each.text === 'random') jitter = 'yes';
    if (!ts.isCallExpression(each) || jitter === 'yes') return;
    for (const callee of alternatives(evaluator.evaluate(each.expression))) {
      if (callee.kind === 'external' && callee.module === 'global') continue;
      const delay = knownDelay(callee, told, evaluator);
      if (delay) ({ growth, jitter } = delay);
      else jitter = 'unknown';
    }
  });
  return { growth, jitter };
}

/** How a retrier waits between attempts. */
export function backoffTold(told: Told, evaluator: Evaluator): Backoff {
  const { terms } = told;
  const unknown: Backoff = {
    growth: 'unknown',
    jitter: 'unknown',
    firstMs: undefined,
    factor: undefined,
    maxMs: undefined,
    node: undefined,
  };
  for (const name of terms.delayFunction ?? []) {
    const value = readTerm(told, name, evaluator);
    if (!isMissing(value)) return { ...unknown, ...readDelay(value, told, evaluator), node: value.node };
  }
  if (!terms.delay) return unknown;
  const first = numberOf(told, terms.delay, evaluator);
  const factor = numberOf(told, terms.factor, evaluator);
  const max = numberOf(told, terms.maxDelay, evaluator);
  const firstMs = typeof first === 'number' ? first : undefined;
  const by = typeof factor === 'number' ? factor : terms.factor ? undefined : 1;
  const unlimited = max === 'none' || !terms.maxDelay;
  return {
    growth: growthBy(firstMs, by),
    jitter: spreadTold(told, evaluator),
    firstMs,
    factor: by,
    maxMs: unlimited ? Number.POSITIVE_INFINITY : max,
    node: undefined,
  };
}

function growthBy(firstMs: number | undefined, factor: number | undefined): Backoff['growth'] {
  if (firstMs === undefined) return 'unknown';
  if (firstMs === 0) return 'none';
  if (factor === undefined) return 'unknown';
  return factor > 1 ? 'growing' : 'constant';
}

function spreadTold(told: Told, evaluator: Evaluator): Presence {
  const { jitter } = told.terms;
  if (!jitter) return 'no';
  const value = readTerm(told, jitter.option, evaluator);
  if (isMissing(value)) return jitter.default ? 'yes' : 'no';
  if (value.kind !== 'constant') return 'unknown';
  const on = jitter.on ? jitter.on.includes(value.value as string | boolean) : Boolean(value.value);
  return on ? 'yes' : 'no';
}

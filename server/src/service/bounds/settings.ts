import type { Setting } from '../catalogue/library';
import { propertyNamed } from '../fixes/options';
import { catalogueOf } from '../model/catalogue';
import { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { alternatives, unionOf, type Value } from '../values/value';
import type { BoundState, Step } from './bound';
import { signalOf } from './signals';

/** What one setting says, before it is merged with others. */
export type Reading = Pick<Step, 'state' | 'value' | 'what' | 'node' | 'site'>;

/** The names that an option's path leads through; `\\.` is a dot of the name itself. */
export function optionPath(option: string): readonly string[] {
  return option.split(/(?<!\\)\./).map((name) => name.replaceAll('\\.', '.'));
}

/** What an object that carries options (`new NodeHttpHandler({ requestTimeout })`) was made with; undefined when it is no such object. */
export function carried(value: Value, evaluator: Evaluator): Value | undefined {
  if (value.kind !== 'made' || value.callee.kind !== 'external') return undefined;
  const { callee, node, env } = value;
  const path = callee.path.join('.');
  for (const { carriers = [] } of catalogueOf(evaluator.project).libraries)
    for (const carrier of carriers) {
      if (carrier.export !== path || carrier.module !== callee.module) continue;
      const argument = typeof carrier.options === 'number' ? node.arguments?.[carrier.options] : undefined;
      return argument ? evaluator.evaluate(argument, env) : { kind: 'constant', value: undefined, node };
    }
  return undefined;
}

/** The value of an option; dots in `path` lead into nested objects. */
export function readOption(options: Value, path: string, evaluator: Evaluator, node: ts.Node): Value {
  return readPath(options, optionPath(path), evaluator, node);
}

function readPath(options: Value, path: readonly string[], evaluator: Evaluator, node: ts.Node): Value {
  const [name, ...rest] = path;
  if (name === undefined) return options;
  const at = carried(options, evaluator) ?? options;
  switch (at.kind) {
    case 'union':
      return unionOf(
        at.values.map((each) => readPath(each, path, evaluator, node)),
        at.node,
      );
    case 'constant':
      // An option of what is not there is not there either.
      return { kind: 'constant', value: undefined, node: at.node };
    case 'computed':
    case 'made':
    case 'typed':
    case 'member':
    case 'external':
      return { kind: 'unknown', why: 'not-followed', node: at.node };
    default:
      return readPath(evaluator.member(at, name, node), rest, evaluator, node);
  }
}

/** The place in an object literal where an option's value stands; undefined where it comes from a spread or from elsewhere. */
export function siteOf(options: Value, path: string): ts.Node | undefined {
  if (options.kind !== 'object') return undefined;
  const [first = path, ...rest] = path.split('.');
  const property = propertyNamed(options.node, first);
  if (!property || ts.isShorthandPropertyAssignment(property)) return property;
  if (!ts.isPropertyAssignment(property)) return property;
  if (rest.length === 0) return property.initializer;
  const { initializer } = property;
  return ts.isObjectLiteralExpression(initializer)
    ? siteOf({ ...options, node: initializer }, rest.join('.'))
    : initializer;
}

function isAbsent(value: Value): boolean {
  return value.kind === 'constant' && value.value === undefined;
}

/**
 * What a value means for the setting. `siblings` is the object that it stands in; `activated` says whether somebody
 * listens for the event that the setting only emits.
 */
export function readSetting(
  setting: Setting,
  value: Value,
  siblings: Value,
  evaluator: Evaluator,
  activated = false,
): Reading {
  const readings = alternatives(value).map((each) => readOne(setting, each, evaluator));
  const reading = combine(readings, value.node);
  if (reading.what === 'absent' || reading.what === 'disabled') return reading;
  const { effect = 'bounds', needs } = setting;
  const works =
    effect === 'idle' || effect === 'headers' || effect === 'bounds' || (activated && setting.listener !== undefined);
  if (needs) {
    const switched = readOption(siblings, needs.option, evaluator, value.node);
    if (switched.kind === 'unknown' || switched.kind === 'computed')
      return { ...reading, state: 'unknown', value: undefined, what: 'undecided' };
    if (switched.kind === 'constant' && switched.value === needs.value) return reading;
    return { ...reading, what: 'ineffective' };
  }
  if (works) return reading;
  // Whether it is set at all cannot be told.
  if (reading.what === 'undecided') return { ...reading, what: 'absent' };
  return { ...reading, what: 'ineffective' };
}

function readOne(setting: Setting, value: Value, evaluator: Evaluator): Reading {
  const { node } = value;
  const as = (state: BoundState, what: Step['what'], amount?: number): Reading => ({
    state,
    what,
    value: amount,
    node,
  });
  if (isAbsent(value)) return as('unknown', 'absent');
  if (setting.parameter !== undefined) return readParameter(setting, setting.parameter, value, evaluator);
  if (setting.as === 'opaque') return as('unknown', 'undecided');
  if (setting.as === 'signal') {
    const signal = signalOf(value, evaluator);
    if (signal.kind === 'absent') return as('unknown', 'absent');
    return signal.kind === 'timeout' ? as('bounded', 'signal', signal.valueMs) : as('unknown', 'signal');
  }
  const factor = setting.unit === 's' ? 1000 : 1;
  if (value.kind === 'constant') {
    const given = value.value;
    if (given === Number.POSITIVE_INFINITY || setting.off?.includes(given as number | boolean | null))
      return as('unbounded', 'disabled');
    if (setting.as === 'flag') return as('unknown', 'absent');
    if (setting.as === 'deadline') return as('bounded', 'set');
    const extra = setting.counts === 'retries' ? 1 : 0;
    if (typeof given === 'number')
      return as('bounded', 'set', setting.as === 'duration' ? given * factor : given + extra);
    return as('unknown', 'undecided');
  }
  if (setting.as === 'deadline' && (value.kind === 'computed' || value.kind === 'made'))
    return as('bounded', 'set', millisecondsFromNow(value.node, evaluator));
  if (value.kind === 'computed' && value.type === 'number') {
    // `Number(process.env.X)` without a default is NaN when it is not set.
    if (value.optional && value.fallback === undefined) return as('unknown', 'undecided');
    const { fallback } = value;
    if (typeof fallback === 'number' && setting.off?.includes(fallback)) return as('unknown', 'undecided');
    return as('bounded', 'set', typeof fallback === 'number' ? fallback * factor : undefined);
  }
  return as('unknown', 'undecided');
}

/** A URL, as far as it is written out: the value of one of its query parameters. */
function readParameter(setting: Setting, parameter: string, value: Value, evaluator: Evaluator): Reading {
  const { node } = value;
  if (value.kind !== 'constant')
    return value.kind === 'object' || value.kind === 'function'
      ? { state: 'unknown', what: 'absent', value: undefined, node }
      : { state: 'unknown', what: 'undecided', value: undefined, node };
  const query = typeof value.value === 'string' ? value.value.split('?')[1] : undefined;
  const given = query === undefined ? null : new URLSearchParams(query).get(parameter);
  const { parameter: _, ...plain } = setting;
  const number = given === null ? undefined : Number(given);
  return readOne(plain, { kind: 'constant', value: number, node }, evaluator);
}

/** The `n` of `Date.now() + n`, and of `new Date(Date.now() + n)`. */
function millisecondsFromNow(node: ts.Node, evaluator: Evaluator): number | undefined {
  if (ts.isNewExpression(node) && node.arguments?.length === 1 && node.arguments[0])
    return millisecondsFromNow(node.arguments[0], evaluator);
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const parts = [node.left, node.right].map((each) => evaluator.evaluate(each));
  const [amount] = parts.flatMap((each) =>
    each.kind === 'constant' && typeof each.value === 'number' ? [each.value] : [],
  );
  const now = [node.left, node.right].some(
    (each) => ts.isCallExpression(each) && ['Date.now', 'new Date().getTime'].includes(each.expression.getText()),
  );
  return now ? amount : undefined;
}

/** One reading for several alternatives: sure only where all agree. */
function combine(readings: readonly Reading[], node: ts.Node): Reading {
  const [first] = readings;
  if (first && readings.length === 1) return first;
  if (
    first &&
    readings.every(({ what }) => what === first.what) &&
    readings.every(({ value }) => value === first.value)
  )
    return first;
  if (readings.length > 0 && readings.every(({ state }) => state === 'bounded')) {
    const values = readings.map(({ value }) => value);
    const known = values.every((each) => each !== undefined) ? Math.max(...values) : undefined;
    return { state: 'bounded', what: 'set', value: known, node };
  }
  return { state: 'unknown', what: 'undecided', value: undefined, node };
}

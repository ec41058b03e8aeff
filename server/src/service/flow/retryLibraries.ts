import { readOption } from '../bounds/settings';
import type { Library, Maker, RetrierShape, RetryTerms } from '../catalogue/library';
import { catalogueOf } from '../model/catalogue';
import type { ServiceFile } from '../model/file';
import { optionsAt } from '../networkCalls';
import { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { alternatives, type Environment, noEnvironment, type Value } from '../values/value';
import type { Attempts, Backoff, Presence, RetrySite } from './retrySite';
import { visitAll } from './walk';

/** A retrier in use: which one, and the call that configured it. */
interface Used {
  readonly library: Library;
  readonly shape: RetrierShape;
  readonly configured: ts.CallExpression | ts.NewExpression;
  readonly env: Environment;
  readonly place: Maker['options'];
}

/** The retriers that a value is: a policy made elsewhere. */
function retriersOf(value: Value, evaluator: Evaluator): Used[] {
  return alternatives(value).flatMap((each): Used[] => {
    if (each.kind !== 'made' || each.callee.kind !== 'external') return [];
    const { module, path } = each.callee;
    return catalogueOf(evaluator.project)
      .byModule(module)
      .flatMap((library) =>
        (library.retriers ?? []).flatMap((shape) =>
          (shape.made ?? []).flatMap((maker) =>
            maker.export === path.join('.')
              ? [{ library, shape, configured: each.node, env: each.env, place: maker.options ?? shape.options }]
              : [],
          ),
        ),
      );
  });
}

function usedBy(node: ts.CallExpression, evaluator: Evaluator): Used | undefined {
  for (const callee of alternatives(evaluator.evaluate(node.expression))) {
    if (callee.kind === 'external') {
      const path = callee.path.join('.');
      for (const library of catalogueOf(evaluator.project).byModule(callee.module))
        for (const shape of library.retriers ?? [])
          if (shape.export === path)
            return { library, shape, configured: node, env: noEnvironment, place: shape.options };
    }
    if (callee.kind === 'member') {
      const used = retriersOf(callee.of, evaluator).find(({ shape }) => shape.execute?.includes(callee.name));
      if (used) return used;
    }
  }
  return undefined;
}

function optionsOf({ configured, place, env }: Used, evaluator: Evaluator): readonly Value[] {
  return optionsAt(place, configured, env, evaluator).map(({ value }) => value);
}

/** The value of an option in whichever of the objects holds it; `undefined` (as a constant) where surely none does. */
function read(options: readonly Value[], option: string, node: ts.Node, evaluator: Evaluator): Value {
  for (const value of options) {
    const found = readOption(value, option, evaluator, node);
    if (found.kind !== 'constant' || found.value !== undefined) return found;
  }
  return { kind: 'constant', value: undefined, node };
}

function numberAt(
  options: readonly Value[],
  term: { readonly option: string; readonly default: number | 'none' } | undefined,
  node: ts.Node,
  evaluator: Evaluator,
): number | 'none' | undefined {
  if (!term) return undefined;
  const value = read(options, term.option, node, evaluator);
  if (value.kind === 'constant') {
    if (value.value === undefined) return term.default;
    if (value.value === Number.POSITIVE_INFINITY) return 'none';
    return typeof value.value === 'number' ? value.value : undefined;
  }
  return value.kind === 'computed' && typeof value.fallback === 'number' ? value.fallback : undefined;
}

function attemptsOf(terms: RetryTerms, options: readonly Value[], node: ts.Node, evaluator: Evaluator): Attempts {
  if (terms.forever !== undefined) {
    const forever = read(options, terms.forever, node, evaluator);
    if (forever.kind === 'constant' && forever.value === true) return { state: 'unbounded', node: forever.node };
    if (forever.kind !== 'constant') return { state: 'unknown' };
  }
  const { count } = terms;
  if (!count) return { state: 'unknown' };
  const value = read(options, count.option, node, evaluator);
  if (
    value.kind === 'constant' &&
    value.value !== undefined &&
    count.off?.includes(value.value as number | boolean | null)
  )
    return { state: 'unbounded', node: value.node };
  const number = numberAt(options, count, node, evaluator);
  if (number === 'none') return { state: 'unbounded', node: value.node };
  if (number === undefined)
    return value.kind === 'computed' ? { state: 'bounded', value: undefined, node: value.node } : { state: 'unknown' };
  return { state: 'bounded', value: number + (count.counts === 'retries' ? 1 : 0), node: value.node };
}

/** Whether one of the options is given: surely, surely not, or it cannot be told. */
function presence(options: readonly Value[], names: readonly string[], node: ts.Node, evaluator: Evaluator): Presence {
  const values = names.map((name) => read(options, name, node, evaluator));
  if (
    values.some(
      (value) =>
        value.kind !== 'unknown' &&
        !(value.kind === 'constant' && (value.value === undefined || value.value === null || value.value === false)),
    )
  )
    return 'yes';
  return values.some((value) => value.kind === 'unknown') ? 'unknown' : 'no';
}

/** Whether code works a delay out from the attempt's number, or at random. */
function readDelayFunction(value: Value): Pick<Backoff, 'growth' | 'jitter'> {
  if (value.kind === 'function' && value.node.body) {
    let grows = false;
    let jitter = false;
    const parameters = new Set(
      value.node.parameters.flatMap((each) => (ts.isIdentifier(each.name) ? [each.name.text] : [])),
    );
    visitAll(value.node.body, (each) => {
      if (ts.isIdentifier(each) && parameters.has(each.text)) grows = true;
      if (ts.isIdentifier(each) && each.text === 'random') jitter = true;
    });
    return { growth: grows ? 'growing' : 'constant', jitter: jitter ? 'yes' : 'no' };
  }
  if (value.kind === 'constant' && typeof value.value === 'number')
    return { growth: value.value > 0 ? 'constant' : 'none', jitter: 'no' };
  return { growth: 'unknown', jitter: 'unknown' };
}

function backoffOf(terms: RetryTerms, options: readonly Value[], node: ts.Node, evaluator: Evaluator): Backoff {
  const unknown: Backoff = {
    growth: 'unknown',
    jitter: 'unknown',
    firstMs: undefined,
    factor: undefined,
    maxMs: undefined,
    node: undefined,
  };
  for (const name of terms.delayFunction ?? []) {
    const value = read(options, name, node, evaluator);
    if (value.kind === 'constant' && value.value === undefined) continue;
    return { ...unknown, ...readDelayFunction(value), node: value.node };
  }
  const first = numberAt(options, terms.delay, node, evaluator);
  const factor = numberAt(options, terms.factor, node, evaluator);
  const max = numberAt(options, terms.maxDelay, node, evaluator);
  if (terms.delay === undefined)
    return terms.delayFunction ? { ...unknown, growth: 'none', jitter: 'no', firstMs: 0, maxMs: 0 } : unknown;
  const { jitter } = terms;
  const spread = jitter && read(options, jitter.option, node, evaluator);
  const jittered: Presence =
    !jitter || !spread
      ? 'no'
      : spread.kind !== 'constant'
        ? 'unknown'
        : spread.value === undefined
          ? jitter.default
            ? 'yes'
            : 'no'
          : (jitter.on ? jitter.on.includes(spread.value as string | boolean) : Boolean(spread.value))
            ? 'yes'
            : 'no';
  const firstMs = typeof first === 'number' ? first : undefined;
  const by = typeof factor === 'number' ? factor : terms.factor ? undefined : 1;
  return {
    growth:
      firstMs === undefined
        ? 'unknown'
        : firstMs === 0
          ? 'none'
          : by === undefined
            ? 'unknown'
            : by > 1
              ? 'growing'
              : 'constant',
    jitter: jittered,
    firstMs,
    factor: by,
    maxMs: max === 'none' ? Number.POSITIVE_INFINITY : (max ?? (terms.maxDelay ? undefined : Number.POSITIVE_INFINITY)),
    node: undefined,
  };
}

/** Whether the work itself ends the retries: it throws the library's abort error, or calls the function it was handed for that. */
function aborts(shape: RetrierShape, work: ts.Node | undefined): boolean {
  const names = new Set(shape.abort ?? []);
  if (!work || names.size === 0) return false;
  const own = ts.isFunctionLike(work) && names.has('bail') ? work.parameters[0]?.name : undefined;
  let found = false;
  visitAll(work, (each) => {
    if (!ts.isIdentifier(each)) return;
    if (names.has(each.text) || (own && ts.isIdentifier(own) && own !== each && own.text === each.text)) found = true;
  });
  return found;
}

function workOf(node: ts.CallExpression, index: number | undefined, evaluator: Evaluator): ts.Node | undefined {
  const argument = index === undefined ? undefined : node.arguments[index];
  if (!argument) return undefined;
  const value = evaluator.evaluate(argument);
  return value.kind === 'function' ? value.node : undefined;
}

/** The places of a file where a library repeats work. */
export function libraryRetries(file: ServiceFile, evaluator: Evaluator): readonly RetrySite[] {
  return file.nodes(ts.SyntaxKind.CallExpression).flatMap((node): RetrySite[] => {
    const used = usedBy(node, evaluator);
    if (!used) return [];
    const { library, shape, configured } = used;
    const options = optionsOf(used, evaluator);
    const { terms } = shape;
    const work = workOf(node, shape.work ?? (shape.client === undefined ? 0 : undefined), evaluator);
    const total = numberAt(options, terms.maxTotal, configured, evaluator);
    const literal = options.find((each) => each.kind === 'object');
    const given = terms.predicate ? presence(options, terms.predicate, configured, evaluator) : 'no';
    return [
      {
        kind: 'library',
        at: node.expression,
        node,
        library,
        shape,
        work,
        attempts: attemptsOf(terms, options, configured, evaluator),
        backoff: backoffOf(terms, options, configured, evaluator),
        predicate: given === 'no' && (aborts(shape, work) || terms.safeByDefault) ? 'yes' : given,
        maxTotalMs: total === 'none' ? Number.POSITIVE_INFINITY : total,
        options:
          literal?.kind === 'object' && literal.node.getSourceFile() === file.sourceFile ? literal.node : undefined,
        configured,
      },
    ];
  });
}

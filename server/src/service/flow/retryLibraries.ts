import type { Library, Maker, RetrierShape } from '../catalogue/library';
import { clientsOf } from '../clients';
import { catalogueOf } from '../model/catalogue';
import type { ServiceFile } from '../model/file';
import { optionsAt } from '../networkCalls';
import { presentLibraries } from '../presence';
import { ts } from '../ts';
import { invocationsNamed } from '../values/callers';
import type { Evaluator } from '../values/evaluator';
import { alternatives, type Environment, noEnvironment, type Value } from '../values/value';
import { bodiesFrom } from './reach';
import { attemptsTold, backoffTold, numberOf, predicateTold, repeatsWritesTold, type Told } from './retrierTerms';
import type { RetrySite } from './retrySite';
import { visitAll } from './walk';

type Invocation = ts.CallExpression | ts.NewExpression;

/** A retrier in use: which one, and the call that configured it. */
interface Used {
  readonly library: Library;
  readonly shape: RetrierShape;
  readonly module: string;
  readonly configured: Invocation;
  readonly env: Environment;
  readonly place: Maker['options'];
}

/** The retriers that a value is: a policy made elsewhere, or several in one (`wrap(retry, timeout)`). */
function retriersOf(value: Value, evaluator: Evaluator, depth = 0): Used[] {
  return alternatives(value).flatMap((each): Used[] => {
    if (each.kind !== 'made' || each.callee.kind !== 'external' || depth > 2) return [];
    const { node, env } = each;
    const { module, path } = each.callee;
    const name = path.join('.');
    return catalogueOf(evaluator.project)
      .byModule(module)
      .flatMap((library): Used[] => {
        if (library.combines?.includes(name))
          return (node.arguments ?? []).flatMap((part) =>
            retriersOf(evaluator.evaluate(part, env), evaluator, depth + 1),
          );
        return (library.retriers ?? []).flatMap((shape) =>
          (shape.made ?? [])
            .filter((maker) => maker.export === name)
            .map((maker) => ({
              library,
              shape,
              module,
              configured: node,
              env,
              place: maker.options ?? shape.options,
            })),
        );
      });
  });
}

const namesKey = {};

/** The last names of all that retries, or makes something that does: what a call behind a dot must end in to be looked at. */
function namesOf({ project }: Evaluator): ReadonlySet<string> {
  return project.once(namesKey, () => {
    const members = new Set<string>();
    for (const { retriers = [] } of presentLibraries(project))
      for (const { export: name, made = [], execute = [] } of retriers) {
        if (name !== undefined) members.add(name.split('.').at(-1) ?? name);
        for (const each of execute) members.add(each);
        for (const maker of made) members.add(maker.export?.split('.').at(-1) ?? '');
      }
    return members;
  });
}

/** The retrier that a call is made on, is itself, or makes. */
function usedBy(node: ts.CallExpression, evaluator: Evaluator): Used | undefined {
  const { expression } = node;
  if (ts.isPropertyAccessExpression(expression)) {
    if (!namesOf(evaluator).has(expression.name.text)) return undefined;
  } else if (!ts.isIdentifier(expression) && !ts.isParenthesizedExpression(expression)) return undefined;
  for (const callee of alternatives(evaluator.evaluate(expression))) {
    if (callee.kind === 'external') {
      const { module } = callee;
      const path = callee.path.join('.');
      for (const library of catalogueOf(evaluator.project).byModule(module))
        for (const shape of library.retriers ?? []) {
          const used = { library, shape, module, configured: node, env: noEnvironment };
          if (shape.export === path) return { ...used, place: shape.options };
          const maker = shape.made?.find((each) => each.export === path);
          if (maker) return { ...used, place: maker.options ?? shape.options };
        }
    }
    if (callee.kind === 'member') {
      const used = retriersOf(callee.of, evaluator).find(({ shape }) => shape.execute?.includes(callee.name));
      if (used) return used;
    }
  }
  return undefined;
}

/** Whether the work itself ends the retries: it throws the library's abort error, or calls the function it was handed for that. */
function aborts(shape: RetrierShape, work: ts.Node | undefined, evaluator: Evaluator): boolean {
  const names = new Set(shape.abort ?? []);
  if (!work || names.size === 0) return false;
  const own = ts.isFunctionLike(work) && names.has('bail') ? work.parameters[0]?.name : undefined;
  let found = false;
  for (const body of bodiesFrom(work, evaluator))
    visitAll(body, (each) => {
      if (!ts.isIdentifier(each)) return;
      if (names.has(each.text) || (own && ts.isIdentifier(own) && own !== each && own.text === each.text)) found = true;
    });
  return found;
}

function workOf(node: ts.CallExpression, index: number, evaluator: Evaluator): ts.Node | undefined {
  const argument = node.arguments[index];
  const value = argument && evaluator.evaluate(argument);
  return value?.kind === 'function' ? value.node : undefined;
}

/** What a policy is given to run, anywhere in the project. */
function worksOf({ shape, configured }: Used, evaluator: Evaluator): ts.Node[] {
  return (shape.execute ?? [])
    .flatMap((name) => invocationsNamed(name, evaluator.project))
    .filter(ts.isCallExpression)
    .filter((node) => {
      const { expression } = node;
      if (!ts.isPropertyAccessExpression(expression)) return false;
      return retriersOf(evaluator.evaluate(expression.expression), evaluator).some(
        (each) => each.configured === configured,
      );
    })
    .flatMap((node) => workOf(node, shape.work ?? 0, evaluator) ?? []);
}

function siteOf(used: Used, node: Invocation, file: ServiceFile, evaluator: Evaluator): RetrySite {
  const { library, shape, module, configured, env, place } = used;
  const { terms } = shape;
  const kind = shape.client !== undefined ? 'client' : shape.made && configured === node ? 'policy' : 'library';
  const options = optionsAt(place, configured, env, evaluator).map(({ value }) => value);
  const told: Told = { terms, options, node: configured, module };
  const work = kind === 'library' && ts.isCallExpression(node) ? workOf(node, shape.work ?? 0, evaluator) : undefined;
  const given = shape.client === undefined ? undefined : node.arguments?.[shape.client];
  const total = numberOf(told, terms.maxTotal, evaluator);
  const literal = options.find((each) => each.kind === 'object');
  const handled = terms.handles && configured.arguments?.[terms.handles.argument];
  const decided = predicateTold(told, handled, evaluator);
  return {
    kind,
    at: node.expression,
    node,
    library,
    shape,
    work,
    works: kind === 'policy' ? worksOf(used, evaluator) : work ? [work] : [],
    clients: given ? clientsOf(evaluator.evaluate(given), evaluator) : [],
    attempts: attemptsTold(told, evaluator),
    backoff: backoffTold(told, evaluator),
    predicate: decided === 'no' && aborts(shape, work, evaluator) ? 'yes' : decided,
    repeatsWrites: repeatsWritesTold(told, evaluator),
    maxTotalMs: total === 'none' ? Number.POSITIVE_INFINITY : total,
    options: literal?.kind === 'object' && literal.node.getSourceFile() === file.sourceFile ? literal.node : undefined,
    configured,
  };
}

/** The places of a file where a library repeats work, is told how to, or gives retries to a client. */
export function libraryRetries(file: ServiceFile, evaluator: Evaluator): readonly RetrySite[] {
  const { project } = evaluator;
  if (!presentLibraries(project).some(({ retriers = [] }) => retriers.length > 0)) return [];
  return file.nodes(ts.SyntaxKind.CallExpression).flatMap((node): RetrySite[] => {
    const used = usedBy(node, evaluator);
    return used ? [siteOf(used, node, file, evaluator)] : [];
  });
}

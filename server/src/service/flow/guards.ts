import { isPassingMethod, passesOn } from '../bounds/transparent';
import { moduleOf } from '../bounds/wrappers';
import { breakersOf } from '../breakers';
import { matchesName } from '../catalogue/catalogue';
import type { Library } from '../catalogue/library';
import { catalogueOf } from '../model/catalogue';
import { functionName, useOf } from '../process/startup';
import { isTestFile } from '../testFiles';
import { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { alternatives, type Value } from '../values/value';
import { heedsFailures } from './failureState';
import { requestHandlers } from './handlers';
import { referencesTo } from './references';
import { functionAround, isWithin } from './walk';

/** What becomes of work that something is handed: a circuit breaker may refuse it, it is run as it is, or nobody can tell. */
type Guarding = 'guards' | 'passes' | 'unknown';

const maxDepth = 3;

function worst(all: readonly Guarding[]): Guarding {
  return all.includes('guards') ? 'guards' : all.includes('unknown') ? 'unknown' : 'passes';
}

function librariesOf(module: string, evaluator: Evaluator): readonly Library[] {
  return catalogueOf(evaluator.project).byModule(module);
}

/** What a library does with work in general: only what has breakers may guard it. */
function byModule(module: string | undefined, path: readonly string[], evaluator: Evaluator): Guarding {
  if (module === undefined) return 'unknown';
  const libraries = librariesOf(module, evaluator);
  if (module !== 'global' && libraries.length > 0)
    return libraries.some(({ breakers = [] }) => breakers.length > 0) ? 'unknown' : 'passes';
  return passesOn(module, path) ? 'passes' : 'unknown';
}

function byExport(module: string, path: readonly string[], evaluator: Evaluator): Guarding {
  const name = path.join('.');
  for (const { breakers = [], retriers = [], timers = [], limiters = [] } of librariesOf(module, evaluator)) {
    if (breakers.some(({ made = [] }) => made.some((maker) => maker.export === name))) return 'guards';
    if ([...retriers, ...timers, ...limiters].some((each) => each.export === name)) return 'passes';
  }
  return byModule(module, path, evaluator);
}

/** What an object does with work that one of its methods is handed: `policy.execute(work)`. */
function byObject(of: Value, method: string, evaluator: Evaluator, depth: number): Guarding {
  if (depth > maxDepth) return 'unknown';
  return worst(
    alternatives(of).map((each): Guarding => {
      if (breakersOf(each, evaluator).some(({ shape }) => shape.execute.includes(method))) return 'guards';
      if (each.kind === 'typed') {
        for (const { breakers = [], retriers = [], timers = [], limiters = [] } of librariesOf(
          each.module,
          evaluator,
        )) {
          const fits = ({ types = [] }: { readonly types?: readonly string[] }) => types.includes(each.name);
          if (breakers.some(fits)) return 'guards';
          if ([...retriers, ...timers, ...limiters].some(fits)) return 'passes';
        }
      }
      if (each.kind === 'made' && each.callee.kind === 'external') {
        const { node, env, callee } = each;
        const name = callee.path.join('.');
        for (const { combines = [], retriers = [], timers = [], limiters = [] } of librariesOf(
          callee.module,
          evaluator,
        )) {
          if (combines.includes(name))
            return worst(
              (node.arguments ?? []).map((part) =>
                byObject(evaluator.evaluate(part, env), method, evaluator, depth + 1),
              ),
            );
          const made = [...retriers, ...timers, ...limiters].flatMap((shape) => shape.made ?? []);
          if (made.some((maker) => maker.export !== undefined && matchesName(maker.export, name))) return 'passes';
        }
      }
      return byModule(moduleOf(each), ['*'], evaluator);
    }),
  );
}

const functionKey = {};

/** What our own function does with what it is handed. */
function byFunction(node: ts.FunctionLikeDeclaration, evaluator: Evaluator, depth: number): Guarding {
  // How far it was looked already decides what is found: kept by that, the outcome does not hang on who asked first.
  const known = evaluator.project.once(functionKey, () => new Map<ts.Node, Guarding[]>());
  const byDepth = known.get(node) ?? [];
  known.set(node, byDepth);
  byDepth[depth] ??= lookInto(node, evaluator, depth);
  return byDepth[depth];
}

function lookInto(node: ts.FunctionLikeDeclaration, evaluator: Evaluator, depth: number): Guarding {
  if (heedsFailures(node, evaluator)) return 'guards';
  if (depth >= maxDepth) return 'unknown';
  const { checker } = evaluator.project;
  const handed = new Set(
    node.parameters.flatMap(({ name }) => (ts.isIdentifier(name) ? (checker.getSymbolAtLocation(name) ?? []) : [])),
  );
  const mentions = (at: ts.Node): boolean => {
    if (ts.isIdentifier(at)) {
      const symbol = checker.getSymbolAtLocation(at);
      return symbol !== undefined && handed.has(symbol);
    }
    return ts.forEachChild(at, mentions) ?? false;
  };
  const found: Guarding[] = [];
  const visit = (at: ts.Node): void => {
    if (ts.isCallExpression(at) || ts.isNewExpression(at)) {
      const functions = (at.arguments ?? []).filter(
        (each) => mentions(each) && checker.getTypeAtLocation(each).getCallSignatures().length > 0,
      );
      if (functions.length > 0) found.push(guardingOf(at, evaluator, depth + 1));
    }
    ts.forEachChild(at, visit);
  };
  if (node.body) visit(node.body);
  return worst(found);
}

/** What a call does with a function that it is handed. */
function guardingOf(node: ts.CallExpression | ts.NewExpression, evaluator: Evaluator, depth = 0): Guarding {
  const { expression } = node;
  if (ts.isPropertyAccessExpression(expression) && isPassingMethod(expression.name.text)) return 'passes';
  return worst(
    alternatives(evaluator.evaluate(expression)).map((callee): Guarding => {
      switch (callee.kind) {
        case 'external':
          return byExport(callee.module, callee.path, evaluator);
        case 'member':
          return byObject(callee.of, callee.name, evaluator, 0);
        case 'made':
        case 'typed':
          return byObject(callee, '', evaluator, 0);
        case 'function':
          return byFunction(callee.node, evaluator, depth);
        default:
          return 'unknown';
      }
    }),
  );
}

/** What lies between code and the requests that it is run for. */
type Way = 'guarded' | 'open' | 'none';

/** How many functions of our own may stand between a handler and a call. */
const maxHops = 4;
/** A function that is named more often than this is a helper of everything. */
const maxReferences = 40;

const key = {};

/**
 * Whether code runs while a request is answered and surely no circuit breaker stands before it, of a library or of one's own, in its function or in
 * those that lead to it. Where only one of them cannot be looked into, it is not sure.
 */
export function runsUnguarded(node: ts.Node, evaluator: Evaluator): boolean {
  const { project } = evaluator;
  const handlers = requestHandlers(project);
  if (handlers.size === 0) return false;
  const known = project.once(key, () => new Map<ts.Node, { readonly way: Way; readonly hops: number }>());

  const through = (call: ts.CallExpression | ts.NewExpression, hops: number): Way =>
    guardingOf(call, evaluator) === 'passes' ? wayFrom(call, hops) : 'guarded';

  const all = (ways: readonly Way[]): Way =>
    ways.includes('guarded') ? 'guarded' : ways.includes('open') ? 'open' : 'none';

  const wayFrom = (from: ts.Node, hops: number): Way => {
    if (isTestFile(from.getSourceFile(), project)) return 'none';
    const owner = functionAround(from);
    if (!owner) return 'none';
    const before = known.get(owner);
    // Nothing was found from here with as many functions to go.
    if (before && (before.way !== 'none' || before.hops <= hops)) return before.way;
    // What leads back to itself adds nothing.
    known.set(owner, { way: 'none', hops: 0 });
    const way = leading(owner, hops);
    known.set(owner, { way, hops });
    return way;
  };

  const leading = (owner: ts.FunctionLikeDeclaration, hops: number): Way => {
    if (heedsFailures(owner, evaluator)) return 'guarded';
    if (handlers.has(owner)) return 'open';
    // A decorator may put anything around a method.
    if (ts.canHaveDecorators(owner) && (ts.getDecorators(owner) ?? []).length > 0) return 'guarded';
    let { parent } = owner as ts.Node;
    while (ts.isParenthesizedExpression(parent)) parent = parent.parent;
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent))
      return isWithin(owner, parent.expression) ? wayFrom(parent, hops) : through(parent, hops);
    const named = functionName(owner);
    if (!named) return 'guarded';
    if (hops >= maxHops) return 'none';
    const references = referencesTo(named.declaration, named.name, project);
    if (references.length > maxReferences) return 'guarded';
    return all(
      references.map((reference): Way => {
        const use = useOf(reference);
        if (!use || !(ts.isCallExpression(use) || ts.isNewExpression(use))) return 'none';
        return isWithin(reference, use.expression) ? wayFrom(use, hops + 1) : through(use, hops + 1);
      }),
    );
  };

  return wayFrom(node, 0) === 'open';
}

import { matchesName } from './catalogue/catalogue';
import type { BreakerShape, Library, LimiterShape, Maker } from './catalogue/library';
import { catalogueOf } from './model/catalogue';
import type { ts } from './ts';
import type { Evaluator } from './values/evaluator';
import { alternatives, type Environment, type Value } from './values/value';

/** A circuit breaker, with what made it. */
export interface Breaker {
  readonly library: Library;
  readonly shape: BreakerShape;
  readonly maker: Maker;
  readonly node: ts.CallExpression | ts.NewExpression;
  /** In which the arguments are to be evaluated. */
  readonly env: Environment;
}

const maxDepth = 4;

/** The breakers that a value is, or is put together from (`wrap(retry, breaker)`); only those of which it is known how they were made. */
export function breakersOf(value: Value, evaluator: Evaluator, depth = 0): readonly Breaker[] {
  if (depth > maxDepth) return [];
  return alternatives(value).flatMap((each): readonly Breaker[] => {
    if (each.kind !== 'made' || each.callee.kind !== 'external') return [];
    const { node, env } = each;
    const { module, path } = each.callee;
    const name = path.join('.');
    return catalogueOf(evaluator.project)
      .byModule(module)
      .flatMap((library) => {
        if (library.combines?.includes(name))
          return (node.arguments ?? []).flatMap((argument) =>
            breakersOf(evaluator.evaluate(argument, env), evaluator, depth + 1),
          );
        return (library.breakers ?? []).flatMap((shape) =>
          (shape.made ?? [])
            .filter((maker) => maker.export !== undefined && matchesName(maker.export, name))
            .map((maker): Breaker => ({ library, shape, maker, node, env })),
        );
      });
  });
}

function isLimiter({ made = [], types = [] }: LimiterShape, value: Value): boolean {
  if (value.kind === 'typed') return types.includes(value.name);
  if (value.kind !== 'made' || value.callee.kind !== 'external') return false;
  const path = value.callee.path.join('.');
  return made.some((maker) => maker.export === path);
}

function moduleOf(value: Value): string | undefined {
  if (value.kind === 'typed' || value.kind === 'external') return value.module;
  return value.kind === 'made' && value.callee.kind === 'external' ? value.callee.module : undefined;
}

/** Whether a call hands its arguments to something of the catalogue that runs only so many at a time. */
export function isLimited(callee: Value, evaluator: Evaluator): boolean {
  return alternatives(callee).some((each) => {
    const of = each.kind === 'member' ? each.of : each;
    const method = each.kind === 'member' ? each.name : '';
    return alternatives(of).some((receiver) =>
      catalogueOf(evaluator.project)
        .byModule(moduleOf(receiver) ?? '')
        .some(({ limiters = [] }) =>
          limiters.some((shape) => {
            if (shape.export !== undefined && receiver.kind === 'external')
              return shape.export === receiver.path.join('.');
            return shape.execute.includes(method) && isLimiter(shape, receiver);
          }),
        ),
    );
  });
}

import { readOption } from './bounds/settings';
import type { BreakerShape, Library, OptionsPlace } from './catalogue/library';
import type { ServiceFile } from './model/file';
import type { ServiceProject } from './model/project';
import { optionsAt } from './networkCalls';
import { presentLibraries } from './presence';
import { ts } from './ts';
import { evaluatorOf } from './values/evaluator';
import { noEnvironment } from './values/value';

/** A circuit breaker that is made around known work. */
export interface MadeBreaker {
  readonly library: Library;
  readonly shape: BreakerShape;
  readonly node: ts.CallExpression | ts.NewExpression;
  readonly options: OptionsPlace | undefined;
  /** The code that it runs; undefined where it cannot be told. */
  readonly work: ts.Node | undefined;
  /** Whether an option keeps errors from counting. */
  readonly filtered: 'yes' | 'no' | 'unknown';
}

/** The circuit breakers of a file whose maker takes the work (`new CircuitBreaker(work, options)`). */
export function breakersIn(file: ServiceFile, project: ServiceProject): readonly MadeBreaker[] {
  const shapes = presentLibraries(project).flatMap((library) =>
    (library.breakers ?? []).filter(({ work }) => work.of === 'maker').map((shape) => ({ library, shape })),
  );
  if (shapes.length === 0) return [];
  const evaluator = evaluatorOf(project);
  return [...file.nodes(ts.SyntaxKind.NewExpression), ...file.nodes(ts.SyntaxKind.CallExpression)].flatMap(
    (node): MadeBreaker[] => {
      const { expression } = node;
      if (!ts.isIdentifier(expression) && !ts.isPropertyAccessExpression(expression)) return [];
      const callee = evaluator.evaluate(expression);
      if (callee.kind !== 'external') return [];
      const path = callee.path.join('.');
      for (const { library, shape } of shapes) {
        if (!library.modules.includes(callee.module)) continue;
        const maker = shape.made?.find((each) => each.export === path);
        if (!maker) continue;
        const given = optionsAt(maker.options, node, noEnvironment, evaluator);
        const filters = (shape.errorFilter ?? []).flatMap((option) =>
          given.map(({ value }) => readOption(value, option, evaluator, node)),
        );
        const isSet = filters.some(({ kind }) => kind !== 'constant' && kind !== 'unknown');
        const isUnknown = filters.some(({ kind }) => kind === 'unknown');
        const argument = node.arguments?.[shape.work.argument];
        const value = argument && evaluator.evaluate(argument);
        return [
          {
            library,
            shape,
            node,
            options: maker.options,
            work: value?.kind === 'function' ? value.node.body : undefined,
            filtered: isSet ? 'yes' : isUnknown ? 'unknown' : 'no',
          },
        ];
      }
      return [];
    },
  );
}

import { matchesName } from './catalogue/catalogue';
import type { Library, Maker, ServerShape } from './catalogue/library';
import { catalogueOf } from './model/catalogue';
import { ts } from './ts';
import type { Evaluator } from './values/evaluator';
import { valueOfType } from './values/types';
import { alternatives, type Environment, type Value } from './values/value';

/** Something that listens for requests, with what is known of how it came to be. */
export interface Server {
  readonly library: Library;
  readonly shape: ServerShape;
  /** Undefined where only the type is known. */
  readonly creation:
    | {
        readonly maker: Maker;
        readonly node: ts.CallExpression | ts.NewExpression;
        /** In which the arguments are to be evaluated. */
        readonly env: Environment;
      }
    | undefined;
}

const maxDepth = 12;

/** The servers that a value may be; empty when it is none, or not known to be one. */
export function serversOf(value: Value, evaluator: Evaluator, depth = 0): readonly Server[] {
  if (depth > maxDepth) return [];
  return alternatives(value).flatMap((each) => serverOf(each, evaluator, depth));
}

function serverOf(value: Value, evaluator: Evaluator, depth: number): readonly Server[] {
  switch (value.kind) {
    case 'made': {
      const { callee, node, env } = value;
      if (callee.kind === 'external') {
        const path = callee.path.join('.');
        const made = shapesOf(callee.module, evaluator).flatMap(([library, shape]): Server[] =>
          (shape.made ?? [])
            .filter((maker) => maker.export !== undefined && matchesName(maker.export, path))
            .map((maker) => ({ library, shape, creation: { maker, node, env } })),
        );
        if (made.length > 0) return made;
      }
      // A method that gives the server itself: `router.get(...)`, `app.use(...)`.
      if (callee.kind === 'member') {
        const given = serversOf(callee.of, evaluator, depth + 1).filter(
          ({ shape }) =>
            shape.fluent?.includes(callee.name) ||
            shape.handlers?.some(({ methods, events }) => !events && methods.includes(callee.name)),
        );
        if (given.length > 0) return given;
      }
      return ofItsType(node, evaluator);
    }
    case 'typed':
      return typed(value.module, value.name, evaluator);
    case 'member':
      return ts.isExpression(value.node) ? ofItsType(value.node, evaluator) : [];
    default:
      return [];
  }
}

function shapesOf(module: string, evaluator: Evaluator): [Library, ServerShape][] {
  return catalogueOf(evaluator.project)
    .byModule(module)
    .flatMap((library) => (library.servers ?? []).map((shape): [Library, ServerShape] => [library, shape]));
}

function typed(module: string, name: string, evaluator: Evaluator): Server[] {
  return shapesOf(module, evaluator)
    .filter(([, { types }]) => types?.some((pattern) => matchesName(pattern, name)))
    .map(([library, shape]) => ({ library, shape, creation: undefined }));
}

function ofItsType(node: ts.Expression, evaluator: Evaluator): readonly Server[] {
  const value = valueOfType(evaluator.project.checker.getTypeAtLocation(node), node);
  return value
    ? alternatives(value).flatMap((each) => (each.kind === 'typed' ? typed(each.module, each.name, evaluator) : []))
    : [];
}

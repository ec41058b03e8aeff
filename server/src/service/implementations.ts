import { matchesName } from './catalogue/catalogue';
import type { Library, ServerShape } from './catalogue/library';
import { headerOf } from './declaredClasses';
import type { ServiceProject } from './model/project';
import { presentLibraries } from './presence';
import { serversIn } from './servers';
import { ts } from './ts';
import { invocationsNamed } from './values/callers';
import { type Evaluator, evaluatorOf } from './values/evaluator';
import { alternatives, type Value } from './values/value';

/** What answers calls of one service of an RPC library. */
export interface Implementation {
  readonly library: Library;
  readonly shape: ServerShape & { readonly implementation: NonNullable<ServerShape['implementation']> };
}

type Methods = ReadonlyMap<ts.Node, Implementation>;

const key = {};

/** The functions of the project that an RPC server calls for its callers: methods of handler objects and classes. */
export function implementingFunctions(project: ServiceProject): Methods {
  return project.once(key, () => find(project));
}

function hasImplementation(shape: ServerShape): shape is Implementation['shape'] {
  return shape.implementation !== undefined;
}

function find(project: ServiceProject): Methods {
  const found = new Map<ts.Node, Implementation>();
  const evaluator = evaluatorOf(project);
  const shapes = presentLibraries(project).flatMap((library) =>
    (library.servers ?? []).filter(hasImplementation).map((shape): Implementation => ({ library, shape })),
  );
  if (shapes.length === 0) return found;
  const add = (handler: ts.Expression | undefined, of: Implementation): void => {
    if (!handler) return;
    for (const value of alternatives(evaluator.evaluate(handler)))
      for (const each of functionsOf(value, evaluator)) found.set(each, of);
  };
  for (const sourceFile of project.ownFiles)
    for (const { server, node } of serversIn(project.fileOf(sourceFile), project)) {
      const { library, shape } = server;
      if (!hasImplementation(shape) || shape.implementation.argument === undefined) continue;
      add(node.arguments?.[shape.implementation.argument], { library, shape });
    }
  for (const of of shapes) {
    const { generated } = of.shape.implementation;
    if (!generated) continue;
    for (const node of invocationsNamed(generated.classes.replace('*', ''), project))
      if (ts.isNewExpression(node) && isGenerated(node, generated.header, generated.classes, evaluator))
        add(node.arguments?.[generated.argument], of);
  }
  return found;
}

/** Whether the class is one of generated code, by the header of the file that declares it. */
function isGenerated(node: ts.NewExpression, header: string, classes: string, { project }: Evaluator): boolean {
  const symbol = project.checker.getTypeAtLocation(node).getSymbol();
  return (
    symbol !== undefined &&
    matchesName(classes, symbol.name) &&
    (symbol.declarations ?? []).some((each) => headerOf(each.getSourceFile()).includes(header))
  );
}

function functionsOf(value: Value, evaluator: Evaluator): readonly ts.Node[] {
  if (value.kind === 'instance') return value.node.members.filter((each) => ts.isMethodDeclaration(each) && each.body);
  if (value.kind !== 'object') return [];
  return value.node.properties.flatMap((each): readonly ts.Node[] => {
    if (ts.isMethodDeclaration(each)) return [each];
    const given = ts.isPropertyAssignment(each)
      ? each.initializer
      : ts.isShorthandPropertyAssignment(each)
        ? each.name
        : undefined;
    const of = given && evaluator.evaluate(given, value.env);
    return of?.kind === 'function' ? [of.node] : [];
  });
}

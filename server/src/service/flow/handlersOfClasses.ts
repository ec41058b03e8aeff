import { matchesName } from '../catalogue/catalogue';
import type { ControllerShape, Library } from '../catalogue/library';
import { headerOf } from '../declaredClasses';
import type { ServiceFile } from '../model/file';
import { presentLibraries } from '../presence';
import { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import type { Value } from '../values/value';
import type { RequestHandler } from './handlers';
import { serviceFunctions } from './handlerValues';

/** `new UserService.Processor(handlers)`, where generated code declares the class. */
export function processorHandlers(file: ServiceFile, evaluator: Evaluator): readonly RequestHandler[] {
  const libraries = presentLibraries(evaluator.project).filter(({ processors }) => processors !== undefined);
  if (libraries.length === 0) return [];
  return file.nodes(ts.SyntaxKind.NewExpression).flatMap((node): RequestHandler[] => {
    const [handlers] = node.arguments ?? [];
    const name = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
    if (!handlers || !ts.isIdentifier(name)) return [];
    const fitting = libraries.filter(({ processors }) => processors && matchesName(processors.classes, name.text));
    if (fitting.length === 0) return [];
    const header = headerBehind(evaluator.evaluate(node.expression), evaluator);
    const library = fitting.find(({ processors }) => processors && header?.includes(processors.header));
    if (!library) return [];
    return serviceFunctions(handlers, [], evaluator).map((each) => ({
      node: each,
      library,
      registration: node,
      place: undefined,
    }));
  });
}

/** The start of the file that declares a class, ours or a declaration file of ours. */
function headerBehind(value: Value, evaluator: Evaluator): string | undefined {
  if (value.kind === 'class' || value.kind === 'function') return headerOf(value.node.getSourceFile());
  if (value.kind !== 'external' || !value.module.startsWith('file:')) return undefined;
  const file = evaluator.project.program.getSourceFile(value.module.slice('file:'.length));
  return file && headerOf(file);
}

/** Methods of classes that a framework calls because of their decorators, or of the interface that the class implements. */
export function controllerHandlers(file: ServiceFile, evaluator: Evaluator): readonly RequestHandler[] {
  const shapes = presentLibraries(evaluator.project).flatMap((library) =>
    (library.controllers ?? []).map((shape): [Library, ControllerShape] => [library, shape]),
  );
  if (shapes.length === 0) return [];
  return file
    .nodes(ts.SyntaxKind.ClassDeclaration)
    .flatMap((node) =>
      shapes.flatMap(([library, shape]) =>
        methodsCalled(node, library, shape, evaluator).map(
          (method): RequestHandler => ({ node: method, library, registration: node, place: undefined }),
        ),
      ),
    );
}

function methodsCalled(
  node: ts.ClassDeclaration,
  library: Library,
  { decorators, methods = [], implements: interfaces = {} }: ControllerShape,
  evaluator: Evaluator,
): readonly ts.MethodDeclaration[] {
  const own = node.members.filter(ts.isMethodDeclaration).filter(({ body }) => body !== undefined);
  const implemented = implementedBy(node, library, evaluator).flatMap((name) => interfaces[name] ?? []);
  const byInterface = own.filter(({ name }) => ts.isIdentifier(name) && implemented.includes(name.text));
  if (decorators && !isDecorated(node, decorators, library, evaluator)) return byInterface;
  return [...byInterface, ...own.filter((each) => isDecorated(each, methods, library, evaluator))];
}

function implementedBy(node: ts.ClassDeclaration, { modules }: Library, evaluator: Evaluator): readonly string[] {
  const clauses = node.heritageClauses ?? [];
  return clauses
    .filter(({ token }) => token === ts.SyntaxKind.ImplementsKeyword)
    .flatMap(({ types }) =>
      types.flatMap(({ expression }): string[] => {
        const value = evaluator.evaluate(expression);
        return value.kind === 'external' && modules.includes(value.module) ? [value.path.at(-1) ?? ''] : [];
      }),
    );
}

function isDecorated(
  node: ts.ClassDeclaration | ts.MethodDeclaration,
  names: readonly string[],
  { modules }: Library,
  evaluator: Evaluator,
): boolean {
  return (ts.getDecorators(node) ?? []).some(({ expression }) => {
    const value = evaluator.evaluate(ts.isCallExpression(expression) ? expression.expression : expression);
    return value.kind === 'external' && modules.includes(value.module) && names.includes(value.path.join('.'));
  });
}

import { matchesName } from './catalogue/catalogue';
import type { Library, Maker, ServerShape } from './catalogue/library';
import { catalogueOf } from './model/catalogue';
import type { ServiceFile } from './model/file';
import type { ServiceProject } from './model/project';
import { ts } from './ts';
import { type Evaluator, evaluatorOf } from './values/evaluator';
import { valueOfType } from './values/types';
import { alternatives, type Made, type Value } from './values/value';

/** A value that answers requests, with what is known of it. */
export interface Server {
  readonly library: Library;
  readonly shape: ServerShape;
  /** Where it was made; undefined where only its type is known. */
  readonly creation: { readonly maker: Maker; readonly node: ts.CallExpression | ts.NewExpression } | undefined;
}

/** The servers that a value may be; empty when it is none, or not known to be one. */
export function serversOf(value: Value, evaluator: Evaluator): readonly Server[] {
  return alternatives(value).flatMap((each) => {
    if (each.kind === 'typed') return ofType(each.module, each.name, evaluator);
    if (each.kind === 'made') return made(each, evaluator);
    return each.kind === 'member' ? ofItsType(each.node, evaluator) : [];
  });
}

function shapesOf(module: string, evaluator: Evaluator): (readonly [Library, ServerShape])[] {
  return catalogueOf(evaluator.project)
    .byModule(module)
    .flatMap((library) => (library.servers ?? []).map((shape) => [library, shape] as const));
}

function ofType(module: string, name: string, evaluator: Evaluator): readonly Server[] {
  return shapesOf(module, evaluator)
    .filter(([, { types }]) => types?.some((pattern) => matchesName(pattern, name)))
    .map(([library, shape]) => ({ library, shape, creation: undefined }));
}

function ofItsType(node: ts.Node, evaluator: Evaluator): readonly Server[] {
  const value = valueOfType(evaluator.project.checker.getTypeAtLocation(node), node);
  return value
    ? alternatives(value).flatMap((each) => (each.kind === 'typed' ? ofType(each.module, each.name, evaluator) : []))
    : [];
}

function made({ callee, node }: Made, evaluator: Evaluator): readonly Server[] {
  if (callee.kind === 'external') {
    const path = callee.path.join('.');
    const found = shapesOf(callee.module, evaluator).flatMap(([library, shape]) =>
      (shape.made ?? [])
        .filter((maker) => maker.export === path)
        .map((maker): Server => ({ library, shape, creation: { maker, node } })),
    );
    if (found.length > 0) return found;
  }
  return ofItsType(node, evaluator);
}

const key = {};
const namesKey = {};

/** The last names of everything that makes a server: what a call on something must end in to be looked at. */
function makerNames(project: ServiceProject): ReadonlySet<string> {
  return project.once(namesKey, () => {
    const servers = catalogueOf(project).libraries.flatMap(({ servers = [] }) => servers);
    return new Set(
      servers.flatMap(({ made = [] }) => made.map(({ export: name = '' }) => name.split('.').at(-1) ?? '')),
    );
  });
}

/** A server together with the call or `new` that makes it. */
export interface MadeServer {
  readonly server: Server;
  readonly node: ts.CallExpression | ts.NewExpression;
}

/** The servers that are made in a file: calls first, then `new`s. */
export function serversIn(file: ServiceFile, project: ServiceProject): readonly MadeServer[] {
  const known = project.once(key, () => new Map<ts.SourceFile, readonly MadeServer[]>());
  let found = known.get(file.sourceFile);
  if (!found) {
    const evaluator = evaluatorOf(project);
    const names = makerNames(project);
    found = [...file.nodes(ts.SyntaxKind.CallExpression), ...file.nodes(ts.SyntaxKind.NewExpression)].flatMap(
      (node): MadeServer[] => {
        const { expression } = node;
        // A default export may be imported under any name.
        if (ts.isPropertyAccessExpression(expression) && !names.has(expression.name.text)) return [];
        if (expression.kind === ts.SyntaxKind.SuperKeyword || expression.kind === ts.SyntaxKind.ImportKeyword)
          return [];
        const server = serversOf(evaluator.evaluate(node), evaluator).find(({ creation }) => creation?.node === node);
        return server ? [{ server, node }] : [];
      },
    );
    known.set(file.sourceFile, found);
  }
  return found;
}

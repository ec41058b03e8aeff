import { matchesName } from './catalogue/catalogue';
import type { Library, Maker, ServerShape } from './catalogue/library';
import { catalogueOf } from './model/catalogue';
import type { ServiceFile } from './model/file';
import type { ServiceProject } from './model/project';
import { ts } from './ts';
import { type Evaluator, evaluatorOf } from './values/evaluator';
import { valueOfType } from './values/types';
import { alternatives, type Environment, type Made, type Value } from './values/value';

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

/** What a package's function or class makes. */
function made({ callee, node, env }: Made, evaluator: Evaluator): readonly Server[] {
  if (callee.kind !== 'external') return [];
  const path = callee.path.join('.');
  return shapesOf(callee.module, evaluator).flatMap(([library, shape]): Server[] =>
    (shape.made ?? [])
      .filter((maker) => maker.export !== undefined && matchesName(maker.export, path))
      .map((maker) => ({ library, shape, creation: { maker, node, env } })),
  );
}

function serverOf(value: Value, evaluator: Evaluator, depth: number): readonly Server[] {
  switch (value.kind) {
    case 'made': {
      const { callee, node } = value;
      const created = made(value, evaluator);
      if (created.length > 0) return created;
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
        // Types are not asked for: they do not tell what makes a server, and have the compiler check every call. Nor is what our own functions
        // give followed, which they made elsewhere.
        if (!alternatives(evaluator.evaluate(expression)).some(({ kind }) => kind === 'external')) return [];
        const server = alternatives(evaluator.evaluate(node))
          .flatMap((value) => (value.kind === 'made' ? made(value, evaluator) : []))
          .find(({ creation }) => creation?.node === node);
        return server ? [{ server, node }] : [];
      },
    );
    known.set(file.sourceFile, found);
  }
  return found;
}

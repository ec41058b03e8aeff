import type { ClientShape, Library, Maker } from './catalogue/library';
import { catalogueOf } from './model/catalogue';
import { ts } from './ts';
import type { Evaluator } from './values/evaluator';
import { valueOfType } from './values/types';
import { alternatives, type Environment, type Value } from './values/value';

/** Where a client was made, and with what. */
export interface Creation {
  readonly maker: Maker;
  readonly node: ts.CallExpression | ts.NewExpression;
  /** In which the arguments are to be evaluated. */
  readonly env: Environment;
}

/** A value that makes calls over the network, with what is known of how it came to be. */
export interface Client {
  readonly library: Library;
  readonly shape: ClientShape;
  /** `made`: by `creation`. `shared`: an export of the package, used as it stands. `typed`: only its type is known. */
  readonly origin: 'made' | 'shared' | 'typed';
  readonly creation: Creation | undefined;
  /** The clients that it takes bounds over from. */
  readonly parents: readonly Client[];
}

const maxParents = 4;

/** The clients that a value may be; empty when it is none, or not known to be one. */
export function clientsOf(value: Value, evaluator: Evaluator, depth = 0): readonly Client[] {
  if (depth > maxParents) return [];
  return alternatives(value).flatMap((each) => clientOf(each, evaluator, depth));
}

function shared(library: Library, shape: ClientShape): Client {
  return { library, shape, origin: 'shared', creation: undefined, parents: [] };
}

function clientOf(value: Value, evaluator: Evaluator, depth: number): readonly Client[] {
  const catalogue = catalogueOf(evaluator.project);
  switch (value.kind) {
    case 'external': {
      const path = value.path.join('.');
      return catalogue
        .byModule(value.module)
        .flatMap((library) =>
          (library.clients ?? [])
            .filter(({ exports }) => exports?.includes(path))
            .map((shape) => shared(library, shape)),
        );
    }
    case 'made':
      return made(value, evaluator, depth) ?? ofItsType(value.node, evaluator);
    case 'typed':
      return typed(value.module, value.name, evaluator);
    case 'member':
      return ts.isExpression(value.node) ? ofItsType(value.node, evaluator) : [];
    case 'instance':
      return ofClass(value.node, evaluator, depth);
    default:
      return [];
  }
}

function ofItsType(node: ts.Expression, evaluator: Evaluator): readonly Client[] {
  const value = valueOfType(evaluator.project.checker.getTypeAtLocation(node), node);
  return value
    ? alternatives(value).flatMap((each) => (each.kind === 'typed' ? typed(each.module, each.name, evaluator) : []))
    : [];
}

/** The first line of a file's comment, in which generators sign. */
export function headerOf(file: ts.SourceFile): string {
  return file.text.slice(0, 400);
}

function typed(module: string, name: string, evaluator: Evaluator): readonly Client[] {
  const catalogue = catalogueOf(evaluator.project);
  const of = (library: Library, shape: ClientShape): Client => ({
    library,
    shape,
    origin: 'typed',
    creation: undefined,
    parents: [],
  });
  if (module.startsWith('file:')) {
    const file = evaluator.project.program.getSourceFile(module.slice('file:'.length));
    return file ? generated(file, name, evaluator).map(([library, shape]) => of(library, shape)) : [];
  }
  return catalogue
    .byModule(module)
    .flatMap((library) =>
      (library.clients ?? []).filter(({ types }) => types?.includes(name)).map((shape) => of(library, shape)),
    );
}

/** The shapes that a class of generated code is, by the generator's header. */
function generated(file: ts.SourceFile, name: string, evaluator: Evaluator): [Library, ClientShape][] {
  const header = headerOf(file);
  return catalogueOf(evaluator.project).libraries.flatMap((library) =>
    (library.clients ?? []).flatMap((shape): [Library, ClientShape][] =>
      shape.generated && header.includes(shape.generated.header) && name.endsWith(shape.generated.classes)
        ? [[library, shape]]
        : [],
    ),
  );
}

/** An object of one of our own classes: of generated code, or derived from a package's class. */
function ofClass(node: ts.ClassLikeDeclaration, evaluator: Evaluator, depth: number): readonly Client[] {
  const name = node.name?.text;
  if (name !== undefined) {
    const shapes = generated(node.getSourceFile(), name, evaluator);
    if (shapes.length > 0)
      return shapes.map(([library, shape]) => ({ library, shape, origin: 'typed', creation: undefined, parents: [] }));
  }
  const base = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0]?.expression;
  if (!base || depth > maxParents) return [];
  const value = evaluator.evaluate(base);
  if (value.kind === 'class') return ofClass(value.node, evaluator, depth + 1);
  return value.kind === 'external' ? typed(value.module, value.path.at(-1) ?? '', evaluator) : [];
}

function made(
  value: Extract<Value, { kind: 'made' }>,
  evaluator: Evaluator,
  depth: number,
): readonly Client[] | undefined {
  const { callee, node, env } = value;
  const catalogue = catalogueOf(evaluator.project);
  const build = (library: Library, shape: ClientShape, maker: Maker, receivers: readonly Client[]): Client => {
    const parents =
      maker.from === 'receiver'
        ? receivers
        : maker.from
          ? givenClients(node.arguments?.[maker.from.argument], env, evaluator, depth)
          : [];
    return { library, shape, origin: 'made', creation: { maker, node, env }, parents };
  };
  const found: Client[] = [];
  if (callee.kind === 'external') {
    const path = callee.path.join('.');
    for (const library of catalogue.byModule(callee.module))
      for (const shape of library.clients ?? [])
        for (const maker of shape.made ?? []) if (maker.export === path) found.push(build(library, shape, maker, []));
    // A method of a shared client, such as `got.extend()`.
    const owner = { ...callee, path: callee.path.slice(0, -1) };
    if (found.length === 0 && callee.path.length > 0)
      return byMethod(owner, callee.path.at(-1) ?? '', build, evaluator, depth);
  } else if (callee.kind === 'member') return byMethod(callee.of, callee.name, build, evaluator, depth);
  return found.length > 0 ? found : undefined;
}

function byMethod(
  owner: Value,
  method: string,
  build: (library: Library, shape: ClientShape, maker: Maker, receivers: readonly Client[]) => Client,
  evaluator: Evaluator,
  depth: number,
): readonly Client[] | undefined {
  const found: Client[] = [];
  for (const receiver of clientsOf(owner, evaluator, depth + 1))
    for (const shape of receiver.library.clients ?? [])
      for (const maker of shape.made ?? [])
        if (maker.on && maker.on.client === receiver.shape.id && maker.on.method === method)
          found.push(build(receiver.library, shape, maker, [receiver]));
  return found.length > 0 ? found : undefined;
}

function givenClients(
  argument: ts.Expression | undefined,
  env: Environment,
  evaluator: Evaluator,
  depth: number,
): readonly Client[] {
  return argument ? clientsOf(evaluator.evaluate(argument, env), evaluator, depth + 1) : [];
}

import { matchesName } from './catalogue/catalogue';
import type { ClientShape, Library, Maker } from './catalogue/library';
import { type DeclaredClass, declaredClass, headerOf } from './declaredClasses';
import { catalogueOf } from './model/catalogue';
import type { ServiceProject } from './model/project';
import { ts } from './ts';
import type { Evaluator } from './values/evaluator';
import { constructorEnvironment } from './values/members';
import { valueOfType } from './values/types';
import { alternatives, type Environment, type External, type Instance, type Made, type Value } from './values/value';

/** Where a client was made, and with what. */
export interface Creation {
  readonly maker: Maker;
  /** Whose arguments the options stand among; the `super(...)` of a class of our own that derives from a package's. */
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

/** Where the client that opens the connection was made: a collection is not, and neither is the database that it came from. */
export function madeAt({ creation, parents: [parent] }: Client): Creation | undefined {
  return creation?.maker.from === 'receiver' && parent ? madeAt(parent) : creation;
}

/** Chains such as `client.db().collection().find().sort().limit()` are this long. */
const maxParents = 14;

/** The clients that a value may be; empty when it is none, or not known to be one. */
export function clientsOf(value: Value, evaluator: Evaluator, depth = 0): readonly Client[] {
  if (depth > maxParents) return [];
  return alternatives(value).flatMap((each) => clientOf(each, evaluator, depth));
}

/** Those whose creation is known. The value's own type is not asked for, which would have the compiler check every call of a file. */
export function madeClients(value: Value, evaluator: Evaluator): readonly Client[] {
  return alternatives(value).flatMap((each) =>
    each.kind === 'made'
      ? (made(each, evaluator, 0) ?? [])
      : each.kind === 'member'
        ? []
        : clientOf(each, evaluator, 0),
  );
}

function withoutCreation(library: Library, shape: ClientShape, origin: 'shared' | 'typed'): Client {
  return { library, shape, origin, creation: undefined, parents: [] };
}

function clientOf(value: Value, evaluator: Evaluator, depth: number): readonly Client[] {
  switch (value.kind) {
    case 'external': {
      const path = value.path.join('.');
      return catalogueOf(evaluator.project)
        .byModule(value.module)
        .flatMap((library) =>
          (library.clients ?? [])
            .filter(({ exports }) => exports?.includes(path))
            .map((shape) => withoutCreation(library, shape, 'shared')),
        );
    }
    case 'made':
      return made(value, evaluator, depth) ?? ofItsType(value.node, evaluator);
    case 'typed':
      return value.within ? ofInstance(value.within, evaluator, depth) : typed(value.module, value.name, evaluator);
    case 'member':
      return ts.isExpression(value.node) ? ofItsType(value.node, evaluator) : [];
    case 'instance':
      return ofInstance(value, evaluator, depth);
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

/** Of a type that a package, or a declaration file of generated code, declares. */
function typed(module: string, name: string, evaluator: Evaluator): readonly Client[] {
  const declared = declaredClass(module, name, evaluator);
  if (declared)
    return ofDeclaration(declared, evaluator).map(([library, shape]) => withoutCreation(library, shape, 'typed'));
  return shapesOfType(module, name, evaluator).map(([library, shape]) => withoutCreation(library, shape, 'typed'));
}

type Shapes = readonly (readonly [Library, ClientShape])[];

const shapesKey = {};

function shapesOfType(module: string, name: string, { project }: Evaluator): Shapes {
  const known = project.once(shapesKey, () => new Map<string, Shapes>());
  const id = `${module}:${name}`;
  let shapes = known.get(id);
  if (!shapes) {
    shapes = findShapes(module, name, project);
    known.set(id, shapes);
  }
  return shapes;
}

function findShapes(module: string, name: string, project: ServiceProject): Shapes {
  return catalogueOf(project)
    .byModule(module)
    .flatMap((library) =>
      (library.clients ?? [])
        .filter(
          ({ types, made }) =>
            types?.some((pattern) => matchesName(pattern, name)) ||
            // A class that is the default export has no name of its own in an import.
            (name === '' && types !== undefined && made?.some((maker) => maker.export === '')),
        )
        .map((shape): [Library, ClientShape] => [library, shape]),
    );
}

/** The shapes that a class of a declaration file is: by the package's class that it derives from, or by the generator's header. */
function ofDeclaration({ file, name, base }: DeclaredClass, evaluator: Evaluator): Shapes {
  const found = base ? shapesOfType(base.module, base.path.at(-1) ?? '', evaluator) : [];
  return found.length > 0 ? found : generated(file, name, evaluator);
}

const signedKey = {};

/** The shapes whose generator signed the file. */
function signedShapes(file: ts.SourceFile, project: ServiceProject): Shapes {
  const known = project.once(signedKey, () => new Map<ts.SourceFile, Shapes>());
  let shapes = known.get(file);
  if (!shapes) {
    const header = headerOf(file);
    shapes = catalogueOf(project).libraries.flatMap((library) =>
      (library.clients ?? [])
        .filter(({ generated }) => generated !== undefined && header.includes(generated.header))
        .map((shape) => [library, shape] as const),
    );
    known.set(file, shapes);
  }
  return shapes;
}

/** The shapes that a class of generated code is, by the generator's header. */
function generated(file: ts.SourceFile, name: string, { project }: Evaluator): Shapes {
  return signedShapes(file, project).filter(
    ([, shape]) => shape.generated !== undefined && matchesName(shape.generated.classes, name),
  );
}

/** An object of one of our own classes: of generated code, or derived from a package's class. */
function ofInstance(value: Instance, evaluator: Evaluator, depth: number): readonly Client[] {
  const derived = ofBase(value, evaluator, depth);
  if (derived.length > 0) return derived;
  const name = value.node.name?.text;
  if (name === undefined) return [];
  return generated(value.node.getSourceFile(), name, evaluator).map(([library, shape]) =>
    withoutCreation(library, shape, 'typed'),
  );
}

/** What an object of our own class is because of the class that its own derives from. */
function ofBase(value: Instance, evaluator: Evaluator, depth: number): readonly Client[] {
  const clause = value.node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  const base = clause?.types[0]?.expression;
  if (!base || depth > maxParents) return [];
  const of = evaluator.evaluate(base);
  const passed = passedToBase(value, evaluator);
  if (of.kind === 'class') {
    const creation = passed && ts.isNewExpression(passed.node) ? passed.node : undefined;
    return ofInstance({ kind: 'instance', node: of.node, creation, env: value.env }, evaluator, depth + 1);
  }
  if (of.kind === 'made' && passed)
    return made({ kind: 'made', callee: of, node: passed.node, env: passed.env }, evaluator, depth + 1) ?? [];
  if (of.kind !== 'external') return [];
  const name = of.path.at(-1) ?? '';
  const declared = declaredClass(of.module, name, evaluator);
  const package_ = declared ? declared.base : of;
  const makers = package_ && passed ? makersOf(package_, evaluator) : [];
  if (passed && makers.length > 0) {
    const as: Made = { kind: 'made', callee: of, node: passed.node, env: passed.env };
    return makers.map(([library, shape, maker]) => build(library, shape, maker, [], as, evaluator, depth));
  }
  return typed(of.module, name, evaluator);
}

/** The arguments that the package's class gets: those of `new` when the class has no constructor, else those of its `super(...)`. */
function passedToBase(
  value: Instance,
  evaluator: Evaluator,
): { readonly node: ts.CallExpression | ts.NewExpression; readonly env: Environment } | undefined {
  if (!value.creation) return undefined;
  const constructor_ = value.node.members.find((each) => ts.isConstructorDeclaration(each) && each.body !== undefined);
  if (!constructor_) return { node: value.creation, env: value.env };
  const call = evaluator.project
    .fileOf(value.node.getSourceFile())
    .nodes(ts.SyntaxKind.CallExpression)
    .find(
      (each) =>
        each.expression.kind === ts.SyntaxKind.SuperKeyword &&
        each.pos >= constructor_.pos &&
        each.end <= constructor_.end,
    );
  return call && { node: call, env: constructorEnvironment(value, evaluator) };
}

function build(
  library: Library,
  shape: ClientShape,
  maker: Maker,
  receivers: readonly Client[],
  { node, env }: Made,
  evaluator: Evaluator,
  depth: number,
): Client {
  const parents =
    maker.from === 'receiver'
      ? receivers
      : maker.from
        ? givenClients(node.arguments?.[maker.from.argument], env, evaluator, depth)
        : [];
  return { library, shape, origin: 'made', creation: { maker, node, env }, parents };
}

function makersOf(callee: External, evaluator: Evaluator): [Library, ClientShape, Maker][] {
  const path = callee.path.join('.');
  return catalogueOf(evaluator.project)
    .byModule(callee.module)
    .flatMap((library) =>
      (library.clients ?? []).flatMap((shape) =>
        (shape.made ?? [])
          .filter((maker) => maker.export !== undefined && matchesName(maker.export, path))
          .map((maker): [Library, ClientShape, Maker] => [library, shape, maker]),
      ),
    );
}

/** Clients of a class that the result of an export holds, or is: `new (loadPackageDefinition(...).helloworld.Greeter)()`. */
function within(value: Made, evaluator: Evaluator, depth: number): readonly Client[] {
  let at: Value = value.callee;
  while (at.kind === 'member') at = at.of;
  if (at.kind !== 'made' || at.callee.kind !== 'external' || !ts.isNewExpression(value.node)) return [];
  const { callee } = at;
  const path = callee.path.join('.');
  return catalogueOf(evaluator.project)
    .byModule(callee.module)
    .flatMap((library) =>
      (library.clients ?? []).flatMap((shape) =>
        (shape.made ?? [])
          .filter((maker) => maker.within === path)
          .map((maker) => build(library, shape, maker, [], value, evaluator, depth)),
      ),
    );
}

function made(value: Made, evaluator: Evaluator, depth: number): readonly Client[] | undefined {
  const { callee } = value;
  let found: readonly Client[] = [];
  if (callee.kind === 'external') {
    const declared = declaredClass(callee.module, callee.path.at(-1) ?? '', evaluator);
    if (declared) return ofDeclaredClass(declared, value, evaluator, depth);
    found = makersOf(callee, evaluator).map(([library, shape, maker]) =>
      build(library, shape, maker, [], value, evaluator, depth),
    );
    // A method of a shared client, such as `got.extend()`.
    const owner = { ...callee, path: callee.path.slice(0, -1) };
    if (found.length === 0 && callee.path.length > 0)
      return byMethod(owner, callee.path.at(-1) ?? '', value, evaluator, depth);
  } else if (callee.kind === 'made' || callee.kind === 'member') {
    found = within(value, evaluator, depth);
    if (found.length === 0 && callee.kind === 'member')
      return byMethod(callee.of, callee.name, value, evaluator, depth);
  }
  return found.length > 0 ? found : undefined;
}

/** `new PriceServiceClient(...)`, where a declaration file of generated code says that it derives from a package's class. */
function ofDeclaredClass(
  declared: DeclaredClass,
  value: Made,
  evaluator: Evaluator,
  depth: number,
): readonly Client[] | undefined {
  const makers = declared.base && ts.isNewExpression(value.node) ? makersOf(declared.base, evaluator) : [];
  if (makers.length > 0)
    return makers.map(([library, shape, maker]) => build(library, shape, maker, [], value, evaluator, depth));
  const shapes = ofDeclaration(declared, evaluator);
  return shapes.length > 0 ? shapes.map(([library, shape]) => withoutCreation(library, shape, 'typed')) : undefined;
}

function byMethod(
  owner: Value,
  method: string,
  value: Made,
  evaluator: Evaluator,
  depth: number,
): readonly Client[] | undefined {
  const found: Client[] = [];
  for (const receiver of clientsOf(owner, evaluator, depth + 1)) {
    const { library, shape: own } = receiver;
    if (own.fluent?.includes(method)) {
      const maker: Maker = { on: { client: own.id, method }, from: 'receiver' };
      found.push(build(library, own, maker, [receiver], value, evaluator, depth));
    }
    for (const shape of library.clients ?? [])
      for (const maker of shape.made ?? [])
        if (maker.on && maker.on.client === own.id && maker.on.method === method)
          found.push(build(library, shape, maker, [receiver], value, evaluator, depth));
  }
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

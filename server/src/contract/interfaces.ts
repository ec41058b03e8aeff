import type { ServiceFile } from '../service/model/file';
import type { ServiceProject } from '../service/model/project';
import { symbolOf } from '../service/origin';
import { ts } from '../service/ts';
import { type Contract, rivalsFor, type ServiceTraces, serviceFor } from './contract';
import { type DescribedService, describedServices } from './describedServices';
import { type IdlMethod, type IdlService, methodNamed } from './idl';

/** A method, and a service that has it, maybe from a base. */
export interface MethodOfService {
  readonly service: IdlService;
  readonly method: IdlMethod;
  /** Whether code names the Thrift file itself: then a copy of it is another one. */
  readonly exact: boolean;
}

/** What a program has of services by generators that write interfaces and calls, but nothing that runs on a Thrift runtime. */
interface Interfaces {
  /** The names of all their methods. */
  readonly names: ReadonlySet<string>;
  /** By what declares a method. */
  readonly methods: ReadonlyMap<ts.Node, MethodOfService>;
  /** By the interface of a service. */
  readonly services: ReadonlyMap<ts.Node, IdlService>;
}

/** A place in our own code that has to do with a method of a service. */
export interface MethodPlace extends MethodOfService {
  readonly kind: 'call' | 'handler' | 'implementation';
  /** What is called, or the name of what answers or implements the method. */
  readonly at: ts.Node;
}

const key = {};

function interfacesOf(project: ServiceProject, contract: Contract): Interfaces {
  return contract.once(key, () => {
    const methods = new Map<ts.Node, MethodOfService>();
    const services = new Map<ts.Node, IdlService>();
    for (const sourceFile of project.program.getSourceFiles()) {
      if (sourceFile.fileName.includes('/node_modules/')) continue;
      for (const described of describedServices(sourceFile)) {
        for (const [declaration, found] of linked(described, contract)) methods.set(declaration, found);
        const service = described.node && serviceOf(described, contract);
        if (described.node && service) services.set(described.node, service);
      }
    }
    return { names: new Set([...methods.values()].map(({ method }) => method.name)), methods, services };
  });
}

/** What tells which service it is: name, methods and namespace. */
function tracesOf({ name, methods, namespace }: DescribedService): ServiceTraces | undefined {
  return name === undefined ? undefined : { name, methods, isOf: (each) => each === namespace };
}

function serviceOf(described: DescribedService, { idl }: Contract): IdlService | undefined {
  const traces = tracesOf(described);
  return traces && serviceFor(traces, idl);
}

/** The services that what such a generator wrote may have been made from, where there are several that differ. */
export function rivalsOfInterfaces(sourceFile: ts.SourceFile, { idl }: Contract): readonly (readonly IdlService[])[] {
  return describedServices(sourceFile).flatMap((described) => {
    const traces = tracesOf(described);
    const rivals = traces ? rivalsFor(traces, idl) : [];
    return rivals.length > 0 ? [rivals] : [];
  });
}

function linked(described: DescribedService, contract: Contract): (readonly [ts.Node, MethodOfService])[] {
  const { schema } = described;
  const named = serviceOf(described, contract);
  const candidates = schema === undefined ? (named ? [named] : []) : servicesIn(schema, contract);
  return [...described.methods].flatMap(([name, declaration]) => {
    const having = candidates.flatMap((service) => {
      const method = methodNamed(service, name, contract.idl);
      return method ? [{ service, method, exact: schema !== undefined }] : [];
    });
    const [only] = having;
    return only && having.length === 1 ? [[declaration, only] as const] : [];
  });
}

/** The services of the one file that such a name is made of: `idl_users_api` of `idl/users/api.thrift`. */
function servicesIn(schema: string, { idl }: Contract): readonly IdlService[] {
  const found = idl.services.filter(({ uri }) =>
    `_${decodeURIComponent(uri)
      .replace(/\.thrift$/, '')
      .replaceAll('/', '_')}`.endsWith(`_${schema}`),
  );
  return new Set(found.map(({ uri }) => uri)).size === 1 ? found : [];
}

/** Where a file calls methods through what such generators wrote, and where it implements their interfaces. */
export function interfacePlaces(
  file: ServiceFile,
  project: ServiceProject,
  contract: Contract,
): readonly MethodPlace[] {
  const { names, methods, services } = interfacesOf(project, contract);
  if (names.size === 0) return [];
  const { checker } = project;
  const calls = file.nodes(ts.SyntaxKind.CallExpression).flatMap(({ expression }): MethodPlace[] => {
    const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
    if (!ts.isIdentifier(name)) return [];
    // An import may give a function another name.
    if (name !== expression && !names.has(name.text)) return [];
    const found = onlyOne(symbolOf(checker, name)?.declarations ?? [], methods);
    return found ? [{ ...found, kind: 'call', at: expression }] : [];
  });
  return [...calls, ...implementations(file, project, contract, services)];
}

/** What all declarations stand for, when they stand for one thing. */
function onlyOne<T>(declarations: readonly ts.Node[], known: ReadonlyMap<ts.Node, T>): T | undefined {
  const [first] = declarations;
  const found = first && known.get(first);
  return found && declarations.every((each) => known.get(each) === found) ? found : undefined;
}

/** Members of classes that say `implements`, and of object literals that are declared as such a service. */
function implementations(
  { sourceFile }: ServiceFile,
  { checker }: ServiceProject,
  contract: Contract,
  services: ReadonlyMap<ts.Node, IdlService>,
): MethodPlace[] {
  if (services.size === 0) return [];
  const found: MethodPlace[] = [];
  const serviceNamed = (name: ts.Node): IdlService | undefined =>
    onlyOne(symbolOf(checker, name)?.declarations ?? [], services);
  const serviceTyped = (type: ts.TypeNode | undefined): IdlService | undefined => {
    if (!type || !ts.isTypeReferenceNode(type)) return undefined;
    return serviceNamed(ts.isQualifiedName(type.typeName) ? type.typeName.right : type.typeName);
  };
  const add = (
    service: IdlService | undefined,
    members: readonly (ts.ClassElement | ts.ObjectLiteralElementLike)[],
  ) => {
    for (const { name } of service ? members : []) {
      const method =
        service && name && ts.isIdentifier(name) ? methodNamed(service, name.text, contract.idl) : undefined;
      if (service && method && name) found.push({ kind: 'implementation', service, method, exact: false, at: name });
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isClassLike(node)) {
      const clause = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ImplementsKeyword);
      for (const { expression } of clause?.types ?? [])
        add(serviceNamed(ts.isPropertyAccessExpression(expression) ? expression.name : expression), node.members);
    } else if (ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node)) {
      const { initializer } = node;
      if (initializer && ts.isObjectLiteralExpression(initializer))
        add(serviceTyped(node.type), initializer.properties);
    } else if (ts.isSatisfiesExpression(node) && ts.isObjectLiteralExpression(node.expression))
      add(serviceTyped(node.type), node.expression.properties);
    ts.forEachChild(node, visit);
  };
  visit(sourceFile);
  return found;
}

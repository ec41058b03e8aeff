import { functionAround } from '../service/flow/walk';
import type { ServiceProject } from '../service/model/project';
import { presentLibraries } from '../service/presence';
import { serversIn } from '../service/servers';
import { ts } from '../service/ts';
import { assignmentsTo } from '../service/values/assignments';
import { type Evaluator, evaluatorOf } from '../service/values/evaluator';
import { alternatives, type Instance, type Namespace, type ObjectValue, type Value } from '../service/values/value';
import type { Contract, Link } from './contract';
import type { IdlMethod } from './idl';

/** An object that answers calls of a linked service. */
export interface LinkedHandler {
  readonly link: Link;
  /** The literal, class or module that its methods are written in. */
  readonly node: ts.ObjectLiteralExpression | ts.ClassLikeDeclaration | ts.SourceFile;
  /** The call or `new` that makes a server or processor of it. */
  readonly site: ts.CallExpression | ts.NewExpression;
  readonly value: ObjectValue | Instance | Namespace;
  /** Whether an HTTP server answers with it, so that what it throws is answered by a status. */
  readonly onWeb: boolean;
}

/** A function of our own that answers one method of a service. */
export interface HandlerMethod {
  readonly handler: LinkedHandler;
  readonly method: IdlMethod;
  readonly node: ts.FunctionLikeDeclaration;
  /** The name under which the handler has it, where that is written; else the function's own. */
  readonly at: ts.Node;
}

const key = {};

/** The handlers of the whole program whose service is known. */
export function linkedHandlers(project: ServiceProject, contract: Contract): readonly LinkedHandler[] {
  return contract.once(key, () => {
    const evaluator = evaluatorOf(project);
    const takesHandlers = presentLibraries(project).some(
      ({ processors, servers = [] }) =>
        processors !== undefined || servers.some(({ implementation, mounted }) => implementation ?? mounted),
    );
    const found = new Map<ts.Node, LinkedHandler>();
    if (!takesHandlers) return [];
    for (const sourceFile of project.ownFiles)
      for (const each of handlersMadeIn(sourceFile, evaluator, contract))
        if (!found.has(each.node)) found.set(each.node, each);
    return [...found.values()];
  });
}

/** The generated code that a value belongs to: a module of it, or one of its classes. */
export function linkBehind(value: Value, project: ServiceProject, contract: Contract): Link | undefined {
  switch (value.kind) {
    case 'namespace':
      return contract.linkOf(value.node);
    case 'class':
    case 'function':
      return contract.linkOf(value.node.getSourceFile());
    case 'external': {
      if (!value.module.startsWith('file:')) return undefined;
      const file = project.program.getSourceFile(value.module.slice('file:'.length));
      return file && contract.linkOf(file);
    }
    default:
      return undefined;
  }
}

function handlersMadeIn(sourceFile: ts.SourceFile, evaluator: Evaluator, contract: Contract): LinkedHandler[] {
  const { project } = evaluator;
  const file = project.fileOf(sourceFile);
  const found: LinkedHandler[] = [];
  const add = (site: LinkedHandler['site'], of: Value, handler: Value | undefined, onWeb = false): void => {
    const link = linkBehind(of, project, contract);
    if (!link || !handler) return;
    for (const value of alternatives(handler))
      if (value.kind === 'object' || value.kind === 'instance' || value.kind === 'namespace')
        found.push({ link, node: value.node, site, value, onWeb });
  };
  for (const { server, node } of serversIn(file, project)) {
    const { implementation, mounted } = server.shape;
    const args = node.arguments ?? ([] as readonly ts.Expression[]);
    const [service] = args;
    const handler = implementation?.argument === undefined ? undefined : args[implementation.argument];
    if (service && handler) add(node, evaluator.evaluate(service), evaluator.evaluate(handler));
    const options = mounted && args[mounted.argument];
    if (!mounted || !options) continue;
    for (const each of membersOf(evaluator.member(evaluator.evaluate(options), mounted.member, options), evaluator)) {
      const of = mounted.service
        .map((name) => evaluator.member(each, name, options))
        .find((value) => value.kind !== 'constant' || value.value !== undefined);
      if (of) add(node, of, evaluator.member(each, mounted.handler, options), true);
    }
  }
  for (const node of file.nodes(ts.SyntaxKind.NewExpression)) {
    const { expression } = node;
    const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
    // A class may be imported under any name, but then it is a name.
    if (!ts.isIdentifier(name) || !node.arguments?.length) continue;
    if (ts.isPropertyAccessExpression(expression) && name.text !== 'Processor') continue;
    const callee = evaluator.evaluate(expression);
    const [handler] = node.arguments;
    if (handler && isProcessor(callee)) add(node, callee, evaluator.evaluate(handler));
  }
  return found;
}

/** The members of object literals, whatever they are called. */
function membersOf(value: Value, evaluator: Evaluator): readonly Value[] {
  return alternatives(value).flatMap((each) =>
    each.kind === 'object'
      ? each.node.properties.flatMap((property) =>
          ts.isPropertyAssignment(property) ? evaluator.evaluate(property.initializer, each.env) : [],
        )
      : [],
  );
}

function isProcessor(callee: Value): boolean {
  if (callee.kind === 'external') return callee.path.at(-1) === 'Processor';
  if (callee.kind === 'class' || callee.kind === 'function') return /Processor$/.test(nameOf(callee.node) ?? '');
  return false;
}

function nameOf(node: ts.ClassLikeDeclaration | ts.FunctionLikeDeclaration): string | undefined {
  if (node.name && ts.isIdentifier(node.name)) return node.name.text;
  const { parent } = node;
  return ts.isBinaryExpression(parent) && ts.isPropertyAccessExpression(parent.left)
    ? parent.left.name.text
    : undefined;
}

const methodsKey = {};

/** The functions of our own that answer methods of linked services. One function may answer more than one. */
export function handlerMethods(project: ServiceProject, contract: Contract): readonly HandlerMethod[] {
  return contract.once(methodsKey, () =>
    linkedHandlers(project, contract).flatMap((handler) =>
      [...handler.link.methods.values()].flatMap((method) => {
        const { value, at } = memberOf(handler, method.name, project);
        return alternatives(value).flatMap((each): HandlerMethod[] =>
          each.kind === 'function' && isAsWritten(each.node, handler.node, method.name)
            ? [{ handler, method, node: each.node, at: at ?? each.node.name ?? each.node }]
            : [],
        );
      }),
    ),
  );
}

/** What a handler has for a method, and the name under which it is written there. */
function memberOf(
  { value, node }: LinkedHandler,
  name: string,
  project: ServiceProject,
): { readonly value: Value; readonly at: ts.Node | undefined } {
  const evaluator = evaluatorOf(project);
  const found = evaluator.member(value, name, node);
  const assigned = value.kind === 'object' && isMissing(found) ? assignedTo(value.node, name, project) : undefined;
  if (!assigned) return { value: found, at: nameIn(node, name) };
  const { left, right } = assigned;
  return { value: evaluator.evaluate(right), at: ts.isPropertyAccessExpression(left) ? left.name : left };
}

function isMissing(value: Value): boolean {
  return value.kind === 'constant' && value.value === undefined;
}

/** The one assignment that gives the object of a variable a member: `handlers.getUser = ...`. */
function assignedTo(
  { parent }: ts.ObjectLiteralExpression,
  name: string,
  { checker, fileOf }: ServiceProject,
): ts.BinaryExpression | undefined {
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return undefined;
  const variable = checker.getSymbolAtLocation(parent.name);
  const [only, ...more] = assignmentsTo(name, fileOf(parent.getSourceFile())).filter(
    ({ left }) =>
      (ts.isPropertyAccessExpression(left) || ts.isElementAccessExpression(left)) &&
      checker.getSymbolAtLocation(left.expression) === variable,
  );
  return more.length === 0 ? only : undefined;
}

/** A place where a handler has something that answers a method, whatever made it. */
export type HandlerPlace = Omit<HandlerMethod, 'node'>;

const placesKey = {};

/** Where methods of linked services are answered, also by functions that only a call brings. */
export function handlerPlaces(project: ServiceProject, contract: Contract): readonly HandlerPlace[] {
  return contract.once(placesKey, () => {
    const known = handlerMethods(project, contract);
    const others = linkedHandlers(project, contract).flatMap((handler) => {
      const own = new Set(known.filter((each) => each.handler === handler).map(({ method }) => method.name));
      return [...handler.link.methods.values()].flatMap((method): HandlerPlace[] => {
        const { value, at } = memberOf(handler, method.name, project);
        return at && !own.has(method.name) && value.kind !== 'constant' ? [{ handler, method, at }] : [];
      });
    });
    return [...known, ...others];
  });
}

const onewayKey = {};

/** The functions of our own that answer oneway methods and nothing else. */
export function onewayFunctions(project: ServiceProject, contract: Contract): ReadonlySet<ts.Node> {
  return contract.once(onewayKey, () => {
    const all = handlerMethods(project, contract);
    const answered = new Set(all.filter(({ method }) => !method.oneway).map(({ node }) => node));
    return new Set(all.map(({ node }) => node).filter((node) => !answered.has(node)));
  });
}

/**
 * Whether what is called is the function as it is written: decorators may put another one in its place, `bind` may take arguments away, and code
 * that makes functions may set their `length`.
 */
function isAsWritten(node: ts.FunctionLikeDeclaration, holder: LinkedHandler['node'], name: string): boolean {
  if (ts.canHaveDecorators(node) && ts.getDecorators(node)?.length) return false;
  if (ts.isClassLike(node.parent) && ts.canHaveDecorators(node.parent) && ts.getDecorators(node.parent)?.length)
    return false;
  const member = ts.isSourceFile(holder) ? undefined : memberIn(holder, name);
  const given = member && 'initializer' in member ? member.initializer : undefined;
  if (given && ts.isCallExpression(given) && ts.isPropertyAccessExpression(given.expression))
    if (given.expression.name.text === 'bind' && given.arguments.length > 1) return false;
  const maker = functionAround(node);
  return maker?.body === undefined || !/['"`]length['"`]/.test(maker.body.getText());
}

function nameIn(node: LinkedHandler['node'], name: string): ts.Node | undefined {
  return ts.isSourceFile(node) ? undefined : memberIn(node, name)?.name;
}

function memberIn(
  node: ts.ObjectLiteralExpression | ts.ClassLikeDeclaration,
  name: string,
): ts.ObjectLiteralElementLike | ts.ClassElement | undefined {
  const members: readonly (ts.ObjectLiteralElementLike | ts.ClassElement)[] = ts.isObjectLiteralExpression(node)
    ? node.properties
    : node.members;
  return members.find(
    (each) =>
      each.name !== undefined &&
      (ts.isIdentifier(each.name) || ts.isStringLiteralLike(each.name)) &&
      each.name.text === name &&
      // Of overloads, the one that runs.
      !(ts.isMethodDeclaration(each) && !each.body),
  );
}

/** Whether an object surely has no member of this name. What spreads, base classes or assignments may bring is not sure. */
export function surelyLacks({ value, node, site }: LinkedHandler, name: string, project: ServiceProject): boolean {
  for (const file of new Set([node.getSourceFile(), site.getSourceFile()]))
    if (assignmentsTo(name, project.fileOf(file)).length > 0) return false;
  // Modules are handed over by code that may add to them first.
  if (value.kind === 'namespace') return false;
  const { checker } = project;
  if (value.kind === 'object') {
    const found = evaluatorOf(project).member(value, name, node);
    if (found.kind !== 'constant' || found.value !== undefined || filledByName(value.node, checker)) return false;
    return !hasProperty(checker.getTypeAtLocation(value.node), name, checker);
  }
  if (fillsItself(value.node)) return false;
  const type = checker.getTypeAtLocation(value.node.name ?? value.node);
  const instance = type.getConstructSignatures()[0]?.getReturnType() ?? type;
  return !hasProperty(instance, name, checker) && !hasUnknownBase(value.node, checker);
}

/** Whether members come under names that no type tells: by a spread of a record, or by assignments such as `handlers[name] = ...`. */
function filledByName(node: ts.ObjectLiteralExpression, checker: ts.TypeChecker): boolean {
  const isRecord = (type: ts.Type): boolean =>
    (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0 || checker.getIndexInfosOfType(type).length > 0;
  const spreads = node.properties.filter(ts.isSpreadAssignment);
  if (spreads.some(({ expression }) => isRecord(checker.getTypeAtLocation(expression)))) return true;
  const { parent } = node;
  if (!ts.isVariableDeclaration(parent)) return false;
  if (isRecord(checker.getTypeAtLocation(parent.name))) return true;
  const variable = checker.getSymbolAtLocation(parent.name);
  let found = false;
  const visit = (at: ts.Node): void => {
    if (found) return;
    const given = ts.isElementAccessExpression(at)
      ? at.expression
      : ts.isCallExpression(at) && at.expression.getText() === 'Object.assign'
        ? at.arguments[0]
        : undefined;
    if (given && ts.isIdentifier(given) && checker.getSymbolAtLocation(given) === variable) found = true;
    else ts.forEachChild(at, visit);
  };
  visit(node.getSourceFile());
  return found;
}

function hasProperty(type: ts.Type, name: string, checker: ts.TypeChecker): boolean {
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return true;
  return checker.getPropertyOfType(type, name) !== undefined || checker.getIndexInfosOfType(type).length > 0;
}

function hasUnknownBase(node: ts.ClassLikeDeclaration, checker: ts.TypeChecker): boolean {
  const clause = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  const base = clause?.types[0]?.expression;
  return base !== undefined && (checker.getTypeAtLocation(base).flags & ts.TypeFlags.Any) !== 0;
}

/** Whether members are set under names that only running tells: `this[name] = ...`, `Object.assign(this, ...)`, or of the prototype. */
function fillsItself(node: ts.ClassLikeDeclaration): boolean {
  const name = node.name?.text;
  if (name !== undefined && node.getSourceFile().text.includes(`${name}.prototype`)) return true;
  if (ts.canHaveDecorators(node) && ts.getDecorators(node)?.length) return true;
  let found = false;
  const visit = (at: ts.Node): void => {
    if (found) return;
    if (ts.isElementAccessExpression(at) && at.expression.kind === ts.SyntaxKind.ThisKeyword) found = true;
    else if (ts.isCallExpression(at) && at.arguments[0]?.kind === ts.SyntaxKind.ThisKeyword) found = true;
    else ts.forEachChild(at, visit);
  };
  ts.forEachChild(node, visit);
  return found;
}

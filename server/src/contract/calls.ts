import { clientsOf } from '../service/clients';
import type { ServiceFile } from '../service/model/file';
import type { ServiceProject } from '../service/model/project';
import { type NetworkCall, networkCalls } from '../service/networkCalls';
import { symbolOf } from '../service/origin';
import { ts } from '../service/ts';
import { evaluatorOf } from '../service/values/evaluator';
import { alternatives } from '../service/values/value';
import type { Contract, Link } from './contract';
import { linkBehind } from './handlers';
import type { IdlMethod } from './idl';

/** A call of a method whose service is known. */
export interface LinkedCall {
  readonly call: NetworkCall;
  readonly link: Link;
  readonly method: IdlMethod;
}

/** The method that a call over the network is one of; undefined where that cannot be told. */
export function linkedCall(call: NetworkCall, project: ServiceProject, contract: Contract): LinkedCall | undefined {
  const link = declaringLink(call.node, project, contract) ?? creatingLink(call, project, contract);
  const method = link?.methods.get(call.method);
  return link && method && { call, link, method };
}

const key = {};

/** The calls of methods of linked services in a file, in the order of the text. */
export function linkedCalls(file: ServiceFile, project: ServiceProject, contract: Contract): readonly LinkedCall[] {
  const known = contract.once(key, () => new Map<ts.SourceFile, readonly LinkedCall[]>());
  let found = known.get(file.sourceFile);
  if (!found) {
    found = networkCalls(file, project).flatMap((call) => linkedCall(call, project, contract) ?? []);
    known.set(file.sourceFile, found);
  }
  return found;
}

/** A call of which no more is known than the method. */
export interface LooseCall {
  readonly at: ts.Expression;
  readonly link: Link;
  readonly method: IdlMethod;
}

const detours: ReadonlySet<string> = new Set(['call', 'apply']);

/**
 * Calls of methods of linked services that say too little of the client, or in too odd a way, for anything to be told of how long they take:
 * `client.getUser.call(client, 1)`, and those on a part of a client (`Pick<UserService.Client, 'getUser'>`).
 */
export function looseCalls(file: ServiceFile, project: ServiceProject, contract: Contract): readonly LooseCall[] {
  const evaluator = evaluatorOf(project);
  const known = new Set<ts.Node>(linkedCalls(file, project, contract).map(({ call }) => call.node));
  return file.nodes(ts.SyntaxKind.CallExpression).flatMap((node): LooseCall[] => {
    const { expression } = node;
    if (known.has(node) || !ts.isPropertyAccessExpression(expression)) return [];
    if (detours.has(expression.name.text)) {
      const [only, ...more] = alternatives(evaluator.evaluate(expression.expression));
      if (only?.kind !== 'member' || more.length > 0) return [];
      const [client, ...clients] = clientsOf(only.of, evaluator);
      const link = client && creatingLink({ clients: [client, ...clients] }, project, contract);
      const method = link?.methods.get(only.name);
      return link && method ? [{ at: expression, link, method }] : [];
    }
    const declared = symbolOf(project.checker, expression.name)?.declarations ?? [];
    const link = declared.every(isOfClient) ? declaringLink(node, project, contract) : undefined;
    const method = link?.methods.get(expression.name.text);
    return link && method ? [{ at: expression, link, method }] : [];
  });
}

/** Whether generated code declares something for clients: handlers have methods of the same names. */
function isOfClient({ parent }: ts.Declaration): boolean {
  return ts.isClassDeclaration(parent) && parent.name?.text === 'Client';
}

/** By the declaration of the method that is called. */
function declaringLink(node: ts.Node, { checker }: ServiceProject, contract: Contract): Link | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const { expression } = node;
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  const files = new Set((checker.getSymbolAtLocation(name)?.declarations ?? []).map((each) => each.getSourceFile()));
  const [only] = files;
  return files.size === 1 && only ? contract.linkOf(only) : undefined;
}

/** By what the client was made of, where it has no type: `thrift.createClient(UserService, connection)`. */
function creatingLink(
  { clients }: Pick<NetworkCall, 'clients'>,
  project: ServiceProject,
  contract: Contract,
): Link | undefined {
  const links = new Set(
    clients.map(({ creation }) => {
      const [service, second] = creation?.node.arguments ?? [];
      // A multiplexer's clients have a name before the service.
      const of = creation?.maker.on && second ? second : service;
      return of && linkBehind(evaluatorOf(project).evaluate(of, creation?.env), project, contract);
    }),
  );
  const [only] = links;
  return links.size === 1 ? only : undefined;
}

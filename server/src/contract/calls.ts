import type { ServiceFile } from '../service/model/file';
import type { ServiceProject } from '../service/model/project';
import { type NetworkCall, networkCalls } from '../service/networkCalls';
import { ts } from '../service/ts';
import { evaluatorOf } from '../service/values/evaluator';
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
function creatingLink({ clients }: NetworkCall, project: ServiceProject, contract: Contract): Link | undefined {
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

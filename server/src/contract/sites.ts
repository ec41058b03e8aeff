import type { TextRange } from '../core/range';
import { boundOf } from '../service/bounds/evaluate';
import { functionAround, nameOfFunction } from '../service/flow/walk';
import type { ServiceFile } from '../service/model/file';
import type { ServiceProject } from '../service/model/project';
import { ts } from '../service/ts';
import { evaluatorOf } from '../service/values/evaluator';
import { linkedCalls } from './calls';
import { contractOf, declaringService } from './contract';
import { handlerMethods } from './handlers';
import type { IdlSummary } from './idl';

/** What a place in code stands in: the nearest function with a name. */
export interface SiteOwner {
  readonly name: string;
  readonly isMethod: boolean;
  readonly range: TextRange;
  /** Of its name. */
  readonly nameRange: TextRange;
}

/** A place in code that has to do with a method of the IDL. */
export interface ContractSite {
  readonly kind: 'call' | 'handler';
  /** The service that declares the method, and the file that it stands in. */
  readonly service: string;
  readonly serviceUri: string;
  readonly method: string;
  readonly uri: string;
  /** What is called, or the handler's name. */
  readonly range: TextRange;
  /** For a call: whether nothing limits how long it takes. */
  readonly unbounded: boolean;
  /** Undefined at a file's top level. */
  readonly owner: SiteOwner | undefined;
}

function ownerOf(node: ts.Node, file: ServiceFile): SiteOwner | undefined {
  let at = functionAround(node);
  while (at && nameOfFunction(at) === undefined) at = functionAround(at);
  const name = at && nameOfFunction(at);
  if (!at || name === undefined) return undefined;
  const isNamed = at.name !== undefined;
  const declared = isNamed ? at : at.parent;
  const written = ts.isVariableDeclaration(declared) || ts.isPropertyAssignment(declared) ? declared.name : at.name;
  return {
    name,
    isMethod: ts.isClassLike(declared.parent) || ts.isObjectLiteralExpression(declared.parent),
    range: file.rangeOf(declared),
    nameRange: file.rangeOf(written ?? declared),
  };
}

/** Whether a file can hold such a place, by a look at its text alone. */
export function mayHoldSites(text: string, { services }: IdlSummary): boolean {
  return services.some(({ methods }) => methods.some(({ name }) => text.includes(name)));
}

/** Where a file calls methods of linked services, and where it answers them. */
export function contractSites(file: ServiceFile, project: ServiceProject): readonly ContractSite[] {
  const contract = contractOf(project);
  if (!contract) return [];
  const evaluator = evaluatorOf(project);
  const calls = linkedCalls(file, project, contract).map(({ call, link, method }): ContractSite => {
    const range = file.rangeOf(call.node.expression);
    const unbounded = boundOf(call, 'request', evaluator).state === 'unbounded';
    const of = declaringService(link, method, contract);
    return {
      kind: 'call',
      service: of.service,
      serviceUri: of.uri,
      method: method.name,
      uri: file.uri,
      range,
      unbounded,
      owner: ownerOf(call.node, file),
    };
  });
  const handlers = handlerMethods(project, contract)
    .filter(({ at }) => at.getSourceFile() === file.sourceFile)
    .map(({ at, handler, method }): ContractSite => {
      const range = file.rangeOf(at);
      const of = declaringService(handler.link, method, contract);
      const { name } = method;
      return {
        kind: 'handler',
        service: of.service,
        serviceUri: of.uri,
        method: name,
        uri: file.uri,
        range,
        unbounded: false,
        owner: undefined,
      };
    });
  return [...calls, ...handlers];
}

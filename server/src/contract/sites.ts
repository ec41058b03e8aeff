import type { TextRange } from '../core/range';
import { boundOf } from '../service/bounds/evaluate';
import type { ServiceFile } from '../service/model/file';
import type { ServiceProject } from '../service/model/project';
import { evaluatorOf } from '../service/values/evaluator';
import { linkedCalls } from './calls';
import { contractOf, declaringService } from './contract';
import { handlerMethods } from './handlers';
import type { IdlSummary } from './idl';

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
      };
    });
  return [...calls, ...handlers];
}

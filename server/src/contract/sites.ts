import type { TextRange } from '../core/range';
import { boundOf } from '../service/bounds/evaluate';
import { functionAround, nameOfFunction } from '../service/flow/walk';
import type { ServiceFile } from '../service/model/file';
import type { ServiceProject } from '../service/model/project';
import { ts } from '../service/ts';
import { evaluatorOf } from '../service/values/evaluator';
import { linkedCalls } from './calls';
import { type Contract, contractOf, declaringService, knownIdl } from './contract';
import { handlerMethods } from './handlers';
import type { IdlSummary } from './idl';
import { interfacePlaces, type MethodOfService } from './interfaces';
import { channelPlaces } from './tchannel';

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
  /** `implementation`: of an interface that a generator wrote; whether it answers calls is not known. */
  readonly kind: 'call' | 'handler' | 'implementation';
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

const namesOf = new WeakMap<IdlSummary, ReadonlySet<string>>();

/** Whether a file can hold such a place, by a look at its text alone. */
export function mayHoldSites(text: string, idl: IdlSummary): boolean {
  let names = namesOf.get(idl);
  if (!names) {
    names = new Set(idl.services.flatMap(({ methods }) => methods.map(({ name }) => name)));
    namesOf.set(idl, names);
  }
  for (const [word] of text.matchAll(/[A-Za-z_]\w*/g)) if (names.has(word)) return true;
  return false;
}

type SiteMaker = (kind: ContractSite['kind'], at: ts.Node, of: MethodOfService, unbounded?: boolean) => ContractSite;

/** Where a file calls methods of services of the IDL, and where it answers or implements them. */
export function contractSites(file: ServiceFile, project: ServiceProject): readonly ContractSite[] {
  const known = knownIdl(project);
  if (!known) return [];
  const site: SiteMaker = (kind, at, of, unbounded = false) => {
    const declaring = declaringService(of.service, of.method, known);
    return {
      kind,
      service: declaring.service,
      serviceUri: declaring.uri,
      method: of.method.name,
      uri: file.uri,
      range: file.rangeOf(at),
      unbounded,
      owner: kind === 'call' ? ownerOf(at, file) : undefined,
    };
  };
  const places = [...interfacePlaces(file, project, known), ...channelPlaces(file, project, known)];
  const contract = contractOf(project);
  return [
    ...(contract ? linkedSites(file, project, contract, site) : []),
    ...places.map((each) => site(each.kind, each.at, each)),
  ];
}

/** Calls through generated code, and handlers given to it. */
function linkedSites(file: ServiceFile, project: ServiceProject, contract: Contract, site: SiteMaker): ContractSite[] {
  const evaluator = evaluatorOf(project);
  const calls = linkedCalls(file, project, contract).map(({ call, link, method }) => {
    const unbounded = boundOf(call, 'request', evaluator).state === 'unbounded';
    return site('call', call.node.expression, { service: link.service, method }, unbounded);
  });
  const handlers = handlerMethods(project, contract)
    .filter(({ at }) => at.getSourceFile() === file.sourceFile)
    .map(({ at, handler, method }) => site('handler', at, { service: handler.link.service, method }));
  return [...calls, ...handlers];
}

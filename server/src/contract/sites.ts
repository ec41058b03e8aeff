import type { TextRange } from '../core/range';
import { boundOf } from '../service/bounds/evaluate';
import { functionAround, nameOfFunction } from '../service/flow/walk';
import type { ServiceFile } from '../service/model/file';
import type { ServiceProject } from '../service/model/project';
import { ts } from '../service/ts';
import { evaluatorOf } from '../service/values/evaluator';
import { linkedCalls, looseCalls } from './calls';
import { type Contract, contractOf, declaringServices, knownIdl, rivalsOfFile } from './contract';
import { handlerPlaces } from './handlers';
import type { IdlSummary } from './idl';
import { interfacePlaces, type MethodOfService, rivalsOfInterfaces } from './interfaces';
import { channelPlaces } from './tchannel';
import { twinsOf } from './twins';

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

/** Services of one name that differ, so that nobody can tell from which of them code was made. It has no sites. */
export interface Rivals {
  readonly service: string;
  /** The files that declare it. */
  readonly uris: readonly string[];
}

/** Where code calls and answers methods of the IDL, and what stands in the way of knowing. */
export interface ContractSites {
  readonly sites: readonly ContractSite[];
  readonly rivals: readonly Rivals[];
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

/** Makes the site of a method: one for each copy of its service. */
type SiteMaker = (
  kind: ContractSite['kind'],
  at: ts.Node,
  of: MethodOfService,
  unbounded?: boolean,
) => readonly ContractSite[];

/** Where a file calls methods of services of the IDL, and where it answers or implements them. */
export function contractSites(file: ServiceFile, project: ServiceProject): readonly ContractSite[] {
  const known = knownIdl(project);
  if (!known) return [];
  const site: SiteMaker = (kind, at, of, unbounded = false) => {
    const owner = kind === 'call' ? ownerOf(at, file) : undefined;
    const services = of.exact ? [of.service] : twinsOf(of.service, known.idl);
    return declaringServices(services, of.method, known).map(({ service, uri: serviceUri }) => ({
      kind,
      service,
      serviceUri,
      method: of.method.name,
      uri: file.uri,
      range: file.rangeOf(at),
      unbounded,
      owner,
    }));
  };
  const places = [...interfacePlaces(file, project, known), ...channelPlaces(file, project, known)];
  const contract = contractOf(project);
  return [
    ...(contract ? linkedSites(file, project, contract, site) : []),
    ...places.flatMap((each) => site(each.kind, each.at, each)),
  ];
}

const rivalsKey = {};

/** The services that code of a program may have been made from, where that cannot be told. */
export function contractRivals(project: ServiceProject): readonly Rivals[] {
  const known = knownIdl(project);
  if (!known) return [];
  return known.once(rivalsKey, () =>
    project.program
      .getSourceFiles()
      .filter(({ fileName }) => !fileName.includes('/node_modules/'))
      .flatMap((file) => [rivalsOfFile(file, known), ...rivalsOfInterfaces(file, known)])
      .flatMap((services) => {
        const [first] = services;
        return first ? [{ service: first.name, uris: services.map(({ uri }) => uri) }] : [];
      }),
  );
}

/** Calls through generated code, and handlers given to it. */
function linkedSites(file: ServiceFile, project: ServiceProject, contract: Contract, site: SiteMaker): ContractSite[] {
  const evaluator = evaluatorOf(project);
  const calls = linkedCalls(file, project, contract).flatMap(({ call, link, method }) => {
    const unbounded = boundOf(call, 'request', evaluator).state === 'unbounded';
    return site('call', call.node.expression, { service: link.service, method, exact: false }, unbounded);
  });
  const loose = looseCalls(file, project, contract).flatMap(({ at, link, method }) =>
    site('call', at, { service: link.service, method, exact: false }),
  );
  const handlers = handlerPlaces(project, contract)
    .filter(({ at }) => at.getSourceFile() === file.sourceFile)
    .flatMap(({ at, handler, method }) => site('handler', at, { service: handler.link.service, method, exact: false }));
  return [...calls, ...loose, ...handlers];
}

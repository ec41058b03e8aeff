import type { ServiceProject } from '../service/model/project';
import type { ts } from '../service/ts';
import { setUnanswered } from '../service/unanswered';
import { type GeneratedFile, generatedBeside, generatedFile } from './generated';
import { onewayFunctions } from './handlers';
import { type IdlMethod, type IdlService, type IdlSummary, withBases } from './idl';
import { areTwins, twinsOf } from './twins';

/** Generated code of a service, and the service in the IDL that it was made from. */
export interface Link {
  readonly generated: GeneratedFile;
  readonly service: IdlService;
  /** The service's methods, inherited ones too, by name. */
  readonly methods: ReadonlyMap<string, IdlMethod>;
}

/** The IDL held against one program. */
export interface Contract {
  readonly idl: IdlSummary;
  /** The newest text of a file, also of one that is no part of the program; undefined where there is none. */
  textOf(path: string): string | undefined;
  /** The service that a generated file was made from; undefined for other files, and where services fit that differ. */
  linkOf(sourceFile: ts.SourceFile): Link | undefined;
  /** Whatever is worked out once a program and IDL: `compute` runs at the first call with this key. */
  once<T>(key: object, compute: () => T): T;
}

const contracts = new WeakMap<ServiceProject, Contract>();

/** Says which IDL the program is held against. What was worked out stays as long as it is the same object. */
export function setIdl(project: ServiceProject, idl: IdlSummary, textOf: Contract['textOf']): void {
  if (contracts.get(project)?.idl === idl) return;
  contracts.set(project, createContract(idl, textOf));
  setUnanswered(project, (node) => {
    const contract = contractOf(project);
    return contract !== undefined && onewayFunctions(project, contract).has(node);
  });
}

const anyKey = {};

/** The IDL that the program is held against, also where none of its code runs on generated code; undefined where no service is known. */
export function knownIdl(project: ServiceProject): Contract | undefined {
  const contract = contracts.get(project);
  return contract && contract.idl.services.length > 0 ? contract : undefined;
}

/** Undefined where no IDL is known, or none of the program's code was generated from it: then nothing is said of contracts. */
export function contractOf(project: ServiceProject): Contract | undefined {
  const contract = knownIdl(project);
  if (!contract) return undefined;
  const isLinked = contract.once(anyKey, () =>
    project.program
      .getSourceFiles()
      .some((file) => !file.fileName.includes('/node_modules/') && contract.linkOf(file) !== undefined),
  );
  return isLinked ? contract : undefined;
}

function createContract(idl: IdlSummary, textOf: Contract['textOf']): Contract {
  const links = new Map<ts.SourceFile, Link | undefined>();
  const kept = new Map<object, unknown>();
  return {
    idl,
    textOf,
    linkOf(sourceFile) {
      if (!links.has(sourceFile)) links.set(sourceFile, link(sourceFile, idl, textOf));
      return links.get(sourceFile);
    },
    once<T>(key: object, compute: () => T): T {
      if (!kept.has(key)) kept.set(key, compute());
      return kept.get(key) as T;
    },
  };
}

/** What a generated file tells of the service that it was made from; undefined for other files. */
function tracesOf(
  sourceFile: ts.SourceFile,
  textOf: Contract['textOf'],
): (ServiceTraces & { readonly generated: GeneratedFile }) | undefined {
  const generated = generatedFile(sourceFile) ?? generatedBeside(sourceFile, textOf);
  if (!generated) return undefined;
  // The folder is named as one of the namespaces: `gen/com/acme/users` for `com.acme.users`.
  const folder = sourceFile.fileName.slice(0, sourceFile.fileName.lastIndexOf('/'));
  const isOf = (namespace: string) => folder.endsWith(`/${namespace.replaceAll('.', '/')}`);
  return { generated, name: generated.name, methods: generated.methods, isOf };
}

function link(sourceFile: ts.SourceFile, idl: IdlSummary, textOf: Contract['textOf']): Link | undefined {
  const traces = tracesOf(sourceFile, textOf);
  const service = traces && serviceFor(traces, idl);
  const chain = service && withBases(service, idl);
  if (!service || !chain) return undefined;
  const methods = new Map<string, IdlMethod>();
  for (const each of chain)
    for (const method of each.methods) if (!methods.has(method.name)) methods.set(method.name, method);
  return { generated: traces.generated, service, methods };
}

/** The services that a generated file may have been made from, where there are several that differ. */
export function rivalsOfFile(sourceFile: ts.SourceFile, { idl, textOf }: Contract): readonly IdlService[] {
  const traces = tracesOf(sourceFile, textOf);
  return traces ? rivalsFor(traces, idl) : [];
}

/** The services that declare a method of these, which may be bases of them, and the files that they stand in. */
export function declaringServices(
  services: readonly IdlService[],
  method: IdlMethod,
  { idl }: Contract,
): readonly { readonly service: string; readonly uri: string }[] {
  const found = services.map((each) => {
    const chain = withBases(each, idl) ?? [each];
    return chain.find(({ methods }) => methods.some(({ name }) => name === method.name)) ?? each;
  });
  return [...new Set(found)].map(({ name, uri }) => ({ service: name, uri }));
}

/** The one that a change of the IDL belongs in; undefined among copies, which would differ afterwards. */
export function declaringService(
  service: IdlService,
  method: IdlMethod,
  contract: Contract,
): { readonly service: string; readonly uri: string } | undefined {
  const [only, ...others] = declaringServices(twinsOf(service, contract.idl), method, contract);
  return others.length === 0 ? only : undefined;
}

/** What code of a service tells of where it came from. */
export interface ServiceTraces {
  readonly name: string;
  /** By name; those of its base left out. */
  readonly methods: ReadonlyMap<string, unknown>;
  /** Whether it lies where code of this namespace does. */
  isOf(namespace: string): boolean;
}

function shared({ methods }: ServiceTraces, service: IdlService): number {
  return service.methods.filter(({ name }) => methods.has(name)).length;
}

function hasSameMethods(traces: ServiceTraces, service: IdlService): boolean {
  return traces.methods.size === service.methods.length && shared(traces, service) === service.methods.length;
}

/** The services that code of a service fits; code that is older than the IDL fits when half of its methods are the same. */
function candidatesFor(traces: ServiceTraces, { services }: IdlSummary): readonly IdlService[] {
  const named = services.filter(({ name }) => name === traces.name);
  const same = named.length > 1 ? named.filter((each) => hasSameMethods(traces, each)) : [];
  if (same.length > 0) {
    const placed = same.filter(({ namespaces }) => namespaces.some((name) => traces.isOf(name)));
    return placed.length > 0 ? placed : same;
  }
  const isClose = (each: IdlService) => shared(traces, each) * 2 >= Math.min(traces.methods.size, each.methods.length);
  return named.some(isClose) ? named : [];
}

/** The one service that code fits, or the first of twins. */
export function serviceFor(traces: ServiceTraces, idl: IdlSummary): IdlService | undefined {
  const found = candidatesFor(traces, idl);
  return areTwins(found, idl) ? found[0] : undefined;
}

/** The services that code fits, where there are several that differ. */
export function rivalsFor(traces: ServiceTraces, idl: IdlSummary): readonly IdlService[] {
  const found = candidatesFor(traces, idl);
  return areTwins(found, idl) ? [] : found;
}

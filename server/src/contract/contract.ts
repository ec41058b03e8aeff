import type { ServiceProject } from '../service/model/project';
import type { ts } from '../service/ts';
import { type GeneratedFile, generatedBeside, generatedFile } from './generated';
import { type IdlMethod, type IdlService, type IdlSummary, withBases } from './idl';

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
  /** The service that a generated file was made from; undefined for other files, and where more than one service fits. */
  linkOf(sourceFile: ts.SourceFile): Link | undefined;
  /** Whatever is worked out once a program and IDL: `compute` runs at the first call with this key. */
  once<T>(key: object, compute: () => T): T;
}

const contracts = new WeakMap<ServiceProject, Contract>();

/** Says which IDL the program is held against. What was worked out stays as long as it is the same object. */
export function setIdl(project: ServiceProject, idl: IdlSummary, textOf: Contract['textOf']): void {
  if (contracts.get(project)?.idl !== idl) contracts.set(project, createContract(idl, textOf));
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

function link(sourceFile: ts.SourceFile, idl: IdlSummary, textOf: Contract['textOf']): Link | undefined {
  const generated = generatedFile(sourceFile) ?? generatedBeside(sourceFile, textOf);
  if (!generated) return undefined;
  // The folder is named as one of the namespaces: `gen/com/acme/users` for `com.acme.users`.
  const folder = sourceFile.fileName.slice(0, sourceFile.fileName.lastIndexOf('/'));
  const isOf = (namespace: string) => folder.endsWith(`/${namespace.replaceAll('.', '/')}`);
  const service = serviceFor({ name: generated.name, methods: generated.methods, isOf }, idl);
  const chain = service && withBases(service, idl);
  if (!service || !chain) return undefined;
  const methods = new Map<string, IdlMethod>();
  for (const each of chain)
    for (const method of each.methods) if (!methods.has(method.name)) methods.set(method.name, method);
  return { generated, service, methods };
}

/** The service that declares a method of a service, which may be a base of it, and the file that it stands in. */
export function declaringService(
  service: IdlService,
  method: IdlMethod,
  { idl }: Contract,
): { readonly service: string; readonly uri: string } {
  const chain = withBases(service, idl) ?? [service];
  const of = chain.find(({ methods }) => methods.includes(method)) ?? service;
  return { service: of.name, uri: of.uri };
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

/** The one service that generated code fits; code that is older than the IDL fits when half of its methods are the same. */
export function serviceFor(traces: ServiceTraces, { services }: IdlSummary): IdlService | undefined {
  const named = services.filter(({ name }) => name === traces.name);
  const [only] = named;
  if (named.length > 1) {
    const same = named.filter((each) => hasSameMethods(traces, each));
    if (same.length === 1) return same[0];
    const placed = same.filter(({ namespaces }) => namespaces.some((name) => traces.isOf(name)));
    return placed.length === 1 ? placed[0] : undefined;
  }
  if (!only) return undefined;
  const fewer = Math.min(traces.methods.size, only.methods.length);
  return shared(traces, only) * 2 >= fewer ? only : undefined;
}

import type { ServiceProject } from '../service/model/project';
import type { ts } from '../service/ts';
import { type GeneratedFile, generatedFile } from './generated';
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

/** Undefined where no IDL is known, or none of the program's code was generated from it: then nothing is said of contracts. */
export function contractOf(project: ServiceProject): Contract | undefined {
  const contract = contracts.get(project);
  if (!contract || contract.idl.services.length === 0) return undefined;
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
      if (!links.has(sourceFile)) links.set(sourceFile, link(sourceFile, idl));
      return links.get(sourceFile);
    },
    once<T>(key: object, compute: () => T): T {
      if (!kept.has(key)) kept.set(key, compute());
      return kept.get(key) as T;
    },
  };
}

function link(sourceFile: ts.SourceFile, idl: IdlSummary): Link | undefined {
  const generated = generatedFile(sourceFile);
  if (!generated) return undefined;
  const service = serviceFor(generated, idl);
  const chain = service && withBases(service, idl);
  if (!service || !chain) return undefined;
  const methods = new Map<string, IdlMethod>();
  for (const each of chain)
    for (const method of each.methods) if (!methods.has(method.name)) methods.set(method.name, method);
  return { generated, service, methods };
}

/** The service that declares a method of a link, which may be a base of the link's own, and the file that it stands in. */
export function declaringService(
  { service }: Link,
  method: IdlMethod,
  { idl }: Contract,
): { readonly service: string; readonly uri: string } {
  const chain = withBases(service, idl) ?? [service];
  const of = chain.find(({ methods }) => methods.includes(method)) ?? service;
  return { service: of.name, uri: of.uri };
}

function shared({ methods }: GeneratedFile, service: IdlService): number {
  return service.methods.filter(({ name }) => methods.has(name)).length;
}

function hasSameMethods(generated: GeneratedFile, service: IdlService): boolean {
  return generated.methods.size === service.methods.length && shared(generated, service) === service.methods.length;
}

/** Whether the folder that the file lies in is named as one of the namespaces: `gen/com/acme/users` for `com.acme.users`. */
function liesInNamespace({ sourceFile }: GeneratedFile, { namespaces }: IdlService): boolean {
  const folder = sourceFile.fileName.slice(0, sourceFile.fileName.lastIndexOf('/'));
  return namespaces.some((name) => folder.endsWith(`/${name.replaceAll('.', '/')}`));
}

/** The one service that generated code fits; code that is older than the IDL fits when half of its methods are the same. */
function serviceFor(generated: GeneratedFile, { services }: IdlSummary): IdlService | undefined {
  const named = services.filter(({ name }) => name === generated.name);
  const [only] = named;
  if (named.length > 1) {
    const same = named.filter((each) => hasSameMethods(generated, each));
    if (same.length === 1) return same[0];
    const placed = same.filter((each) => liesInNamespace(generated, each));
    return placed.length === 1 ? placed[0] : undefined;
  }
  if (!only) return undefined;
  const fewer = Math.min(generated.methods.size, only.methods.length);
  return shared(generated, only) * 2 >= fewer ? only : undefined;
}

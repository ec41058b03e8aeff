/** A field as it goes over the wire: of a struct, an argument, or what comes back. */
export interface IdlField {
  readonly name: string;
  /** Undefined where none is written: then the generator chooses. */
  readonly id: number | undefined;
  /** What is written for its type, such as `LIST I64`; undefined where a name in it cannot be looked up. */
  readonly wire: string | undefined;
  /** The structs in it, in the order in which they are read; undefined where a name in it cannot be looked up. */
  readonly structs: readonly string[] | undefined;
  /** `value`: it has a default, and generators differ in what `required` means then. */
  readonly presence: 'required' | 'optional' | 'plain' | 'value';
}

/** A struct, union or exception. */
export interface IdlStruct {
  readonly name: string;
  readonly fields: readonly IdlField[];
}

export interface IdlEnum {
  readonly name: string;
  readonly values: readonly { readonly name: string; readonly value: number }[];
}

/** The types that one file declares. Those with a mistake in them are left out. */
export interface IdlTypes {
  readonly uri: string;
  readonly namespaces: readonly string[];
  /** The files that it includes, as far as they are found. */
  readonly includes: readonly string[];
  readonly structs: readonly IdlStruct[];
  readonly enums: readonly IdlEnum[];
  /** The names of its typedefs. */
  readonly typedefs: readonly string[];
  /** Whether nothing was left out. */
  readonly complete: boolean;
}

/** A method as code has to know it: what is called, and what may come back. */
export interface IdlMethod {
  readonly name: string;
  /** The names of the arguments, in the order written. */
  readonly arguments: readonly string[];
  /** Whether it returns nothing; always so for `oneway`. */
  readonly isVoid: boolean;
  readonly oneway: boolean;
  /** The exceptions that it declares, without the name of an include. */
  readonly throws: readonly string[];
  /** The arguments, in the order written. */
  readonly takes: readonly IdlField[];
  /** What the answer may hold: the result, with the id 0, then the exceptions in the order of `throws`. */
  readonly gives: readonly IdlField[];
  /** What its annotation says; undefined without one. */
  readonly idempotent: boolean | undefined;
}

/** A service as one file declares it. */
export interface IdlService {
  readonly name: string;
  readonly uri: string;
  /** The names of all namespaces of its file, such as `users` of `namespace js users`. */
  readonly namespaces: readonly string[];
  /** Its own methods, those of its base left out. */
  readonly methods: readonly IdlMethod[];
  /** `undefined`: it has no base. `unknown`: its base cannot be found. */
  readonly base: { readonly uri: string; readonly name: string } | 'unknown' | undefined;
}

/** What the analysis of TypeScript knows of the IDL: plain data, without places, so that an edit that changes no contract changes nothing here. */
export interface IdlSummary {
  /** Services with a mistake in them are left out: what cannot be read is held against no code. */
  readonly services: readonly IdlService[];
  /** One for each file. */
  readonly types: readonly IdlTypes[];
}

/** What one file tells. */
export interface IdlPart {
  readonly uri: string;
  readonly services: readonly IdlService[];
  readonly types: IdlTypes;
}

/** What files tell together; in the order of URIs, so that the order in which they became known says nothing. */
export function summaryOf(parts: Iterable<IdlPart>): IdlSummary {
  const sorted = [...parts].sort((a, b) => (a.uri < b.uri ? -1 : 1));
  return { services: sorted.flatMap(({ services }) => services), types: sorted.map(({ types }) => types) };
}

export const emptySummary: IdlSummary = { services: [], types: [] };

const maxBases = 16;

/** The services in the order of inheritance, `service` first; undefined when one of them cannot be read. */
export function withBases(service: IdlService, { services }: IdlSummary): readonly IdlService[] | undefined {
  const chain = [service];
  for (let at = service; at.base !== undefined; ) {
    const { base } = at;
    const found =
      base === 'unknown' ? undefined : services.find((each) => each.uri === base.uri && each.name === base.name);
    if (!found || chain.includes(found) || chain.length > maxBases) return undefined;
    chain.push(found);
    at = found;
  }
  return chain;
}

/** A method of a service by its name, its bases' included; undefined where there is none, and where the bases are not all known. */
export function methodNamed(service: IdlService, name: string, idl: IdlSummary): IdlMethod | undefined {
  return withBases(service, idl)
    ?.flatMap(({ methods }) => methods)
    .find((each) => each.name === name);
}

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
}

export const emptySummary: IdlSummary = { services: [] };

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

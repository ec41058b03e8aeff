import type { Library } from './library';

/** Every library that is known, and a quick way to the ones that a module may be. */
export interface Catalogue {
  readonly libraries: readonly Library[];
  byModule(module: string): readonly Library[];
  /** Names of methods that go over the network in some library; a call by another name need not be looked at unless `open`. */
  readonly methods: ReadonlySet<string>;
}

export function createCatalogue(libraries: readonly Library[]): Catalogue {
  const byModule = new Map<string, Library[]>();
  const methods = new Set<string>();
  for (const library of libraries) {
    for (const module of library.modules) byModule.set(module, [...(byModule.get(module) ?? []), library]);
    for (const { calls } of library.clients ?? [])
      for (const call of calls) for (const method of call.methods) methods.add(method);
  }
  return { libraries, byModule: (module) => byModule.get(module) ?? [], methods };
}

import type { Library } from './library';

/** Every library that is known, and a quick way to the ones that a module may be. */
export interface Catalogue {
  readonly libraries: readonly Library[];
  byModule(module: string): readonly Library[];
}

/** Whether a name fits a pattern of the catalogue, in which a `*` stands for any text. */
export function matchesName(pattern: string, name: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === name;
  const [start, end] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end);
}

export function createCatalogue(libraries: readonly Library[]): Catalogue {
  const byModule = new Map<string, readonly Library[]>();
  const open = libraries.filter(({ modules }) => modules.some((module) => module.includes('*')));
  for (const library of libraries)
    for (const module of library.modules)
      if (!module.includes('*')) byModule.set(module, [...(byModule.get(module) ?? []), library]);
  return {
    libraries,
    byModule(module) {
      let found = byModule.get(module);
      if (!found) {
        found = open.filter(({ modules }) => modules.some((pattern) => matchesName(pattern, module)));
        byModule.set(module, found);
      }
      return found;
    },
  };
}

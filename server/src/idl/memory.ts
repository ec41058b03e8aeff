import type { IdlFile } from './model/file';
import { changedDefinitions, isNamed } from './model/file';
import type { Definition } from './model/tree';
import type { IdlProject } from './resolve/project';
import { resolveIncludes, type Scope } from './resolve/scope';

/** What was looked up while a definition was checked. */
export interface Lookups {
  /** Every name asked for, and each of its prefixes that ends at a dot (`Color` for `Color.RED`). */
  readonly names: Set<string>;
  /** Whether a name was not found, so that anything anywhere may change the answer. */
  failed: boolean;
}

/** The same scope, noting what is looked up. Names behind an include are covered by `surroundings`. */
export function watchScope(scope: Scope, lookups: Lookups): Scope {
  function watch<T extends { readonly kind: string }>(look: (name: string) => T): (name: string) => T {
    return (name) => {
      lookups.names.add(name);
      for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1))
        lookups.names.add(name.slice(0, dot));
      const found = look(name);
      if (found.kind !== 'found') lookups.failed = true;
      return found;
    };
  }
  return {
    file: scope.file,
    get includes() {
      return scope.includes;
    },
    type: watch(scope.type),
    value: watch(scope.value),
    service: watch(scope.service),
    // Looks names up through `this`, so it is watched as well.
    trueType: scope.trueType,
  };
}

/** What was found in a definition, with the names that it rests on. */
interface Remembered<T> {
  readonly result: T;
  readonly names: ReadonlySet<string>;
}

/** What is remembered of one version of a file. */
export interface Recollection<T> {
  get(definition: Definition): T | undefined;
  /** Keeps a result until the definition itself or one of the names changes. */
  keep(definition: Definition, result: T, names: ReadonlySet<string>): void;
}

interface FileMemory<T> extends Recollection<T> {
  file: IdlFile;
  readonly surroundings: readonly (IdlFile | undefined)[];
  forget(definition: Definition): void;
  /** Forgets every definition whose result rests on the name. */
  forgetUsersOf(name: string): void;
  clear(): void;
}

/** Keeps results by definition from one version of a file to the next, and forgets those that a change may have made wrong. */
export interface Memory<T> {
  /** Goes over to this version of the file and gives what still holds. */
  recall(file: IdlFile, project: IdlProject): Recollection<T>;
}

function createFileMemory<T>(file: IdlFile, surroundings: readonly (IdlFile | undefined)[]): FileMemory<T> {
  const remembered = new Map<Definition, Remembered<T>>();
  const users = new Map<string, Set<Definition>>();
  const forget = (definition: Definition): void => {
    for (const name of remembered.get(definition)?.names ?? []) users.get(name)?.delete(definition);
    remembered.delete(definition);
  };
  return {
    file,
    surroundings,
    get: (definition) => remembered.get(definition)?.result,
    keep(definition, result, names) {
      remembered.set(definition, { result, names });
      for (const name of names) {
        const known = users.get(name);
        if (known) known.add(definition);
        else users.set(name, new Set([definition]));
      }
    },
    forget,
    forgetUsersOf(name) {
      for (const definition of [...(users.get(name) ?? [])]) forget(definition);
      users.delete(name);
    },
    clear() {
      remembered.clear();
      users.clear();
    },
  };
}

/** More files than anybody edits at once; for the others results are made anew. */
const filesKept = 16;

/**
 * The files that `file` leads to by includes, in a fixed order; undefined for one that cannot be read. Undefined as a whole
 * when a way leads back to `file`: what others see of it is not watched.
 */
function surroundingsOf(file: IdlFile, project: IdlProject): (IdlFile | undefined)[] | undefined {
  let isCyclic = false;
  const found: (IdlFile | undefined)[] = [];
  const seen = new Set<string>([file.uri]);
  const visit = (at: IdlFile) => {
    for (const include of resolveIncludes(at, project)) {
      if (include.target.kind !== 'found') {
        found.push(undefined);
      } else if (include.target.uri === file.uri) {
        isCyclic = true;
      } else if (!seen.has(include.target.uri)) {
        seen.add(include.target.uri);
        found.push(include.file);
        if (include.file) visit(include.file);
      }
    }
  };
  if (file.includes.length > 0) visit(file);
  return isCyclic ? undefined : found;
}

function sameFiles(a: readonly (IdlFile | undefined)[], b: readonly (IdlFile | undefined)[]): boolean {
  return a.length === b.length && a.every((file, i) => file === b[i]);
}

export function createMemory<T>(): Memory<T> {
  const files = new Map<string, FileMemory<T>>();

  function start(file: IdlFile, surroundings: readonly (IdlFile | undefined)[]): FileMemory<T> {
    const memory = createFileMemory<T>(file, surroundings);
    const [oldest] = files.keys();
    if (files.size >= filesKept && oldest !== undefined) files.delete(oldest);
    files.set(file.uri, memory);
    return memory;
  }

  return {
    recall(file, project) {
      const surroundings = surroundingsOf(file, project);
      if (!surroundings) {
        files.delete(file.uri);
        return createFileMemory(file, []);
      }
      const memory = files.get(file.uri);
      if (
        !memory ||
        !sameFiles(memory.surroundings, surroundings) ||
        memory.file.document.fbthrift !== file.document.fbthrift
      ) {
        files.delete(file.uri);
        return start(file, surroundings);
      }
      const { removed, added } = changedDefinitions(memory.file.definitions, file.definitions);
      const changed = [...removed, ...added];
      memory.file = file;
      if (changed.some((definition) => definition.kind === 'Include')) memory.clear();
      for (const definition of changed) {
        memory.forget(definition);
        if (isNamed(definition)) memory.forgetUsersOf(definition.name.text);
      }
      return memory;
    },
  };
}

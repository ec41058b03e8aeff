import { splice } from './model/column';
import type { IdlFile } from './model/file';
import { isNamed } from './model/file';
import type { Definition } from './model/tree';
import type { IdlProject } from './resolve/project';
import { LazyScope, resolveIncludes, type Scope } from './resolve/scope';

const isInclude = (definition: Definition): boolean => definition.kind === 'Include';

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
  return new LazyScope(() => scope.includes, {
    file: scope.file,
    type: watch(scope.type),
    value: watch(scope.value),
    service: watch(scope.service),
    // Looks names up through `this`, so it is watched as well.
    trueType: scope.trueType,
  });
}

/** What is remembered of one version of a file. */
export interface Recollection<T> {
  /** What still holds, one for each definition of the file; undefined where the definition has to be looked at. */
  readonly results: readonly (T | undefined)[];
  /** Keeps a result of the definition at `index` until it or one of the names changes. */
  keep(index: number, result: T, names: ReadonlySet<string>): void;
}

interface FileMemory<T> extends Recollection<T> {
  readonly file: IdlFile;
  readonly surroundings: readonly (IdlFile | undefined)[];
  /** Goes over to this version and forgets what rests on anything that changed. */
  follow(file: IdlFile): void;
}

/** Keeps results by definition from one version of a file to the next, and forgets those that a change may have made wrong. */
export interface Memory<T> {
  /** Goes over to this version of the file and gives what still holds. */
  recall(file: IdlFile, project: IdlProject): Recollection<T>;
}

function createFileMemory<T>(first: IdlFile, surroundings: readonly (IdlFile | undefined)[]): FileMemory<T> {
  let file = first;
  let results: (T | undefined)[] = file.definitions.map(() => undefined);
  const namesBy = new Map<Definition, ReadonlySet<string>>();
  const users = new Map<string, Set<Definition>>();
  const forget = (definition: Definition): void => {
    for (const name of namesBy.get(definition) ?? []) users.get(name)?.delete(definition);
    namesBy.delete(definition);
    const index = file.indexOf(definition);
    if (index !== -1) results[index] = undefined;
  };
  return {
    get file() {
      return file;
    },
    surroundings,
    get results() {
      return results;
    },
    keep(index, result, names) {
      const definition = file.definitions[index];
      if (!definition) return;
      results[index] = result;
      namesBy.set(definition, names);
      for (const name of names) {
        const known = users.get(name);
        if (known) known.add(definition);
        else users.set(name, new Set([definition]));
      }
    },
    follow(next) {
      const { head, removed, added } = next.lineage.changeBetween(file.definitions, next.definitions);
      if (removed.some(isInclude) || added.some(isInclude)) {
        namesBy.clear();
        users.clear();
        file = next;
        results = file.definitions.map(() => undefined);
        return;
      }
      for (const definition of removed) forget(definition);
      file = next;
      results = splice(
        results,
        head,
        removed.length,
        added.map(() => undefined),
      );
      for (const definition of [...removed, ...added]) {
        if (!isNamed(definition)) continue;
        const { text } = definition.name;
        for (const user of [...(users.get(text) ?? [])]) forget(user);
        users.delete(text);
      }
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
      memory.follow(file);
      return memory;
    },
  };
}

interface Cell<T> {
  readonly value: T;
}

/** Stands for a definition that nothing is made of. */
const nothing: Cell<never> = { value: undefined as never };

/**
 * Like `column`, for what also rests on what the names in a definition lead to, which `make` looks up through its scope alone: gives
 * what there is of all definitions, in the file's order. A file that nobody edits is read without taking notes.
 */
export function linkedColumn<T>(
  make: (definition: Definition, scope: Scope) => T | undefined,
): (scope: Scope, project: IdlProject) => readonly T[] {
  const memory = createMemory<Cell<T>>();
  return (scope, project) => {
    const { file } = scope;
    const { definitions } = file;
    const found: T[] = [];
    const recollection = file.lineage.isEdited ? memory.recall(file, project) : undefined;
    for (let i = 0; i < definitions.length; i++) {
      const definition = definitions[i];
      if (!definition) continue;
      let cell = recollection?.results[i];
      if (!recollection) {
        const value = make(definition, scope);
        if (value !== undefined) found.push(value);
        continue;
      }
      if (!cell) {
        const lookups: Lookups = { names: new Set(), failed: false };
        const value = make(definition, watchScope(scope, lookups));
        cell = value === undefined ? nothing : { value };
        if (!lookups.failed) recollection.keep(i, cell, lookups.names);
      }
      if (cell !== nothing) found.push(cell.value);
    }
    return found;
  };
}

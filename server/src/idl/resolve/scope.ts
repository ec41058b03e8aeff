import type { IdlFile } from '../model/file';
import { isNamed, isStructLike, programName } from '../model/file';
import type { Const, Definition, Enum, EnumItem, Include, NamedDefinition, Service, Type } from '../model/tree';
import { mayDefine, mayInclude } from './broken';
import type { IdlProject, IncludeTarget } from './project';

/** An include with what it leads to. */
export interface ResolvedInclude {
  readonly node: Include;
  /** The prefix that names from there carry: `base` for `"common/base.thrift"`, `a.b` for `"a.b.thrift"`. */
  readonly alias: string;
  readonly target: IncludeTarget;
  /** The included file; undefined when it was not found or could not be read. */
  readonly file: IdlFile | undefined;
}

/** What a name turned out to be. `unreadable`: it lies in a file that cannot be seen, so nothing can be said. */
export type Resolution<T> =
  | ({ readonly kind: 'found'; readonly file: IdlFile; readonly include: ResolvedInclude | undefined } & T)
  | {
      readonly kind: 'wrong-kind';
      readonly file: IdlFile;
      readonly definition: NamedDefinition;
      readonly include: ResolvedInclude | undefined;
    }
  | { readonly kind: 'unknown'; readonly include: ResolvedInclude | undefined }
  | { readonly kind: 'unreadable' };

export type TypeDefinition = Exclude<NamedDefinition, Const | Service>;
export type TypeResolution = Resolution<{ readonly definition: TypeDefinition }>;
export type ServiceResolution = Resolution<{ readonly definition: Service }>;
/** `item` is set when the name leads to an item of the enum `definition`. */
export type ValueResolution = Resolution<{ readonly definition: Const | Enum; readonly item: EnumItem | undefined }>;

/** A type with all typedefs looked through, and the file in which its names are to be understood. */
export type TrueType =
  | { readonly kind: 'type'; readonly file: IdlFile; readonly type: Exclude<Type, { kind: 'NamedType' }> }
  | {
      readonly kind: 'definition';
      readonly file: IdlFile;
      readonly definition: Exclude<TypeDefinition, { kind: 'Typedef' }>;
    }
  | { readonly kind: 'unknown' };

/** The names that one version of a file can use. */
export interface Scope {
  readonly file: IdlFile;
  readonly includes: readonly ResolvedInclude[];
  type(name: string): TypeResolution;
  value(name: string): ValueResolution;
  service(name: string): ServiceResolution;
  /** Looks through typedefs, in this file and others; a cycle or an unknown name gives `unknown`. */
  trueType(type: Type): TrueType;
}

export function isTypeDefinition(definition: NamedDefinition): definition is TypeDefinition {
  return definition.kind !== 'Const' && definition.kind !== 'Service';
}

const typedefDepth = 64;

/** Resolves the includes of `file`. */
export function resolveIncludes(file: IdlFile, project: IdlProject): readonly ResolvedInclude[] {
  return file.includes.map((node) => {
    const target = project.resolveInclude(file.uri, node.path.value);
    return {
      node,
      alias: programName(node.path.value),
      target,
      file: target.kind === 'found' ? project.file(target.uri) : undefined,
    };
  });
}

/** A scope whose includes are resolved when somebody asks. A class because an object literal with a getter is costly: see `IdlFile`'s. */
export class LazyScope implements Scope {
  readonly file: Scope['file'];
  readonly type: Scope['type'];
  readonly value: Scope['value'];
  readonly service: Scope['service'];
  readonly trueType: Scope['trueType'];
  readonly #includes: () => readonly ResolvedInclude[];

  constructor(includes: () => readonly ResolvedInclude[], lookups: Omit<Scope, 'includes'>) {
    this.#includes = includes;
    this.file = lookups.file;
    this.type = lookups.type;
    this.value = lookups.value;
    this.service = lookups.service;
    this.trueType = lookups.trueType;
  }

  get includes(): readonly ResolvedInclude[] {
    return this.#includes();
  }
}

/** Builds the scope of `file` among the files of `project`. Lazily: a lookup costs a few map reads. */
export function createScope(file: IdlFile, project: IdlProject): Scope {
  let includes: readonly ResolvedInclude[] | undefined;
  const getIncludes = () => {
    includes ??= resolveIncludes(file, project);
    return includes;
  };

  /** Calls `look` with the file and the rest of the name: first this file, then each include whose alias is a prefix. */
  function find<T>(
    name: string,
    look: (where: IdlFile, rest: string, include: ResolvedInclude | undefined) => Resolution<T> | undefined,
  ): Resolution<T> {
    const here = look(file, name, undefined);
    if (here?.kind === 'found' || here?.kind === 'unreadable') return here;
    let wrong = here;
    let through: ResolvedInclude | undefined;
    let hidden = mayDefine(file, name);
    for (const include of getIncludes()) {
      if (!name.startsWith(`${include.alias}.`)) continue;
      if (!include.file || include.file.document.fbthrift) {
        hidden = true;
        continue;
      }
      through = include;
      const rest = name.slice(include.alias.length + 1);
      const there = look(include.file, rest, include);
      if (there?.kind === 'found' || there?.kind === 'unreadable') return there;
      wrong ??= there;
      hidden ||= mayDefine(include.file, rest);
    }
    if (hidden || (!wrong && !through && mayLieBehindMissing(name))) return { kind: 'unreadable' };
    return wrong ?? { kind: 'unknown', include: through };
  }

  /** Whether a dotted name whose prefix is known to nobody may belong to an include whose path is misspelt. */
  function mayLieBehindMissing(name: string): boolean {
    const dot = name.indexOf('.');
    if (dot === -1 || file.named.has(name.slice(0, dot))) return false;
    return getIncludes().some((include) => !include.file) || mayInclude(file);
  }

  function remembered<T>(look: (name: string) => Resolution<T>): (name: string) => Resolution<T> {
    const known = new Map<string, Resolution<T>>();
    return (name) => {
      let resolution = known.get(name);
      if (!resolution) {
        resolution = look(name);
        known.set(name, resolution);
      }
      return resolution;
    };
  }

  function lookDefinition<T extends NamedDefinition>(accepts: (definition: NamedDefinition) => definition is T) {
    return (
      where: IdlFile,
      rest: string,
      include: ResolvedInclude | undefined,
    ): Resolution<{ definition: T }> | undefined => {
      const candidates = where.named.get(rest);
      if (!candidates) return undefined;
      const definition = candidates.find(accepts);
      if (definition) return { kind: 'found', file: where, definition, include };
      const [other] = candidates;
      return other && { kind: 'wrong-kind', file: where, definition: other, include };
    };
  }

  function lookValue(where: IdlFile, rest: string, include: ResolvedInclude | undefined): ValueResolution | undefined {
    const candidates = where.named.get(rest);
    const constant = candidates?.find((definition) => definition.kind === 'Const');
    if (constant) return { kind: 'found', file: where, definition: constant, item: undefined, include };
    const dot = rest.lastIndexOf('.');
    if (dot > 0) {
      const owner = where.named.get(rest.slice(0, dot))?.find((definition) => definition.kind === 'Enum');
      const item = owner?.items.find((each) => each.name.text === rest.slice(dot + 1));
      if (owner && item) return { kind: 'found', file: where, definition: owner, item, include };
      if (owner?.broken) return { kind: 'unreadable' };
    }
    const [other] = candidates ?? [];
    return other && { kind: 'wrong-kind', file: where, definition: other, include };
  }

  const isService = (definition: NamedDefinition): definition is Service => definition.kind === 'Service';
  const lookType = lookDefinition(isTypeDefinition);
  const type = remembered((name): TypeResolution => {
    // Most types are the only definition of their name in the file itself.
    const own = file.named.get(name);
    const only = own?.length === 1 ? own[0] : undefined;
    if (only && isTypeDefinition(only)) return { kind: 'found', file, definition: only, include: undefined };
    return find(name, lookType);
  });

  return new LazyScope(getIncludes, {
    file,
    type,
    value: remembered((name): ValueResolution => find(name, lookValue)),
    service: remembered((name): ServiceResolution => find(name, lookDefinition(isService))),
    trueType(this: Scope, start) {
      let at: Type = start;
      let scope: Scope = this;
      for (let depth = 0; depth < typedefDepth; depth++) {
        if (at.kind !== 'NamedType') return { kind: 'type', file: scope.file, type: at };
        const found: TypeResolution = scope.type(at.name.text);
        if (found.kind !== 'found') return { kind: 'unknown' };
        const { definition } = found;
        if (definition.kind !== 'Typedef') return { kind: 'definition', file: found.file, definition };
        if (definition.broken) return { kind: 'unknown' };
        if (found.file !== scope.file) scope = createScope(found.file, project);
        at = definition.type;
      }
      return { kind: 'unknown' };
    },
  });
}

/** The struct, union or exception that a type is once typedefs are looked through; undefined for anything else. */
export function structLikeOf(resolved: TrueType): Extract<Definition, { fields: unknown }> | undefined {
  return resolved.kind === 'definition' && isNamed(resolved.definition) && isStructLike(resolved.definition)
    ? resolved.definition
    : undefined;
}

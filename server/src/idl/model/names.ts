import type { NamedDefinition } from './tree';

/** The named definitions of one version of a file by name; more than one where a name is given twice. */
export interface Names {
  get(name: string): readonly NamedDefinition[] | undefined;
  has(name: string): boolean;
  values(): Iterable<readonly NamedDefinition[]>;
  /** The definitions of those names that are given twice. */
  readonly repeated: readonly (readonly NamedDefinition[])[];
  /**
   * The names after a change; undefined where the order of several definitions with one name counts, which only the whole file
   * tells, and where so much changed that collecting all anew is better.
   */
  after(removed: readonly NamedDefinition[], added: readonly NamedDefinition[]): Names | undefined;
}

type ByName = ReadonlyMap<string, readonly NamedDefinition[]>;

/** Stands for a name that is gone. */
const gone: readonly NamedDefinition[] = [];

/** With more names changed than this, looking each up twice costs more than a new map. */
const maxChanges = 64;

/** `changes` lies over `base`, so that a keystroke costs what it changes and not a copy of all names. */
function overlay(base: ByName, changes: ByName, repeated: Names['repeated']): Names {
  const get = (name: string): readonly NamedDefinition[] | undefined => {
    const changed = changes.size > 0 ? changes.get(name) : undefined;
    if (!changed) return base.get(name);
    return changed === gone ? undefined : changed;
  };
  return {
    get,
    has: (name) => get(name) !== undefined,
    *values() {
      for (const [name, definitions] of base) {
        const now = changes.get(name) ?? definitions;
        if (now !== gone) yield now;
      }
      for (const [name, definitions] of changes) if (definitions !== gone && !base.has(name)) yield definitions;
    },
    repeated,
    after(removed, added) {
      const next = new Map(changes);
      for (const { name } of removed) {
        if ((get(name.text)?.length ?? 0) > 1) return undefined;
        if (base.has(name.text)) next.set(name.text, gone);
        else next.delete(name.text);
      }
      for (const definition of added) {
        const { text } = definition.name;
        const before = next.get(text) ?? base.get(text) ?? gone;
        if (before !== gone) return undefined;
        next.set(text, [definition]);
      }
      return next.size > maxChanges ? undefined : overlay(base, next, repeated);
    },
  };
}

const unchanged: ByName = new Map();

/** Collects the names of all `definitions`, which are in the file's order. */
export function collectNames(definitions: readonly NamedDefinition[]): Names {
  const base = new Map<string, NamedDefinition[]>();
  const repeated: NamedDefinition[][] = [];
  for (const definition of definitions) {
    const others = base.get(definition.name.text);
    if (!others) base.set(definition.name.text, [definition]);
    else if (others.push(definition) === 2) repeated.push(others);
  }
  return overlay(base, unchanged, repeated);
}

import type { IdlFile } from '../model/file';
import type { Definition, Type } from '../model/tree';
import { fieldsIn, topTypesIn, typesIn } from '../model/walk';
import { wordsOf } from '../vocabulary/naming';

/** How often types are written, by what they are called. */
type Counts = Map<string, number>;

/** What is usual in a file: how often each type is used, and for which names. */
export interface Habits {
  readonly uses: ReadonlyMap<string, number>;
  /** By the field's whole name. */
  readonly byName: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** By the last word of the field's name, in small letters: `id` of `user_id`. */
  readonly byLastWord: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** By the first one: `is` of `is_admin`. */
  readonly byFirstWord: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** One definition's share, kept with it: an edit costs one definition. */
interface Share {
  readonly uses: readonly string[];
  readonly fields: readonly {
    readonly name: string;
    readonly first: string;
    readonly last: string;
    readonly types: readonly string[];
  }[];
}

const shares = new WeakMap<Definition, Share>();
const habits = new WeakMap<IdlFile, Habits>();

/** The first and the last word of a name, in small letters. */
export function edgeWordsOf(name: string): { readonly first: string; readonly last: string } {
  const words = wordsOf(name);
  return { first: words[0]?.toLowerCase() ?? '', last: words.at(-1)?.toLowerCase() ?? '' };
}

function namesIn(type: Type): string[] {
  const names: string[] = [];
  for (const each of typesIn(type)) {
    if (each.kind === 'NamedType') names.push(each.name.text);
    else if (each.kind === 'BaseType') names.push(each.name);
    else names.push(each.kind === 'ListType' ? 'list' : each.kind === 'SetType' ? 'set' : 'map');
  }
  return names;
}

function shareOf(definition: Definition): Share {
  let share = shares.get(definition);
  if (!share) {
    share = {
      uses: [...topTypesIn(definition)].flatMap(namesIn),
      fields: [...fieldsIn(definition)].map(({ name, type }) => ({
        name: name.text,
        ...edgeWordsOf(name.text),
        types: namesIn(type),
      })),
    };
    shares.set(definition, share);
  }
  return share;
}

function count(counts: Counts, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function countIn(map: Map<string, Counts>, key: string, types: readonly string[]): void {
  let counts = map.get(key);
  if (!counts) {
    counts = new Map();
    map.set(key, counts);
  }
  for (const type of types) count(counts, type);
}

/** The habits of one version of a file; made when first asked for and kept with it. */
export function habitsOf(file: IdlFile): Habits {
  const known = habits.get(file);
  if (known) return known;
  const uses: Counts = new Map();
  const byName = new Map<string, Counts>();
  const byLastWord = new Map<string, Counts>();
  const byFirstWord = new Map<string, Counts>();
  for (const definition of file.definitions) {
    const share = shareOf(definition);
    for (const name of share.uses) count(uses, name);
    for (const { name, first, last, types } of share.fields) {
      countIn(byName, name, types);
      countIn(byLastWord, last, types);
      countIn(byFirstWord, first, types);
    }
  }
  const made: Habits = { uses, byName, byLastWord, byFirstWord };
  habits.set(file, made);
  return made;
}

import { sideTable } from '../../core/sideTable';
import type { IdlFile } from '../model/file';
import type { Definition, Type } from '../model/tree';
import { fieldsIn, topTypesIn, typesIn } from '../model/walk';
import { wordsOf } from '../vocabulary/naming';

/** How often types are written, by what they are called. */
export type Counts = ReadonlyMap<string, number>;

/** The types of fields that are called much like one in question. */
export interface Clues {
  /** Of fields with the same name. */
  readonly name: Counts;
  /** With the same last word: `id` of `user_id`. */
  readonly last: Counts;
  /** With the same first word: `is` of `is_admin`. */
  readonly first: Counts;
}

/** What one definition writes, kept with it: an edit costs one definition. */
interface Share {
  readonly uses: readonly string[];
  readonly fields: readonly {
    readonly name: string;
    readonly first: string;
    readonly last: string;
    readonly types: readonly string[];
  }[];
}

const shares = sideTable<Definition, Share>();
const usesBy = sideTable<IdlFile, Counts>();

/** The first and the last word of a name, in small letters. */
function edgeWordsOf(name: string): { readonly first: string; readonly last: string } {
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

function count(counts: Map<string, number>, names: readonly string[]): void {
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** How often the file uses each type. */
export function typeUsesIn(file: IdlFile): Counts {
  const known = usesBy.get(file);
  if (known) return known;
  const uses = new Map<string, number>();
  for (const definition of file.definitions) count(uses, shareOf(definition).uses);
  usesBy.set(file, uses);
  return uses;
}

/** What the file tells of the type that a field of this name has. */
export function cluesIn(file: IdlFile, hint: string): Clues {
  const { first, last } = edgeWordsOf(hint);
  const clues = { name: new Map<string, number>(), last: new Map<string, number>(), first: new Map<string, number>() };
  for (const definition of file.definitions) {
    for (const field of shareOf(definition).fields) {
      if (field.last === last) count(clues.last, field.types);
      if (field.first === first) count(clues.first, field.types);
      if (field.name === hint) count(clues.name, field.types);
    }
  }
  return clues;
}

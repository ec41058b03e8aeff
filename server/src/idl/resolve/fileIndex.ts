import { sideTable } from '../../core/sideTable';
import { column } from '../model/column';
import type { IdlFile } from '../model/file';
import type { Definition } from '../model/tree';
import { initializersIn, type NameUse, nameUsesIn, valuesIn } from '../model/walk';

/** What a file writes, by the words in it, before anything is resolved: where a search for references begins. */
export interface FileIndex {
  /** The names that contain `word` between dots: `base.Color.RED` stands under `base`, `Color` and `RED`. */
  usesOf(word: string): readonly NameUse[];
  /** The definitions with a literal that has the string `key` for a key. */
  literalsWith(key: string): readonly Definition[];
}

const indexes = sideTable<IdlFile, FileIndex>();

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key);
  if (!values) map.set(key, [value]);
  else if (values.at(-1) !== value) values.push(value);
}

type Uses = Map<string, NameUse[]>;

function addUses(uses: Uses, definition: Definition): Uses {
  for (const use of nameUsesIn(definition)) for (const word of use.name.text.split('.')) add(uses, word, use);
  return uses;
}

/** In a file that is edited a definition's are read once, not again with each version of the file. */
const usesByDefinition = column((definition): Uses | undefined => {
  const uses = addUses(new Map(), definition);
  return uses.size > 0 ? uses : undefined;
});

function indexUses(file: IdlFile): Uses {
  const uses: Uses = new Map();
  for (const definition of file.definitions) addUses(uses, definition);
  return uses;
}

function indexLiterals(file: IdlFile): Map<string, Definition[]> {
  const keys = new Map<string, Definition[]>();
  for (const definition of file.definitions) {
    for (const { value } of initializersIn(definition)) {
      for (const each of valuesIn(value)) {
        if (each.kind !== 'MapLiteral') continue;
        for (const { key } of each.entries) if (key.kind === 'StringLiteral') add(keys, key.value, definition);
      }
    }
  }
  return keys;
}

/** The index of one version of a file; made when first asked for and kept with it. */
export function indexOf(file: IdlFile): FileIndex {
  let index = indexes.get(file);
  if (!index) {
    let uses: Uses | undefined;
    let literals: Map<string, Definition[]> | undefined;
    index = {
      usesOf(word) {
        if (file.lineage.isEdited) return usesByDefinition.of(file).flatMap((each) => each.get(word) ?? []);
        uses ??= indexUses(file);
        return uses.get(word) ?? [];
      },
      literalsWith(key) {
        literals ??= indexLiterals(file);
        return literals.get(key) ?? [];
      },
    };
    indexes.set(file, index);
  }
  return index;
}

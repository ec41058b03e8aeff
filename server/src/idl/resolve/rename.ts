import type { TextEdit } from '../../core/finding';
import type { IdlFile } from '../model/file';
import { isNamed } from '../model/file';
import type { EnumItem, Identifier, MapEntry, NamedDefinition, StructLike } from '../model/tree';
import { fieldsIn, nameUsesIn, valuesIn } from '../model/walk';
import type { IdlProject } from './project';
import { createScope, type Scope } from './scope';

/** A use of a definition in some file. */
export interface Reference {
  readonly file: IdlFile;
  /** The whole name as written, prefix of the include and all. */
  readonly name: Identifier;
  /** For a value: the enum item that it names. */
  readonly item: EnumItem | undefined;
}

function* usersOf(file: IdlFile, project: IdlProject): Generator<Scope> {
  yield createScope(file, project);
  for (const user of project.includersOf(file.uri)) if (user.uri !== file.uri) yield createScope(user, project);
}

/** Every use of `definition` (declared in `file`) in its own file and in those that include it. */
export function* referencesTo(project: IdlProject, file: IdlFile, definition: NamedDefinition): Generator<Reference> {
  for (const scope of usersOf(file, project)) {
    for (const user of scope.file.definitions) {
      for (const use of nameUsesIn(user)) {
        if (!use.name.text.includes(definition.name.text)) continue;
        const found =
          use.kind === 'type'
            ? scope.type(use.name.text)
            : use.kind === 'service'
              ? scope.service(use.name.text)
              : scope.value(use.name.text);
        if (found.kind !== 'found' || found.definition !== definition) continue;
        yield { file: scope.file, name: use.name, item: 'item' in found ? found.item : undefined };
      }
    }
  }
}

function replaceIn(reference: Reference, from: number, length: number, newText: string): TextEdit {
  const start = reference.file.rangeOf(reference.name).start + from;
  return { uri: reference.file.uri, range: { start, end: start + length }, newText };
}

/** Renames a definition everywhere. Undefined when the new name is taken in its file. */
export function renameDefinition(
  project: IdlProject,
  file: IdlFile,
  definition: NamedDefinition,
  newName: string,
): readonly TextEdit[] | undefined {
  if (file.named.has(newName)) return undefined;
  const old = definition.name.text;
  const edits: TextEdit[] = [{ uri: file.uri, range: file.rangeOf(definition.name), newText: newName }];
  for (const reference of referencesTo(project, file, definition)) {
    const { text } = reference.name;
    // `base.Color.RED`: the definition's name stands before the item's.
    const end = reference.item ? text.length - reference.item.name.text.length - 1 : text.length;
    edits.push(replaceIn(reference, end - old.length, old.length, newName));
  }
  return edits;
}

/** Renames an item of the enum `owner` everywhere. Undefined when the enum has an item of that name. */
export function renameEnumItem(
  project: IdlProject,
  file: IdlFile,
  owner: NamedDefinition & { kind: 'Enum' },
  item: EnumItem,
  newName: string,
): readonly TextEdit[] | undefined {
  if (owner.items.some((other) => other !== item && other.name.text === newName)) return undefined;
  const old = item.name.text;
  const edits: TextEdit[] = [{ uri: file.uri, range: file.rangeOf(item.name), newText: newName }];
  for (const reference of referencesTo(project, file, owner)) {
    if (reference.item !== item) continue;
    edits.push(replaceIn(reference, reference.name.text.length - old.length, old.length, newName));
  }
  return edits;
}

/** The entries of struct literals (`{ "user_id": 1 }`) that set fields of `owner`, in the files that see it. */
function* literalKeys(
  project: IdlProject,
  file: IdlFile,
  owner: StructLike,
  name: string,
): Generator<{ file: IdlFile; entry: MapEntry }> {
  for (const scope of usersOf(file, project)) {
    for (const definition of scope.file.definitions) {
      if (!isNamed(definition)) continue;
      const typed = [
        ...(definition.kind === 'Const' && definition.value
          ? [{ type: definition.type, value: definition.value }]
          : []),
        ...[...fieldsIn(definition)].flatMap((field) =>
          field.defaultValue ? [{ type: field.type, value: field.defaultValue }] : [],
        ),
      ];
      for (const { type, value } of typed) {
        const resolved = scope.trueType(type);
        if (resolved.kind !== 'definition' || resolved.definition !== owner) continue;
        for (const each of valuesIn(value)) {
          if (each.kind !== 'MapLiteral' || each !== value) continue;
          for (const entry of each.entries)
            if (entry.key.kind === 'StringLiteral' && entry.key.value === name) yield { file: scope.file, entry };
        }
      }
    }
  }
}

/**
 * Renames a field of a struct, union or exception, and the keys of literals that set it. Undefined when the owner has a field of that name.
 * Literals nested in other literals are left alone where their type cannot be told.
 */
export function renameField(
  project: IdlProject,
  file: IdlFile,
  owner: StructLike,
  fieldName: Identifier,
  newName: string,
): readonly TextEdit[] | undefined {
  if (owner.fields.some((field) => field.name !== fieldName && field.name.text === newName)) return undefined;
  const edits: TextEdit[] = [{ uri: file.uri, range: file.rangeOf(fieldName), newText: newName }];
  for (const { file: user, entry } of literalKeys(project, file, owner, fieldName.text)) {
    const range = user.rangeOf(entry.key);
    edits.push({ uri: user.uri, range: { start: range.start + 1, end: range.end - 1 }, newText: newName });
  }
  return edits;
}

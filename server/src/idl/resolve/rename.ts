import type { TextEdit } from '../../core/finding';
import type { IdlFile } from '../model/file';
import type { Enum, EnumItem, Identifier, NamedDefinition, Service, StructLike } from '../model/tree';
import { indexOf } from './fileIndex';
import type { IdlProject } from './project';
import { dependentsOf, itemUsesByType, literalKeys, type Reference, referencesTo, usersOf } from './references';
import { createScope, type Scope } from './scope';

/** Whether `file` is the version that others see: in an older one, references to its nodes are not found, and a rename would be half done. */
function isCurrent(project: IdlProject, file: IdlFile): boolean {
  return project.file(file.uri) === file;
}

/** Whether `name`, as a file would write it, means something there already, or may mean something that cannot be seen. */
function isTaken(scope: Scope, name: string): boolean {
  return [scope.type(name), scope.value(name), scope.service(name)].some((found) => found.kind !== 'unknown');
}

/**
 * Whether a definition of `file` could not be called `newName`: something there has that name, or another file
 * would then mean two things by one name.
 */
export function isNameTaken(project: IdlProject, file: IdlFile, newName: string): boolean {
  if (file.named.has(newName)) return true;
  return usersOf(file, project).some((user) => {
    const scope = createScope(user, project);
    // An enum called like an include would catch the values that are written with the include's prefix.
    if (scope.file === file) return scope.includes.some((include) => include.alias === newName);
    return scope.includes.some((include) => include.file === file && isTaken(scope, `${include.alias}.${newName}`));
  });
}

function replaceIn(reference: Reference, from: number, length: number, newText: string): TextEdit {
  const start = reference.file.rangeOf(reference.name).start + from;
  return { uri: reference.file.uri, range: { start, end: start + length }, newText };
}

/** Renames a definition everywhere. Undefined when the new name is taken in its file, or would be understood otherwise in another. */
export function renameDefinition(
  project: IdlProject,
  file: IdlFile,
  definition: NamedDefinition,
  newName: string,
): readonly TextEdit[] | undefined {
  if (!isCurrent(project, file) || isNameTaken(project, file, newName)) return undefined;
  const old = definition.name.text;
  // Of two definitions with one name only the first is ever referred to; which one is meant cannot be told.
  if ((file.named.get(old)?.length ?? 0) > 1) return undefined;
  const edits: TextEdit[] = [{ uri: file.uri, range: file.rangeOf(definition.name), newText: newName }];
  for (const reference of referencesTo(project, file, definition)) {
    const { text } = reference.name;
    // `base.Color.RED`: the definition's name stands before the item's.
    const end = reference.item ? text.length - reference.item.name.text.length - 1 : text.length;
    edits.push(replaceIn(reference, end - old.length, old.length, newName));
  }
  return edits;
}

/** Renames an item of the enum `owner` everywhere. Undefined when the enum has an item of that name, or two of the old one. */
export function renameEnumItem(
  project: IdlProject,
  file: IdlFile,
  owner: Enum,
  item: EnumItem,
  newName: string,
): readonly TextEdit[] | undefined {
  if (!isCurrent(project, file)) return undefined;
  const old = item.name.text;
  if (owner.items.some((other) => other !== item && (other.name.text === newName || other.name.text === old)))
    return undefined;
  const edits: TextEdit[] = [{ uri: file.uri, range: file.rangeOf(item.name), newText: newName }];
  const named = [...referencesTo(project, file, owner)].filter((reference) => reference.item === item);
  const byType = [...dependentsOf(file, project)].flatMap((user) => itemUsesByType(project, user, owner, item));
  for (const reference of [...named, ...byType]) {
    edits.push(replaceIn(reference, reference.name.text.length - old.length, old.length, newName));
  }
  return edits;
}

/**
 * Renames a field of a struct, union or exception, and the keys of literals that set it, nested ones too.
 * Undefined when the owner has a field of that name, or two of the old one.
 */
export function renameField(
  project: IdlProject,
  file: IdlFile,
  owner: StructLike,
  fieldName: Identifier,
  newName: string,
): readonly TextEdit[] | undefined {
  if (!isCurrent(project, file)) return undefined;
  const old = fieldName.text;
  const others = owner.fields.filter((field) => field.name !== fieldName);
  if (others.some((field) => field.name.text === newName || field.name.text === old)) return undefined;
  const own = { uri: file.uri, range: file.rangeOf(fieldName), newText: newName };
  return [own, ...literalKeys(project, file, owner, old).map((edit) => ({ ...edit, newText: newName }))];
}

/** Every service that shares a name space of methods with `service`: what it extends, and what extends it, at any distance. */
function familyOfService(project: IdlProject, file: IdlFile, service: Service): Service[] {
  const family = new Set([service]);
  let at = { file, service };
  while (at.service.extends) {
    const found = createScope(at.file, project).service(at.service.extends.text);
    if (found.kind !== 'found' || family.has(found.definition)) break;
    family.add(found.definition);
    at = { file: found.file, service: found.definition };
  }
  const open = [{ file, service }];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const user of usersOf(next.file, project)) {
      if (indexOf(user).usesOf(next.service.name.text).length === 0) continue;
      const scope = createScope(user, project);
      for (const heir of user.definitions) {
        if (heir.kind !== 'Service' || !heir.extends || family.has(heir)) continue;
        const base = scope.service(heir.extends.text);
        if (base.kind !== 'found' || base.definition !== next.service) continue;
        family.add(heir);
        open.push({ file: user, service: heir });
      }
    }
  }
  return [...family];
}

/**
 * Renames a method. No IDL refers to methods, but their names go over the wire.
 * Undefined when the service, one that it extends or one that extends it has a method of that name.
 */
export function renameMethod(
  project: IdlProject,
  file: IdlFile,
  service: Service,
  methodName: Identifier,
  newName: string,
): readonly TextEdit[] | undefined {
  const taken = familyOfService(project, file, service).some((each) =>
    each.methods.some((method) => method.name !== methodName && method.name.text === newName),
  );
  return taken ? undefined : [{ uri: file.uri, range: file.rangeOf(methodName), newText: newName }];
}

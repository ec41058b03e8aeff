import type { TextEdit } from '../../core/finding';
import { definitionOf, type IdlFile } from '../model/file';
import type { Enum, EnumItem, Identifier, NamedDefinition, StructLike } from '../model/tree';
import { indexOf } from './fileIndex';
import type { IdlProject } from './project';
import { createScope, type Scope } from './scope';
import { createScopes, typedValuesIn } from './typedValues';

/** A use of a definition in some file. */
export interface Reference {
  readonly file: IdlFile;
  /** The whole name as written, prefix of the include and all. */
  readonly name: Identifier;
  /** For a value: the enum item that it names. */
  readonly item: EnumItem | undefined;
}

/** The file and those that can name its definitions: the ones that include it themselves. */
export function usersOf(file: IdlFile, project: IdlProject): IdlFile[] {
  return [file, ...project.includersOf(file.uri).filter((user) => user.uri !== file.uri)];
}

/** The file and those that reach it over any number of includes: a literal there may hold a struct that it cannot name. */
export function dependentsOf(file: IdlFile, project: IdlProject): Iterable<IdlFile> {
  const found = new Map([[file.uri, file]]);
  const open = [file];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const user of project.includersOf(next.uri)) {
      if (found.has(user.uri)) continue;
      found.set(user.uri, user);
      open.push(user);
    }
  }
  return found.values();
}

/** The same look-up, which does the work for a name that was asked for last only once. */
function remembered<T>(look: (name: string) => T): (name: string) => T {
  let last: { readonly name: string; readonly found: T } | undefined;
  return (name) => {
    if (last?.name !== name) last = { name, found: look(name) };
    return last.found;
  };
}

/** Every use of `definition` in one file. */
export function* referencesIn(project: IdlProject, user: IdlFile, definition: NamedDefinition): Generator<Reference> {
  const uses = indexOf(user).usesOf(definition.name.text);
  if (uses.length === 0) return;
  const scope = createScope(user, project);
  /** Most uses are written the same. */
  const lookUp = { type: remembered(scope.type), value: remembered(scope.value), service: remembered(scope.service) };
  for (const use of uses) {
    const found = lookUp[use.kind](use.name.text);
    if (found.kind !== 'found' || found.definition !== definition) continue;
    yield { file: user, name: use.name, item: 'item' in found ? found.item : undefined };
  }
}

/** Every use of `definition` (declared in `file`) in its own file and in those that include it. */
export function* referencesTo(project: IdlProject, file: IdlFile, definition: NamedDefinition): Generator<Reference> {
  for (const user of usersOf(file, project)) yield* referencesIn(project, user, definition);
}

/**
 * The item that a value means where its name leads nowhere: where an enum is due, Apache's compiler looks at the part behind the last dot
 * alone, and below a typedef it does not even ask for a dot.
 */
export function itemByType(
  name: Identifier,
  scope: Scope,
  scopeOf: (file: IdlFile) => Scope,
): { readonly file: IdlFile; readonly owner: Enum; readonly item: EnumItem } | undefined {
  const typed = typedValuesIn(definitionOf(name), scope, scopeOf).find(
    ({ value }) => value.kind === 'ValueReference' && value.name === name,
  );
  if (typed?.type.kind !== 'definition' || typed.type.definition.kind !== 'Enum') return undefined;
  if (!typed.aliased && !name.text.includes('.')) return undefined;
  const { file, definition: owner } = typed.type;
  const last = name.text.slice(name.text.lastIndexOf('.') + 1);
  const item = owner.items.find((each) => each.name.text === last);
  return item && { file, owner, item };
}

/** The values in one file that mean an enum's item only by the type that is due (see `itemByType`). */
export function itemUsesByType(project: IdlProject, user: IdlFile, owner: Enum, item: EnumItem): readonly Reference[] {
  const uses = indexOf(user).usesOf(item.name.text);
  if (uses.length === 0) return [];
  const scope = createScope(user, project);
  const scopeOf = createScopes(scope, project);
  return uses
    .filter(({ kind, name }) => {
      if (kind !== 'value' || scope.value(name.text).kind === 'found') return false;
      const found = itemByType(name, scope, scopeOf);
      return found?.owner === owner && found.item === item;
    })
    .map(({ name }) => ({ file: user, name, item }));
}

/** The places of `owner`'s field `name` in the struct literals of one file (`{ "user_id": 1 }`), quotes left out. */
export function literalKeysIn(
  project: IdlProject,
  user: IdlFile,
  owner: StructLike,
  name: string,
): Pick<TextEdit, 'uri' | 'range'>[] {
  const candidates = indexOf(user).literalsWith(name);
  if (candidates.length === 0) return [];
  const scope = createScope(user, project);
  const scopeOf = createScopes(scope, project);
  const literals = candidates
    .flatMap((definition) => typedValuesIn(definition, scope, scopeOf))
    .filter(({ type }) => type.kind === 'definition' && type.definition === owner)
    .flatMap(({ value }) => (value.kind === 'MapLiteral' ? value.entries : []));
  return literals.flatMap(({ key }) => {
    if (key.kind !== 'StringLiteral' || key.value !== name) return [];
    const { start, end } = user.rangeOf(key);
    return [{ uri: user.uri, range: { start: start + 1, end: end - 1 } }];
  });
}

/** The places of a field's name in struct literals, in all files that may hold some. */
export function literalKeys(
  project: IdlProject,
  file: IdlFile,
  owner: StructLike,
  name: string,
): Pick<TextEdit, 'uri' | 'range'>[] {
  return [...dependentsOf(file, project)].flatMap((user) => literalKeysIn(project, user, owner, name));
}

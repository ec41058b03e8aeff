import type { Localized, TextEdit } from '../../core/finding';
import { overlap } from '../../core/fix';
import type { TextRange } from '../../core/range';
import { includeLine, insertInclude, isMentioned, isPrefix } from '../edit/includes';
import { lineEndOf, startWithComments } from '../edit/lines';
import type { IdlFile } from '../model/file';
import { definitionOf, isNamed } from '../model/file';
import type { Definition, Identifier, NamedDefinition } from '../model/tree';
import { annotationsIn, nameUsesIn } from '../model/walk';
import type { IdlProject } from '../resolve/project';
import { referencesIn, usersOf } from '../resolve/references';
import { isNameTaken } from '../resolve/rename';
import { createScope, type ResolvedInclude, type Scope } from '../resolve/scope';
import { toSnakeCase } from '../vocabulary/naming';
import { closesCircle } from './includeGraph';
import { aliasOf, headOf, linesOf, removalOf, rewritten, type Target } from './movedText';
import type { Refactoring } from './refactoring';

const titles = {
  create: {
    en: 'Move "{name}" to the new file {path} (changes where generated code lies)',
    zh: '将“{name}”移到新文件 {path}（会改变生成代码的位置）',
  },
  move: {
    en: 'Move "{name}" to {path} (changes where generated code lies)',
    zh: '将“{name}”移到 {path}（会改变生成代码的位置）',
  },
} satisfies Record<string, Localized>;

/** Whether everything in the file can be read, so that no use is overlooked. */
function isWhole(file: IdlFile): boolean {
  return !file.document.fbthrift && file.definitions.every(({ broken }) => !broken);
}

/** Whether a value of the definition is named in a string of an annotation, where only some generators look. */
function isNamedInAnnotation(scope: Scope, accepts: (found: NamedDefinition) => boolean, only?: Definition): boolean {
  const definitions = only ? [only] : scope.file.definitions;
  return definitions.some((definition) =>
    [...annotationsIn(definition)].some(({ list }) =>
      list.items.some(({ value }) => {
        if (value?.kind !== 'StringLiteral' || !/^[\w.]+$/.test(value.value)) return false;
        const found = scope.value(value.value);
        return found.kind === 'found' && accepts(found.definition);
      }),
    ),
  );
}

/** Whether a name of the file leads into the file `target`, or may do so; those in `except` left out. */
function usesThrough(scope: Scope, target: string, except: ReadonlySet<Identifier>): boolean {
  return scope.file.definitions.some((definition) =>
    nameUsesIn(definition).some(({ kind, name }) => {
      if (except.has(name)) return false;
      const found = scope[kind](name.text);
      return found.kind !== 'found' || found.include?.file?.uri === target;
    }),
  );
}

/** Whether the file can say `alias` and mean the file at `uri` alone. */
function canInclude(scope: Scope, alias: string, uri: string, moved: NamedDefinition): boolean {
  const isName = scope.file.named.get(alias)?.some((each) => each !== moved) ?? false;
  if (!isPrefix(alias) || isName) return false;
  return scope.includes.every((include) => {
    if (include.target.kind === 'found' && include.target.uri === uri) return include.alias === alias;
    const isBeside = include.alias === alias;
    return !isBeside && !include.alias.startsWith(`${alias}.`) && !alias.startsWith(`${include.alias}.`);
  });
}

function includes(scope: Scope, uri: string): boolean {
  return scope.includes.some(({ target }) => target.kind === 'found' && target.uri === uri);
}

/** What a move changes besides the definition's own text. */
interface Plan {
  readonly edits: TextEdit[];
  /** By file: the files whose include is added. */
  readonly added: Map<string, Set<string>>;
}

interface Move {
  readonly scope: Scope;
  readonly project: IdlProject;
  readonly definition: NamedDefinition;
  readonly target: Target;
}

function add({ added }: Plan, from: string, to: string): void {
  added.set(from, (added.get(from) ?? new Set()).add(to));
}

/** The include of the file through which a name of it is written. */
function includeOf(scope: Scope, file: IdlFile): ResolvedInclude | undefined {
  return scope.includes.find((include) => include.file === file);
}

/** Makes the names of one file that lead to the definition lead to its new place. False where that cannot be done. */
function redirect({ scope, project, definition, target }: Move, user: IdlFile, plan: Plan): boolean {
  const { file } = scope;
  const where = user === file ? scope : createScope(user, project);
  if (isNamedInAnnotation(where, (found) => found === definition)) return false;
  const own = new Set(nameUsesIn(definition).map(({ name }) => name));
  const uses = [...referencesIn(project, user, definition)].filter(({ name }) => !own.has(name));
  const include = user === file ? undefined : includeOf(where, file);
  if (uses.length > 0 && ((user !== file && !include) || !canInclude(where, target.alias, target.uri, definition)))
    return false;
  for (const { name } of uses) {
    const rest = include ? name.text.slice(include.alias.length + 1) : name.text;
    plan.edits.push({ uri: user.uri, range: user.rangeOf(name), newText: `${target.alias}.${rest}` });
  }
  const gone = new Set([...uses.map(({ name }) => name), ...(user === file ? own : [])]);
  let path = uses.length > 0 && !includes(where, target.uri) ? project.includePathFor(user.uri, target.uri) : undefined;
  if (path !== undefined) add(plan, user.uri, target.uri);
  for (const each of idleIncludes(where, gone, uses.length > 0 ? target.uri : '')) {
    // Where the include has nothing left to do, the new one takes its place.
    if (path === undefined)
      plan.edits.push({ uri: user.uri, range: includeLine(user, user.rangeOf(each.node)), newText: '' });
    else plan.edits.push({ uri: user.uri, range: between(user, each), newText: path });
    path = undefined;
  }
  if (path !== undefined) plan.edits.push(insertInclude(user, path));
  return true;
}

/** The includes of which nothing is used once the names in `gone` are. */
function idleIncludes(scope: Scope, gone: ReadonlySet<Identifier>, kept: string): ResolvedInclude[] {
  return scope.includes.filter(({ alias, file }) => {
    const isOnly = scope.includes.filter((other) => other.file === file).length === 1;
    if (!file || file.uri === kept || !isOnly) return false;
    const isTouched = [...gone].some((name) => name.text.startsWith(`${alias}.`));
    return isTouched && !usesThrough(scope, file.uri, gone) && !isMentioned(scope.file, alias);
  });
}

/**
 * Before which definition of a file that is there already one is put: the first that names it, since some compilers want exceptions, constants, enums
 * and base services above their use; undefined for its end. False where it names something itself that stands further down.
 */
function placeIn(
  home: IdlFile,
  uses: readonly Identifier[],
  needed: readonly Definition[],
): Definition | undefined | false {
  const position = (definition: Definition) => home.definitions.indexOf(definition);
  const first = Math.min(...uses.map((name) => position(definitionOf(name))));
  if (needed.some((each) => position(each) >= first)) return false;
  return home.definitions[first];
}

/** The definitions of a file that another one names. */
function neededOf({ scope, definition }: Move, home: IdlFile): readonly Definition[] {
  return nameUsesIn(definition).flatMap(({ kind, name }) => {
    const found = scope[kind](name.text);
    return found.kind === 'found' && found.file === home ? [found.definition] : [];
  });
}

/** Puts the definition into a file that is there already, where names need no prefix for it any more. */
function settle(move: Move, home: IdlFile, text: string, paths: string[], plan: Plan): boolean {
  const { scope, project, definition } = move;
  const { file } = scope;
  const where = createScope(home, project);
  if (isNamedInAnnotation(where, (found) => found === definition)) return false;
  const include = includeOf(where, file);
  const uses = [...referencesIn(project, home, definition)];
  if (uses.length > 0 && !include) return false;
  for (const { name } of uses)
    plan.edits.push({
      uri: home.uri,
      range: home.rangeOf(name),
      newText: name.text.slice((include?.alias.length ?? 0) + 1),
    });
  const rest = [...paths];
  for (const each of idleIncludes(where, new Set(uses.map(({ name }) => name)), '')) {
    if (each !== include || text.includes(`${each.alias}.`)) continue;
    const path = rest.shift();
    if (path === undefined)
      plan.edits.push({ uri: home.uri, range: includeLine(home, home.rangeOf(each.node)), newText: '' });
    else plan.edits.push({ uri: home.uri, range: between(home, each), newText: path });
  }
  const included = rest.length > 0 ? insertInclude(home, ...rest) : undefined;
  const eol = lineEndOf(home);
  const next = placeIn(
    home,
    uses.map(({ name }) => name),
    neededOf(move, home),
  );
  if (next === false) return false;
  if (next) {
    const start = startWithComments(home, next);
    const own = text.replace(/\r?\n/g, eol) + eol + eol;
    const isBeside = included?.range.start === start;
    if (included && !isBeside) plan.edits.push(included);
    plan.edits.push({ uri: home.uri, range: { start, end: start }, newText: (isBeside ? included.newText : '') + own });
    return true;
  }
  if (included) plan.edits.push(included);
  const at = home.text.length;
  const before = home.text === '' ? '' : home.text.endsWith('\n') ? eol : eol + eol;
  const newText = before + text.replace(/\r?\n/g, eol) + eol;
  plan.edits.push({ uri: home.uri, range: { start: at, end: at }, newText });
  return true;
}

/** Moves the definition and makes every name that leads to it lead there. Undefined where that cannot be done right. */
export function moveDefinition(
  scope: Scope,
  project: IdlProject,
  definition: NamedDefinition,
  target: Target,
): Refactoring | undefined {
  const { file } = scope;
  const { file: home } = target;
  const move: Move = { scope, project, definition, target };
  const users = usersOf(file, project).filter((user) => user !== home);
  const lines = linesOf(file, definition);
  const { text: name } = definition.name;
  const isReadable = [...users, ...(home ? [home] : [])].every(
    (each) => isWhole(each) && project.file(each.uri) === each,
  );
  if (!lines || !isReadable || (file.named.get(name)?.length ?? 0) > 1) return undefined;
  if ((home && isNameTaken(project, home, name)) || isNamedInAnnotation(scope, () => true, definition))
    return undefined;
  const moved = rewritten(scope, project, definition, lines, target);
  if (!moved) return undefined;

  const plan: Plan = { edits: [], added: new Map() };
  const homeScope = home && createScope(home, project);
  for (const [uri, alias] of moved.needs) {
    const isFit = homeScope ? canInclude(homeScope, alias, uri, definition) : isPrefix(alias) && alias !== target.alias;
    if (!isFit) return undefined;
    add(plan, target.uri, uri);
  }
  if (new Set(moved.needs.values()).size < moved.needs.size) return undefined;
  const paths = [...moved.needs.keys()].map((uri) => project.includePathFor(target.uri, uri)).sort();
  if (!users.every((user) => redirect(move, user, plan))) return undefined;
  if (home && !settle(move, home, moved.text, paths, plan)) return undefined;
  plan.edits.push({ uri: file.uri, range: removalOf(file, lines), newText: '' });
  if (overlap(plan.edits) || closesCircle(project, plan.added)) return undefined;
  return {
    kind: 'move',
    title: home ? titles.move : titles.create,
    data: { name, path: project.relativePath(target.uri) ?? target.alias },
    applicability: 'suggested',
    edits: plan.edits,
    ...(!home && {
      creates: { uri: target.uri, text: headOf(file, paths) + moved.text + lineEndOf(file) },
    }),
  };
}

/** What stands between the quotes of an include. */
function between(file: IdlFile, { node }: ResolvedInclude): TextRange {
  const { start, end } = file.rangeOf(node.path);
  return { start: start + 1, end: end - 1 };
}

const mostTargets = 4;

/** The places to which a definition can be moved: a new file called after it, and the files that lie one include away. */
export function moveTargets(
  scope: Scope,
  project: IdlProject,
  definition: NamedDefinition,
  isFree: ((uri: string) => boolean) | undefined,
): Refactoring[] {
  const { file } = scope;
  // A file that is left empty should be renamed instead.
  if (file.definitions.filter(isNamed).length < 2) return [];
  const targets: Target[] = [];
  const folder = file.uri.slice(0, file.uri.lastIndexOf('/') + 1);
  const alias = toSnakeCase(definition.name.text);
  const uri = `${folder}${alias}.thrift`;
  if (isFree?.(uri)) targets.push({ uri, alias, file: undefined });
  const near = [...scope.includes.flatMap((include) => include.file ?? []), ...project.includersOf(file.uri)];
  for (const other of new Set(near)) {
    if (other === file || project.relativePath(other.uri) === undefined || targets.length > mostTargets) continue;
    targets.push({ uri: other.uri, alias: aliasOf(other.uri), file: other });
  }
  return targets.flatMap((target) => moveDefinition(scope, project, definition, target) ?? []);
}

import { sideTable } from '../../core/sideTable';
import { type IdlHeader, programName } from '../model/file';
import type { Identifier, Namespace } from '../model/tree';
import type { IdlProject } from '../resolve/project';
import { tokenize } from '../syntax/lexer';
import { reservedIn } from '../vocabulary/reservedWords';

/** Where a file lies and what it is called. */
interface Location {
  /** The folder's URI. */
  readonly folder: string;
  readonly folders: readonly string[];
  /** `coze`, `loop`, `data` for `coze.loop.data.thrift`. */
  readonly program: readonly string[];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const locations = sideTable<IdlHeader, Location>();

function locationOf(file: IdlHeader): Location {
  let location = locations.get(file);
  if (!location) {
    const slash = file.uri.lastIndexOf('/');
    const folder = file.uri.slice(0, slash);
    location = {
      folder,
      folders: decode(folder).split('/').filter(Boolean),
      program: programName(decode(file.uri)).split('.').filter(Boolean),
    };
    locations.set(file, location);
  }
  return location;
}

/** The name that other files use for this one. */
export function programOf(file: IdlHeader): string {
  return locationOf(file).program.join('.');
}

/** The scope as written; `cpp` for `cpp_namespace`. */
export function scopeNameOf(namespace: Namespace): string {
  return namespace.scope?.text ?? namespace.keyword.text.replace(/_namespace$/, '');
}

const namesBy = sideTable<IdlHeader, ReadonlyMap<string, Namespace['name']>>();

/** The namespaces of the file by language, the first of each; kept with the file, since every neighbour asks for them. */
function namesOf(file: IdlHeader): ReadonlyMap<string, Namespace['name']> {
  const kept = namesBy.get(file);
  if (kept) return kept;
  const names = new Map<string, Namespace['name']>();
  for (const each of file.namespaces) {
    const scope = scopeNameOf(each);
    if (!each.broken && !names.has(scope)) names.set(scope, each.name);
  }
  namesBy.set(file, names);
  return names;
}

/** The name that the file gives itself in `language`, where it is written plainly; `*` does not count. */
export function namespaceFor(file: IdlHeader, language: string): Identifier | undefined {
  const name = namesOf(file).get(language);
  return name?.kind === 'Identifier' ? name : undefined;
}

/**
 * How the namespaces of a folder follow from the place of its files: `program` is the file's dotted name, `folder` the folders from
 * the one at `root` on, `file` these and the file's name.
 */
export interface Layout {
  readonly kind: 'program' | 'folder' | 'file';
  readonly root: number;
}

/** Spellings that are one name to people: `book-shop`, `book_shop`, `BookShop`. */
function bare(part: string): string {
  const lower = part.toLowerCase();
  return /^[a-z0-9]*$/.test(lower) ? lower : lower.replace(/[^\p{L}\p{N}]/gu, '');
}

function same(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((part, i) => bare(part) === bare(right[i] ?? ''));
}

function startsWith(all: readonly string[], start: readonly string[]): boolean {
  return same(all.slice(0, start.length), start);
}

const layouts = sideTable<IdlHeader, Map<string, Layout | undefined>>();

/** The layout that a namespace of the file follows; kept with the file, since every neighbour asks for it. */
export function layoutOf(file: IdlHeader, namespace: string): Layout | undefined {
  const known = layouts.get(file) ?? new Map<string, Layout | undefined>();
  layouts.set(file, known);
  if (!known.has(namespace)) known.set(namespace, findLayout(file, namespace));
  return known.get(namespace);
}

function findLayout(file: IdlHeader, namespace: string): Layout | undefined {
  const { folders, program } = locationOf(file);
  const parts = namespace.split('.');
  if (program.length > 1 && same(parts, program)) return { kind: 'program', root: 0 };
  for (let root = 0; root < folders.length; root++) {
    const from = folders.slice(root);
    if (same(parts, from)) return { kind: 'folder', root };
    if (same(parts, [...from, ...program])) return { kind: 'file', root };
  }
  return undefined;
}

/** Whether the namespace names the folder and something in it, or a package that files of the same dotted beginning share. */
export function namesFolder(file: IdlHeader, namespace: string): boolean {
  const { folders, program } = locationOf(file);
  const parts = namespace.split('.');
  if (program.length > 1 && parts.length > 1 && startsWith(program, parts)) return true;
  const outer = parts.slice(0, -1);
  return outer.length > 0 && folders.length >= outer.length && same(folders.slice(-outer.length), outer);
}

/** A part of a path as a part of a namespace. */
function toPart(text: string): string {
  const part = text
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '');
  // Go leaves out folders that begin with an underscore.
  return /^\d/.test(part) ? `idl_${part}` : part;
}

function toNamespace(parts: readonly string[], language: string): string {
  const legal = parts
    .map(toPart)
    .filter((part) => part !== '')
    .map((part) => (reservedIn('namespace', part).some((target) => target === language) ? `${part}_idl` : part));
  const name = legal.filter((part, i) => part !== legal[i - 1]).join('.') || 'idl';
  // `namespace go service` is no Thrift, `namespace go user.service` is.
  return tokenize(name).tokens[0]?.kind === 'identifier' ? name : `${name}_idl`;
}

/** What the file would be called if it followed the layout. */
export function expectedName(file: IdlHeader, layout: Layout, language: string): string {
  const { folders, program } = locationOf(file);
  const from = layout.kind === 'program' ? [] : folders.slice(layout.root);
  return toNamespace(layout.kind === 'folder' ? from : [...from, ...program], language);
}

export interface Neighbour {
  readonly file: IdlHeader;
  readonly name: Identifier;
}

/** A layout with the files that follow it. */
interface CommonLayout {
  readonly layout: Layout;
  readonly followers: readonly Neighbour[];
}

/** What the files of a folder say for one language. */
interface Census {
  readonly all: readonly Neighbour[];
  /** What most of them follow; undefined where none follows any. */
  readonly common: CommonLayout | undefined;
}

const censuses = sideTable<readonly IdlHeader[], Map<string, Census>>();

/** Kept with the list of the folder's files: taken once a file, a large folder would take its square. */
function censusOf(folder: readonly IdlHeader[], language: string): Census {
  const kept = censuses.get(folder) ?? new Map<string, Census>();
  censuses.set(folder, kept);
  const known = kept.get(language);
  if (known) return known;
  const all = folder.flatMap((file): Neighbour[] => {
    const name = namespaceFor(file, language);
    return name ? [{ file, name }] : [];
  });
  const census = { all, common: commonLayout(all) };
  kept.set(language, census);
  return census;
}

/** The known files in the same folder that have a namespace for `language`, by URI. */
function neighboursOf(file: IdlHeader, project: IdlProject, language: string): readonly Neighbour[] {
  const { all } = censusOf(project.headersIn(locationOf(file).folder), language);
  return all.filter((other) => other.file.uri !== file.uri);
}

/** The layout that most neighbours follow, with those that do. Undefined where none follows any. */
function commonLayout(neighbours: readonly Neighbour[]): CommonLayout | undefined {
  const groups = new Map<string, { layout: Layout; followers: Neighbour[] }>();
  for (const neighbour of neighbours) {
    const layout = layoutOf(neighbour.file, neighbour.name.text);
    if (!layout) continue;
    const key = `${layout.kind} ${layout.root}`;
    const group = groups.get(key);
    if (group) group.followers.push(neighbour);
    else groups.set(key, { layout, followers: [neighbour] });
  }
  return [...groups.values()].sort((a, b) => b.followers.length - a.followers.length)[0];
}

/**
 * What most neighbours of a file follow that has a namespace for `language` itself, which follows no layout; `others` is how many
 * neighbours have one.
 */
export function layoutAround(
  file: IdlHeader,
  project: IdlProject,
  language: string,
): (CommonLayout & { readonly others: number }) | undefined {
  const { all, common } = censusOf(project.headersIn(locationOf(file).folder), language);
  return common && { ...common, others: all.length - 1 };
}

/** Folders that only say what is in them. */
const containers: ReadonlySet<string> = new Set(
  'idl idls thrift thrifts src main resources proto protos schema schemas definitions'.split(' '),
);

/** The prefix that neighbours put before their file's name, where all of them do (`cwg.shop` of `cwg.shop.user` in `user.thrift`). */
function commonPrefix(neighbours: readonly Neighbour[]): readonly string[] | undefined {
  const prefixes = neighbours.map(({ file, name }) => {
    const { program } = locationOf(file);
    const parts = name.text.split('.');
    const cut = parts.length - program.length;
    return cut >= 0 && same(parts.slice(cut), program) ? parts.slice(0, cut) : undefined;
  });
  const [first] = prefixes;
  return first && prefixes.every((prefix) => prefix && same(prefix, first)) ? first : undefined;
}

/** A namespace for a file that has none: as its neighbours do it, else by the path below the workspace folder. */
export function deriveNamespace(file: IdlHeader, project: IdlProject, language: string): string {
  const { program } = locationOf(file);
  const neighbours = neighboursOf(file, project, language);
  const common = commonLayout(neighbours);
  if (common && common.followers.length * 2 > neighbours.length) return expectedName(file, common.layout, language);
  const prefix = commonPrefix(neighbours);
  if (prefix) return toNamespace([...prefix, ...program], language);
  const [first, second] = neighbours;
  if (first && second && neighbours.every(({ name }) => name.text === first.name.text)) return first.name.text;
  if (program.length > 1) return toNamespace(program, language);
  const folders = (project.relativePath(file.uri) ?? '').split('/').slice(0, -1);
  return toNamespace([...folders.filter((folder) => !containers.has(folder.toLowerCase())), ...program], language);
}

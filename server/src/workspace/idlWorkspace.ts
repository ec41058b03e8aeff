import { posix } from 'node:path';
import { distance } from 'fastest-levenshtein';
import type { IncludeChoice } from '../idl/complete/input';
import type { Dialect, TextChange } from '../idl/model/document';
import { createIdlFile, type IdlFile, type IdlHeader } from '../idl/model/file';
import type { IdlProject, IncludeTarget } from '../idl/resolve/project';
import { parseDocument, parseHeaders, updateDocument } from '../idl/syntax/document';
import { type FileSystem, pathWithoutLinks, type ReadResult } from './files';
import { isInside, pathOf, uriOf } from './uris';

/** How the files below one folder are to be read. */
export interface ReadSettings {
  readonly dialect: Dialect;
  /** Absolute. */
  readonly includePaths: readonly string[];
  /** In UTF-16 code units; a longer text is not parsed. */
  readonly maxFileSize: number;
}

export interface IdlWorkspaceOptions {
  readonly files: FileSystem;
  /** The folders that includes may not leave, absolute. A file outside of all of them may include what lies in its own folder. */
  readonly roots: () => readonly string[];
  readonly settingsFor: (path: string) => ReadSettings;
}

/** Why a file has no tree. */
export type Unreadable =
  | { readonly kind: 'missing' }
  | { readonly kind: 'too-large'; readonly size: number; readonly limit: number }
  | { readonly kind: 'unreadable'; readonly why: string };

interface Entry {
  readonly file: IdlFile | undefined;
  readonly unreadable: Unreadable | undefined;
  /** Undefined when the disk gave none. */
  readonly text: string | undefined;
  /** Whether an editor holds the text; a change on the disk does not matter then. */
  readonly open: boolean;
}

/** The Thrift files that are known, unsaved text over what the disk holds. URIs are normalized (`uris.ts`). */
export interface IdlWorkspace extends IdlProject {
  /** Sets the whole unsaved text of a file. */
  open(uri: string, text: string): void;
  /** Applies edits, one after another, to a file that is open. */
  change(uri: string, changes: readonly TextChange[]): void;
  /** Forgets the unsaved text; the file is read from the disk again. */
  close(uri: string): void;
  /** Something happened to these files on the disk. */
  invalidate(uris: readonly string[]): void;
  /** Forgets everything but open texts: the configuration or the folders changed. */
  reset(): void;
  /** Reads a file so that it counts as known (`allFiles`, `includersOf`). */
  load(uri: string): IdlFile | undefined;
  /** From now on these files and all that they include count as known, before anybody has read them. */
  expect(uris: readonly string[]): void;
  /**
   * Forgets the trees of expected files that nobody needs for now; they are read again when asked for. Does nothing once all files
   * were asked for, since they will be again.
   */
  release(uris: readonly string[]): void;
  /** The expected files in groups that no include leads out of, with what they include. */
  groups(): readonly (readonly string[])[];
  whyUnreadable(uri: string): Unreadable | undefined;
  /** The newest text; undefined when there is none, or when a saved file is too large to be kept. */
  textOf(uri: string): string | undefined;
  /** The same, for a file that need not be parsed for it. */
  rawTextOf(uri: string): string | undefined;
  isOpen(uri: string): boolean;
  /**
   * What an include in `from` may go on with behind `folder` (`../common/`, or nothing): Thrift files, and the folders that lie
   * within the allowed roots. Hidden folders are left out.
   */
  includeChoices(from: string, folder: string): readonly IncludeChoice[];
  /** The known files that lead to `uri` by includes, directly or not; itself left out. */
  dependentsOf(uri: string): readonly string[];
}

const maxNearest = 3;
const searchDepth = 4;

export function createIdlWorkspace(options: IdlWorkspaceOptions): IdlWorkspace {
  const { files } = options;
  const entries = new Map<string, Entry>();
  const targets = new Map<string, IncludeTarget>();
  let includers: Map<string, Set<string>> | undefined;
  let expected: readonly string[] = [];
  /** The expected files with all that they include, as long as no include changes. */
  let known: readonly string[] | undefined;
  /** Whether the trees of all files were asked for. */
  let allAsked = false;
  /** What the disk held of expected files that nobody has parsed yet. */
  const raw = new Map<string, ReadResult>();
  const headers = new Map<string, IdlHeader | undefined>();
  /** By folder; undefined when some header may be another now. */
  let byFolder: Map<string, readonly IdlHeader[]> | undefined;

  /** Some include may lead elsewhere now. */
  function forgetEdges(): void {
    includers = undefined;
    known = undefined;
    byFolder = undefined;
  }

  /** What the disk holds may be another text now. */
  function forgetDisk(): void {
    targets.clear();
    raw.clear();
    headers.clear();
    forgetEdges();
  }

  function tooLarge(text: string, open: boolean, limit: number): Entry {
    const unreadable: Unreadable = { kind: 'too-large', size: text.length, limit };
    return { file: undefined, unreadable, text: open ? text : undefined, open };
  }

  function withText(uri: string, text: string, open: boolean): Entry {
    const { dialect, maxFileSize } = options.settingsFor(pathOf(uri) ?? '');
    if (text.length > maxFileSize) return tooLarge(text, open, maxFileSize);
    return { file: createIdlFile(uri, parseDocument(text, { dialect })), unreadable: undefined, text, open };
  }

  /** An open file after an edit. */
  function withChanges(uri: string, previous: IdlFile, changes: readonly TextChange[]): Entry {
    const { dialect, maxFileSize } = options.settingsFor(pathOf(uri) ?? '');
    const document = updateDocument(previous.document, changes, { dialect });
    const { text } = document;
    if (text.length > maxFileSize) return tooLarge(text, true, maxFileSize);
    return { file: createIdlFile(uri, document, previous), unreadable: undefined, text, open: true };
  }

  function readRaw(uri: string): ReadResult {
    const path = pathOf(uri);
    const { maxFileSize } = options.settingsFor(path ?? '');
    // A character takes three bytes of UTF-8 at most (four make two), so more bytes than that need not be read.
    return path === undefined ? { kind: 'missing' } : files.read(path, 3 * maxFileSize);
  }

  function rawOf(uri: string): ReadResult {
    const read = raw.get(uri) ?? readRaw(uri);
    raw.set(uri, read);
    return read;
  }

  function readEntry(uri: string): Entry {
    const result = raw.get(uri) ?? readRaw(uri);
    if (result.kind === 'text') return withText(uri, result.text, false);
    const { maxFileSize } = options.settingsFor(pathOf(uri) ?? '');
    const unreadable: Unreadable = result.kind === 'too-large' ? { ...result, limit: maxFileSize } : result;
    return { file: undefined, unreadable, text: undefined, open: false };
  }

  function includeList(file: IdlHeader | undefined): string {
    return file?.includes.map((include) => include.path.value).join('\n') ?? '';
  }

  function set(uri: string, entry: Entry): Entry {
    const before = entries.has(uri) ? entries.get(uri)?.file : headers.get(uri);
    if (includeList(before) !== includeList(entry.file)) forgetEdges();
    // What the whole tree of a file begins with is known where only its header was read.
    if (entry.open || entries.has(uri) || !headers.has(uri)) byFolder = undefined;
    entries.set(uri, entry);
    raw.delete(uri);
    return entry;
  }

  function get(uri: string): Entry {
    return entries.get(uri) ?? set(uri, readEntry(uri));
  }

  /** Undefined where the file has no header: it cannot be read. */
  function headerOf(uri: string): IdlHeader | undefined {
    if (entries.has(uri) || headers.has(uri)) return entries.get(uri)?.file ?? headers.get(uri);
    const read = rawOf(uri);
    const { dialect, maxFileSize } = options.settingsFor(pathOf(uri) ?? '');
    const isShort = read.kind === 'text' && read.text.length <= maxFileSize;
    const document = isShort ? parseHeaders(read.text, { dialect }) : undefined;
    if (isShort && !document) return get(uri).file;
    const header = document && createIdlFile(uri, document);
    headers.set(uri, header);
    return header;
  }

  /** The known files: those that were read, and those that are expected. */
  function knownUris(): Iterable<string> {
    if (expected.length === 0) return entries.keys();
    if (!known) {
      const found = new Set(expected);
      // A set is walked to its end, with what is added on the way.
      for (const uri of found) {
        for (const include of headerOf(uri)?.includes ?? []) {
          const target = resolveInclude(uri, include.path.value);
          if (target.kind === 'found') found.add(target.uri);
        }
      }
      known = [...found];
    }
    return known;
  }

  function headersByFolder(): Map<string, readonly IdlHeader[]> {
    const found = new Map<string, IdlHeader[]>();
    for (const uri of knownUris()) {
      const header = headerOf(uri);
      if (!header) continue;
      const folder = uri.slice(0, uri.lastIndexOf('/'));
      const others = found.get(folder);
      if (others) others.push(header);
      else found.set(folder, [header]);
    }
    for (const list of found.values()) list.sort((a, b) => (a.uri < b.uri ? -1 : 1));
    return found;
  }

  function allowedRoots(from: string): string[] {
    const roots = options.roots();
    const containing = roots.filter((root) => isInside(root, from));
    return [
      ...(containing.length > 0 ? roots : [...roots, posix.dirname(from)]),
      ...options.settingsFor(from).includePaths,
    ];
  }

  function isAllowed(real: string, from: string): boolean {
    return allowedRoots(from).some((root) => isInside(files.realPath(root) ?? root, real) || isInside(root, real));
  }

  function candidates(from: string, path: string): string[] {
    if (posix.isAbsolute(path)) return [path];
    return [posix.dirname(from), ...options.settingsFor(from).includePaths].map((folder) => posix.join(folder, path));
  }

  /** Thrift files below the including file's root whose written path is almost `wanted`. */
  function nearestTo(from: string, wanted: string): string[] {
    const name = posix.basename(wanted);
    const found: { path: string; far: number }[] = [];
    const visit = (folder: string, depth: number) => {
      for (const entry of files.list(folder)) {
        if (entry.endsWith('/')) {
          if (depth < searchDepth && !entry.startsWith('.') && entry !== 'node_modules/')
            visit(posix.join(folder, entry.slice(0, -1)), depth + 1);
          continue;
        }
        const far = entry.endsWith('.thrift') ? distance(entry, name) : Number.POSITIVE_INFINITY;
        const path = posix.join(folder, entry);
        if (far <= Math.max(1, name.length / 4) && path !== from) found.push({ path, far });
      }
    };
    const root = options.roots().find((each) => isInside(each, from)) ?? posix.dirname(from);
    visit(root, 0);
    return found
      .map(({ path, far }) => ({ written: relativeInclude(from, path), far }))
      .sort((a, b) => a.far - b.far || a.written.length - b.written.length || (a.written < b.written ? -1 : 1))
      .slice(0, maxNearest)
      .map(({ written }) => written);
  }

  function relativeInclude(from: string, to: string): string {
    const choices = [posix.dirname(from), ...options.settingsFor(from).includePaths].map((folder) =>
      posix.relative(folder, to),
    );
    const inside = choices.filter((choice) => !choice.startsWith('../'));
    return inside[0] ?? choices[0] ?? to;
  }

  /** One path for a file that links give several: the one without links below its root. */
  function spelled(path: string, real: string): string {
    return path === real ? path : (pathWithoutLinks(real, options.roots(), files) ?? path);
  }

  function resolve(from: string, path: string): IncludeTarget {
    let outside = false;
    for (const candidate of candidates(from, path)) {
      const uri = uriOf(candidate);
      if (entries.get(uri)?.open) return { kind: 'found', uri };
      if (!files.isFile(candidate)) continue;
      const real = files.realPath(candidate) ?? candidate;
      if (isAllowed(real, from)) return { kind: 'found', uri: uriOf(spelled(candidate, real)) };
      outside = true;
    }
    return outside
      ? { kind: 'outside' }
      : (besideTarget(from, path) ?? { kind: 'missing', nearest: nearestTo(from, path) });
  }

  /** Apache's compiler looks beside the file that a link leads to, so what is not there beside the link may be there. */
  function besideTarget(from: string, path: string): IncludeTarget | undefined {
    const target = files.realPath(from);
    if (target === undefined || target === from) return undefined;
    const candidate = posix.join(posix.dirname(target), path);
    const real = files.isFile(candidate) ? (files.realPath(candidate) ?? candidate) : undefined;
    return real !== undefined && isAllowed(real, from)
      ? { kind: 'found', uri: uriOf(spelled(candidate, real)) }
      : undefined;
  }

  function resolveInclude(from: string, path: string): IncludeTarget {
    const key = `${from}\n${path}`;
    let target = targets.get(key);
    if (!target) {
      target = resolve(pathOf(from) ?? '/', path);
      targets.set(key, target);
    }
    return target;
  }

  function includeChoices(from: string, folder: string): IncludeChoice[] {
    const found = new Map<string, IncludeChoice>();
    for (const candidate of candidates(from, folder)) {
      const real = files.realPath(candidate) ?? candidate;
      // Outside of the roots nothing is shown but what leads into one.
      const isInsideRoots = isAllowed(real, from);
      for (const entry of files.list(candidate)) {
        const isFolder = entry.endsWith('/');
        const name = isFolder ? entry.slice(0, -1) : entry;
        const path = posix.join(candidate, name);
        if (isFolder ? name.startsWith('.') || name === 'node_modules' : !name.endsWith('.thrift')) continue;
        const leads = isFolder && allowedRoots(from).some((root) => isInside(path, root));
        if ((isInsideRoots || leads) && !found.has(name)) found.set(name, { name, isFolder });
      }
    }
    return [...found.values()].sort((a, b) => Number(a.isFolder) - Number(b.isFolder) || (a.name < b.name ? -1 : 1));
  }

  function edges(): Map<string, Set<string>> {
    if (includers) return includers;
    const map = new Map<string, Set<string>>();
    for (const uri of knownUris()) {
      for (const include of headerOf(uri)?.includes ?? []) {
        const target = resolveInclude(uri, include.path.value);
        if (target.kind !== 'found') continue;
        const from = map.get(target.uri) ?? new Set();
        map.set(target.uri, from.add(uri));
      }
    }
    includers = map;
    return map;
  }

  function groups(): string[][] {
    const joined = new Map<string, string[]>();
    const join = (from: string, to: string): void => {
      const others = joined.get(from);
      if (others) others.push(to);
      else joined.set(from, [to]);
    };
    for (const [to, users] of edges()) {
      for (const from of users) {
        join(from, to);
        join(to, from);
      }
    }
    const placed = new Set<string>();
    const found: string[][] = [];
    for (const first of knownUris()) {
      if (placed.has(first)) continue;
      // A set is walked to its end, with what is added on the way.
      const group = new Set([first]);
      for (const uri of group) {
        placed.add(uri);
        for (const other of joined.get(uri) ?? []) group.add(other);
      }
      found.push([...group]);
    }
    return found;
  }

  return {
    file: (uri) => get(uri).file,
    load: (uri) => get(uri).file,
    expect(uris) {
      expected = uris;
      forgetEdges();
    },
    release(uris) {
      if (allAsked) return;
      for (const uri of uris) if (headers.has(uri) && !entries.get(uri)?.open) entries.delete(uri);
    },
    groups,
    whyUnreadable: (uri) => get(uri).unreadable,
    textOf: (uri) => get(uri).text,
    rawTextOf(uri) {
      const entry = entries.get(uri);
      if (entry) return entry.text;
      const read = rawOf(uri);
      const { maxFileSize } = options.settingsFor(pathOf(uri) ?? '');
      return read.kind === 'text' && read.text.length <= maxFileSize ? read.text : undefined;
    },
    isOpen: (uri) => entries.get(uri)?.open ?? false,
    resolveInclude,
    includeChoices: (uri, folder) => includeChoices(pathOf(uri) ?? '/', folder),
    includersOf: (uri) => [...(edges().get(uri) ?? [])].flatMap((from) => get(from).file ?? []),
    includePathFor: (from, target) => relativeInclude(pathOf(from) ?? '/', pathOf(target) ?? target),
    *allFiles() {
      allAsked = true;
      for (const uri of knownUris()) {
        const { file } = get(uri);
        if (file) yield file;
      }
    },
    headersIn(folder) {
      // Reading what is not known yet forgets the lists that were made before.
      const lists = byFolder ?? headersByFolder();
      byFolder = lists;
      return lists.get(folder) ?? [];
    },
    relativePath(uri) {
      const path = pathOf(uri);
      const root = path === undefined ? undefined : options.roots().find((each) => isInside(each, path));
      return path === undefined || root === undefined ? undefined : posix.relative(root, path);
    },
    open(uri, text) {
      if (!entries.get(uri)?.open) {
        // What includes it may have found nothing there so far.
        targets.clear();
        forgetEdges();
      }
      set(uri, withText(uri, text, true));
    },
    change(uri, changes) {
      const entry = entries.get(uri);
      if (!entry?.open || entry.text === undefined) throw new Error(`${uri} is not open`);
      if (entry.file) {
        set(uri, withChanges(uri, entry.file, changes));
        return;
      }
      const text = changes.reduce(
        (at, { range, text: inserted }) => at.slice(0, range.start) + inserted + at.slice(range.end),
        entry.text,
      );
      set(uri, withText(uri, text, true));
    },
    close(uri) {
      entries.delete(uri);
      forgetDisk();
    },
    invalidate(uris) {
      for (const uri of uris) if (!entries.get(uri)?.open) entries.delete(uri);
      forgetDisk();
    },
    reset() {
      forgetDisk();
      for (const [uri, entry] of entries) {
        if (!entry.open || entry.text === undefined) entries.delete(uri);
        else entries.set(uri, withText(uri, entry.text, true));
      }
    },
    dependentsOf(uri) {
      const seen = new Set<string>();
      const visit = (at: string) => {
        for (const from of edges().get(at) ?? []) {
          if (from === uri || seen.has(from)) continue;
          seen.add(from);
          visit(from);
        }
      };
      visit(uri);
      return [...seen];
    },
  };
}

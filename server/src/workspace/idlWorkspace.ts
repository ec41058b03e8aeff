import { posix } from 'node:path';
import { distance } from 'fastest-levenshtein';
import type { IncludeChoice } from '../idl/complete/input';
import type { Dialect, TextChange } from '../idl/model/document';
import { createIdlFile, type IdlFile } from '../idl/model/file';
import type { IdlProject, IncludeTarget } from '../idl/resolve/project';
import { parseDocument, updateDocument } from '../idl/syntax/document';
import type { FileSystem } from './files';
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
  whyUnreadable(uri: string): Unreadable | undefined;
  /** The newest text; undefined when there is none, or when a saved file is too large to be kept. */
  textOf(uri: string): string | undefined;
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

  function readEntry(uri: string): Entry {
    const path = pathOf(uri);
    const { maxFileSize } = options.settingsFor(path ?? '');
    // A character takes three bytes of UTF-8 at most (four make two), so more bytes than that need not be read.
    const result = path === undefined ? ({ kind: 'missing' } as const) : files.read(path, 3 * maxFileSize);
    if (result.kind === 'text') return withText(uri, result.text, false);
    const unreadable: Unreadable = result.kind === 'too-large' ? { ...result, limit: maxFileSize } : result;
    return { file: undefined, unreadable, text: undefined, open: false };
  }

  function includeList(entry: Entry | undefined): string {
    return entry?.file?.includes.map((include) => include.path.value).join('\n') ?? '';
  }

  function set(uri: string, entry: Entry): Entry {
    if (includeList(entries.get(uri)) !== includeList(entry)) includers = undefined;
    entries.set(uri, entry);
    return entry;
  }

  function get(uri: string): Entry {
    return entries.get(uri) ?? set(uri, readEntry(uri));
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

  function resolve(from: string, path: string): IncludeTarget {
    let outside = false;
    for (const candidate of candidates(from, path)) {
      const uri = uriOf(candidate);
      if (entries.get(uri)?.open) return { kind: 'found', uri };
      if (!files.isFile(candidate)) continue;
      const real = files.realPath(candidate) ?? candidate;
      if (isAllowed(real, from)) return { kind: 'found', uri };
      outside = true;
    }
    return outside ? { kind: 'outside' } : { kind: 'missing', nearest: nearestTo(from, path) };
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
    for (const [uri, { file }] of entries) {
      for (const include of file?.includes ?? []) {
        const target = resolveInclude(uri, include.path.value);
        if (target.kind !== 'found') continue;
        const from = map.get(target.uri) ?? new Set();
        map.set(target.uri, from.add(uri));
      }
    }
    includers = map;
    return map;
  }

  return {
    file: (uri) => get(uri).file,
    load: (uri) => get(uri).file,
    whyUnreadable: (uri) => get(uri).unreadable,
    textOf: (uri) => get(uri).text,
    isOpen: (uri) => entries.get(uri)?.open ?? false,
    resolveInclude,
    includeChoices: (uri, folder) => includeChoices(pathOf(uri) ?? '/', folder),
    includersOf: (uri) => [...(edges().get(uri) ?? [])].flatMap((from) => entries.get(from)?.file ?? []),
    includePathFor: (from, target) => relativeInclude(pathOf(from) ?? '/', pathOf(target) ?? target),
    *allFiles() {
      for (const { file } of entries.values()) if (file) yield file;
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
        includers = undefined;
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
      targets.clear();
      includers = undefined;
    },
    invalidate(uris) {
      for (const uri of uris) if (!entries.get(uri)?.open) entries.delete(uri);
      targets.clear();
      includers = undefined;
    },
    reset() {
      targets.clear();
      includers = undefined;
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

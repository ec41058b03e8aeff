import { libraryText, ts } from '../ts';
import { turn } from '../turn';
import type { Disk } from './disk';

/** Where TypeScript's own declaration files are said to lie; a folder that no disk has. */
export const libraryFolder = '/~typescript';

/** Texts and parsed files, shared by all projects: a declaration file is parsed once, however many programs it is part of. */
export interface Sources {
  /** The unsaved text, else that of the disk. */
  text(path: string): string | undefined;
  /** The parsed file; the same object as long as its text stays. */
  parsed(path: string, options: ts.CreateSourceFileOptions): ts.SourceFile | undefined;
  isFile(path: string): boolean;
  /** Sets the unsaved text; undefined: the disk's holds. Returns whether anything changed. */
  setText(path: string, text: string | undefined): boolean;
  /** These files changed on the disk. */
  changed(paths: Iterable<string>): void;
  /** Forgets every parsed file that is not among these. */
  keepOnly(files: ReadonlySet<ts.SourceFile>): void;
}

/** How deep brackets may lie in one another; people stop at twenty. */
const maxDepth = 1500;

function nestsTooDeep(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // ( [ { and their counterparts.
    if (code === 40 || code === 91 || code === 123) {
      if (++depth > maxDepth) return true;
    } else if ((code === 41 || code === 93 || code === 125) && depth > 0) depth--;
  }
  return false;
}

/** TypeScript's own declarations never change, so they are parsed once in a process. */
const libraries = new Map<string, ts.SourceFile>();

export function createSources(disk: Disk): Sources {
  const unsaved = new Map<string, string>();
  const parsed = new Map<string, ts.SourceFile>();

  const keysOf = (path: string): string[] =>
    [undefined, ts.ModuleKind.CommonJS, ts.ModuleKind.ESNext].map((format) => `${format ?? ''}:${path}`);

  function text(path: string): string | undefined {
    const open = unsaved.get(path);
    if (open !== undefined) return open;
    if (path.startsWith(`${libraryFolder}/`)) return libraryText(path.slice(libraryFolder.length + 1));
    return disk.read(path);
  }

  function parse(path: string, options: ts.CreateSourceFileOptions): ts.SourceFile | undefined {
    let content = text(path);
    // The compiler would run out of its stack, and take the whole program with it.
    if (content !== undefined && nestsTooDeep(content)) content = '';
    // Without parents, so that declaration files are cheap; binding sets them in what the checker looks at.
    return content === undefined ? undefined : ts.createSourceFile(path, content, options, !path.endsWith('.d.ts'));
  }

  function forget(path: string): void {
    for (const key of keysOf(path)) parsed.delete(key);
  }

  return {
    text,
    parsed(path, options) {
      turn();
      const key = `${options.impliedNodeFormat ?? ''}:${path}`;
      const kept = path.startsWith(`${libraryFolder}/`) ? libraries : parsed;
      const file = kept.get(key) ?? parse(path, options);
      if (file) kept.set(key, file);
      return file;
    },
    isFile: (path) =>
      unsaved.has(path) ||
      (path.startsWith(`${libraryFolder}/`)
        ? libraryText(path.slice(libraryFolder.length + 1)) !== undefined
        : disk.isFile(path)),
    setText(path, given) {
      const before = unsaved.get(path);
      if (before === given) return false;
      const old = before ?? (given === undefined ? undefined : disk.read(path));
      if (given === undefined) unsaved.delete(path);
      else unsaved.set(path, given);
      if (old === (given ?? disk.read(path))) return false;
      forget(path);
      return true;
    },
    changed(paths) {
      for (const path of paths) if (!unsaved.has(path)) forget(path);
    },
    keepOnly(files) {
      for (const [key, file] of parsed) if (!files.has(file)) parsed.delete(key);
    },
  };
}

import { libraryText, ts } from '../ts';
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

  function forget(path: string): void {
    for (const key of keysOf(path)) parsed.delete(key);
  }

  return {
    text,
    parsed(path, options) {
      const key = `${options.impliedNodeFormat ?? ''}:${path}`;
      const known = parsed.get(key);
      if (known) return known;
      const content = text(path);
      if (content === undefined) return undefined;
      // Without parents, so that declaration files are cheap; binding sets them in what the checker looks at.
      const file = ts.createSourceFile(path, content, options, !path.endsWith('.d.ts'));
      parsed.set(key, file);
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

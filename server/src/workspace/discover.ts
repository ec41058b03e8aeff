import { posix } from 'node:path';
import type { FileSystem } from './files';

/** Folders that are never looked into, whatever a configuration says: what lies there is nobody's own IDL. */
const neverEntered = new Set(['node_modules', '.git', '.hg', '.svn']);

const maxDepth = 64;

export interface DiscoverOptions {
  readonly files: FileSystem;
  /** Whether a file, or a folder with all that is in it, is left out. A folder ends in `/`, and is asked for before it is entered. */
  readonly isExcluded: (path: string) => boolean;
  /** Whether a file of this path is looked for. */
  readonly accepts: (path: string) => boolean;
  /** Whether a file that is a symbolic link is left out, because what it leads to is found by itself. None is where this is missing. */
  readonly skipsLink?: (path: string) => boolean;
}

const thriftName = /\.thrift$/;
const serviceName = /\.[cm]?[jt]sx?$/;

/** Whether a file of this name is Thrift IDL. */
export function isThriftPath(path: string): boolean {
  return thriftName.test(path);
}

/** Whether a file of this name is TypeScript or JavaScript. */
export function isServicePath(path: string): boolean {
  return serviceName.test(path);
}

/**
 * Walks `folder` (absolute) for the files that `accepts` names, in the order of names, without following symbolic links to folders.
 * Yields a path for each, and undefined after each folder, so that a caller who shares the thread can pause between them.
 */
export function* discoverFiles(folder: string, options: DiscoverOptions): Generator<string | undefined> {
  yield* visit(folder, options, 0);
}

function* visit(folder: string, options: DiscoverOptions, depth: number): Generator<string | undefined> {
  const names = [...options.files.list(folder)].sort();
  let links: ReadonlySet<string> | undefined;
  const isSkipped = (name: string, path: string): boolean => {
    if (!options.skipsLink) return false;
    links ??= new Set(options.files.links(folder));
    return links.has(name) && options.skipsLink(path);
  };
  for (const name of names) {
    const path = posix.join(folder, name.replace(/\/$/, ''));
    if (name.endsWith('/')) {
      if (depth >= maxDepth || neverEntered.has(name.slice(0, -1)) || options.isExcluded(`${path}/`)) continue;
      yield* visit(path, options, depth + 1);
    } else if (options.accepts(path) && !options.isExcluded(path) && !isSkipped(name, path)) yield path;
  }
  yield undefined;
}

import { statSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { configFileName } from '../workspace/configFiles';
import { isInside } from '../workspace/uris';

/** The absolute form of a path as written on the command line, with `/`. */
export function absolutePath(cwd: string, path: string): string {
  return resolve(cwd, path).replaceAll('\\', '/');
}

/** How a path is shown: relative to `folder` when it lies below it or beside it, with `/`. */
export function displayPath(folder: string, path: string): string {
  const relative = posix.relative(folder, path);
  return relative === '' ? '.' : /^[A-Za-z]:/.test(relative) ? path : relative;
}

export type PathKind = 'file' | 'folder' | 'missing' | { readonly unreadable: string };

/** What stands at a path, links followed. */
export function kindOf(path: string): PathKind {
  try {
    const stats = statSync(path);
    return stats.isDirectory() ? 'folder' : 'file';
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : { unreadable: message };
  }
}

/**
 * The folder that includes of the files at `path` may not leave: the working directory when it holds the path, else the nearest
 * folder upwards with a config file or a `.git`, else the path's own folder.
 */
export function includeRoot(cwd: string, path: string, kind: PathKind): string {
  if (isInside(cwd, path)) return cwd;
  const own = kind === 'folder' ? path : posix.dirname(path);
  for (let at = own; ; at = posix.dirname(at)) {
    if (kindOf(posix.join(at, configFileName)) !== 'missing' || kindOf(posix.join(at, '.git')) !== 'missing') return at;
    if (at === posix.dirname(at)) return own;
  }
}

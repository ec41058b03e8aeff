import { posix } from 'node:path';
import type { Glob } from './glob';
import { isInside } from './uris';

/** Tells whether a file or a folder (it ends in `/`) below `folder`, absolute, matches one of the patterns, which count from there. */
export function excluder(folder: string, globs: readonly Glob[]): (path: string) => boolean {
  return (path) => {
    if (!isInside(folder, path) || path === folder) return false;
    const relative = posix.relative(folder, path) + (path.endsWith('/') ? '/' : '');
    return globs.some((glob) => glob.matches(relative));
  };
}

import { isInside } from './uris';

/** The text of a file as UTF-8, or why there is none. */
export type ReadResult =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'too-large'; readonly size: number }
  | { readonly kind: 'unreadable'; readonly why: string };

/** What the workspace needs of a file system. All paths are absolute, with `/`. Implementations never throw. */
export interface FileSystem {
  /** Files with more than `maxBytes` bytes are not read. */
  read(path: string, maxBytes?: number): ReadResult;
  isFile(path: string): boolean;
  isFolder(path: string): boolean;
  /** The path with every symbolic link followed; undefined when there is no such file. */
  realPath(path: string): string | undefined;
  /** The names in a folder that are symbolic links. */
  links(path: string): readonly string[];
  /** Names in a folder; a name that ends in `/` is a folder. Empty when it cannot be read. */
  list(path: string): readonly string[];
}

/** How a file with this real path is written below one of the folders, which may be reached through links themselves; undefined outside of them. */
export function pathWithoutLinks(
  real: string,
  folders: readonly string[],
  { realPath }: FileSystem,
): string | undefined {
  for (const folder of folders) {
    const root = realPath(folder) ?? folder;
    if (isInside(root, real)) return folder + real.slice(root.length);
  }
  return undefined;
}

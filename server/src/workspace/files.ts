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
  /** Names in a folder; a name that ends in `/` is a folder. Empty when it cannot be read. */
  list(path: string): readonly string[];
}

/** What the host needs of a file system. All paths are absolute, with `/`. Implementations never throw. */
export interface Disk {
  /** Undefined for a file that is not there, cannot be read, or is too large. */
  read(path: string): string | undefined;
  isFile(path: string): boolean;
  isFolder(path: string): boolean;
  /** The path with every symbolic link followed; undefined when there is no such file. */
  realPath(path: string): string | undefined;
  /** Names in a folder; a name that ends in `/` is a folder. */
  list(path: string): readonly string[];
}

import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import type { FileSystem } from './files';

function toSlashes(path: string): string {
  return path.replaceAll('\\', '/');
}

/** The real file system. Files with more than `maxBytes` bytes are not read. */
export function createDiskFiles(maxBytes: number): FileSystem {
  return {
    read(path, limit = maxBytes) {
      try {
        const { size } = statSync(path);
        if (size > Math.min(limit, maxBytes)) return { kind: 'too-large', size };
        return { kind: 'text', text: readFileSync(path, 'utf8') };
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        return code === 'ENOENT' || code === 'ENOTDIR' ? { kind: 'missing' } : { kind: 'unreadable', why: message };
      }
    },
    isFile(path) {
      try {
        return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
      } catch {
        // A file where a folder was due (`a.thrift/b`), or no right to look.
        return false;
      }
    },
    isFolder(path) {
      try {
        return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
      } catch {
        return false;
      }
    },
    realPath(path) {
      try {
        return toSlashes(realpathSync.native(path));
      } catch {
        return undefined;
      }
    },
    links(path) {
      try {
        return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
          entry.isSymbolicLink() ? entry.name : [],
        );
      } catch {
        return [];
      }
    },
    list(path) {
      try {
        return readdirSync(path, { withFileTypes: true }).map((entry) =>
          entry.isDirectory() ? `${entry.name}/` : entry.name,
        );
      } catch {
        return [];
      }
    },
  };
}

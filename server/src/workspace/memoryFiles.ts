import type { FileSystem } from './files';

/** A file system in memory: for tests, rule pages and text that comes from a pipe. Paths are absolute. */
export function createMemoryFiles(files: Readonly<Record<string, string>>): FileSystem {
  return {
    read(path) {
      const text = files[path];
      return text === undefined ? { kind: 'missing' } : { kind: 'text', text };
    },
    isFile: (path) => path in files,
    isFolder: (path) => Object.keys(files).some((each) => each.startsWith(`${path}/`)),
    realPath: (path) => (path in files ? path : undefined),
    links: () => [],
    list(folder) {
      const prefix = folder.endsWith('/') ? folder : `${folder}/`;
      const names = new Set<string>();
      for (const path of Object.keys(files)) {
        if (!path.startsWith(prefix)) continue;
        const rest = path.slice(prefix.length);
        const slash = rest.indexOf('/');
        names.add(slash === -1 ? rest : rest.slice(0, slash + 1));
      }
      return [...names];
    },
  };
}

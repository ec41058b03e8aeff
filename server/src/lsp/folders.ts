import type { InitializeParams, WorkspaceFolder } from 'vscode-languageserver/node';
import { isInside, pathOf } from '../workspace/uris';

/** A workspace folder that lies on a disk. */
export interface Folder {
  /** As the client spells it. */
  readonly uri: string;
  readonly path: string;
}

/** The workspace folders, which may lie in one another. */
export interface Folders {
  all(): readonly Folder[];
  outermost(path: string): Folder | undefined;
  innermost(path: string): Folder | undefined;
  change(added: readonly WorkspaceFolder[], removed: readonly WorkspaceFolder[]): void;
}

function toFolders(folders: readonly WorkspaceFolder[]): Folder[] {
  return folders.flatMap(({ uri }) => {
    const path = pathOf(uri)?.replace(/(?<=.)\/$/, '');
    return path === undefined ? [] : { uri, path };
  });
}

function initialFolders({ workspaceFolders, rootUri }: InitializeParams): Folder[] {
  if (workspaceFolders) return toFolders(workspaceFolders);
  return rootUri ? toFolders([{ uri: rootUri, name: '' }]) : [];
}

export function createFolders(params: InitializeParams): Folders {
  let folders = initialFolders(params);
  const containing = (path: string) =>
    folders.filter((folder) => isInside(folder.path, path)).sort((a, b) => a.path.length - b.path.length);
  return {
    all: () => folders,
    outermost: (path) => containing(path)[0],
    innermost: (path) => containing(path).at(-1),
    change(added, removed) {
      const gone = new Set(toFolders(removed).map(({ path }) => path));
      const stay = folders.filter(({ path }) => !gone.has(path));
      const fresh = toFolders(added).filter(({ path }) => !stay.some((folder) => folder.path === path));
      folders = [...stay, ...fresh];
    },
  };
}

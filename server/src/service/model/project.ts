import type { ts } from '../ts';
import { turn } from '../turn';
import type { ServiceFile } from './file';
import type { ServiceSettings } from './settings';

/** What the disk tells of packages; given by the host so that analysis itself touches no disk. */
export interface PackageFacts {
  /** The installed version of a package as seen from a file, else what package.json asks for; undefined when neither is known. */
  versionOf(packageName: string, fromFile: string): string | undefined;
  /** The names of the packages that the nearest package.json lists (dependencies of any kind). */
  dependenciesOf(fromFile: string): ReadonlySet<string>;
  /** The folder of the nearest package.json; undefined when there is none. */
  folderOf(fromFile: string): string | undefined;
}

/** One TypeScript program in one version of all its files, with what was worked out about it so far. */
export interface ServiceProject {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly settings: ServiceSettings;
  readonly packages: PackageFacts;
  /** The view of one source file; the same object for the same version. */
  fileOf(sourceFile: ts.SourceFile): ServiceFile;
  /** The project's own files (no declaration files, nothing of node_modules). */
  readonly ownFiles: readonly ts.SourceFile[];
  /** Whatever is worked out once a project: `compute` runs at the first call with this key. */
  once<T>(key: object, compute: () => T): T;
}

/** Makes the analysis' view of a program. Cheap; everything is worked out when it is asked for. */
export function createServiceProject(
  program: ts.Program,
  settings: ServiceSettings,
  packages: PackageFacts,
  createFile: (sourceFile: ts.SourceFile) => ServiceFile,
): ServiceProject {
  const files = new Map<ts.SourceFile, ServiceFile>();
  const kept = new Map<object, unknown>();
  let own: readonly ts.SourceFile[] | undefined;
  return {
    program,
    get checker() {
      turn();
      return program.getTypeChecker();
    },
    settings,
    packages,
    fileOf(sourceFile) {
      let file = files.get(sourceFile);
      if (!file) {
        file = createFile(sourceFile);
        files.set(sourceFile, file);
      }
      return file;
    },
    get ownFiles() {
      own ??= program
        .getSourceFiles()
        .filter((file) => !file.isDeclarationFile && !file.fileName.includes('/node_modules/'));
      return own;
    },
    once<T>(key: object, compute: () => T): T {
      if (!kept.has(key)) kept.set(key, compute());
      return kept.get(key) as T;
    },
  };
}

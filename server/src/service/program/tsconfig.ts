import { posix } from 'node:path';
import { ts } from '../ts';
import type { Disk } from './disk';

/** What a tsconfig says of its project. */
export interface ProjectConfig {
  /** The tsconfig's path; undefined for a project that no tsconfig describes. */
  readonly path: string | undefined;
  readonly folder: string;
  readonly options: ts.CompilerOptions;
  readonly fileNames: readonly string[];
  /** Paths of the tsconfigs that it refers to. */
  readonly references: readonly string[];
  readonly problems: readonly ConfigProblem[];
}

/** A mistake in a tsconfig, in the compiler's words. */
export interface ConfigProblem {
  readonly path: string;
  readonly message: string;
}

interface Entries {
  readonly files: readonly string[];
  readonly directories: readonly string[];
}

/** The compiler's own matching of `include` and `exclude`; not in its public types, though every tool on top of it uses it. */
interface FileMatcher {
  matchFiles(
    folder: string,
    extensions: readonly string[] | undefined,
    excludes: readonly string[] | undefined,
    includes: readonly string[] | undefined,
    caseSensitive: boolean,
    currentDirectory: string,
    depth: number | undefined,
    entries: (path: string) => Entries,
    realPath: (path: string) => string,
  ): string[];
}

const matchFiles = (ts as unknown as FileMatcher).matchFiles;

/** Says nothing of a project: it is empty on purpose (`files: []` beside references), or has no files yet. */
const noFiles = new Set([18002, 18003]);

/** Folders that are never walked, whatever a tsconfig includes. */
const neverEntered = new Set(['node_modules/', '.git/', '.hg/', '.svn/']);

export interface ConfigReader {
  readonly disk: Pick<Disk, 'isFile' | 'isFolder' | 'list' | 'realPath'>;
  readonly read: (path: string) => string | undefined;
  /** Whether a file, or a folder with all that is in it, is left out. A folder ends in `/`. */
  readonly isExcluded: (path: string) => boolean;
}

/** The files and folders in a folder that a project may consist of. */
export function entriesOf({ disk, isExcluded }: ConfigReader, folder: string): Entries {
  const files: string[] = [];
  const directories: string[] = [];
  for (const name of [...disk.list(folder)].sort()) {
    const path = posix.join(folder, name);
    if (isExcluded(path)) continue;
    if (!name.endsWith('/')) files.push(name);
    else if (!neverEntered.has(name)) directories.push(name.slice(0, -1));
  }
  return { files, directories };
}

/** Reads a tsconfig with all that it extends. Mistakes are told of, and what could be read holds. */
export function readProjectConfig(path: string, reader: ConfigReader): ProjectConfig {
  const folder = posix.dirname(path);
  const { disk, read } = reader;
  const host: ts.ParseConfigHost = {
    useCaseSensitiveFileNames: true,
    fileExists: disk.isFile,
    readFile: read,
    readDirectory: (from, extensions, excludes, includes, depth) =>
      matchFiles(
        from,
        extensions,
        excludes,
        includes,
        true,
        folder,
        depth,
        (at) => entriesOf(reader, at),
        (at) => disk.realPath(at) ?? at,
      ),
  };
  const source = ts.readJsonConfigFile(path, read);
  const parsed = ts.parseJsonSourceFileConfigFileContent(source, host, folder, undefined, path);
  // What is wrong with the JSON itself is only told by the reader for plain values.
  const { error: syntax } = ts.parseConfigFileTextToJson(path, read(path) ?? '');
  const problems = [...(syntax ? [syntax] : []), ...parsed.errors]
    .filter(({ code }) => !noFiles.has(code))
    .map((error): ConfigProblem => {
      const { file, start } = error;
      const line = file && start !== undefined ? `:${file.getLineAndCharacterOfPosition(start).line + 1}` : '';
      return {
        path: `${file?.fileName ?? path}${line}`,
        message: ts.flattenDiagnosticMessageText(error.messageText, ' '),
      };
    });
  return {
    path,
    folder,
    options: parsed.options,
    fileNames: parsed.fileNames.filter((name) => !name.includes('/node_modules/') && !reader.isExcluded(name)),
    references: (parsed.projectReferences ?? []).map((reference) => ts.resolveProjectReferencePath(reference)),
    problems,
  };
}

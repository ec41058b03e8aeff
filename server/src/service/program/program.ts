import { posix } from 'node:path';
import { ts } from '../ts';
import type { Disk } from './disk';
import { analysisOptions } from './options';
import { requiredFile, requiredIn } from './required';
import { createResolver, type IsWanted } from './resolution';
import { libraryFolder, type Sources } from './sources';

/** Makes one program after another over the files of one project; each reuses what the one before has worked out. */
export interface ProgramMaker {
  /** The program of the newest texts. The same object while nothing changed. */
  program(): ts.Program;
  /** A text changed that the program may hold. */
  touch(): void;
  setRoots(paths: readonly string[]): void;
}

export interface ProgramOptions {
  readonly folder: string;
  readonly options: ts.CompilerOptions;
  readonly disk: Disk;
  readonly sources: Sources;
  readonly isWanted: IsWanted;
}

function hasNodeTypes(disk: Disk, folder: string): boolean {
  for (let at = folder; ; at = posix.dirname(at)) {
    if (disk.isFile(posix.join(at, 'node_modules/@types/node/package.json'))) return true;
    if (at === posix.dirname(at)) return false;
  }
}

/** Files that are required may require others. */
const deepestRequired = 4;

export function createProgramMaker({ folder, options: own, disk, sources, isWanted }: ProgramOptions): ProgramMaker {
  let roots: readonly string[] = [];
  /** Files that others of the project require, and that are no part of it otherwise. */
  let required: readonly string[] = [];
  /** What is required and does not exist. */
  const absent = new Set<string>();
  let current: ts.Program | undefined;
  let old: ts.Program | undefined;
  const options = analysisOptions(own, hasNodeTypes(disk, folder));

  const moduleHost: ts.ModuleResolutionHost = {
    fileExists: sources.isFile,
    readFile: sources.text,
    directoryExists: disk.isFolder,
    realpath: (path) => disk.realPath(path) ?? path,
    getCurrentDirectory: () => folder,
    getDirectories: (path) => disk.list(path).flatMap((name) => (name.endsWith('/') ? name.slice(0, -1) : [])),
    useCaseSensitiveFileNames: true,
  };
  const resolver = createResolver(moduleHost, folder, options, isWanted);

  const host: ts.CompilerHost = {
    ...moduleHost,
    getCurrentDirectory: () => folder,
    useCaseSensitiveFileNames: () => true,
    fileExists: sources.isFile,
    readFile: sources.text,
    getSourceFile: (path, given) =>
      sources.parsed(path, typeof given === 'object' ? given : { languageVersion: given }),
    getDefaultLibFileName: () => `${libraryFolder}/lib.esnext.d.ts`,
    getDefaultLibLocation: () => libraryFolder,
    getCanonicalFileName: (path) => path,
    getNewLine: () => '\n',
    writeFile: () => undefined,
    resolveModuleNameLiterals: (...all) => resolver.resolve(...all),
    getModuleResolutionCache: () => resolver.cache,
  };

  /** What TypeScript files bring in with `require`, and what is not part of the program for another reason. */
  function missing(program: ts.Program): readonly string[] {
    const found = program.getSourceFiles().flatMap((file) =>
      requiredIn(file).flatMap((path) => {
        const key = `${file.fileName}\n${path}`;
        if (absent.has(key) || requiredFile(path, file.fileName, (each) => program.getSourceFile(each))) return [];
        const lying = requiredFile(path, file.fileName, (each) => (sources.isFile(each) ? each : undefined));
        if (lying === undefined) absent.add(key);
        return lying ?? [];
      }),
    );
    // One that is too large to be read would be asked for again and again.
    return [...new Set(found)].filter((path) => !path.includes('/node_modules/') && !required.includes(path));
  }

  /** A program with all that files in it require. */
  function complete(): ts.Program {
    let rootNames = [...roots, ...required];
    let program = ts.createProgram({ rootNames, options, host, ...(old ? { oldProgram: old } : {}) });
    for (let i = 0; i < deepestRequired; i++) {
      const more = missing(program);
      if (more.length === 0) break;
      required = [...required, ...more];
      rootNames = [...roots, ...required];
      program = ts.createProgram({ rootNames, options, host, oldProgram: program });
    }
    return program;
  }

  return {
    program() {
      current ??= complete();
      old = undefined;
      return current;
    },
    touch() {
      old ??= current;
      current = undefined;
    },
    setRoots(paths) {
      roots = paths;
      old ??= current;
      current = undefined;
    },
  };
}

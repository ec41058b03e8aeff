import { Project } from 'ts-morph';

/** The compiler's API, from the copy that ts-morph brings, so that there is one TypeScript in the process. */
export { ts } from 'ts-morph';

const libraryFolder = '/node_modules/typescript/lib';
let libraries: ReturnType<Project['getModuleResolutionHost']> | undefined;

/** The text of one of TypeScript's own declaration files, such as `lib.es2023.d.ts`. They are part of the program: no disk is touched. */
export function libraryText(name: string): string | undefined {
  libraries ??= new Project({ useInMemoryFileSystem: true }).getModuleResolutionHost();
  return libraries.readFile(`${libraryFolder}/${name}`);
}

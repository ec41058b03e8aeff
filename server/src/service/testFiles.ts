import type { ServiceProject } from './model/project';
import { skipReason } from './skipped';
import type { ts } from './ts';

const key = {};

/** A file's path, counted from the folder of its project, which may itself lie in one called `test` or `app`. */
export function relativePath({ fileName }: ts.SourceFile, { program }: ServiceProject): string {
  const folder = `${program.getCurrentDirectory().replace(/\/$/, '')}/`;
  return fileName.startsWith(folder) ? fileName.slice(folder.length) : fileName.slice(1);
}

/** Whether a file belongs to tests, and so is no part of the program that people run. */
export function isTestFile(file: ts.SourceFile, project: ServiceProject): boolean {
  const known = project.once(key, () => new Map<ts.SourceFile, boolean>());
  let found = known.get(file);
  if (found === undefined) {
    found = skipReason(relativePath(file, project), file.text, false) === 'test';
    known.set(file, found);
  }
  return found;
}

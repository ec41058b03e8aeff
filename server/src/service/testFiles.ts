import type { ServiceProject } from './model/project';
import { skipReason } from './skipped';
import type { ts } from './ts';

const key = {};

/** Whether a file belongs to tests, and so is no part of the program that people run. */
export function isTestFile(file: ts.SourceFile, project: ServiceProject): boolean {
  const known = project.once(key, () => new Map<ts.SourceFile, boolean>());
  let found = known.get(file);
  if (found === undefined) {
    const folder = `${project.program.getCurrentDirectory().replace(/\/$/, '')}/`;
    const { fileName, text } = file;
    const relative = fileName.startsWith(folder) ? fileName.slice(folder.length) : fileName.slice(1);
    found = skipReason(relative, text, false) === 'test';
    known.set(file, found);
  }
  return found;
}

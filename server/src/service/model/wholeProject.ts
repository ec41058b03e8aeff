import type { ts } from '../ts';
import type { ServiceFile } from './file';
import type { ServiceProject } from './project';

/** More names than these are asked for by whoever looks at all files; then one pass over them is cheaper than one for each name. */
const fewNames = 64;

interface Lookup<T> {
  readonly files: readonly ReadonlyMap<string, readonly T[]>[];
  readonly answers: Map<string, readonly T[]>;
  whole: ReadonlyMap<string, readonly T[]> | undefined;
}

function merge<T>(files: Lookup<T>['files']): ReadonlyMap<string, readonly T[]> {
  const lists = new Map<string, T[]>();
  for (const file of files)
    for (const [name, found] of file) {
      const list = lists.get(name);
      if (!list) lists.set(name, [...found]);
      else for (const each of found) list.push(each);
    }
  return lists;
}

/**
 * Makes a look-up over all files of a project out of one over a single file. What was found in a file is kept with it, so that an edit of one
 * leaves what is known of the others. The order is that of the files.
 */
export function byNameInProject<T>(
  inFile: (file: ServiceFile) => ReadonlyMap<string, readonly T[]>,
): (name: string, project: ServiceProject) => readonly T[] {
  const key = {};
  const known = new WeakMap<ts.SourceFile, ReadonlyMap<string, readonly T[]>>();
  const of = (sourceFile: ts.SourceFile, project: ServiceProject): ReadonlyMap<string, readonly T[]> => {
    let found = known.get(sourceFile);
    if (!found) {
      found = inFile(project.fileOf(sourceFile));
      known.set(sourceFile, found);
    }
    return found;
  };
  return (name, project) => {
    const lookup = project.once(
      key,
      (): Lookup<T> => ({
        files: project.ownFiles.map((file) => of(file, project)),
        answers: new Map(),
        whole: undefined,
      }),
    );
    if (lookup.answers.size > fewNames) lookup.whole ??= merge(lookup.files);
    if (lookup.whole) return lookup.whole.get(name) ?? [];
    let answer = lookup.answers.get(name);
    if (!answer) {
      answer = lookup.files.flatMap((file) => file.get(name) ?? []);
      lookup.answers.set(name, answer);
    }
    return answer;
  };
}

/** Makes a question to the text of a file one that is asked once for each version of the file. */
export function askedOnce(pattern: RegExp): (file: ts.SourceFile) => boolean {
  const known = new WeakMap<ts.SourceFile, boolean>();
  return (file) => {
    let answer = known.get(file);
    if (answer === undefined) {
      answer = pattern.test(file.text);
      known.set(file, answer);
    }
    return answer;
  };
}

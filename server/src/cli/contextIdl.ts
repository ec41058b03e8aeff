import { posix } from 'node:path';
import { thriftRuntimes } from '../contract/runtimes';
import { createPackageFacts } from '../service/program/packages';
import { configFileName, type FolderConfig } from '../workspace/configFiles';
import { discoverFiles, isThriftPath } from '../workspace/discover';
import type { FileSystem } from '../workspace/files';
import { kindOf } from './paths';

/** Thrift files that nobody asked about, which code that was asked about is held against. */
export interface ContextIdl {
  readonly folder: string;
  readonly files: readonly string[];
}

/** So much is looked through, so that a check in a huge repository does not take longer for it; beyond, nothing is said of contracts. */
const maxFolders = 5000;
const maxFiles = 500;

/** The nearest folder upwards that has a configuration or is the root of a repository. */
function projectRoot(path: string): string | undefined {
  for (let at = posix.dirname(path); ; at = posix.dirname(at)) {
    if ([configFileName, '.git'].some((name) => kindOf(posix.join(at, name)) !== 'missing')) return at;
    if (at === posix.dirname(at)) return undefined;
  }
}

/**
 * Finds the Thrift files of the projects that these files of code lie in, and of the include paths of their configurations. Nothing where no package
 * depends on a Thrift runtime, and where there are more than can be looked through: a part of the IDL would lead to the wrong service.
 */
export function findContextIdl(
  code: readonly string[],
  files: FileSystem,
  cwd: string,
  configFor: (path: string) => FolderConfig,
): readonly ContextIdl[] {
  const packages = createPackageFacts((path) => {
    const read = files.read(path);
    return read.kind === 'text' ? read.text : undefined;
  });
  const byFolder = new Map(code.map((path) => [posix.dirname(path), path]));
  const thrift = [...byFolder.values()].filter((path) => {
    const dependencies = packages.dependenciesOf(path);
    return thriftRuntimes.some((name) => dependencies.has(name));
  });
  const roots = new Set(thrift.map((path) => projectRoot(path) ?? cwd));
  for (const path of thrift) for (const included of configFor(path).read.includePaths) roots.add(included);
  const found: ContextIdl[] = [];
  const seen = new Set<string>();
  let folders = 0;
  for (const folder of roots) {
    const own: string[] = [];
    const { isExcluded } = configFor(posix.join(folder, 'any.thrift'));
    for (const path of discoverFiles(folder, { files, isExcluded, accepts: isThriftPath })) {
      if (path === undefined) folders++;
      else if (!seen.has(path)) {
        seen.add(path);
        own.push(path);
      }
      if (folders > maxFolders || seen.size > maxFiles) return [];
    }
    found.push({ folder, files: own });
  }
  return found;
}

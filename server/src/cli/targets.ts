import { readdirSync, realpathSync } from 'node:fs';
import type { ConfigFiles } from '../workspace/configFiles';
import { discoverFiles, isServicePath, isThriftPath } from '../workspace/discover';
import type { FileSystem } from '../workspace/files';
import { absolutePath, kindOf } from './paths';

/** The files that a command line names. */
export interface Targets {
  /** Absolute, sorted, each file once. */
  readonly files: readonly string[];
  /** Why the command line cannot be followed, or not wholly. */
  readonly problems: readonly string[];
}

export interface TargetOptions {
  readonly files: FileSystem;
  readonly cwd: string;
  readonly configs: ConfigFiles;
  readonly forceExclude: boolean;
}

/** A file system that tells which folders it could not list. */
function noticing(files: FileSystem, failed: (why: string) => void): FileSystem {
  return {
    ...files,
    list(path) {
      try {
        return readdirSync(path, { withFileTypes: true }).map((entry) =>
          entry.isDirectory() ? `${entry.name}/` : entry.name,
        );
      } catch (error) {
        failed((error as Error).message);
        return [];
      }
    },
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Leaves out links to files that are there under their own name, and links that lead nowhere. */
function withoutDoubles(paths: ReadonlySet<string>, explicit: ReadonlySet<string>): string[] {
  const byTarget = new Map<string, string>();
  for (const path of [...paths].sort(compare)) {
    let real: string;
    try {
      real = realpathSync.native(path).replaceAll('\\', '/');
    } catch {
      if (explicit.has(path)) byTarget.set(path, path);
      continue;
    }
    const known = byTarget.get(real);
    if (known === undefined || path === real) byTarget.set(real, path);
  }
  return [...byTarget.values()].sort(compare);
}

/** Finds the Thrift, TypeScript and JavaScript files of `paths` (as written on the command line). */
export function findTargets(paths: readonly string[], options: TargetOptions): Targets {
  const { cwd, configs, forceExclude } = options;
  const found = new Set<string>();
  const explicit = new Set<string>();
  const problems: string[] = [];
  const files = noticing(options.files, (why) => problems.push(`A folder cannot be read: ${why}.`));
  const isExcluded = (path: string) => configs.for(path).isExcluded(path);
  const accepts = (path: string) => isThriftPath(path) || isServicePath(path);
  // Tools keep what they build in folders like `.next`.
  const isTarget = (folder: string) => (path: string) =>
    isThriftPath(path) ||
    (isServicePath(path) && !path.slice(folder.length).includes('/.') && configs.for(path).setup.config.service.enable);
  for (const written of paths) {
    const path = absolutePath(cwd, written);
    const kind = kindOf(path);
    if (kind === 'missing') problems.push(`There is no file or folder "${written}".`);
    else if (typeof kind === 'object') problems.push(`"${written}" cannot be read: ${kind.unreadable}.`);
    else if (kind === 'file') {
      if (!accepts(path)) problems.push(`"${written}" is no .thrift, TypeScript or JavaScript file.`);
      else if (!forceExclude || !isExcluded(path)) {
        found.add(path);
        explicit.add(path);
      }
    } else {
      // Who names an excluded folder wants what is in it.
      const wanted = !forceExclude && isExcluded(`${path}/`);
      const before = found.size;
      let leftOut = false;
      const exclude = (each: string): boolean => {
        if (wanted || !isExcluded(each)) return false;
        leftOut = true;
        return true;
      };
      const trouble = problems.length;
      let any = false;
      for (const file of discoverFiles(path, { files, isExcluded: exclude, accepts: isTarget(path) })) {
        if (file === undefined || kindOf(file) === 'folder' || kindOf(file) === 'missing') continue;
        any = true;
        found.add(file);
      }
      if (!any && found.size === before && problems.length === trouble && !forceExclude) {
        const why = leftOut ? ' that is not excluded' : '';
        problems.push(`There is no .thrift, TypeScript or JavaScript file${why} in "${written}".`);
      }
    }
  }
  return { files: withoutDoubles(found, explicit), problems };
}

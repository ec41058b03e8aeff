import { posix } from 'node:path';
import type { PackageFacts } from '../model/project';
import type { Disk } from './disk';

/** The package that a file belongs to. */
export interface OwnPackage {
  readonly folder: string;
  readonly name: string | undefined;
}

interface Manifest {
  readonly name?: unknown;
  readonly version?: unknown;
  readonly type?: unknown;
  readonly dependencies?: unknown;
  readonly devDependencies?: unknown;
  readonly peerDependencies?: unknown;
  readonly optionalDependencies?: unknown;
}

const dependencyKinds = ['dependencies', 'optionalDependencies', 'peerDependencies', 'devDependencies'] as const;

function ranges(manifest: Manifest): Map<string, string> {
  const found = new Map<string, string>();
  for (const kind of dependencyKinds) {
    const given = manifest[kind];
    if (typeof given !== 'object' || given === null) continue;
    for (const [name, range] of Object.entries(given)) {
      if (typeof range === 'string' && !found.has(name)) found.set(name, range);
    }
  }
  return found;
}

/** Reads package.json files upwards from a file. What was read is kept: make a new one when a package.json changed. */
export function createPackageFacts(
  read: Disk['read'],
): PackageFacts & { ownerOf(fromFile: string): OwnPackage | undefined } {
  const manifests = new Map<string, Manifest | undefined>();
  const versions = new Map<string, string | undefined>();
  const dependencies = new Map<string, ReadonlyMap<string, string>>();

  function manifestAt(path: string): Manifest | undefined {
    if (!manifests.has(path)) {
      let manifest: Manifest | undefined;
      try {
        const parsed: unknown = JSON.parse(read(path) ?? 'null');
        if (typeof parsed === 'object' && parsed !== null) manifest = parsed;
      } catch {
        // Somebody is in the middle of writing it.
      }
      manifests.set(path, manifest);
    }
    return manifests.get(path);
  }

  function installed(name: string, folder: string): string | undefined {
    const key = `${folder}\n${name}`;
    if (versions.has(key)) return versions.get(key);
    const version = manifestAt(posix.join(folder, 'node_modules', name, 'package.json'))?.version;
    const parent = posix.dirname(folder);
    const found = typeof version === 'string' ? version : parent === folder ? undefined : installed(name, parent);
    versions.set(key, found);
    return found;
  }

  function listed(folder: string): ReadonlyMap<string, string> {
    const known = dependencies.get(folder);
    if (known) return known;
    const manifest = manifestAt(posix.join(folder, 'package.json'));
    const parent = posix.dirname(folder);
    const found = manifest ? ranges(manifest) : parent === folder ? new Map<string, string>() : listed(parent);
    dependencies.set(folder, found);
    return found;
  }

  function owner(folder: string): OwnPackage | undefined {
    const manifest = manifestAt(posix.join(folder, 'package.json'));
    if (manifest) return { folder, name: typeof manifest.name === 'string' ? manifest.name : undefined };
    const parent = posix.dirname(folder);
    return parent === folder ? undefined : owner(parent);
  }

  return {
    ownerOf: (fromFile) => owner(posix.dirname(fromFile)),
    folderOf: (fromFile) => owner(posix.dirname(fromFile))?.folder,
    versionOf(packageName, fromFile) {
      const folder = posix.dirname(fromFile);
      return installed(packageName, folder) ?? listed(folder).get(packageName);
    },
    dependenciesOf: (fromFile) => new Set(listed(posix.dirname(fromFile)).keys()),
  };
}

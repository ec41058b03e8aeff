import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { isWantedPackage } from '../../server/src/service/wanted';

interface Manifest {
  readonly name?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Whether the analysis reads the package's declarations, or those that stand for it. */
function isRead(name: string): boolean {
  if (!name.startsWith('@types/')) return isWantedPackage(name);
  const typed = name.slice('@types/'.length).replace(/^(.+)__/, '@$1/');
  return typed === 'node' || isWantedPackage(typed);
}

/** The folders of a repository that have a `package.json`, the repository's own first. */
function packageFolders(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  const here = entries.some((entry) => entry.isFile() && entry.name === 'package.json') ? [folder] : [];
  const inner = entries
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.'))
    .flatMap(({ name }) => packageFolders(join(folder, name)));
  return [...here, ...inner];
}

/** A folder's `package.json`; empty where it is no JSON, as templates are. */
function manifestOf(folder: string): Manifest {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  } catch {
    return {};
  }
}

/** All packages that a `package.json` asks for. */
function rangesOf({ dependencies, devDependencies, optionalDependencies, peerDependencies }: Manifest) {
  return { ...peerDependencies, ...optionalDependencies, ...devDependencies, ...dependencies };
}

/** What a folder's `package.json` asks for and the analysis reads, as ranges that npm knows. */
function wantedRanges(folder: string, catalogue: string): Map<string, string> {
  const ranges = rangesOf(manifestOf(folder));
  const wanted = new Map<string, string>();
  for (const [name, range] of Object.entries(ranges)) {
    if (!isRead(name)) continue;
    // pnpm keeps the ranges of some in one file; links between packages of the repository are not for npm.
    const listed = catalogue
      .split('\n')
      .map((line) => /^\s+(['"]?)(.+?)\1:\s*(['"]?)([^'"#]+)\3\s*$/.exec(line))
      .find((match) => match?.[2] === name)?.[4];
    if (range.startsWith('catalog:')) wanted.set(name, listed ?? '*');
    else if (/^(?:npm:|[\d^~<>=*x]|latest$)/.test(range)) wanted.set(name, range);
  }
  return wanted;
}

/** Installs into `folder` beside what the repository brings; what the registry does not have is left out. */
function install(folder: string, wanted: ReadonlyMap<string, string>): void {
  if (wanted.size === 0 || existsSync(join(folder, 'node_modules'))) return;
  const workshop = mkdtempSync(join(folder, '.install-'));
  const run = (dependencies: ReadonlyMap<string, string>): boolean => {
    writeFileSync(
      join(workshop, 'package.json'),
      JSON.stringify({ private: true, dependencies: Object.fromEntries(dependencies) }),
    );
    const flags = [
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--legacy-peer-deps',
      '--prefer-offline',
      '--loglevel=error',
    ];
    return spawnSync('npm', ['install', ...flags], { cwd: workshop, stdio: 'ignore' }).status === 0;
  };
  try {
    if (!run(wanted)) {
      const had = [...wanted].filter((one) => {
        const found = run(new Map([one]));
        if (!found) console.error(`${folder}: ${one.join('@')} cannot be installed`);
        return found;
      });
      run(new Map(had));
    }
    const installed = join(workshop, 'node_modules');
    if (existsSync(installed)) renameSync(installed, join(folder, 'node_modules'));
  } finally {
    rmSync(workshop, { recursive: true });
  }
}

/** Links the repository's packages that others of it ask for, as workspaces do; a library that rules know they know as one that is installed. */
function linkOwn(place: string, folders: readonly string[]): void {
  const manifests = folders.map((folder) => [folder, manifestOf(folder)] as const);
  const asked = new Set(manifests.flatMap(([, manifest]) => Object.keys(rangesOf(manifest))));
  for (const [folder, { name }] of manifests) {
    const link = join(place, 'node_modules', name ?? '');
    if (name === undefined || !asked.has(name) || isRead(name) || existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(folder, link);
  }
}

/**
 * Gives a repository the packages that rules know, in the versions that its `package.json` files ask for: the version that most of them want at the
 * top, as workspaces have them, others beside the file that wants them, and links between its own. Folders that have their packages already are left alone.
 */
export function installKnown(place: string): void {
  const workspace = join(place, 'pnpm-workspace.yaml');
  const catalogue = existsSync(workspace) ? readFileSync(workspace, 'utf8') : '';
  const all = packageFolders(place);
  const folders = all.map((folder) => [folder, wantedRanges(folder, catalogue)] as const);
  const counts = new Map<string, Map<string, number>>();
  for (const [, ranges] of folders)
    for (const [name, range] of ranges) {
      const of = counts.get(name) ?? new Map<string, number>();
      counts.set(name, of.set(range, (of.get(range) ?? 0) + 1));
    }
  const top = new Map<string, string>();
  for (const [name, of] of counts) {
    const [most] = [...of].sort(([, a], [, b]) => b - a);
    if (most) top.set(name, most[0]);
  }
  install(place, top);
  for (const [folder, ranges] of folders)
    if (folder !== place) install(folder, new Map([...ranges].filter(([name, range]) => top.get(name) !== range)));
  linkOwn(place, all);
}

import { posix } from 'node:path';
import { createServiceFile, type ServiceFile } from './model/file';
import { createServiceProject, type PackageFacts, type ServiceProject } from './model/project';
import type { ServiceSettings } from './model/settings';
import type { Disk } from './program/disk';
import { inferredOptions } from './program/options';
import { createPackageFacts } from './program/packages';
import { createProgramMaker, type ProgramMaker } from './program/program';
import type { IsWanted } from './program/resolution';
import { createSources } from './program/sources';
import {
  type ConfigProblem,
  type ConfigReader,
  entriesOf,
  type ProjectConfig,
  readProjectConfig,
} from './program/tsconfig';
import type { ts } from './ts';

export interface HostOptions {
  readonly disk: Disk;
  readonly isWanted: IsWanted;
  /** Whether a file, or a folder (ends in `/`) with all that is in it, is not to be read. */
  readonly isExcluded: (path: string) => boolean;
  readonly uriOf: (path: string) => string;
  /** Whether a file that is expected will be located, and is not passed over before. */
  readonly isLinted: (path: string) => boolean;
  /** How many projects are kept; the ones used least recently go first. */
  readonly maxProjects: number;
}

/** A file in the newest version, with the project that it is analysed in. */
export interface Located {
  readonly file: ServiceFile;
  readonly project: ServiceProject;
}

/**
 * The TypeScript projects of a workspace, one a tsconfig. Not a cache of results: everything handed out is of the newest version, and old
 * versions stay valid as long as somebody holds them.
 */
export interface ServiceHost {
  /** Undefined for a file that cannot be read. `settings` must be the same object as long as nothing in it changed. */
  locate(path: string, settings: ServiceSettings): Located | undefined;
  /** All files that are going to be located: those that no tsconfig includes join the nearest project together, when the first one does. */
  expect(paths: readonly string[]): void;
  /** Sets the unsaved text of a file; undefined: the disk's holds. */
  setText(path: string, text: string | undefined): void;
  textOf(path: string): string | undefined;
  /** Files changed in place on the disk. */
  changed(paths: readonly string[]): void;
  /** Files or folders came or went, these among them: projects are made up anew from the disk. */
  reload(paths: readonly string[]): void;
  /** The packages that the package.json nearest to a file lists. */
  dependenciesOf(path: string): ReadonlySet<string>;
  /** Mistakes in the tsconfigs of the projects that are held. */
  problems(): readonly ConfigProblem[];
}

interface Held {
  readonly config: ProjectConfig;
  readonly maker: ProgramMaker;
  readonly own: ReadonlySet<string>;
  /** Files that no tsconfig includes, analysed in the nearest project. */
  readonly extra: Set<string>;
  /** Settings that nobody has any more take what was worked out by them along. */
  views: WeakMap<ServiceSettings, ServiceProject>;
  program: ts.Program | undefined;
}

const sourceFile = /\.[cm]?[jt]sx?$/;
/** A folder without any tsconfig is taken as one project; no more files than these of it. */
const maxInferredFiles = 5000;

/** Whether the analysis can read a file of this name. */
export function isSourcePath(path: string): boolean {
  return sourceFile.test(path);
}

export function createServiceHost(options: HostOptions): ServiceHost {
  const { disk, isExcluded } = options;
  const sources = createSources(disk);
  const reader: ConfigReader = { disk, read: sources.text, isExcluded };
  let packages: PackageFacts = createPackageFacts(sources.text);
  let configs = new Map<string, ProjectConfig>();
  let keyByFolder = new Map<string, string>();
  let expected: readonly string[] = [];
  let companions: ReadonlyMap<ProjectConfig, readonly string[]> | undefined;
  /** In the order of use, the latest last. */
  const held = new Map<string, Held>();

  function configAt(path: string): ProjectConfig {
    let config = configs.get(path);
    if (!config) {
      config = readProjectConfig(path, reader);
      configs.set(path, config);
    }
    return config;
  }

  /** The nearest of these names upwards from a folder. */
  function nearest(folder: string, names: readonly string[]): string | undefined {
    for (let at = folder; ; at = posix.dirname(at)) {
      const found = names.map((name) => posix.join(at, name)).find(sources.isFile);
      if (found !== undefined) return found;
      if (at === posix.dirname(at)) return undefined;
    }
  }

  function inferredFiles(folder: string): string[] {
    const found: string[] = [];
    const visit = (at: string): void => {
      const { files, directories } = entriesOf(reader, at);
      for (const name of files) {
        if (found.length < maxInferredFiles && isSourcePath(name)) found.push(posix.join(at, name));
      }
      for (const name of directories) {
        const inner = posix.join(at, name);
        // Another package, or a part that a tsconfig speaks of, is a project of its own.
        if (!['package.json', 'tsconfig.json'].some((each) => sources.isFile(posix.join(inner, each)))) visit(inner);
      }
    };
    visit(folder);
    return found;
  }

  function inferredConfig(folder: string): ProjectConfig {
    const manifest = nearest(folder, ['package.json', '.git/HEAD']);
    const root = manifest === undefined ? folder : posix.dirname(manifest).replace(/\/\.git$/, '');
    const key = `${root}/`;
    let config = configs.get(key);
    if (!config) {
      config = {
        path: undefined,
        folder: root,
        options: inferredOptions,
        fileNames: inferredFiles(root),
        references: [],
        problems: [],
      };
      configs.set(key, config);
    }
    return config;
  }

  /** The config that includes the file, looking through references; the nearest one when none does. */
  function configFor(path: string): ProjectConfig {
    const folder = posix.dirname(path);
    let at = keyByFolder.get(folder);
    if (at === undefined) {
      at = nearest(folder, ['tsconfig.json', 'jsconfig.json']) ?? '';
      keyByFolder.set(folder, at);
    }
    if (at === '') return inferredConfig(folder);
    const seen = new Set<string>();
    const including = (key: string): ProjectConfig | undefined => {
      if (seen.has(key) || !sources.isFile(key)) return undefined;
      seen.add(key);
      const config = configAt(key);
      if (config.fileNames.includes(path)) return config;
      for (const reference of config.references) {
        const found = including(reference);
        if (found) return found;
      }
      return undefined;
    };
    const found = including(at);
    if (found) return found;
    const own = configAt(at);
    // A solution that only refers to others: what none of them includes is closest to the one whose folder it lies in.
    const closest = own.references
      .filter((reference) => path.startsWith(`${posix.dirname(reference)}/`) && sources.isFile(reference))
      .sort((a, b) => b.length - a.length)[0];
    return own.fileNames.length === 0 && closest !== undefined ? configAt(closest) : own;
  }

  /** The expected files that no config includes, by the one that is closest. */
  function findCompanions(): ReadonlyMap<ProjectConfig, readonly string[]> {
    const found = new Map<ProjectConfig, string[]>();
    for (const path of expected) {
      const config = configFor(path);
      if (config.fileNames.includes(path) || !options.isLinted(path)) continue;
      const list = found.get(config);
      if (list) list.push(path);
      else found.set(config, [path]);
    }
    return found;
  }

  function addExtra(project: Held, path: string): void {
    companions ??= findCompanions();
    for (const each of companions.get(project.config) ?? []) project.extra.add(each);
    project.extra.add(path);
    project.maker.setRoots([...project.config.fileNames, ...project.extra]);
  }

  function release(): void {
    while (held.size > options.maxProjects) {
      const [first] = held.keys();
      if (first === undefined) break;
      held.delete(first);
      const used = new Set<ts.SourceFile>();
      for (const { program } of held.values()) for (const file of program?.getSourceFiles() ?? []) used.add(file);
      sources.keepOnly(used);
    }
  }

  function hold(config: ProjectConfig): Held {
    const key = config.path ?? `${config.folder}/`;
    let found = held.get(key);
    if (found && found.config === config) held.delete(key);
    else {
      const { folder } = config;
      const maker = createProgramMaker({ folder, options: config.options, disk, sources, isWanted: options.isWanted });
      maker.setRoots(config.fileNames);
      found = {
        config,
        maker,
        own: new Set(config.fileNames),
        extra: new Set(),
        views: new WeakMap(),
        program: undefined,
      };
    }
    held.set(key, found);
    release();
    return found;
  }

  function viewOf(project: Held, settings: ServiceSettings): ServiceProject {
    const program = project.maker.program();
    if (program !== project.program) {
      project.program = program;
      project.views = new WeakMap();
    }
    let view = project.views.get(settings);
    if (!view) {
      view = createServiceProject(program, settings, packages, (file) =>
        createServiceFile(file, options.uriOf(file.fileName)),
      );
      project.views.set(settings, view);
    }
    return view;
  }

  function touchAll(): void {
    for (const { maker } of held.values()) maker.touch();
  }

  return {
    locate(path, settings) {
      const project = hold(configFor(path));
      if (!project.own.has(path) && !project.extra.has(path)) {
        if (!sources.isFile(path)) return undefined;
        addExtra(project, path);
      }
      const view = viewOf(project, settings);
      const file = view.program.getSourceFile(path);
      return file && { file: view.fileOf(file), project: view };
    },
    expect(paths) {
      expected = paths;
      companions = undefined;
    },
    setText(path, text) {
      if (sources.setText(path, text)) touchAll();
    },
    textOf: sources.text,
    changed(paths) {
      sources.changed(paths);
      touchAll();
    },
    reload(paths) {
      sources.changed(paths);
      packages = createPackageFacts(sources.text);
      configs = new Map();
      keyByFolder = new Map();
      held.clear();
      companions = undefined;
    },
    dependenciesOf: (path) => packages.dependenciesOf(path),
    problems() {
      const all = [...configs.values()].flatMap((config) => config.problems);
      // Many projects may extend the one with a mistake.
      return [...new Map(all.map((each) => [`${each.path} ${each.message}`, each])).values()];
    },
  };
}

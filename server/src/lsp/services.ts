import type { Diagnostic } from 'vscode-languageserver/node';
import { describerOf } from '../contract/generators';
import { channelPackages, thriftRuntimes } from '../contract/runtimes';
import { createSummarizer } from '../contract/summarize';
import type { Finding } from '../core/finding';
import type { TextRange } from '../core/range';
import type { IdlProject } from '../idl/resolve/project';
import { createPackageFacts, type OwnPackage } from '../service/program/packages';
import { isOfInterest } from '../service/wanted';
import type { FolderConfig } from '../workspace/configFiles';
import { discoverFiles, isServicePath } from '../workspace/discover';
import type { FileSystem } from '../workspace/files';
import { capFindings } from '../workspace/finish';
import { everyFinding } from '../workspace/linter';
import { type FileFindings, withoutBaseline } from '../workspace/lintStore';
import { type AnalysisState, createAnalysis } from '../workspace/service/analysis';
import { analysisConfig, toOutcome } from '../workspace/service/config';
import type {
  AnalysisConfig,
  ContractSite,
  ContractSites,
  Explanation,
  ProjectProblem,
  Rivals,
} from '../workspace/service/protocol';
import { isInside, pathOf, uriOf } from '../workspace/uris';
import { inTime, pause } from './pause';

export interface ServicesOptions {
  readonly script: string;
  readonly files: FileSystem;
  /** Undefined where Thriftwise is switched off. */
  readonly configFor: (uri: string) => FolderConfig | undefined;
  readonly memoryLimitMb: () => number;
  readonly workspace: IdlProject;
  readonly convert: (findings: readonly Finding[]) => readonly Diagnostic[];
  /** Whether findings are sent without being asked for. */
  readonly pushes: boolean;
  /** What is found in a file is another now. */
  readonly onNews: (uri: string) => void;
  readonly onState: (state: AnalysisState, why: string | undefined) => void;
  /** Where methods of the IDL are called and answered may be other places now. Told after `sites` was asked for. */
  readonly onSites: () => void;
  readonly onProjectProblem: (problem: ProjectProblem) => void;
}

/** What is found in a file of code. */
export interface ServiceFindings extends FileFindings {
  /** Those beyond `maxFindings` as well, for fixes. */
  readonly every: readonly Finding[];
}

/** The TypeScript and JavaScript documents of a session, and what the analysis thread finds in them. URIs are normalized. */
export interface Services {
  open(uri: string, text: string): void;
  change(uri: string, text: string): void;
  close(uri: string): void;
  /** The text of an open document. */
  textOf(uri: string): string | undefined;
  /** Whoever waits for something else than code goes first for a moment. */
  standBack(): void;
  /** What is found in the newest text. */
  lint(uri: string, urgent: boolean): Promise<ServiceFindings>;
  /** How the bounds of the calls that touch a range of the newest text came about; empty while the analysis does not run. */
  explain(uri: string, range: TextRange): Promise<readonly Explanation[]>;
  /** Where code below these folders calls methods of the IDL, and answers them. */
  sites(folders: readonly string[]): Promise<ContractSites>;
  /**
   * The same for whoever cannot wait longer than so many milliseconds: what was found by then, or the last time. `complete` tells whether that is all; else
   * `onSites` is called while more is found, and at the end.
   */
  sitesSoon(
    folders: readonly string[],
    waitMs: number,
  ): Promise<{ readonly known: ContractSites; readonly complete: boolean }>;
  /** What `sites` found last, without waiting for anything; undefined when it does not hold any more. */
  knownSites(): ContractSites | undefined;
  /** What `sites` found last, even where code or IDL were changed since. */
  lastSites(): ContractSites | undefined;
  /** What was found last, without waiting for anything; undefined for a file that was not analysed yet. */
  diagnostics(uri: string): readonly Diagnostic[] | undefined;
  /** From now on every file below the folders that `folders` gives is analysed, and again when something changes, whenever nothing else is to be done. */
  watchAll(folders: () => readonly string[]): void;
  /** The files that have to do with that, and were analysed. */
  watched(): Iterable<string>;
  /** Every file below these folders that would be analysed. */
  discover(folders: readonly string[]): Promise<string[]>;
  filesChanged(created: readonly string[], changed: readonly string[], deleted: readonly string[]): void;
  /** Thrift files came, changed or went. */
  idlChanged(): void;
  /** Configurations or settings may be other ones now. */
  reconfigured(): void;
  stop(): void;
}

interface Known {
  readonly result: ServiceFindings;
  readonly diagnostics: readonly Diagnostic[];
  readonly config: FolderConfig;
  /** The state of the workspace that it holds for. */
  readonly generation: number;
}

/** What the thread is told of a configuration: the baseline and fixes want what lies beyond `maxFindings` as well. */
function wholeConfig(config: FolderConfig): AnalysisConfig {
  return analysisConfig({ ...config, setup: everyFinding(config.setup) });
}

/** One look through all code for sites. */
interface Search {
  readonly generation: number;
  /** The state of the files on the disk that it holds for. */
  readonly epoch: number;
  /** What was found so far. */
  readonly sites: ContractSite[];
  readonly rivals: Rivals[];
  readonly found: Promise<ContractSites>;
  /** Whether no file can have any. */
  isForNothing: boolean;
  /** Whether somebody was answered without the rest. */
  isAwaited: boolean;
}

const nothing: ServiceFindings = { findings: [], every: [], crashes: [] };
/** How long nothing changes before the files are looked at that an edit elsewhere may touch. */
const quietMs = 400;
/** How long Thrift files are left alone before code is held against them anew. */
const idlQuietMs = 100;
/** So many files are read before whoever waits gets their turn. */
const readsInARow = 50;
/** So many files are looked at before findings that somebody waits for get their turn. */
const siteFiles = 40;
/** How often those who were answered without the rest are told that there is more. */
const progressMs = 1000;
/** Files that say where imports lead, and how files form projects. */
const projectFile = /\/(?:package|tsconfig[^/]*|jsconfig[^/]*|package-lock)\.json$|\/(?:yarn\.lock|pnpm-lock\.yaml)$/;

export function createServices(options: ServicesOptions): Services {
  const texts = new Map<string, string>();
  const known = new Map<string, Known>();
  /** Whether files have interfaces that a generator wrote, as they were when they were read last. */
  const describing = new Map<string, boolean>();
  /** Counts how often files may have come or gone. */
  let filesEpoch = 0;
  /** The files below these folders, as of an epoch. */
  let discovered: { readonly folders: string; readonly epoch: number; readonly uris: readonly string[] } | undefined;
  let generation = 0;
  let quiet: NodeJS.Timeout | undefined;
  let idlTimer: NodeJS.Timeout | undefined;
  let idlIsStale = true;
  let search: Search | undefined;
  /** What the last search that came to its end found. */
  let lastFound: { readonly generation: number; readonly found: ContractSites } | undefined;
  let packages = createPackageFacts(readText);
  /** The folders whose files are all analysed. */
  let watchedFolders: (() => readonly string[]) | undefined;
  const summarizer = createSummarizer(options.workspace);
  const analysis = createAnalysis({
    script: options.script,
    memoryLimitMb: options.memoryLimitMb(),
    window: 1,
    givesWay: true,
    onState: options.onState,
  });

  function readText(path: string): string | undefined {
    const read = options.files.read(path);
    return read.kind === 'text' ? read.text : undefined;
  }

  /** The configuration of a file that is analysed at all. */
  function configOf(uri: string): FolderConfig | undefined {
    const path = pathOf(uri);
    const config = path === undefined ? undefined : options.configFor(uri);
    if (path === undefined || !config?.setup.config.service.enable || path.includes('/node_modules/')) return undefined;
    return config.isExcluded(path) ? undefined : config;
  }

  /** Whether the thread runs anyway, or the file is worth starting it. */
  function isWorthIt(path: string, uri: string, config: FolderConfig): boolean {
    if (analysis.state() === 'running') return true;
    const text = texts.get(uri) ?? readText(path) ?? '';
    return isOfInterest(path, text, packages.dependenciesOf(path), config.setup.config.clients);
  }

  async function compute(uri: string, config: FolderConfig, urgent: boolean): Promise<ServiceFindings> {
    const path = pathOf(uri) ?? '';
    if (!isWorthIt(path, uri, config)) return nothing;
    bringIdl();
    const answer = await analysis.lint(path, uri, wholeConfig(config), urgent);
    for (const problem of analysis.problems()) options.onProjectProblem(problem);
    // The status tells of it; a finding would stand there as long as nobody types.
    if ('failure' in answer) return nothing;
    const outcome = toOutcome(answer, uri, config.setup, options.workspace);
    const every = withoutBaseline(outcome.findings, uri, config);
    return { findings: capFindings(config.setup, uri, [...every]), every, crashes: outcome.crashes };
  }

  async function lint(uri: string, urgent: boolean): Promise<ServiceFindings> {
    const config = configOf(uri);
    const before = known.get(uri);
    if (!config) {
      known.delete(uri);
      return nothing;
    }
    if (before?.config === config && before.generation === generation) return before.result;
    const asked = generation;
    const result = await compute(uri, config, urgent);
    const fresh = options.convert(result.findings);
    // The same object for the same content, so that nobody is told twice.
    const isSame = before && JSON.stringify(before.diagnostics) === JSON.stringify(fresh);
    known.set(uri, { result, diagnostics: isSame ? before.diagnostics : fresh, config, generation: asked });
    return result;
  }

  /** Looks at a file again, and tells when something else is found. */
  async function update(uri: string, urgent: boolean): Promise<void> {
    const before = known.get(uri)?.diagnostics;
    await lint(uri, urgent);
    if (known.get(uri)?.diagnostics !== before) options.onNews(uri);
  }

  /** Gives the thread what the IDL says by now. Says whether that is anything new. */
  function bringIdl(): boolean {
    clearTimeout(idlTimer);
    if (!idlIsStale) return false;
    idlIsStale = false;
    return analysis.setIdl(summarizer.parts());
  }

  function touched(waitMs = quietMs): void {
    generation++;
    clearTimeout(quiet);
    quiet = setTimeout(() => void sweep(), waitMs);
  }

  async function sweep(): Promise<void> {
    const asked = generation;
    const all = watchedFolders ? await listed(watchedFolders()) : [];
    for (const uri of new Set([...texts.keys(), ...known.keys(), ...all])) {
      if (all.length > 0) await pause();
      if (asked !== generation) return;
      await update(uri, false);
    }
    if (search && search.generation !== generation) options.onSites();
  }

  async function findSites(folders: readonly string[], current: Search): Promise<ContractSites> {
    const uris = withOpen(await listed(folders), folders);
    const describers = await packagesThatDescribe(uris);
    const wanted = uris.flatMap((uri) => {
      const path = pathOf(uri);
      const config = configOf(uri);
      if (path === undefined || !config) return [];
      const dependencies = packages.dependenciesOf(path);
      const isWanted =
        [...thriftRuntimes, ...channelPackages].some((name) => dependencies.has(name)) ||
        describers.some(({ folder, name }) => {
          return packages.ownerOf(path)?.folder === folder || (name !== undefined && dependencies.has(name));
        });
      return isWanted ? [{ path, config: wholeConfig(config) }] : [];
    });
    current.isForNothing = wanted.length === 0;
    const { sites, rivals } = current;
    let told = performance.now();
    let toldSites = 0;
    for (let i = 0; i < wanted.length; i += siteFiles) {
      const answer = await analysis.sites(wanted.slice(i, i + siteFiles));
      if ('failure' in answer) return { sites: [], rivals: [] };
      sites.push(...answer.sites);
      rivals.push(...answer.rivals);
      if (!current.isAwaited || sites.length === toldSites || performance.now() - told < progressMs) continue;
      told = performance.now();
      toldSites = sites.length;
      options.onSites();
    }
    return { sites, rivals };
  }

  function startSearch(folders: readonly string[]): Search {
    const current: Search = {
      generation,
      epoch: filesEpoch,
      sites: [],
      rivals: [],
      found: Promise.resolve().then(() => findSites(folders, current)),
      isForNothing: false,
      isAwaited: false,
    };
    void current.found.then((found) => {
      if (lastFound === undefined || lastFound.generation <= current.generation)
        lastFound = { generation: current.generation, found };
      if (current.isAwaited) options.onSites();
    });
    return current;
  }

  function searchIn(folders: readonly string[]): Search {
    const isNewest = () => search?.generation === generation && search.epoch === filesEpoch;
    // Where no code has to do with services, what the IDL says need not be worked out.
    if (!(isNewest() && search?.isForNothing) && bringIdl()) touched(0);
    if (!search || !isNewest()) search = startSearch(folders);
    return search;
  }

  /** What `discover` finds, found anew where files came or went: a walk over a large repository takes longer than a question. */
  async function listed(folders: readonly string[]): Promise<readonly string[]> {
    const inFolders = folders.join('\n');
    let found = discovered;
    if (found?.folders !== inFolders || found.epoch !== filesEpoch) {
      const epoch = filesEpoch;
      found = { folders: inFolders, epoch, uris: await discover(folders) };
      discovered = found;
    }
    return found.uris;
  }

  /** The files, and those below the folders that are open and not on the disk yet. */
  function withOpen(uris: readonly string[], folders: readonly string[]): readonly string[] {
    const onDisk = new Set(uris);
    const more = [...texts.keys()].filter((uri) => {
      const path = pathOf(uri);
      if (path === undefined || onDisk.has(uri)) return false;
      return folders.some((folder) => isInside(folder, path) && !path.slice(folder.length).includes('/.'));
    });
    return [...uris, ...more];
  }

  /** The packages into whose files a generator wrote interfaces or calls of services. */
  async function packagesThatDescribe(uris: readonly string[]): Promise<readonly OwnPackage[]> {
    const found = new Map<string, OwnPackage>();
    for (const [i, uri] of uris.entries()) {
      const path = pathOf(uri) ?? '';
      const open = texts.get(uri);
      let describes = open === undefined ? describing.get(uri) : describerOf(open) !== undefined;
      if (describes === undefined) {
        describes = describerOf(readText(path) ?? '') !== undefined;
        describing.set(uri, describes);
        if (i % readsInARow === 0) await pause();
      }
      const owner = describes ? packages.ownerOf(path) : undefined;
      if (owner) found.set(owner.folder, owner);
    }
    return [...found.values()];
  }

  async function discover(folders: readonly string[]): Promise<string[]> {
    const found = new Set<string>();
    const isExcluded = (path: string) => {
      const config = options.configFor(uriOf(path));
      return !config?.setup.config.service.enable || config.isExcluded(path);
    };
    for (const folder of folders) {
      const accepts = (path: string) => isServicePath(path) && !path.slice(folder.length).includes('/.');
      for (const path of discoverFiles(folder, { files: options.files, isExcluded, accepts })) {
        if (path !== undefined) found.add(uriOf(path));
        else await pause();
      }
    }
    // Those that no tsconfig includes are one project then, whose program is made once and not anew with each of them.
    analysis.expect([...found].flatMap((uri) => pathOf(uri) ?? []).sort());
    return [...found].sort();
  }

  function setText(uri: string, text: string): void {
    const path = pathOf(uri);
    texts.set(uri, text);
    if (path !== undefined) analysis.setText(path, text);
    touched();
    if (options.pushes) void update(uri, true);
  }

  return {
    open(uri, text) {
      if (!discovered?.uris.includes(uri)) filesEpoch++;
      setText(uri, text);
    },
    change: setText,
    close(uri) {
      const path = pathOf(uri);
      texts.delete(uri);
      known.delete(uri);
      if (path !== undefined) analysis.setText(path, undefined);
      touched();
    },
    textOf: (uri) => texts.get(uri),
    standBack: analysis.standBack,
    lint,
    async explain(uri, range) {
      const path = pathOf(uri);
      const config = configOf(uri);
      if (path === undefined || !config || !isWorthIt(path, uri, config)) return [];
      const answer = await analysis.explain(path, range, wholeConfig(config));
      return 'failure' in answer ? [] : answer;
    },
    diagnostics: (uri) => known.get(uri)?.diagnostics,
    watchAll(folders) {
      watchedFolders = folders;
      touched();
    },
    watched: () => (watchedFolders ? known.keys() : []),
    discover,
    sites: (folders) => searchIn(folders).found,
    async sitesSoon(folders, waitMs) {
      const current = searchIn(folders);
      const found = await inTime(current.found, waitMs);
      if (found) return { known: found, complete: true };
      current.isAwaited = true;
      return { known: lastFound?.found ?? { sites: [...current.sites], rivals: [...current.rivals] }, complete: false };
    },
    lastSites: () => lastFound?.found,
    knownSites: () => (lastFound?.generation === generation ? lastFound.found : undefined),
    filesChanged(created, changed, deleted) {
      for (const uri of [...created, ...changed, ...deleted]) describing.delete(uri);
      if (created.length + deleted.length > 0) filesEpoch++;
      if (analysis.state() === 'idle' && !watchedFolders) return;
      const isMine = (uri: string) =>
        (isServicePath(uri) || projectFile.test(uri)) && !uri.includes('/node_modules/') && !texts.has(uri);
      const came = created.filter(isMine);
      const edited = changed.filter(isMine);
      // A folder that went is one event, and has no ending that tells.
      const went = deleted.filter((uri) => isMine(uri) || !/\.\w+$/.test(uri));
      if (came.length + edited.length + went.length === 0) return;
      const paths = [...came, ...edited, ...went].flatMap((uri) => pathOf(uri) ?? []);
      for (const uri of went) known.delete(uri);
      if (came.length + went.length > 0 || edited.some((uri) => projectFile.test(uri))) {
        packages = createPackageFacts(readText);
        analysis.reload(paths);
      } else analysis.changed(paths);
      touched();
    },
    idlChanged() {
      idlIsStale = true;
      if (analysis.state() === 'idle') return;
      clearTimeout(idlTimer);
      idlTimer = setTimeout(() => {
        if (bringIdl()) touched(0);
      }, idlQuietMs);
    },
    reconfigured() {
      filesEpoch++;
      analysis.setMemoryLimit(options.memoryLimitMb());
      if (analysis.state() === 'idle' && texts.size === 0) return;
      analysis.reconfigured();
      touched();
    },
    stop() {
      clearTimeout(quiet);
      clearTimeout(idlTimer);
      void analysis.stop();
    },
  };
}

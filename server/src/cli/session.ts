import { posix } from 'node:path';
import type { Finding, Locale } from '../core/finding';
import type { TextRange } from '../core/range';
import { type ConfigFiles, createConfigFiles, type FolderConfig } from '../workspace/configFiles';
import { isServicePath } from '../workspace/discover';
import { createDiskFiles } from '../workspace/diskFiles';
import type { FileSystem } from '../workspace/files';
import type { LintOutcome } from '../workspace/finish';
import { createIdlWorkspace, type IdlWorkspace } from '../workspace/idlWorkspace';
import { everyFinding, type LintSetup, lintFile, type Registry } from '../workspace/linter';
import type { Analysis, AnalysisFailure } from '../workspace/service/analysis';
import { analysisConfig, toOutcome } from '../workspace/service/config';
import type { Explanation, ProjectProblem } from '../workspace/service/protocol';
import { isInside, pathOf, uriOf } from '../workspace/uris';
import type { Arguments, UsageError } from './arguments';
import { absolutePath, displayPath, includeRoot, kindOf } from './paths';
import { createSource, type Source } from './sources';
import { findTargets, type Targets } from './targets';

/** The engine, set up for the files that a command line names. */
export interface Session {
  readonly workspace: IdlWorkspace;
  readonly targets: Targets;
  configFor(path: string): FolderConfig;
  lint(path: string): LintOutcome;
  /** Lints a TypeScript or JavaScript file, in a thread of its own. */
  lintService(path: string): Promise<LintOutcome>;
  /** How the bounds of the calls at a place of a TypeScript or JavaScript file came about. */
  explain(path: string, range: TextRange): Promise<readonly Explanation[] | AnalysisFailure>;
  /** Gives a file another text than it has on the disk. */
  setText(path: string, text: string): void;
  /** The newest text of a file that is linted; undefined when it cannot be read. */
  textOf(path: string): string | undefined;
  /** Mistakes in the tsconfigs of what was linted. */
  projectProblems(): readonly ProjectProblem[];
  /** Ends what still runs. */
  end(): Promise<void>;
  /** Mistakes in the config files that were read so far. */
  configFindings(): readonly Finding[];
  /** The text of a Thrift file or a config file that findings lie in. */
  sourceOf(uri: string): Source | undefined;
  /** How the file is named in what we print: relative to the working directory. */
  nameOf(uri: string): string;
}

export interface SessionOptions {
  readonly cwd: string;
  readonly locale: Locale;
  readonly registry: Registry;
  readonly analysisScript: string;
  readonly arguments: Arguments;
  /** As written on the command line. */
  readonly paths: readonly string[];
  /** Whether `maxFindings` is passed over. It always is where a baseline has its say: what that leaves is to be counted. */
  readonly everyFinding?: boolean;
  /** A text that stands for a file's; `paths` is empty then. */
  readonly stdin?: { readonly path: string; readonly text: string };
}

/** The memory that a whole check may take for TypeScript: it ends with the check. */
const memoryLimitMb = 4096;
/** So many that the thread is never idle while this one is busy. */
const filesAhead = 64;

/** Nothing a person wrote is longer; the configuration's own limit is stricter. */
const maxBytes = 256 * 1024 * 1024;

/** Reads the options that `check` and `fix` share. */
export function createSession(options: SessionOptions): Session | UsageError {
  const { cwd, arguments: given } = options;
  const files = createDiskFiles(maxBytes);
  const written = given.value('config');
  const fixed = written === undefined ? undefined : absolutePath(cwd, written);
  if (fixed !== undefined && kindOf(fixed) !== 'file') return { usage: `There is no config file "${written}".` };
  const includePaths: string[] = [];
  for (const path of given.values('include-path')) {
    const absolute = absolutePath(cwd, path);
    if (kindOf(absolute) !== 'folder') return { usage: `There is no folder "${path}" to look for includes in.` };
    includePaths.push(absolute);
  }
  const roots = [...options.paths, ...(options.stdin ? [options.stdin.path] : [])].map((path) => {
    const absolute = absolutePath(cwd, path);
    return includeRoot(cwd, absolute, kindOf(absolute));
  });
  return open(options, files, fixed, includePaths, [...new Set(roots)]);
}

function open(
  options: SessionOptions,
  files: FileSystem,
  fixed: string | undefined,
  includePaths: readonly string[],
  roots: readonly string[],
): Session {
  const { cwd, locale, registry } = options;
  const configs: ConfigFiles = createConfigFiles({
    files,
    registry,
    locale: () => locale,
    lifetime: 'once',
    boundary: () => undefined,
    baseLayer: (path) => ({ config: {}, folder: roots.find((root) => isInside(root, path)) ?? cwd }),
    ...(fixed === undefined ? {} : { fixed }),
  });
  /** Folders whose Thrift files nobody asked about. */
  const contextFolders: string[] = [];
  let allowed = roots;
  const workspace = createIdlWorkspace({
    files,
    roots: () => allowed,
    settingsFor(path) {
      // What a configuration of theirs has wrong is nobody's question, either.
      const context = contextFolders.find((folder) => isInside(folder, path));
      const { read } = configs.for(context === undefined ? path : posix.join(context, 'any.thrift'));
      return includePaths.length === 0 ? read : { ...read, includePaths: [...read.includePaths, ...includePaths] };
    },
  });
  const overlays = new Map<string, string>();
  let analysis: Analysis | undefined;
  // A check of IDL alone is over before threads would have been loaded.
  const startAnalysis = async (): Promise<Analysis> => {
    const [{ createAnalysis }, { createSummarizer }, { findContextIdl }] = await Promise.all([
      import('../workspace/service/analysis'),
      import('../contract/summarize'),
      import('./contextIdl'),
    ]);
    if (!analysis) {
      analysis = createAnalysis({
        script: options.analysisScript,
        memoryLimitMb,
        window: filesAhead,
        givesWay: false,
      });
      analysis.expect(targets.files.filter(isServicePath));
      for (const [path, text] of overlays) analysis.setText(path, text);
      // What the thread is to hold code against must be known before the first file of code is sent.
      if (targets.files.every(isServicePath))
        for (const { folder, files: context } of findContextIdl(targets.files, files, cwd, configs.for)) {
          contextFolders.push(folder);
          allowed = [...allowed, folder];
          for (const path of context) workspace.load(uriOf(path));
        }
      analysis.setIdl(createSummarizer(workspace).parts());
    }
    return analysis;
  };
  function setText(path: string, text: string): void {
    if (!isServicePath(path)) {
      workspace.open(uriOf(path), text);
      return;
    }
    overlays.set(path, text);
    analysis?.setText(path, text);
  }
  function textOf(path: string): string | undefined {
    if (!isServicePath(path)) return workspace.textOf(uriOf(path));
    const overlay = overlays.get(path);
    if (overlay !== undefined) return overlay;
    const read = files.read(path);
    return read.kind === 'text' ? read.text : undefined;
  }
  const forceExclude = options.arguments.has('force-exclude');
  const { stdin } = options;
  let targets: Targets;
  if (stdin) {
    const path = absolutePath(cwd, stdin.path);
    setText(path, stdin.text);
    targets = { files: forceExclude && configs.for(path).isExcluded(path) ? [] : [path], problems: [] };
  } else targets = findTargets(options.paths, { files, cwd, configs, forceExclude });
  // What is found must not hang on which file is linted first.
  workspace.expect(targets.files.filter((path) => !isServicePath(path)).map(uriOf));
  const sources = new Map<string, Source | undefined>();
  const readSource = (uri: string): Source | undefined => {
    const config = configs.textOf(pathOf(uri) ?? '');
    if (config !== undefined) return createSource(config);
    const path = pathOf(uri);
    if (path !== undefined && isServicePath(path)) {
      const text = textOf(path);
      return text === undefined ? undefined : createSource(text);
    }
    const raw = workspace.rawTextOf(uri);
    return raw === undefined ? undefined : createSource(raw);
  };
  const names = new Map<string, string>();
  const passesCap = options.everyFinding || ['baseline', 'write-baseline'].some((name) => options.arguments.has(name));
  const setupOf = ({ setup, baseline }: FolderConfig): LintSetup =>
    passesCap || baseline ? everyFinding(setup) : setup;
  return {
    workspace,
    targets,
    configFor: (path) => configs.for(path),
    lint: (path) => lintFile(workspace, uriOf(path), setupOf(configs.for(path))),
    async lintService(path) {
      const config = configs.for(path);
      const setup = setupOf(config);
      const uri = uriOf(path);
      const answer = await (await startAnalysis()).lint(path, uri, analysisConfig({ ...config, setup }), false);
      return toOutcome(answer, uri, setup, workspace);
    },
    explain: async (path, range) => (await startAnalysis()).explain(path, range, analysisConfig(configs.for(path))),
    setText,
    textOf,
    projectProblems: () => analysis?.problems() ?? [],
    end: async () => analysis?.stop(),
    configFindings: () => [...configs.problems().values()].flat(),
    sourceOf(uri) {
      if (!sources.has(uri)) sources.set(uri, readSource(uri));
      return sources.get(uri);
    },
    nameOf(uri) {
      const known = names.get(uri);
      if (known !== undefined) return known;
      const path = pathOf(uri);
      const name = path === undefined ? uri : displayPath(cwd, path);
      names.set(uri, name);
      return name;
    },
  };
}

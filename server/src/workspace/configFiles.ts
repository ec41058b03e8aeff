import { posix } from 'node:path';
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import type { FormatSettings } from '../config/format';
import { type ConfigProblem, parseConfig } from '../config/parse';
import { type ResolvedConfig, resolveConfig } from '../config/resolve';
import { type Config, createConfigSchema } from '../config/schema';
import { type Baseline, parseBaseline } from '../core/baseline';
import { type Finding, type Locale, type Localized, localize } from '../core/finding';
import type { Lifetime } from '../idl/lint';
import { rule as invalidConfig } from '../rules/thriftwise/invalid-config';
import { excluder } from './exclude';
import type { FileSystem } from './files';
import { compileGlob, type Glob } from './glob';
import type { ReadSettings } from './idlWorkspace';
import { createLintSetup, type LintSetup, type Registry } from './linter';
import { isInside, uriOf } from './uris';

export const configFileName = 'thriftwise.json';

/** The weakest layer: what the editor's settings or the command line say for the files below `folder` (absolute). */
export interface BaseLayer {
  readonly config: Config;
  /** What relative paths and patterns of the layer count from. */
  readonly folder: string;
}

export interface ConfigFilesOptions {
  readonly files: FileSystem;
  readonly registry: Registry;
  readonly locale: () => Locale;
  /**
   * The folder that the search upwards from `path` does not leave: the workspace folder, or undefined for the nearest folder
   * with a `.git`, else the root of the file system.
   */
  readonly boundary: (path: string) => string | undefined;
  readonly baseLayer: (path: string) => BaseLayer;
  /** How long the setups are linted with; a session when left out. */
  readonly lifetime?: Lifetime;
  /** A config file that is used for every path instead of a search. Absolute. */
  readonly fixed?: string;
}

/** The configuration that holds for some files, made ready. Stays the same object while nothing about it changes. */
export interface FolderConfig {
  /** The config file; undefined where there is none. Absolute. */
  readonly path: string | undefined;
  /** What patterns and the baseline's file names count from. Absolute. */
  readonly folder: string;
  readonly setup: LintSetup;
  readonly read: ReadSettings;
  /** The patterns behind `isExcluded`, and the folder that they count from. */
  readonly exclude: { readonly folder: string; readonly patterns: readonly string[] };
  readonly format: FormatSettings;
  readonly baseline: { readonly path: string; readonly folder: string; readonly entries: Baseline } | undefined;
  /** Whether the file, or all of the folder, is not linted. Absolute; a folder ends in `/`. */
  isExcluded(path: string): boolean;
}

export interface ConfigFiles {
  /** The configuration for a file. Costs a map read once its folder is known. */
  for(path: string): FolderConfig;
  /** Mistakes in the config files that are in use, by the file's URI; files without any are left out. Ranges are offsets in `textOf`. */
  problems(): ReadonlyMap<string, readonly Finding[]>;
  /** The text that the problems of a config file refer to. */
  textOf(path: string): string | undefined;
  /** The unsaved text of a config file; undefined: read the disk. */
  setText(path: string, text: string | undefined): void;
  /** Forgets what was read, but not the last good configurations: files, settings or folders changed. */
  invalidate(): void;
}

const messages = {
  unreadable: { en: 'This file cannot be read: {why}.', zh: '无法读取此文件：{why}。' },
  tooLarge: { en: 'This file is too large to be a configuration.', zh: '此文件过大，不可能是配置文件。' },
  noFolder: { en: 'There is no folder "{path}".', zh: '文件夹“{path}”不存在。' },
  negated: { en: 'Patterns that start with "!" are not supported.', zh: '不支持以“!”开头的模式。' },
  'too-many-alternatives': {
    en: 'The braces in this pattern give too many patterns; split it.',
    zh: '此模式的花括号展开后过多，请拆分。',
  },
  noBaseline: { en: 'There is no baseline file "{path}".', zh: '基线文件“{path}”不存在。' },
  badBaseline: { en: 'The baseline file "{path}" is not used: {why}.', zh: '未使用基线文件“{path}”：{why}。' },
} satisfies Record<string, Localized>;

/** What one config file said when it was last read. */
interface ReadConfig {
  readonly path: string;
  readonly text: string;
  /** The newest configuration without a mistake. */
  readonly config: Config | undefined;
  readonly problems: readonly ConfigProblem[];
}

const maxConfigLength = 1024 * 1024;

function absolute(folder: string, path: string): string {
  return posix.isAbsolute(path) || /^[A-Za-z]:[\\/]/.test(path)
    ? path.replaceAll('\\', '/')
    : posix.join(folder, path.replaceAll('\\', '/'));
}

function withAbsolutePaths(config: Config, folder: string): Config {
  const { includePaths } = config;
  return includePaths ? { ...config, includePaths: includePaths.map((path) => absolute(folder, path)) } : config;
}

/** Tells whether two setups would give the same findings; reading settings are compared apart. */
function signature(config: ResolvedConfig, locale: Locale): string {
  return JSON.stringify([locale, { ...config, settings: [...config.settings] }]);
}

/** Finds, reads and keeps the config files that hold for the files of a workspace. Never throws. */
export function createConfigFiles(options: ConfigFilesOptions): ConfigFiles {
  const { files, registry } = options;
  // Most folders have no config file, and a single run does without it.
  let schema: ReturnType<typeof createConfigSchema> | undefined;
  const overlays = new Map<string, string>();
  /** Survives `invalidate`, so that a mistake keeps the last good configuration in force. */
  const lastGood = new Map<string, Config>();
  const setups = new Map<string, { readonly signature: string; readonly setup: LintSetup }>();
  let byFolder = new Map<string, FolderConfig>();
  let read = new Map<string, ReadConfig | undefined>();
  let ready = new Map<string, FolderConfig>();
  let extraProblems = new Map<string, ConfigProblem[]>();

  function textAt(path: string): { text: string } | { problem: string } | undefined {
    const overlay = overlays.get(path);
    if (overlay !== undefined) return { text: overlay };
    const result = files.read(path, maxConfigLength);
    switch (result.kind) {
      case 'text':
        return { text: result.text };
      case 'missing':
        return undefined;
      case 'too-large':
        return { problem: localize(messages.tooLarge, options.locale()) };
      case 'unreadable':
        return { problem: localize(messages.unreadable, options.locale(), { why: result.why }) };
    }
  }

  function readConfig(path: string): ReadConfig | undefined {
    if (read.has(path)) return read.get(path);
    const result = textAt(path);
    let config: ReadConfig | undefined;
    if (!result) lastGood.delete(path);
    else if ('problem' in result) {
      const problems = [{ range: { start: 0, end: 0 }, message: result.problem }];
      config = { path, text: '', config: lastGood.get(path), problems };
    } else {
      schema ??= createConfigSchema(registry.all);
      const parsed = parseConfig(result.text, schema, options.locale());
      if (parsed.config) lastGood.set(path, parsed.config);
      config = { path, text: result.text, config: lastGood.get(path), problems: parsed.problems };
    }
    read.set(path, config);
    return config;
  }

  function findConfig(folder: string, boundary: string | undefined): ReadConfig | undefined {
    if (options.fixed !== undefined) return readConfig(options.fixed);
    for (let at = folder; ; at = posix.dirname(at)) {
      const found = readConfig(posix.join(at, configFileName));
      if (found) return found;
      const last =
        boundary === undefined
          ? files.realPath(posix.join(at, '.git')) !== undefined
          : !isInside(boundary, at) || at === boundary;
      if (last || at === posix.dirname(at)) return undefined;
    }
  }

  function problemAt(config: ReadConfig | undefined, path: readonly (string | number)[], message: string): void {
    if (!config || config.problems.length > 0) return;
    const root = parseTree(config.text.replace(/^\uFEFF/, ' '), [], { allowTrailingComma: true });
    const node = root && findNodeAtLocation(root, [...path]);
    if (!node) return;
    const problems = extraProblems.get(config.path) ?? [];
    problems.push({ range: { start: node.offset, end: node.offset + node.length }, message });
    extraProblems.set(config.path, problems);
  }

  function checkIncludePaths(config: ReadConfig | undefined, folder: string): void {
    for (const [i, path] of (config?.config?.includePaths ?? []).entries()) {
      if (files.realPath(absolute(folder, path)) !== undefined) continue;
      problemAt(config, ['includePaths', i], localize(messages.noFolder, options.locale(), { path }));
    }
  }

  function readBaseline(config: ReadConfig | undefined, folder: string): FolderConfig['baseline'] {
    const written = config?.config?.baseline;
    if (written === undefined) return undefined;
    const path = absolute(folder, written);
    const result = files.read(path);
    if (result.kind !== 'text') {
      const message =
        result.kind === 'missing'
          ? localize(messages.noBaseline, options.locale(), { path: written })
          : localize(messages.badBaseline, options.locale(), {
              path: written,
              why: result.kind === 'unreadable' ? result.why : result.kind,
            });
      problemAt(config, ['baseline'], message);
      return undefined;
    }
    const parsed = parseBaseline(result.text);
    if ('error' in parsed) {
      const data = { path: written, why: parsed.error };
      problemAt(config, ['baseline'], localize(messages.badBaseline, options.locale(), data));
      return undefined;
    }
    return { path, folder: posix.dirname(path), entries: parsed.baseline };
  }

  function compileExcludes(config: ReadConfig | undefined, patterns: readonly string[]): Glob[] {
    return patterns.map((pattern, i) => {
      const glob = compileGlob(pattern);
      if (glob.problem && config?.config?.exclude)
        problemAt(config, ['exclude', i], localize(messages[glob.problem], options.locale()));
      return glob;
    });
  }

  function setupFor(key: string, config: ResolvedConfig): LintSetup {
    const locale = options.locale();
    const wanted = signature(config, locale);
    const known = setups.get(key);
    if (known?.signature === wanted) return known.setup;
    const setup = createLintSetup(registry, config, locale, options.lifetime);
    setups.set(key, { signature: wanted, setup });
    return setup;
  }

  function make(config: ReadConfig | undefined, base: BaseLayer): FolderConfig {
    const key = `${config?.path ?? ''}\n${base.folder}`;
    const known = ready.get(key);
    if (known) return known;
    const folder = config ? posix.dirname(config.path) : base.folder;
    const layers = [withAbsolutePaths(base.config, base.folder)];
    if (config?.config) layers.push(withAbsolutePaths(config.config, folder));
    const resolved = resolveConfig(registry.all, layers, registry.defaults);
    const patternsFolder = config?.config?.exclude || !base.config.exclude ? folder : base.folder;
    checkIncludePaths(config, folder);
    const made: FolderConfig = {
      path: config?.path,
      folder,
      setup: setupFor(key, resolved),
      read: { dialect: resolved.dialect, includePaths: resolved.includePaths, maxFileSize: resolved.maxFileSize },
      exclude: { folder: patternsFolder, patterns: resolved.exclude },
      format: resolved.format,
      baseline: readBaseline(config, folder),
      isExcluded: excluder(patternsFolder, compileExcludes(config, resolved.exclude)),
    };
    ready.set(key, made);
    return made;
  }

  function lookUp(path: string): FolderConfig {
    const folder = posix.dirname(path);
    const known = byFolder.get(folder);
    if (known) return known;
    const found = make(findConfig(folder, options.boundary(path)), options.baseLayer(path));
    byFolder.set(folder, found);
    return found;
  }

  function findingsOf(config: ReadConfig): Finding[] {
    const uri = uriOf(config.path);
    return [...config.problems, ...(extraProblems.get(config.path) ?? [])].map(({ range, message }) => ({
      rule: invalidConfig.id,
      severity: invalidConfig.severity,
      message,
      uri,
      range,
      related: [],
      tags: [],
      symbol: '',
      fixes: () => [],
    }));
  }

  function invalidate(): void {
    byFolder = new Map();
    read = new Map();
    ready = new Map();
    extraProblems = new Map();
  }

  return {
    for: lookUp,
    problems() {
      const found = new Map<string, readonly Finding[]>();
      for (const config of read.values()) {
        const findings = config ? findingsOf(config) : [];
        if (config && findings.length > 0) found.set(uriOf(config.path), findings);
      }
      return found;
    },
    textOf: (path) => read.get(path)?.text,
    setText(path, text) {
      if (text === undefined) overlays.delete(path);
      else overlays.set(path, text);
      invalidate();
    },
    invalidate,
  };
}

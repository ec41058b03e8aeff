import { posix } from 'node:path';
import type { Diagnostic, InitializeParams } from 'vscode-languageserver/node';
import type { Locale } from '../core/finding';
import { createLineIndex, type LineIndex } from '../core/lines';
import type { RuleCrash } from '../idl/lint';
import { type ConfigFiles, configFileName, createConfigFiles, type FolderConfig } from '../workspace/configFiles';
import { isServicePath, isThriftPath } from '../workspace/discover';
import { createDiskFiles } from '../workspace/diskFiles';
import { type FileSystem, pathWithoutLinks } from '../workspace/files';
import { createIdlWorkspace, type IdlWorkspace } from '../workspace/idlWorkspace';
import type { Registry } from '../workspace/linter';
import { createLintStore, type LintStore } from '../workspace/lintStore';
import { normalizeUri, pathOf, uriOf } from '../workspace/uris';
import { type Places, toDiagnostic } from './convert';
import type { OpenDocument } from './documents';
import type { ClientFeatures } from './features';
import { createFolders, type Folders } from './folders';
import { createServices, type Services, type ServicesOptions } from './services';
import { chooseLocale, defaultSettings, type Settings } from './settings';

export interface EngineOptions {
  readonly params: InitializeParams;
  readonly features: ClientFeatures;
  readonly registry: Registry;
  /** A rule threw. Called each time its findings are asked for. */
  readonly onCrash: (crash: RuleCrash) => void;
  /** How the analysis of TypeScript is run, and whom it tells. */
  readonly analysis: Pick<ServicesOptions, 'script' | 'onNews' | 'onSites' | 'onState' | 'onProjectProblem'>;
}

/** The linter set up for one client: what is open, where the folders are, what the settings say. URIs are normalized. */
export interface Engine {
  readonly files: FileSystem;
  readonly documents: Map<string, OpenDocument>;
  readonly folders: Folders;
  readonly configs: ConfigFiles;
  readonly workspace: IdlWorkspace;
  readonly store: LintStore;
  readonly services: Services;
  readonly places: Places;
  /**
   * The URI under which a document of the client is known: normalized, and that of the file behind symbolic links, which all includes lead to. Where the
   * same file is open twice, the document under the link keeps its own.
   */
  uriOf(clientUri: string): string;
  /** What `uriOf` says of open documents, by their normalized URIs. */
  readonly opened: Map<string, string>;
  /** By the folder's path; `''` for what lies in no folder. */
  setSettings(settings: ReadonlyMap<string, Settings>): void;
  settingsOf(path: string): Settings;
  locale(): Locale;
  /** The path of a document; one without a place on the disk is read as if it lay in the first folder. */
  placeOf(uri: string): string;
  /** Undefined where Thriftwise is switched off. */
  configFor(uri: string): FolderConfig | undefined;
  /** Diagnostics of a Thrift file or a config file in its newest version. */
  diagnosticsOf(uri: string): readonly Diagnostic[];
}

/** No Thrift file that a person wrote comes near; the configuration's own limit is stricter. */
const maxBytes = 256 * 1024 * 1024;

export function isConfigUri(uri: string): boolean {
  return posix.basename(uri) === configFileName;
}

/** Editors take a byte order mark off; in a file that only lies on the disk it is still there. */
function withoutMark(text: string, lines: LineIndex): LineIndex {
  if (!text.startsWith('\uFEFF')) return lines;
  const positionAt: LineIndex['positionAt'] = (offset) => {
    const { line, character } = lines.positionAt(offset);
    return { line, character: line === 0 ? Math.max(0, character - 1) : character };
  };
  return {
    ...lines,
    positionAt,
    offsetAt: ({ line, character }) => lines.offsetAt({ line, character: line === 0 ? character + 1 : character }),
    rangeOf: ({ start, end }) => ({ start: positionAt(start), end: positionAt(end) }),
  };
}

export function createEngine({ params, features, registry, onCrash, analysis }: EngineOptions): Engine {
  const files = createDiskFiles(maxBytes);
  const documents = new Map<string, OpenDocument>();
  const opened = new Map<string, string>();
  const folders = createFolders(params);
  let settings: ReadonlyMap<string, Settings> = new Map();

  const settingsOf = (path: string): Settings =>
    settings.get(folders.innermost(path)?.path ?? '') ?? settings.get('') ?? defaultSettings;
  const locale = () => chooseLocale((settings.get('') ?? defaultSettings).locale, features.locale);
  const placeOf = (uri: string): string => pathOf(uri) ?? posix.join(folders.all()[0]?.path ?? '/', 'untitled.thrift');

  const configs = createConfigFiles({
    files,
    registry,
    locale,
    boundary: (path) => folders.outermost(path)?.path,
    baseLayer: (path) => ({
      config: settingsOf(path).config,
      folder: folders.innermost(path)?.path ?? posix.dirname(path),
    }),
  });
  const configFor = (uri: string): FolderConfig | undefined => {
    const path = placeOf(uri);
    return settingsOf(path).enable ? configs.for(path) : undefined;
  };
  const workspace = createIdlWorkspace({
    files,
    roots: () => folders.all().map(({ path }) => path),
    settingsFor: (path) => configs.for(path === '' ? placeOf('') : path).read,
  });
  const store = createLintStore(workspace, configFor);
  const services = createServices({
    ...analysis,
    files,
    configFor,
    memoryLimitMb: () => (settings.get('') ?? defaultSettings).serviceMemoryMb,
    workspace,
    convert: (findings) => findings.map((finding) => toDiagnostic(finding, places)),
    pushes: !features.pullDiagnostics,
  });

  function textOnDisk(uri: string): string | undefined {
    const path = pathOf(uri);
    const read = path === undefined ? undefined : files.read(path);
    return read?.kind === 'text' ? read.text : undefined;
  }

  function linesOf(uri: string): LineIndex | undefined {
    if (isConfigUri(uri)) {
      const text = configs.textOf(pathOf(uri) ?? '') ?? '';
      return withoutMark(text, createLineIndex(text));
    }
    if (isServicePath(uri)) {
      const text = services.textOf(uri) ?? textOnDisk(uri);
      return text === undefined ? undefined : withoutMark(text, createLineIndex(text));
    }
    const file = workspace.file(uri);
    if (file) return withoutMark(file.text, file.lines);
    const text = workspace.textOf(uri);
    return text === undefined ? undefined : createLineIndex(text);
  }
  const places: Places = {
    features,
    linesOf,
    clientUri: (uri) => documents.get(uri)?.clientUri ?? uri,
    versionOf: (uri) => documents.get(uri)?.version ?? null,
  };

  function configDiagnostics(uri: string): readonly Diagnostic[] {
    const path = pathOf(uri);
    if (path === undefined || !settingsOf(path).enable) return [];
    // Only files that were looked for are read, and nobody may have asked for this one.
    configs.for(path);
    return (configs.problems().get(uri) ?? []).map((finding) => toDiagnostic(finding, places));
  }

  function uriBehindLinks(uri: string): string {
    const path = pathOf(uri);
    const real = path === undefined || !isThriftPath(path) ? undefined : files.realPath(path);
    if (path === undefined || real === undefined || real === path) return uri;
    const own = pathWithoutLinks(
      real,
      folders.all().map((each) => each.path),
      files,
    );
    return own === undefined ? uri : uriOf(own);
  }

  const noDiagnostics: readonly Diagnostic[] = [];
  const converted = new WeakMap<object, readonly Diagnostic[]>();

  return {
    files,
    documents,
    folders,
    configs,
    workspace,
    store,
    services,
    places,
    opened,
    uriOf(clientUri) {
      const uri = normalizeUri(clientUri);
      return opened.get(uri) ?? uriBehindLinks(uri);
    },
    setSettings(given) {
      settings = given;
    },
    settingsOf,
    locale,
    placeOf,
    configFor,
    diagnosticsOf(uri) {
      if (isConfigUri(uri)) return configDiagnostics(uri);
      if (isServicePath(uri)) return services.diagnostics(uri) ?? noDiagnostics;
      const result = store.findings(uri);
      result.crashes.forEach(onCrash);
      let diagnostics = converted.get(result);
      if (!diagnostics) {
        diagnostics = result.findings.map((finding) => toDiagnostic(finding, places));
        converted.set(result, diagnostics);
      }
      return diagnostics;
    },
  };
}

import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { resolveConfig } from '../../server/src/config/resolve';
import type { Config } from '../../server/src/config/schema';
import { setIdl } from '../../server/src/contract/contract';
import { summaryOf } from '../../server/src/contract/idl';
import { createSummarizer } from '../../server/src/contract/summarize';
import type { Finding, Fix } from '../../server/src/core/finding';
import { allRules } from '../../server/src/rules/registry.generated';
import { serviceRules } from '../../server/src/rules/serviceRules.generated';
import { teamLibraries } from '../../server/src/service/catalogue/teamClients';
import { createServiceRuleSet, lintServiceFile } from '../../server/src/service/lint';
import { createServiceFile } from '../../server/src/service/model/file';
import { createServiceProject, type PackageFacts, type ServiceProject } from '../../server/src/service/model/project';
import type { Disk } from '../../server/src/service/program/disk';
import { inferredOptions } from '../../server/src/service/program/options';
import { createPackageFacts } from '../../server/src/service/program/packages';
import { createProgramMaker } from '../../server/src/service/program/program';
import { packageOf } from '../../server/src/service/program/resolution';
import { createSources } from '../../server/src/service/program/sources';
import { skipReason } from '../../server/src/service/skipped';
import { suppressionsInSource } from '../../server/src/service/suppressions';
import { ts } from '../../server/src/service/ts';
import { isWantedPackage } from '../../server/src/service/wanted';
import { createDiskFiles } from '../../server/src/workspace/diskFiles';
import { finishLint } from '../../server/src/workspace/finish';
import { createIdlWorkspace } from '../../server/src/workspace/idlWorkspace';
import { createMemoryFiles } from '../../server/src/workspace/memoryFiles';
import { fixesOf } from '../../server/src/workspace/service/config';
import { uriOf } from '../../server/src/workspace/uris';
import type { Files } from './check';

const root = join(import.meta.dirname, '../..');
/** A folder that no disk has, from where imports find the packages that are installed for the tests. */
const examples = `${root}/.rule-pages`;

/** One version of one example. */
export interface Variant {
  readonly files: Files;
  readonly config: Config;
}

export interface VariantOutcome {
  /** With URIs of `exampleUri`. Sorted by file and place. */
  readonly findings: readonly Finding[];
  /** What the compiler has to say, as `path:line: message`. */
  readonly errors: readonly string[];
}

const diskFiles = createDiskFiles(64 * 1024 * 1024);
const disk: Disk = {
  isFile: diskFiles.isFile,
  isFolder: (path) => path.startsWith(`${examples}/`) || diskFiles.isFolder(path),
  list: diskFiles.list,
  realPath: (path) => (path.startsWith(`${examples}/`) ? path : diskFiles.realPath(path)),
  read(path) {
    const result = diskFiles.read(path);
    return result.kind === 'text' ? result.text : undefined;
  },
};

// All pages share these, so that every declaration file is read, parsed and bound once.
const sources = createSources(disk);
const makerOptions = { folder: root, options: inferredOptions, disk, sources };
const analysis = createProgramMaker({ ...makerOptions, isWanted: isWantedPackage });
const complete = createProgramMaker({ ...makerOptions, isWanted: () => true });
const facts = createPackageFacts(sources.text);
let variants = 0;

const sourceFile = /\.[cm]?[jt]sx?$/;

/** Examples may import what real generators made of `users.thrift`, as `./gen/<variant>/UserService`. */
const contractFixtures = join(root, 'test/fixtures/contract');

/** `js` is what `node` gives without its declarations. */
const variantFolders: Readonly<Record<string, { readonly folder: string; readonly only: RegExp }>> = {
  es6: { folder: 'es6', only: /./ },
  node: { folder: 'node', only: /./ },
  js: { folder: 'node', only: /\.js$/ },
  creditkarmaApache: { folder: 'creditkarmaApache', only: /\.ts$/ },
  creditkarma: { folder: 'creditkarma', only: /\.ts$/ },
};

/** The example's files with the generated code that they import, and the IDL that it was made from. What the example has itself wins. */
function withGenerated(files: Files): Files {
  const imported = new Set(
    Object.values(files).flatMap((text) =>
      [...text.matchAll(/['"](?:\.{1,2}\/)+gen\/(\w+)\//g)].flatMap(([, name]) => name ?? []),
    ),
  );
  const added: Record<string, string> = {};
  for (const name of imported) {
    const variant = variantFolders[name];
    if (!variant) continue;
    added['users.thrift'] = readFileSync(join(contractFixtures, 'users.thrift'), 'utf8');
    const folder = join(contractFixtures, 'generated', variant.folder);
    for (const each of readdirSync(folder))
      if (variant.only.test(each)) added[`gen/${name}/${each}`] = readFileSync(join(folder, each), 'utf8');
  }
  return { ...added, ...files };
}

/** The example's Thrift files. */
function idlOf(files: Files, folder: string) {
  const idl = Object.entries(files).filter(([path]) => path.endsWith('.thrift'));
  const texts = Object.fromEntries(idl.map(([path, text]) => [`${folder}/${path}`, text]));
  const workspace = createIdlWorkspace({
    files: createMemoryFiles(texts),
    roots: () => [folder],
    settingsFor: () => ({ dialect: 'any', includePaths: [], maxFileSize: 1_000_000 }),
  });
  for (const path of Object.keys(texts)) workspace.load(uriOf(path));
  return workspace;
}

/** The packages that an example imports. */
function importsOf(files: Files): Set<string> {
  const imported = Object.entries(files).flatMap(([path, text]) =>
    sourceFile.test(path) ? ts.preProcessFile(text, true, true).importedFiles : [],
  );
  const names = imported.flatMap(({ fileName }) => packageOf(fileName) ?? []);
  return new Set(names.filter((name) => !isBuiltin(name)));
}

/**
 * Versions that an example states in a package.json of its own go before what is installed. One without depends on what it imports, not on
 * all that is installed for the tests.
 */
function factsFor(files: Files): PackageFacts {
  const manifest = files['package.json'];
  const folders = Object.keys(files).filter((path) => /(?:^|\/)package\.json$/.test(path));
  /** The folder within the example. */
  const folderOf: PackageFacts['folderOf'] = (fromFile) => {
    const path = examplePath(uriOf(fromFile));
    const owners = folders.map((each) => each.slice(0, -'package.json'.length)).filter((each) => path.startsWith(each));
    return owners.sort((a, b) => b.length - a.length)[0] ?? '';
  };
  if (manifest === undefined) {
    const imported = importsOf(files);
    return { versionOf: facts.versionOf, dependenciesOf: () => imported, folderOf };
  }
  const { dependencies = {}, devDependencies = {} } = JSON.parse(manifest) as Record<string, Record<string, string>>;
  const all: Readonly<Record<string, string>> = { ...devDependencies, ...dependencies };
  return {
    versionOf: (name, fromFile) => all[name] ?? facts.versionOf(name, fromFile),
    dependenciesOf: () => new Set(Object.keys(all)),
    folderOf,
  };
}

function lint(variant: Variant, given: Files, folder: string, program: ts.Program): Finding[] {
  const { settings, service, clients, maxFindings } = resolveConfig(allRules, [variant.config]);
  const paths = Object.keys(variant.files).filter((path) => sourceFile.test(path));
  const own = paths.flatMap((path) => program.getSourceFile(`${folder}/${path}`) ?? []);
  const whole = createServiceProject(
    program,
    { ...service, clients: teamLibraries(clients) },
    factsFor(variant.files),
    (file) => createServiceFile(file, uriOf(file.fileName)),
  );
  // The program holds other examples, too.
  const project: ServiceProject = { ...whole, ownFiles: own.filter(({ isDeclarationFile }) => !isDeclarationFile) };
  const idl = idlOf(variant.files, folder);
  setIdl(project, summaryOf(createSummarizer(idl).parts()), sources.text);
  // What the fixtures bring stays as it is.
  const isOwn = ({ edits }: Fix) => edits.every(({ uri }) => examplePath(uri) in given);
  const rules = createServiceRuleSet(serviceRules, settings, 'en');
  return own.flatMap((each) => {
    if (skipReason(each.fileName.slice(folder.length + 1), each.text, service.includeTests)) return [];
    const file = project.fileOf(each);
    const { findings, crashes } = lintServiceFile(file, project, rules);
    if (crashes[0]) throw new Error(crashes[0].error);
    const checked = {
      findings: findings.map(({ fixes, ...finding }) => ({
        ...finding,
        fixes: () => fixesOf(fixes, finding.idlChanges, idl).filter(isOwn),
      })),
      crashes,
      suppressions: suppressionsInSource(file),
      isUncertain: () => false,
    };
    const setup = { config: { settings, maxFindings }, locale: 'en' as const, registry: { all: allRules } };
    return [...finishLint(setup, file, checked).findings];
  });
}

function errorsIn(folder: string, files: Files, program: ts.Program): string[] {
  return Object.keys(files).flatMap((path) => {
    const file = program.getSourceFile(`${folder}/${path}`);
    if (!file || !sourceFile.test(path)) return [];
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ start = 0, messageText }) =>
        `${path}:${file.getLineAndCharacterOfPosition(start).line + 1}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
  });
}

/** The path within its example of a finding's file. */
export function examplePath(uri: string): string {
  return decodeURI(uri).replace(/^.*\/\.rule-pages\/\d+\//, '');
}

/** Lints and type-checks examples, all of them in one program: making one costs far more than an example does. */
export function runVariants(given: readonly Variant[]): VariantOutcome[] {
  const placed = given.map(({ files, config }) => ({
    // What was generated is not type-checked: it names types that newer declarations of its library do not have.
    own: files,
    variant: { files: withGenerated(files), config },
    folder: `${examples}/${++variants}`,
  }));
  const texts = placed.flatMap(({ variant, folder }) =>
    Object.entries(variant.files).map(([path, text]) => [`${folder}/${path}`, text] as const),
  );
  for (const [path, text] of texts) sources.setText(path, text);
  // As the compiler does, declarations go before the code beside them.
  const declared = new Set(texts.flatMap(([path]) => (path.endsWith('.d.ts') ? path.replace(/\.d\.ts$/, '.js') : [])));
  const rootsOf = ({ variant, folder }: (typeof placed)[number]) =>
    Object.keys(variant.files)
      .map((path) => `${folder}/${path}`)
      .filter((path) => sourceFile.test(path) && !declared.has(path));
  analysis.setRoots(placed.flatMap(rootsOf));
  const program = analysis.program();
  // What imports packages that the analysis does not read is type-checked with them.
  const beyond = placed.filter(({ own }) => [...importsOf(own)].some((name) => !isWantedPackage(name)));
  if (beyond.length > 0) complete.setRoots(beyond.flatMap(rootsOf));
  const whole = beyond.length > 0 ? complete.program() : program;
  const outcomes = placed.map((each) => ({
    findings: lint(each.variant, each.own, each.folder, program),
    // Not everybody asks, and it is most of the work.
    get errors() {
      return errorsIn(each.folder, each.own, beyond.includes(each) ? whole : program);
    },
  }));
  for (const [path] of texts) sources.setText(path, undefined);
  return outcomes;
}

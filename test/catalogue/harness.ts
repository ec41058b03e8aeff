import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { expect } from 'vitest';
import { type Bound, decisive } from '../../server/src/service/bounds/bound';
import { boundOf } from '../../server/src/service/bounds/evaluate';
import type { BoundName } from '../../server/src/service/catalogue/library';
import { createServiceFile } from '../../server/src/service/model/file';
import { createServiceProject, type ServiceProject } from '../../server/src/service/model/project';
import { defaultServiceSettings, type ServiceSettings } from '../../server/src/service/model/settings';
import { networkCalls } from '../../server/src/service/networkCalls';
import { evaluatorOf } from '../../server/src/service/values/evaluator';

const root = join(import.meta.dirname, '../..');
/** Where the files of a test seem to lie, so that imports lead to the repository's packages. */
const folder = join(root, 'test/catalogue/virtual');

const options: ts.CompilerOptions = {
  strict: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  allowJs: true,
  esModuleInterop: true,
  experimentalDecorators: true,
  skipLibCheck: true,
  noEmit: true,
  types: ['node'],
  lib: ['lib.es2023.d.ts'],
};

/** Libraries' declarations are read and parsed once a process, whatever is tested against them. */
const parsed = new Map<string, ts.SourceFile | undefined>();
const onDisk = ts.createCompilerHost(options, true);
const resolution = ts.createModuleResolutionCache(root, (name) => name, options);

function createHost(files: ReadonlyMap<string, string>): ts.CompilerHost {
  const given: ts.ModuleResolutionHost = { fileExists: (name) => files.has(name), readFile: (name) => files.get(name) };
  return {
    ...onDisk,
    getCurrentDirectory: () => root,
    fileExists: (name) => files.has(name) || (!name.startsWith(folder) && onDisk.fileExists(name)),
    readFile: (name) => files.get(name) ?? onDisk.readFile(name),
    getSourceFile(name, languageVersion) {
      const text = files.get(name);
      if (text !== undefined) return ts.createSourceFile(name, text, languageVersion, true);
      if (!parsed.has(name)) parsed.set(name, onDisk.getSourceFile(name, languageVersion));
      return parsed.get(name);
    },
    resolveModuleNameLiterals: (literals, containing, redirected, settings) =>
      literals.map((literal) =>
        literal.text.startsWith('.') && containing.startsWith(folder)
          ? ts.resolveModuleName(literal.text, containing, settings, given)
          : ts.resolveModuleName(literal.text, containing, settings, onDisk, resolution, redirected),
      ),
  };
}

function installedVersion(name: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as { version: string })
      .version;
  } catch {
    return undefined;
  }
}

/** `// @version got 11.8.6` at the head of a file: what is said to be installed for it. */
function versionIn(text: string, name: string): string | undefined {
  return [...text.matchAll(/^\/\/ @version (\S+) (\S+)$/gm)].find((match) => match[1] === name)?.[2];
}

export interface Analysed {
  readonly project: ServiceProject;
  readonly sources: ReadonlyMap<string, ts.SourceFile>;
}

/** A program of files given as text. Names are relative; imports lead to the installed packages. */
export function programOf(
  files: Readonly<Record<string, string>>,
  settings: ServiceSettings = defaultServiceSettings,
): Analysed {
  const texts = new Map(Object.entries(files).map(([name, text]) => [join(folder, name), text]));
  const program = ts.createProgram([...texts.keys()], options, createHost(texts));
  const project = createServiceProject(
    program,
    settings,
    {
      versionOf: (name, from) => versionIn(texts.get(from) ?? '', name) ?? installedVersion(name),
      dependenciesOf: () => new Set(),
      folderOf: () => undefined,
    },
    (file) => createServiceFile(file, `file://${file.fileName}`),
  );
  const sources = new Map<string, ts.SourceFile>();
  for (const name of Object.keys(files)) {
    const source = program.getSourceFile(join(folder, name));
    if (source) sources.set(name, source);
  }
  return { project, sources };
}

function typeErrors({ project, sources }: Analysed): string[] {
  return [...sources].flatMap(([name, source]) =>
    [...project.program.getSyntacticDiagnostics(source), ...project.program.getSemanticDiagnostics(source)].map(
      ({ start = 0, messageText }) =>
        `${name}:${source.getLineAndCharacterOfPosition(start).line + 1} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    ),
  );
}

/** As it stands in the tests: `bounded 3000 call/set`, `unbounded library/default`, `bounded 3000 idle client/set`. */
function inWords(bound: Bound): string {
  const step = decisive(bound);
  const value = bound.state === 'bounded' ? ` ${bound.value ?? '?'}` : '';
  const ignored = bound.steps.some(({ what }) => what === 'ineffective') ? ' ineffective' : '';
  return `${bound.state}${value}${bound.idleOnly ? ' idle' : ''}${step ? ` ${step.layer}/${step.what}` : ''}${ignored}`;
}

const marker = /\/\/ (\w+): (.*)$/;

/**
 * Checks that the files type-check against the installed packages, that calls over the network are found on exactly the lines that
 * end in a mark, and that each bound is as the mark says: `// request: unbounded library/default; connect: bounded 10000 library/default`.
 * `// call: streams` marks a call without saying more.
 */
export function checkBounds(
  files: Readonly<Record<string, string>>,
  { untyped = false, settings }: { readonly untyped?: boolean; readonly settings?: ServiceSettings } = {},
): void {
  const analysed = programOf(files, settings);
  if (!untyped) expect(typeErrors(analysed)).toEqual([]);
  const { project, sources } = analysed;
  const evaluator = evaluatorOf(project);
  const wanted: string[] = [];
  const found: string[] = [];
  for (const [name, source] of sources) {
    const lines = source.text.split('\n');
    const marks = lines.map((line) => marker.exec(line)?.[0].slice('// '.length));
    for (const [i, mark] of marks.entries()) if (mark) wanted.push(`${name}:${i + 1} ${mark}`);
    for (const call of networkCalls(project.fileOf(source), project)) {
      const line = source.getLineAndCharacterOfPosition(lastLineOf(call.node)).line;
      const mark = marks[line];
      const names = mark ? [...mark.matchAll(/(?:^|; )(\w+):/g)].flatMap((match) => match[1] ?? []) : ['request'];
      const words = names.map((each) =>
        each === 'call'
          ? `call: ${call.call.streams ? 'streams' : 'found'}`
          : `${each}: ${inWords(boundOf(call, each as BoundName, evaluator))}`,
      );
      found.push(`${name}:${line + 1} ${words.join('; ')}${mark ? '' : ` (${call.text})`}`);
    }
  }
  expect([...new Set(found)].sort()).toEqual(wanted.sort());
}

/** Where the mark of a call stands: behind the statement, or the arguments of the call when a chain goes on. */
function lastLineOf(node: ts.CallExpression | ts.NewExpression): number {
  return node.expression.getEnd();
}

/** The name of the installed package's folder, for files that a test reads from it. */
export function packageFolder(name: string): string {
  return dirname(join(root, 'node_modules', name, 'package.json'));
}

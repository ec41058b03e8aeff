import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';
import { cache, expand, packagesOf, prefixesOf, root, snippets } from './harness';

const directory = join(cache, 'types');
const entries = Object.entries(snippets).map(([name, snippet]) => ({
  name,
  snippet,
  prefix: prefixesOf(snippet)[0] ?? '',
}));

/** What a strict project of today asks for. */
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noPropertyAccessFromIndexSignature: true,
  noFallthroughCasesInSwitch: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  isolatedModules: true,
  skipLibCheck: true,
  noEmit: true,
  types: ['node'],
};

/** All snippets in one program, which reads the libraries once. */
let program: ts.Program;

beforeAll(() => {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  cpSync(join(root, 'test/snippets/project'), directory, { recursive: true });
  const files = entries.map(({ prefix }) => {
    const path = join(directory, `${prefix}.ts`);
    writeFileSync(path, `${expand(prefix)}\n`);
    return path;
  });
  program = ts.createProgram(files, options);
}, 60_000);

test('all are formatted, and clean under the rules that Biome recommends', () => {
  const { javascript, formatter, linter } = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8')) as {
    readonly javascript: unknown;
    readonly formatter: object;
    readonly linter: unknown;
  };
  const config = { javascript, formatter: { ...formatter, indentStyle: 'tab' }, linter };
  writeFileSync(join(directory, 'biome.json'), JSON.stringify(config));
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const files = entries.map(({ prefix }) => `${prefix}.ts`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [biome, 'check', ...files], {
    cwd: directory,
    encoding: 'utf8',
  });
  expect(stdout + stderr).toContain(`Checked ${files.length} files`);
  expect(status, stdout + stderr).toBe(0);
});

function sourceOf(prefix: string): ts.SourceFile {
  const source = program.getSourceFile(join(directory, `${prefix}.ts`));
  if (source === undefined) throw new Error(`${prefix} is not in the program`);
  return source;
}

function nodesOf(root: ts.Node): readonly ts.Node[] {
  return [root, ...root.getChildren().flatMap(nodesOf)];
}

test('each prefix belongs to one snippet', () => {
  const prefixes = entries.flatMap(({ snippet }) => prefixesOf(snippet));
  expect(new Set(prefixes).size).toBe(prefixes.length);
});

describe.each(entries)('$name', ({ snippet, prefix }) => {
  test('is described, reached by plain prefixes, and short', () => {
    expect(snippet.description).toMatch(/^[A-Z].{8,}[^.]$/);
    for (const each of prefixesOf(snippet)) expect(each).toMatch(/^tw-[a-z]+(-[a-z]+)*$/);
    expect(snippet.body.length).toBeLessThanOrEqual(80);
    for (const line of expand(prefix).split('\n'))
      expect(line.replaceAll('\t', '  ').length, line).toBeLessThanOrEqual(120);
  });

  test('tab stops are numbered without gaps, and the cursor ends at $0', () => {
    const stops = [...snippet.body.join('\n').matchAll(/(?<!\\)\$\{?(\d+)/g)].map(([, index]) => Number(index));
    const expected = Array.from({ length: Math.max(...stops) + 1 }, (_, index) => index);
    expect([...new Set(stops)].sort((a, b) => a - b)).toEqual(expected);
  });

  test('type-checks in a strict project', () => {
    const source = sourceOf(prefix);
    const problems = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ file, start = 0, messageText }) => {
        const { line } = ts.getLineAndCharacterOfPosition(file ?? source, start);
        return `${basename(file?.fileName ?? '')}:${line + 1} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
      },
    );
    expect(problems).toEqual([]);
  });

  test('uses no any, no assertion of non-null and no default export', () => {
    const checker = program.getTypeChecker();
    const nodes = nodesOf(sourceOf(prefix));
    const bad = nodes.filter(
      (node) =>
        node.kind === ts.SyntaxKind.AnyKeyword ||
        ts.isNonNullExpression(node) ||
        ts.isExportAssignment(node) ||
        // What a library types as any must not pass through unnoticed either.
        (ts.isVariableDeclaration(node) && (checker.getTypeAtLocation(node.name).flags & ts.TypeFlags.Any) !== 0),
    );
    expect(bad.map((node) => node.getText())).toEqual([]);
  });

  test('imports only Node and the packages that its description names', () => {
    const imported = sourceOf(prefix)
      .statements.filter(ts.isImportDeclaration)
      .map(({ moduleSpecifier }) => (ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : ''))
      .filter((name) => !name.startsWith('node:') && !name.startsWith('./'));
    expect([...new Set(imported)].sort()).toEqual([...packagesOf(snippet)].sort());
  });
});

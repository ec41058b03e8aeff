import { join, relative } from 'node:path';
import { type ExportDeclaration, type ImportDeclaration, Node, Project } from 'ts-morph';
import { describe, expect, it } from 'vitest';

const source = join(import.meta.dirname, '../server/src');

/** For each layer, the layers below `server/src` that it may import besides itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  core: [],
  config: ['core'],
  idl: ['core', 'config'],
  service: ['core', 'config'],
  contract: ['core', 'idl', 'service'],
  'rules/idl': ['core', 'idl'],
  'rules/service': ['core', 'service'],
  'rules/contract': ['core', 'service', 'contract'],
  'rules/thriftwise': ['core'],
  // The tables of rules, generated.
  rules: ['core', 'idl', 'service', 'rules/idl', 'rules/service', 'rules/contract', 'rules/thriftwise'],
  workspace: ['core', 'config', 'idl', 'service', 'contract', 'rules', 'rules/idl', 'rules/thriftwise'],
  lsp: ['core', 'config', 'idl', 'service', 'contract', 'rules', 'rules/idl', 'rules/thriftwise', 'workspace'],
  cli: ['core', 'config', 'idl', 'service', 'contract', 'rules', 'rules/idl', 'rules/thriftwise', 'workspace'],
  // The entries (server.ts, cli.ts, serviceWorker.ts and what they load) wire everything.
  '': [
    'core',
    'config',
    'idl',
    'service',
    'contract',
    'rules',
    'rules/idl',
    'rules/thriftwise',
    'workspace',
    'lsp',
    'cli',
  ],
};

/** Layers that neither touch a disk nor know an editor, and what they may not import. */
const pure = [
  'core',
  'config',
  'idl',
  'service',
  'contract',
  'rules/idl',
  'rules/service',
  'rules/contract',
  'rules/thriftwise',
  'rules',
];
const impure = /^(?:node:)?(?:fs|child_process|net|http|https|worker_threads|os)(?:\/|$)|^vscode/;

function layerOf(path: string): string {
  const parts = path.split('/');
  if (parts.length === 1) return '';
  if (parts[0] === 'rules' && parts.length > 2) return `rules/${parts[1]}`;
  return parts[0] ?? '';
}

/** Whether an import leaves nothing behind when it is compiled. */
function isTypeOnly(declaration: ImportDeclaration | ExportDeclaration): boolean {
  if (declaration.isTypeOnly()) return true;
  if (Node.isExportDeclaration(declaration)) return false;
  const named = declaration.getNamedImports();
  if (declaration.getDefaultImport() || declaration.getNamespaceImport() || named.length === 0) return false;
  return named.every((each) => each.isTypeOnly());
}

const project = new Project({ tsConfigFilePath: join(import.meta.dirname, '../server/tsconfig.json') });
const files = project.getSourceFiles().map((file) => {
  const path = relative(source, file.getFilePath()).replaceAll('\\', '/');
  const imports = [...file.getImportDeclarations(), ...file.getExportDeclarations()].flatMap((declaration) => {
    const specifier = declaration.getModuleSpecifierValue();
    if (specifier === undefined) return [];
    const target = declaration.getModuleSpecifierSourceFile();
    const inside =
      specifier.startsWith('.') && target ? relative(source, target.getFilePath()).replaceAll('\\', '/') : undefined;
    return [{ specifier, inside, isUsed: !isTypeOnly(declaration) }];
  });
  return { path, layer: layerOf(path), imports, file };
});

describe('import boundaries', () => {
  it('covers the whole server', () => {
    expect(files.length).toBeGreaterThan(30);
    expect([...new Set(files.map((file) => file.layer))].filter((layer) => !(layer in allowed))).toEqual([]);
  });

  it('keeps every layer to the layers it may see', () => {
    const breaches = files.flatMap(({ path, layer, imports }) =>
      imports
        .filter(
          ({ inside }) =>
            inside !== undefined && layerOf(inside) !== layer && !allowed[layer]?.includes(layerOf(inside)),
        )
        .map(({ inside }) => `${path} imports ${inside}`),
    );
    expect(breaches).toEqual([]);
  });

  it('keeps disks and editors out of the pure layers', () => {
    const breaches = files
      .filter(({ layer }) => pure.includes(layer))
      .flatMap(({ path, imports }) =>
        imports
          .filter(({ specifier }) => impure.test(specifier))
          .map(({ specifier }) => `${path} imports ${specifier}`),
      );
    expect(breaches).toEqual([]);
  });

  it('lets only lsp (and its entry) import vscode-languageserver, and only idl/syntax the ANTLR grammar', () => {
    const users = (pattern: RegExp) =>
      files.filter(({ imports }) => imports.some(({ specifier }) => pattern.test(specifier)));
    expect(
      users(/^vscode-languageserver/)
        .filter(({ layer }) => layer !== 'lsp')
        .map(({ path }) => path),
    ).toEqual([]);
    expect(
      users(/^(?:antlr4ts|thrift-parser-ts)/)
        .filter(({ path }) => !path.startsWith('idl/syntax/'))
        .map(({ path }) => path),
    ).toEqual([]);
  });

  it('lets only service/ts import ts-morph, and loads it in the analysis thread alone', () => {
    const users = files.filter(({ imports }) =>
      imports.some(({ specifier }) => /^(?:ts-morph|typescript)/.test(specifier)),
    );
    expect(users.map(({ path }) => path)).toEqual(['service/ts.ts']);

    const byPath = new Map(files.map((file) => [file.path, file]));
    const reached = (entry: string): Set<string> => {
      const seen = new Set<string>();
      const visit = (path: string): void => {
        if (seen.has(path)) return;
        seen.add(path);
        for (const { inside, isUsed } of byPath.get(path)?.imports ?? [])
          if (inside !== undefined && isUsed) visit(inside);
      };
      visit(entry);
      return seen;
    };
    expect([...reached('serviceAnalysis.ts')]).toContain('service/ts.ts');
    for (const entry of ['server.ts', 'lsp/modules.ts', 'lsp/session.ts', 'command.ts', 'cli/check.ts', 'cli/fix.ts']) {
      expect([...reached(entry)]).not.toContain('service/ts.ts');
    }
  });

  it('lets no rule import another rule', () => {
    const breaches = files
      .filter(({ path }) => /^rules\/\w+\//.test(path))
      .flatMap(({ path, imports }) =>
        imports
          .filter(({ inside }) => inside !== undefined && /^rules\/\w+\/[^_]/.test(inside))
          .map(({ inside }) => `${path} imports ${inside}`),
      );
    expect(breaches).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { ServiceHost } from '../../server/src/service/host';
import { defaultServiceSettings } from '../../server/src/service/model/settings';
import { ts } from '../../server/src/service/ts';
import { hostOver as hostOverAll } from '../harness/serviceHost';

/** A host that leaves tests alone. */
const hostOver: typeof hostOverAll = (files, options) =>
  hostOverAll(files, { isLinted: (path) => !path.endsWith('.test.ts'), ...options });

function ownFiles(host: ServiceHost, path: string): string[] {
  const located = host.locate(path, defaultServiceSettings);
  return located?.project.ownFiles.map(({ fileName }) => fileName).sort() ?? [];
}

/** What the compiler makes of the type of `value`, which the file exports. */
function typeOfValue(host: ServiceHost, path: string): string {
  const located = host.locate(path, defaultServiceSettings);
  if (!located) return 'no file';
  const { checker } = located.project;
  const module = checker.getSymbolAtLocation(located.file.sourceFile);
  const symbol = module && checker.getExportsOfModule(module).find(({ name }) => name === 'value');
  return symbol ? checker.typeToString(checker.getTypeOfSymbol(symbol)) : 'no value';
}

const answer = 'export const answer = { is: 42 };\n';
const importing = (specifier: string) => `import { answer } from '${specifier}';\nexport const value = answer;\n`;

describe('a project', () => {
  it('is what the nearest tsconfig includes', () => {
    const host = hostOver({
      '/ws/tsconfig.json': '{ "include": ["src"], "exclude": ["src/old"] }',
      '/ws/src/a.ts': answer,
      '/ws/src/old/b.ts': answer,
      '/ws/scripts/c.ts': answer,
      '/ws/inner/tsconfig.json': '{}',
      '/ws/inner/d.ts': answer,
    });
    expect(ownFiles(host, '/ws/src/a.ts')).toEqual(['/ws/src/a.ts']);
    expect(ownFiles(host, '/ws/inner/d.ts')).toEqual(['/ws/inner/d.ts']);
    // What no tsconfig includes is looked at in the nearest project.
    expect(ownFiles(host, '/ws/scripts/c.ts')).toEqual(['/ws/scripts/c.ts', '/ws/src/a.ts']);
  });

  it('follows extends, baseUrl and paths', () => {
    const host = hostOver({
      '/ws/tsconfig.base.json': '{ "compilerOptions": { "paths": { "@lib/*": ["./lib/*"] } } }',
      '/ws/app/tsconfig.json': '{ "extends": "../tsconfig.base.json" }',
      '/ws/app/a.ts': importing('@lib/answer'),
      '/ws/lib/answer.ts': answer,
    });
    expect(typeOfValue(host, '/ws/app/a.ts')).toBe('{ is: number; }');
  });

  it('is looked for in the projects that a solution refers to', () => {
    const host = hostOver({
      '/ws/tsconfig.json': '{ "files": [], "references": [{ "path": "./app" }, { "path": "./tsconfig.test.json" }] }',
      '/ws/app/tsconfig.json': '{ "compilerOptions": { "composite": true } }',
      '/ws/app/a.ts': answer,
      '/ws/tsconfig.test.json': '{ "include": ["spec"] }',
      '/ws/spec/b.ts': answer,
    });
    expect(ownFiles(host, '/ws/app/a.ts')).toEqual(['/ws/app/a.ts']);
    expect(ownFiles(host, '/ws/spec/b.ts')).toEqual(['/ws/spec/b.ts']);
  });

  it('takes in JavaScript where allowJs says so, and a file of it that nobody includes', () => {
    const files = { '/ws/tsconfig.json': '{}', '/ws/a.ts': answer, '/ws/b.js': importing('./a.js') };
    expect(ownFiles(hostOver(files), '/ws/a.ts')).toEqual(['/ws/a.ts']);
    expect(typeOfValue(hostOver(files), '/ws/b.js')).toBe('{ is: number; }');
    const allowed = { ...files, '/ws/tsconfig.json': '{ "compilerOptions": { "allowJs": true } }' };
    expect(ownFiles(hostOver(allowed), '/ws/a.ts')).toEqual(['/ws/a.ts', '/ws/b.js']);
  });

  it('is the package where there is no tsconfig', () => {
    const host = hostOver({
      '/ws/package.json': '{}',
      '/ws/a.js': "const { answer } = require('./b');\nexports.value = answer;\n",
      '/ws/b.js': 'exports.answer = { is: 42 };\n',
      '/ws/node_modules/x/c.js': '',
      '/ws/packages/inner/package.json': '{}',
      '/ws/packages/inner/d.js': '',
    });
    expect(ownFiles(host, '/ws/a.js')).toEqual(['/ws/a.js', '/ws/b.js']);
    expect(typeOfValue(host, '/ws/a.js')).toBe('{ is: number; }');
  });

  it('never reads what is excluded', () => {
    const host = hostOver(
      { '/ws/tsconfig.json': '{}', '/ws/a.ts': answer, '/ws/dist/b.ts': answer },
      { isExcluded: (path) => path === '/ws/dist/' },
    );
    expect(ownFiles(host, '/ws/a.ts')).toEqual(['/ws/a.ts']);
  });

  it('tells of a tsconfig that is broken, and works with what could be read', () => {
    const host = hostOver({
      '/ws/tsconfig.json': '{\n  "extends": "./missing.json",\n  "include": ["a.ts"],,\n}',
      '/ws/a.ts': answer,
    });
    expect(ownFiles(host, '/ws/a.ts')).toEqual(['/ws/a.ts']);
    expect(host.problems().map(({ path }) => path)).toContain('/ws/tsconfig.json:3');
  });

  it('tells once of one that others extend', () => {
    const host = hostOver({
      '/ws/base.json': '{ "extends": "@tsconfig/none/tsconfig.json" }',
      '/ws/one/tsconfig.json': '{ "extends": "../base.json" }',
      '/ws/two/tsconfig.json': '{ "extends": "../base.json" }',
      '/ws/one/a.ts': answer,
      '/ws/two/b.ts': answer,
    });
    ownFiles(host, '/ws/one/a.ts');
    ownFiles(host, '/ws/two/b.ts');
    expect(host.problems().map(({ path }) => path)).toEqual(['/ws/base.json:1']);
  });

  it('resolves as ES modules do where the package says that it is one', () => {
    const host = hostOver({
      '/ws/package.json': '{ "type": "module" }',
      '/ws/tsconfig.json': '{ "compilerOptions": { "module": "nodenext" } }',
      '/ws/a.ts': importing('lib'),
      '/ws/node_modules/lib/package.json': '{ "exports": { "import": { "types": "./esm.d.ts" } } }',
      '/ws/node_modules/lib/esm.d.ts': 'export declare const answer: "esm";\n',
    });
    expect(typeOfValue(host, '/ws/a.ts')).toBe('"esm"');
  });
});

describe('packages', () => {
  const files = {
    '/ws/package.json':
      '{ "dependencies": { "known": "^1.0.0", "absent": "~2.1.0" }, "devDependencies": { "tool": "3" } }',
    '/ws/node_modules/known/package.json': '{ "version": "1.4.2", "types": "index.d.ts" }',
    '/ws/node_modules/known/index.d.ts': "export * from 'transitive';\n",
    '/ws/node_modules/transitive/package.json': '{ "version": "0.1.0", "types": "index.d.ts" }',
    '/ws/node_modules/transitive/index.d.ts': 'export declare const answer: "known";\n',
    '/ws/node_modules/other/package.json': '{ "types": "index.d.ts" }',
    '/ws/node_modules/other/index.d.ts': 'export declare const answer: "other";\n',
    '/ws/src/a.ts': importing('known'),
    '/ws/src/b.ts': importing('other'),
  };

  it('are read where rules know them, with what they import; what comes from others is unknown', () => {
    const host = hostOver(files, { isWanted: (name) => name === 'known' });
    expect(typeOfValue(host, '/ws/src/a.ts')).toBe('"known"');
    expect(typeOfValue(host, '/ws/src/b.ts')).toBe('any');
  });

  it('have the version that is installed, else the one that package.json asks for', () => {
    const packages = hostOver(files).locate('/ws/src/a.ts', defaultServiceSettings)?.project.packages;
    expect(packages?.versionOf('known', '/ws/src/a.ts')).toBe('1.4.2');
    expect(packages?.versionOf('absent', '/ws/src/a.ts')).toBe('~2.1.0');
    expect(packages?.versionOf('nowhere', '/ws/src/a.ts')).toBeUndefined();
    expect([...(packages?.dependenciesOf('/ws/src/a.ts') ?? [])].sort()).toEqual(['absent', 'known', 'tool']);
  });
});

describe('changes', () => {
  it('are seen in the next program, which shares everything that stayed', () => {
    const host = hostOver({ '/ws/tsconfig.json': '{}', '/ws/a.ts': importing('./b'), '/ws/b.ts': answer });
    const before = host.locate('/ws/a.ts', defaultServiceSettings);
    expect(host.locate('/ws/a.ts', defaultServiceSettings)?.project).toBe(before?.project);
    host.setText('/ws/b.ts', "export const answer = 'text';\n");
    expect(typeOfValue(host, '/ws/a.ts')).toBe('"text"');
    const after = host.locate('/ws/a.ts', defaultServiceSettings);
    expect(after?.project).not.toBe(before?.project);
    expect(after?.file.sourceFile).toBe(before?.file.sourceFile);
    host.setText('/ws/b.ts', undefined);
    expect(typeOfValue(host, '/ws/a.ts')).toBe('{ is: number; }');
  });

  it('on the disk are seen when the host is told', () => {
    const files: Record<string, string> = {
      '/ws/tsconfig.json': '{}',
      '/ws/a.ts': importing('./b'),
      '/ws/b.ts': answer,
    };
    const host = hostOver(files);
    expect(typeOfValue(host, '/ws/a.ts')).toBe('{ is: number; }');
    files['/ws/b.ts'] = 'export const answer = true;\n';
    host.changed(['/ws/b.ts']);
    expect(typeOfValue(host, '/ws/a.ts')).toBe('true');
    delete files['/ws/b.ts'];
    host.reload(['/ws/b.ts']);
    expect(typeOfValue(host, '/ws/a.ts')).toBe('any');
    files['/ws/b.ts'] = answer;
    host.reload(['/ws/b.ts']);
    expect(typeOfValue(host, '/ws/a.ts')).toBe('{ is: number; }');
  });

  it('of unsaved files that are nowhere on the disk count', () => {
    const host = hostOver({ '/ws/tsconfig.json': '{}' });
    expect(host.locate('/ws/new.ts', defaultServiceSettings)).toBeUndefined();
    host.setText('/ws/new.ts', answer);
    expect(ownFiles(host, '/ws/new.ts')).toEqual(['/ws/new.ts']);
  });

  it('take all expected files that no tsconfig includes at once, without those that are passed over', () => {
    const names = ['/ws/src/a.ts', '/ws/tools/b.ts', '/ws/tools/c.ts', '/ws/tools/c.test.ts', '/ws/inner/d.ts'];
    const files = Object.fromEntries(names.map((name) => [name, answer]));
    const host = hostOver({ ...files, '/ws/tsconfig.json': '{ "include": ["src"] }', '/ws/inner/tsconfig.json': '{}' });
    host.expect(names);
    expect(ownFiles(host, '/ws/src/a.ts')).toEqual(['/ws/src/a.ts']);
    const located = host.locate('/ws/tools/b.ts', defaultServiceSettings);
    expect(ownFiles(host, '/ws/tools/c.ts')).toEqual(['/ws/src/a.ts', '/ws/tools/b.ts', '/ws/tools/c.ts']);
    expect(host.locate('/ws/tools/c.ts', defaultServiceSettings)?.project).toBe(located?.project);
    expect(ownFiles(host, '/ws/inner/d.ts')).toEqual(['/ws/inner/d.ts']);
  });

  it('let the projects go that were used least recently', () => {
    const names = ['a', 'b', 'c'];
    const host = hostOver(
      Object.fromEntries(
        names.flatMap((name) => [
          [`/${name}/tsconfig.json`, '{}'],
          [`/${name}/x.ts`, answer],
        ]),
      ),
      { maxProjects: 2 },
    );
    const [first] = names.map((name) => host.locate(`/${name}/x.ts`, defaultServiceSettings));
    const again = host.locate('/a/x.ts', defaultServiceSettings);
    expect(again?.project).not.toBe(first?.project);
    expect(again?.file.sourceFile.kind).toBe(ts.SyntaxKind.SourceFile);
  });
});

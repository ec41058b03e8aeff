import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkJson, makeFolder, thriftwise } from './run';

const rule = 'service/uncaught-continues';
const guilty = "process.on('uncaughtException', (error) => {\n  console.error(error);\n});\n";
const thrift = 'enum Kind {\n  A\n}\n';
const onlyThese = JSON.stringify({
  rules: { 'idl/*': 'off', 'idl/implicit-enum-value': 'warning', 'service/*': 'off', [rule]: 'error' },
});

const mixed = {
  'thriftwise.json': onlyThese,
  'package.json': '{}',
  'idl/a.thrift': thrift,
  'src/main.ts': guilty,
  'src/worker.mjs': guilty,
  'src/main.test.ts': guilty,
  'src/types.d.ts': 'export type A = 1;\n',
  'dist/main.js': guilty,
  'coverage/x.js': guilty,
  '.next/server.js': guilty,
  'node_modules/x/index.js': guilty,
};

function places(report: { findings: readonly { file: string; rule: string; range: { start: { line: number } } }[] }) {
  return report.findings.map(({ file, rule: id, range }) => `${file}:${range.start.line} ${id}`);
}

describe('a folder with Thrift and TypeScript', { timeout: 60_000 }, () => {
  // The bundle holds no more of TypeScript's own declarations than an analysis may load.
  it.each([
    ['without', {}],
    [
      'with',
      {
        'node_modules/@types/node/package.json': '{"name":"@types/node","version":"20.0.0","types":"index.d.ts"}',
        'node_modules/@types/node/index.d.ts':
          'declare function fetch(input: string, init?: { signal?: AbortSignal }): Promise<{ ok: boolean; json(): Promise<unknown> }>;\ninterface AbortSignal { readonly aborted: boolean }\ndeclare var AbortSignal: { timeout(ms: number): AbortSignal };\n',
      },
    ],
  ])('knows fetch %s the types of Node', async (_, types) => {
    const calls =
      'export const guilty = (id: string) => fetch("https://users/" + id);\nexport const innocent = (id: string) => fetch("https://users/" + id, { signal: AbortSignal.timeout(3000) });\n';
    const config = JSON.stringify({ rules: { 'service/*': 'off', 'service/missing-timeout': 'error' } });
    const cwd = makeFolder({ 'package.json': '{}', 'thriftwise.json': config, 'src/main.ts': calls, ...types });
    const { report } = await checkJson(['src'], { apart: true, cwd });
    expect(places(report)).toEqual(['src/main.ts:0 service/missing-timeout']);
  });

  it('is checked as one, in one order', async () => {
    const cwd = makeFolder(mixed);
    const { code, report, stderr } = await checkJson(['.'], { apart: true, cwd });
    expect(places(report)).toEqual([
      'idl/a.thrift:1 idl/implicit-enum-value',
      `src/main.ts:0 ${rule}`,
      `src/worker.mjs:0 ${rule}`,
    ]);
    expect(report.findings[1]?.fixes).toEqual([{ title: 'Exit after the handler', applicability: 'suggested' }]);
    expect([code, stderr, report.summary.files]).toEqual([1, '', 5]);
    const again = await checkJson(['src/worker.mjs', 'idl', 'src'], { apart: true, cwd });
    expect(again.report.findings).toEqual(report.findings);
  });

  it('shows the lines of TypeScript, in both languages', async () => {
    const cwd = makeFolder(mixed);
    const { stdout } = await thriftwise(['check', '--locale', 'zh-cn', 'src/main.ts'], { apart: true, cwd });
    expect(stdout).toContain("1 | process.on('uncaughtException', (error) => {");
    expect(stdout).toContain('未捕获异常之后进程继续运行');
  });

  it('is written as SARIF and for GitHub', async () => {
    const cwd = makeFolder(mixed);
    const { stdout: sarif } = await thriftwise(['check', '--format', 'sarif', 'src'], { apart: true, cwd });
    const { runs } = JSON.parse(sarif) as { runs: { results: { ruleId: string }[] }[] };
    expect(runs[0]?.results.map(({ ruleId }) => ruleId)).toEqual([rule, rule]);
    const { stdout: github } = await thriftwise(['check', '--format', 'github', 'src/main.ts'], { apart: true, cwd });
    expect(github).toMatch(/^::error file=src\/main\.ts,line=1,/);
  });

  it('keeps to a baseline by names, not by lines', async () => {
    const cwd = makeFolder({ ...mixed, 'src/main.ts': `export function start() {\n  ${guilty}}\n` });
    await thriftwise(['check', '--write-baseline', 'base.json', 'src'], { apart: true, cwd });
    expect(readFileSync(join(cwd, 'base.json'), 'utf8')).toContain('"start"');
    const { code } = await thriftwise(['check', '--baseline', 'base.json', 'src'], { apart: true, cwd });
    expect(code).toBe(0);
  });

  it('is fixed where that is safe', async () => {
    const cwd = makeFolder({
      'a.thrift': thrift,
      'main.ts': `// thriftwise-disable-next-line ${rule}\nexport const a = 1;\n`,
      'other.ts': guilty,
    });
    const { code, stdout } = await thriftwise(['fix', '.'], { apart: true, cwd });
    expect(readFileSync(join(cwd, 'main.ts'), 'utf8')).toBe('export const a = 1;\n');
    expect(readFileSync(join(cwd, 'a.thrift'), 'utf8')).toContain('A = 0');
    expect(readFileSync(join(cwd, 'other.ts'), 'utf8')).toBe(guilty);
    expect([code, stdout]).toEqual([0, expect.stringContaining('main.ts: thriftwise/unused-suppression (1)')]);
  });
});

describe('TypeScript', { timeout: 60_000 }, () => {
  it('is read from stdin as if it were a file', async () => {
    const cwd = makeFolder({
      'package.json': '{}',
      'stop.ts': 'export function stop(): void {\n  process.exit(1);\n}\n',
    });
    const { report } = await checkJson(['--stdin-filename', 'src/main.ts'], { apart: true, cwd, input: guilty });
    expect(places(report)).toEqual([`src/main.ts:0 ${rule}`]);
    const input = "import { stop } from './stop';\nprocess.on('uncaughtException', () => stop());\n";
    const { code } = await checkJson(['--stdin-filename', 'main.ts'], { apart: true, cwd, input });
    expect(code).toBe(0);
  });

  it('is checked under a tsconfig with mistakes, which are told of', async () => {
    const cwd = makeFolder({ 'tsconfig.json': '{ "extends": "./missing.json" }', 'main.ts': guilty });
    const { code, report, stderr } = await checkJson(['.'], { apart: true, cwd });
    expect(places(report)).toEqual([`main.ts:0 ${rule}`]);
    expect(stderr).toMatch(/^thriftwise: tsconfig\.json.*missing\.json/);
    expect(code).toBe(1);
  });

  it('is not checked where the configuration switches that off, or the file is too long', async () => {
    const off = makeFolder({
      'thriftwise.json': '{ "service": { "enable": false } }',
      'main.ts': guilty,
      'a.thrift': '',
    });
    expect((await checkJson(['.'], { apart: true, cwd: off })).report.summary).toMatchObject({ files: 1, error: 0 });
    const long = makeFolder({ 'thriftwise.json': '{ "maxFileSize": 1024 }', 'main.ts': guilty + '//\n'.repeat(400) });
    const { report } = await checkJson(['.'], { apart: true, cwd: long });
    expect(report.findings.map(({ rule: id }) => id)).toEqual(['thriftwise/limit']);
  });

  it('takes its settings from the configuration, whose mistakes stop the check', async () => {
    const cwd = makeFolder({ 'thriftwise.json': '{ "service": { "conectTimeoutMs": 1 } }', 'main.ts': guilty });
    const { code, report } = await checkJson(['.'], { apart: true, cwd });
    expect(report.findings.map(({ rule: id, message }) => [id, message])).toEqual([
      ['thriftwise/invalid-config', expect.stringContaining('connectTimeoutMs')],
    ]);
    expect(code).toBe(2);
  });

  it('may be anything: the check goes on', async () => {
    const cwd = makeFolder({
      'broken.ts': 'export class {{{ `${',
      'deep.js': `export const a = ${'['.repeat(3000)}${']'.repeat(3000)};\n`,
      'empty.ts': '',
      'nul.js': '\0\0\0',
      'main.ts': guilty,
    });
    const { report } = await checkJson(['.'], { apart: true, cwd });
    expect(places(report)).toContain(`main.ts:0 ${rule}`);
  });
});

import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../server/src/cli/main';
import { noOptions } from '../../server/src/core/options';
import { definitionRule } from '../../server/src/idl/rule';
import { allRules, idlRules } from '../../server/src/rules/registry.generated';
import { checkJson, makeFolder, only, thriftwise } from './run';

const config = only({
  'idl/syntax': 'error',
  'idl/field-naming': 'warning',
  'idl/include-cycle': 'error',
  'thriftwise/unreadable-file': 'error',
  'thriftwise/limit': 'information',
});
const camel = 'struct A {\n  1: required i64 userId\n}\n';

describe('a configuration with mistakes', () => {
  it('is reported at its places instead of the findings, with exit code 2', async () => {
    const cwd = makeFolder({
      'idl/thriftwise.json':
        '{\n  // a comment is fine\n  "rules": { "idl/field-namng": "warning", "idl/syntax": "loud" }\n}\n',
      'idl/a.thrift': camel,
    });
    const { code, report } = await checkJson([], { cwd });
    expect(code).toBe(2);
    expect(report.summary).toMatchObject({ files: 0, error: 2, warning: 0 });
    expect(report.findings).toMatchObject([
      {
        rule: 'thriftwise/invalid-config',
        file: 'idl/thriftwise.json',
        message: 'Thriftwise knows no "idl/field-namng" here. Did you mean "idl/field-naming"?',
        range: { start: { line: 2, character: 13 }, end: { line: 2, character: 30 } },
      },
      { rule: 'thriftwise/invalid-config', range: { start: { line: 2, character: 57 } } },
    ]);
    const pretty = await thriftwise(['check', '--fail-on', 'never'], { cwd });
    expect(pretty.code).toBe(2);
    expect(pretty.stdout).toContain('3 |   "rules": { "idl/field-namng": "warning", "idl/syntax": "loud" }');
  });

  it('is reported when it is no JSON, empty, or unreadable', async () => {
    for (const text of ['{ "rules": ', '', '[]', 'null', '\u0000\u0001']) {
      const cwd = makeFolder({ 'thriftwise.json': text, 'a.thrift': camel });
      const { code, report } = await checkJson([], { cwd });
      expect([text, code, report.findings[0]?.rule]).toEqual([text, 2, 'thriftwise/invalid-config']);
    }
    const cwd = makeFolder({ 'a.thrift': camel });
    mkdirSync(join(cwd, 'thriftwise.json'));
    expect((await checkJson([], { cwd })).code).toBe(2);
  });

  it('is replaced by the one that --config names', async () => {
    const cwd = makeFolder({ 'thriftwise.json': '{', 'ci/strict.json': config, 'a.thrift': camel });
    const { code, report } = await checkJson(['--config', 'ci/strict.json', 'a.thrift'], { cwd });
    expect([code, report.findings[0]?.rule]).toEqual([1, 'idl/field-naming']);
  });
});

describe('odd files', () => {
  it('have the same places with Windows line ends and a byte order mark', async () => {
    const cwd = makeFolder({
      'thriftwise.json': config,
      'crlf.thrift': camel.replaceAll('\n', '\r\n'),
      'cr.thrift': camel.replaceAll('\n', '\r'),
      'marked.thrift': `\uFEFFstruct A { 1: required i64 userId }\n`,
      'plain.thrift': `struct A { 1: required i64 userId }\n`,
    });
    const { report } = await checkJson([], { cwd });
    expect(report.findings.map(({ file, range }) => [file, range.start.line, range.start.character])).toEqual([
      ['cr.thrift', 1, 18],
      ['crlf.thrift', 1, 18],
      ['marked.thrift', 0, 27],
      ['plain.thrift', 0, 27],
    ]);
    const { stdout } = await thriftwise(['check', 'marked.thrift', 'crlf.thrift'], { cwd });
    expect(stdout).not.toContain('\r');
    expect(stdout).toContain(`  1 | struct A { 1: required i64 userId }\n    |${' '.repeat(28)}^^^^^^\n`);
  });

  it('never bring the check down', async () => {
    const cwd = makeFolder({
      'thriftwise.json': config,
      'binary.thrift': Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256)),
      'deep.thrift': `const ${'list<'.repeat(5000)}i32${'>'.repeat(5000)} X = ${'['.repeat(5000)}`,
      'empty.thrift': '',
      'gbk.thrift': Buffer.concat([Buffer.from('// '), Buffer.from([0xd3, 0xc3]), Buffer.from(`\n${camel}`)]),
      'line.thrift': `struct A { ${'1: required i64 x, '.repeat(20_000)}`,
      'open.thrift': `struct A {\n  1: required i64 userId = "never closed\n/* neither\n${camel}`,
      'utf16.thrift': Buffer.from(`\uFEFF${camel}`, 'utf16le'),
    });
    const { code, stderr, stdout } = await thriftwise(['check', '--color'], { cwd });
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toContain('7 files');
    const { report } = await checkJson(['gbk.thrift'], { cwd });
    expect(report.findings.map(({ rule }) => rule)).toEqual(['idl/field-naming']);
  });

  it('may be too large, which is told', async () => {
    const cwd = makeFolder({
      'thriftwise.json': JSON.stringify({ ...JSON.parse(config), maxFileSize: 1024 }),
      'a.thrift': `${camel}// ${'x'.repeat(2000)}\n`,
    });
    const { code, report } = await checkJson([], { cwd });
    expect(code).toBe(0);
    expect(report.findings).toMatchObject([{ rule: 'thriftwise/limit', message: expect.stringContaining('1024') }]);
  });

  it('may include each other in a circle', async () => {
    const cwd = makeFolder({
      'thriftwise.json': config,
      'a.thrift': 'include "b.thrift"\n',
      'b.thrift': 'include "c.thrift"\n',
      'c.thrift': 'include "a.thrift"\n',
      'self.thrift': 'include "self.thrift"\n',
    });
    const { code, report } = await checkJson([], { cwd });
    expect(code).toBe(1);
    expect(new Set(report.findings.map(({ rule }) => rule))).toEqual(new Set(['idl/include-cycle']));
    expect(new Set(report.findings.map(({ file }) => file))).toContain('self.thrift');
  });

  // Root may read everything, so the command runs as nobody there.
  const uid = process.getuid?.() === 0 ? 65_534 : undefined;
  it.skipIf(process.platform === 'win32')('may be unreadable, which is told, and the others are linted', async () => {
    const cwd = makeFolder({
      'thriftwise.json': config,
      'a.thrift': camel,
      'locked.thrift': camel,
      'locked/b.thrift': camel,
    });
    chmodSync(cwd, 0o755);
    chmodSync(join(cwd, 'locked.thrift'), 0o000);
    const run = (words: readonly string[]) => checkJson(words, { cwd, ...(uid === undefined ? {} : { uid }) });
    const file = await run(['a.thrift', 'locked.thrift']);
    expect(file.code).toBe(1);
    expect(file.report.findings.map(({ rule, file: name }) => [name, rule])).toEqual([
      ['a.thrift', 'idl/field-naming'],
      ['locked.thrift', 'thriftwise/unreadable-file'],
    ]);
    chmodSync(join(cwd, 'locked'), 0o000);
    const folder = await run(['.']);
    chmodSync(join(cwd, 'locked'), 0o755);
    expect(folder.code).toBe(2);
    expect(folder.stderr).toContain('A folder cannot be read');
    expect(folder.report.findings).toHaveLength(2);
  });
});

describe('a rule that throws', () => {
  const broken = definitionRule({
    id: 'idl/field-naming',
    group: 'convention',
    summary: { en: 'a bug', zh: '缺陷' },
    severity: 'warning',
    options: noOptions,
    messages: {},
    check() {
      throw new Error('a bug of ours');
    },
  });

  it('is reported, costs nothing else, and makes the exit code 2', async () => {
    const cwd = makeFolder({
      'thriftwise.json': only({
        'idl/field-naming': 'warning',
        'idl/implicit-enum-value': 'hint',
        'thriftwise/internal-error': 'warning',
      }),
      'a.thrift': `${camel}enum E { A }\n`,
    });
    let stdout = '';
    let stderr = '';
    const code = await main(
      ['check', '--format', 'json'],
      {
        cwd,
        env: {},
        isTty: false,
        async out(text) {
          stdout += text;
        },
        async err(text) {
          stderr += text;
        },
        stdin: async () => '',
      },
      {
        program: { version: '0', homepage: '', page: () => undefined, pageUri: () => '' },
        registry: async () => ({
          idl: idlRules.map((rule) => (rule.id === broken.id ? broken : rule)),
          all: allRules.map((rule) => (rule.id === broken.id ? broken : rule)),
        }),
        analysisScript: 'service.cjs',
        startServer: async () => undefined,
      },
    );
    expect([code, stderr]).toEqual([2, '']);
    const { findings } = JSON.parse(stdout) as { findings: { rule: string; message: string }[] };
    expect(findings.map(({ rule }) => rule)).toEqual(['thriftwise/internal-error', 'idl/implicit-enum-value']);
    expect(findings[0]?.message).toContain('a bug of ours');
  });
});

import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkJson, makeFolder, only, thriftwise } from './run';

const clean = 'struct A {\n  1: required i64 user_id\n}\n';
const camel = 'struct A {\n  1: required i64 userId\n}\n';
const config = only({ 'idl/field-naming': 'warning', 'idl/unresolved-include': 'error', 'idl/unknown-type': 'error' });

describe('exit codes of check', () => {
  it('is 0 where nothing is found, 1 where a warning is', async () => {
    const cwd = makeFolder({ 'thriftwise.json': config, 'clean.thrift': clean, 'camel.thrift': camel });
    expect((await thriftwise(['check', 'clean.thrift'], { cwd })).code).toBe(0);
    expect((await thriftwise(['check', 'camel.thrift'], { cwd })).code).toBe(1);
    expect((await thriftwise(['check', '.'], { cwd })).code).toBe(1);
  });

  it('counts from --fail-on', async () => {
    const cwd = makeFolder({
      'thriftwise.json': only({ 'idl/field-naming': 'information' }),
      'a.thrift': camel,
    });
    expect((await thriftwise(['check'], { cwd })).code).toBe(0);
    for (const [limit, code] of [
      ['error', 0],
      ['warning', 0],
      ['information', 1],
      ['hint', 1],
      ['never', 0],
    ] as const)
      expect([limit, (await thriftwise(['check', '--fail-on', limit], { cwd })).code]).toEqual([limit, code]);
  });

  it('counts warnings against --max-warnings', async () => {
    const cwd = makeFolder({ 'thriftwise.json': config, 'a.thrift': camel });
    expect((await thriftwise(['check', '--fail-on', 'error', '--max-warnings', '1'], { cwd })).code).toBe(0);
    expect((await thriftwise(['check', '--fail-on', 'error', '--max-warnings=0'], { cwd })).code).toBe(1);
    const wrong = await thriftwise(['check', '--max-warnings', 'some'], { cwd });
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('--max-warnings needs a whole number, not "some"');
  });

  it('shows only what counts with --quiet, and still counts the rest', async () => {
    const cwd = makeFolder({
      'thriftwise.json': only({ 'idl/field-naming': 'hint', 'idl/implicit-enum-value': 'warning' }),
      'a.thrift': `${camel}enum E { A }\n`,
    });
    const { report } = await checkJson(['--quiet'], { cwd });
    expect(report.findings.map((finding) => finding.rule)).toEqual(['idl/implicit-enum-value']);
    expect(report.summary).toMatchObject({ warning: 1, hint: 1 });
  });
});

describe('wrong usage', () => {
  const cases: readonly (readonly [words: readonly string[], says: string])[] = [
    [['check', '--formt', 'json'], '"thriftwise check" has no option --formt. Did you mean --format?'],
    [
      ['check', '--format', 'jsn'],
      '--format cannot be "jsn"; it is one of pretty, json, sarif, github. Did you mean json?',
    ],
    [['check', '--format'], '--format needs a value (pretty, json, sarif, github).'],
    [['check', '--quiet=yes'], '--quiet takes no value.'],
    [['check', '--fail-on', 'warn'], '--fail-on cannot be "warn"'],
    [['check', 'absent.thrift'], 'There is no file or folder "absent.thrift".'],
    [['check', 'empty'], 'There is no .thrift, TypeScript or JavaScript file in "empty".'],
    [['check', 'notes.txt'], '"notes.txt" is no .thrift, TypeScript or JavaScript file.'],
    [['check', '--config', 'absent.json', 'a.thrift'], 'There is no config file "absent.json".'],
    [['check', '--include-path', 'absent', 'a.thrift'], 'There is no folder "absent" to look for includes in.'],
    [['check', '--baseline', 'absent.json', 'a.thrift'], 'The baseline "absent.json" cannot be read'],
    [['check', '--baseline', 'notes.txt', 'a.thrift'], '"notes.txt" is no baseline'],
    [['check', '--stdin-filename', 'b.thrift', 'a.thrift'], 'takes no PATH besides'],
    [['chek', 'a.thrift'], 'There is no command "chek". Did you mean check?'],
    [['idl/a.thrift'], 'To lint it: thriftwise check idl/a.thrift'],
    [['fix', '--rule', 'idl/field-namng'], 'There is no rule "idl/field-namng". Did you mean idl/field-naming?'],
    [['explain', 'idl/field-namin'], 'Did you mean idl/field-naming?'],
    [['explain'], 'needs one rule'],
    [['lsp'], 'thriftwise lsp --stdio'],
  ];
  const cwd = makeFolder({ 'a.thrift': clean, 'notes.txt': 'hello', 'empty/notes.txt': '' });

  it.each(cases)('%j', async (words, says) => {
    const { code, stdout, stderr } = await thriftwise(words, { cwd });
    expect(stderr).toContain(says);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).not.toContain('internal failure');
  });

  it('lints what is there besides a path that is not, and says so', async () => {
    const folder = makeFolder({ 'thriftwise.json': config, 'a.thrift': camel });
    const { code, report, stderr } = await checkJson(['absent', 'a.thrift'], { cwd: folder });
    expect(code).toBe(2);
    expect(report.findings).toHaveLength(1);
    expect(stderr).toContain('"absent"');
  });
});

describe('which files are linted', () => {
  const files = (report: { readonly findings: readonly { readonly file: string }[] }) =>
    report.findings.map((finding) => finding.file);

  it('walks folders in the order of names, without node_modules, .git and excluded folders', async () => {
    const cwd = makeFolder({
      'thriftwise.json': config,
      'b/z.thrift': camel,
      'b/a.thrift': camel,
      'a.thrift': camel,
      'node_modules/x/a.thrift': camel,
      '.git/a.thrift': camel,
      'dist/a.thrift': camel,
      'b/vendor/a.thrift': camel,
      'b/other.txt': camel,
    });
    const { report } = await checkJson([], { cwd });
    expect(files(report)).toEqual(['a.thrift', 'b/a.thrift', 'b/z.thrift']);
    expect(report.summary.files).toBe(3);
    expect(files((await checkJson(['b', 'a.thrift', './b/z.thrift'], { cwd })).report)).toEqual(files(report));
  });

  it('lints an excluded path that is named, unless --force-exclude is given', async () => {
    const cwd = makeFolder({
      'thriftwise.json': JSON.stringify({ ...JSON.parse(config), exclude: ['legacy/**', '*.gen.thrift'] }),
      'legacy/deep/a.thrift': camel,
      'b.gen.thrift': camel,
    });
    expect(files((await checkJson(['legacy/deep/a.thrift'], { cwd })).report)).toEqual(['legacy/deep/a.thrift']);
    expect(files((await checkJson(['legacy/deep'], { cwd })).report)).toEqual(['legacy/deep/a.thrift']);
    const forced = await checkJson(['--force-exclude', 'legacy/deep/a.thrift', 'legacy', 'b.gen.thrift'], { cwd });
    expect([forced.code, forced.report.findings]).toEqual([0, []]);
    const none = await thriftwise(['check', '.'], { cwd });
    expect([none.code, none.stderr]).toEqual([
      2,
      'thriftwise: There is no .thrift, TypeScript or JavaScript file that is not excluded in ".".\n',
    ]);
  });

  it('goes round links that lead back, and lints a file once under its own name', async () => {
    const cwd = makeFolder({ 'thriftwise.json': config, 'idl/user.thrift': camel });
    symlinkSync(cwd, join(cwd, 'idl/loop'));
    symlinkSync(join(cwd, 'idl/user.thrift'), join(cwd, 'idl/alias.thrift'));
    symlinkSync(join(cwd, 'nowhere.thrift'), join(cwd, 'idl/broken.thrift'));
    mkdirSync(join(cwd, 'idl/folder.thrift'));
    const { report, code } = await checkJson(['idl'], { cwd });
    expect([code, files(report)]).toEqual([1, ['idl/user.thrift']]);
  });

  it('looks for includes of a linked file beside the link, then beside its target, within the roots', async () => {
    const cwd = makeFolder({
      'thriftwise.json': config,
      'idl/base.thrift': 'struct Base {}\n',
      'idl/user.thrift': 'include "base.thrift"\nstruct User {\n  1: required base.Base base\n}\n',
      'links/other.txt': '',
    });
    symlinkSync('../idl/user.thrift', join(cwd, 'links/user.thrift'));
    expect((await checkJson(['links'], { cwd })).report.findings).toEqual([]);
    const inLinks = join(cwd, 'links');
    const closed = await checkJson(['user.thrift'], { cwd: inLinks });
    expect(closed.report.findings.map(({ rule }) => rule)).toEqual(['idl/unresolved-include']);
  });

  it('names files from the working directory, also those outside of it', async () => {
    const cwd = makeFolder({ 'thriftwise.json': config, 'idl/a.thrift': camel, 'other/x.txt': '' });
    expect(files((await checkJson(['../idl'], { cwd: join(cwd, 'other') })).report)).toEqual(['../idl/a.thrift']);
    expect(files((await checkJson([join(cwd, 'idl')], { cwd })).report)).toEqual(['idl/a.thrift']);
  });

  it('lints stdin as a file that need not exist, seen among the files that do', async () => {
    const cwd = makeFolder({ 'thriftwise.json': config, 'idl/base.thrift': 'struct Base {}\n' });
    const input =
      'include "base.thrift"\nstruct A {\n  1: required base.Base base\n  2: required base.Bass userId\n}\n';
    const { code, report } = await checkJson(['--stdin-filename', 'idl/new.thrift'], { cwd, input });
    expect(code).toBe(1);
    expect(report.findings.map(({ rule, file, range }) => [rule, file, range.start.line])).toEqual([
      ['idl/unknown-type', 'idl/new.thrift', 3],
      ['idl/field-naming', 'idl/new.thrift', 3],
    ]);
    const excluded = ['check', '--force-exclude', '--stdin-filename', 'dist/new.thrift', '-'];
    expect((await thriftwise(excluded, { cwd, input })).code).toBe(0);
  });
});

describe('includes', () => {
  const user = 'include "base.thrift"\nstruct A {\n  1: required base.Base base\n}\n';

  it('are read but not reported on', async () => {
    const cwd = makeFolder({ 'thriftwise.json': config, 'a.thrift': user, 'base.thrift': camel.replace('A', 'Base') });
    expect(await checkJson(['a.thrift'], { cwd })).toMatchObject({ code: 0, report: { summary: { files: 1 } } });
  });

  it('are looked for in --include-path, besides the configuration’s own', async () => {
    const cwd = makeFolder({
      'thriftwise.json': JSON.stringify({ ...JSON.parse(config), includePaths: ['second'] }),
      'idl/a.thrift': `include "more.thrift"\n${user}`,
      'first/base.thrift': 'struct Base {}\n',
      'second/more.thrift': '',
    });
    expect((await thriftwise(['check', 'idl'], { cwd })).code).toBe(1);
    expect(await checkJson(['--include-path', 'first', 'idl'], { cwd })).toMatchObject({ code: 0 });
  });

  it('may not leave the working directory, or a foreign path’s own project', async () => {
    const outer = makeFolder({
      'base.thrift': 'struct Base {}\n',
      'project/thriftwise.json': config,
      'project/base.thrift': 'struct Base {}\n',
      'project/idl/a.thrift': user.replace('base.thrift', '../../base.thrift'),
      'project/idl/b.thrift': user.replace('base.thrift', '../base.thrift'),
      'elsewhere/x.txt': '',
    });
    for (const cwd of ['project', 'elsewhere']) {
      const { report } = await checkJson([join(outer, 'project/idl')], { cwd: join(outer, cwd) });
      expect(report.findings.filter(({ rule }) => rule === 'idl/unresolved-include')).toMatchObject([
        { file: expect.stringMatching(/idl\/a\.thrift$/) },
      ]);
    }
  });
});

describe('the language of messages', () => {
  const cwd = makeFolder({ 'thriftwise.json': config, 'a.thrift': camel });
  const english = '"userId" is not snake_case';
  const chinese = '1 个警告';

  it('comes from --locale, else from the environment', async () => {
    expect((await thriftwise(['check'], { cwd })).stdout).toContain(english);
    expect((await thriftwise(['check'], { cwd, env: { LC_ALL: '', LANG: 'zh_CN.UTF-8' } })).stdout).toContain(chinese);
    expect((await thriftwise(['check'], { cwd, env: { LC_ALL: 'C', LANG: 'zh_CN.UTF-8' } })).stdout).toContain(english);
    expect((await thriftwise(['check', '--locale', 'zh-cn'], { cwd })).stdout).toContain(chinese);
    const env = { LC_ALL: 'zh_CN.UTF-8' };
    expect((await thriftwise(['check', '--locale', 'en'], { cwd, env })).stdout).toContain(english);
  });
});

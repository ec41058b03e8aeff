import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder, thriftwise } from './run';

const text = 'struct  A{\n   1:i32 a\n}';
const done = 'struct A {\n   1: i32 a\n}\n';
const clean = 'struct B {\n  1: i32 b\n}\n';
const read = (cwd: string, path: string) => readFileSync(join(cwd, path), 'utf8');

describe('format', () => {
  it('writes what changes, names it, and does nothing the second time', async () => {
    const cwd = makeFolder({ 'idl/a.thrift': text, 'idl/b.thrift': clean, 'other.thrift': text });
    expect(await thriftwise(['format', 'idl'], { cwd })).toEqual({
      code: 0,
      stdout: 'idl/a.thrift\nFormatted 1 file. 1 file is formatted already.\n',
      stderr: '',
    });
    expect([read(cwd, 'idl/a.thrift'), read(cwd, 'other.thrift')]).toEqual([done, text]);
    expect((await thriftwise(['format', 'idl'], { cwd })).stdout).toBe(
      'Nothing to format. 2 files are formatted already.\n',
    );
    expect(readdirSync(join(cwd, 'idl'))).toEqual(['a.thrift', 'b.thrift']);
  });

  it('lists with --check, and exits with 1 when there is something to do', async () => {
    const cwd = makeFolder({ 'a.thrift': text, 'b.thrift': clean });
    expect(await thriftwise(['format', '--check'], { cwd })).toEqual({
      code: 1,
      stdout: 'a.thrift\n',
      stderr: 'Would format 1 file. 1 file is formatted already.\n',
    });
    expect(read(cwd, 'a.thrift')).toBe(text);
    expect((await thriftwise(['format', '--check', 'b.thrift'], { cwd })).code).toBe(0);
  });

  it('prints a diff that git applies with --dry-run', async () => {
    const cwd = makeFolder({ 'a.thrift': text });
    const outcome = await thriftwise(['format', '--dry-run'], { cwd });
    expect([outcome.code, read(cwd, 'a.thrift')]).toEqual([1, text]);
    execFileSync('git', ['apply', '-p1', '-'], { cwd, input: outcome.stdout });
    expect(read(cwd, 'a.thrift')).toBe(done);
    expect((await thriftwise(['format', '-n'], { cwd })).code).toBe(0);
  });

  it('formats stdin under the configuration that a name leads to', async () => {
    const cwd = makeFolder({ 'idl/thriftwise.json': '{ "format": { "indentWidth": 8 } }' });
    const words = ['format', '--stdin-filename', 'idl/a.thrift'];
    expect(await thriftwise(words, { cwd, input: text })).toEqual({
      code: 0,
      stdout: done.replace('   1', '        1'),
      stderr: '',
    });
    expect(await thriftwise([...words, '--check'], { cwd, input: text })).toEqual({
      code: 1,
      stdout: 'idl/a.thrift\n',
      stderr: '',
    });
    expect((await thriftwise(words, { cwd, input: '' })).stdout).toBe('');
    expect((await thriftwise([...words, 'b.thrift'], { cwd })).code).toBe(2);
  });

  it('follows the configuration, and does nothing under one with a mistake', async () => {
    const cwd = makeFolder({
      'thriftwise.json':
        '{ "exclude": ["old/**"], "format": { "indentStyle": "tab", "separators": "comma", "align": "all" } }',
      'a.thrift': 'struct A {\n  1: i32 a\n  22: string b\n}\n',
      'old/b.thrift': text,
      'bad/thriftwise.json': '{ "format": { "indentwidth": 2 } }',
      'bad/c.thrift': text,
    });
    await thriftwise(['format', 'a.thrift', 'old/../old/b.thrift', '--force-exclude'], { cwd });
    expect(read(cwd, 'a.thrift')).toBe('struct A {\n\t1:  i32    a,\n\t22: string b,\n}\n');
    expect(read(cwd, 'old/b.thrift')).toBe(text);
    const outcome = await thriftwise(['format', 'bad'], { cwd });
    expect([outcome.code, outcome.stdout, read(cwd, 'bad/c.thrift')]).toEqual([2, '', text]);
    expect(outcome.stderr).toContain('Thriftwise knows no "indentwidth" here. Did you mean "indentWidth"?');
  });

  it('leaves nothing to do for the next time where it turns blanks into tabs', async () => {
    const line = '  string get(1: string message, 2: bool throwException12345)\n';
    const cwd = makeFolder({
      'thriftwise.json': '{ "format": { "indentStyle": "tab", "printWidth": 60 } }',
      'a.thrift': `service S {\n${line}  void a()\n}\n`,
    });
    await thriftwise(['format', 'a.thrift'], { cwd });
    expect((await thriftwise(['format', 'a.thrift', '--check'], { cwd })).code).toBe(0);
  });

  it('tells of what stays as it is', async () => {
    const cwd = makeFolder({
      'a.thrift': 'struct   A { 1 }\nstruct  B{}\n',
      'fb.thrift': 'package "a.b"\nstruct  B{}\n',
    });
    expect(await thriftwise(['format'], { cwd })).toEqual({
      code: 0,
      stdout: 'a.thrift\nFormatted 1 file. 1 file is formatted already.\n',
      stderr:
        'thriftwise: a.thrift: 1 definition with syntax errors stayed as written.\n' +
        'thriftwise: fb.thrift: it is fbthrift (package), which is not formatted.\n',
    });
    expect(read(cwd, 'a.thrift')).toBe('struct   A { 1 }\nstruct  B{}\n'.replace('struct  B{}', 'struct B {}'));
  });

  it('keeps the mode, leaves files that it may not write, and formats the others', async () => {
    const gbk = Buffer.concat([Buffer.from('// '), Buffer.from([0xd3, 0xc3]), Buffer.from(`\n${text}`)]);
    const cwd = makeFolder({ 'idl/a.thrift': `\uFEFF${text}`, 'idl/gbk.thrift': gbk, 'out.thrift': text });
    chmodSync(join(cwd, 'idl/a.thrift'), 0o640);
    symlinkSync(join(cwd, 'out.thrift'), join(cwd, 'idl/link.thrift'));
    const outcome = await thriftwise(['format', 'idl', 'missing.thrift'], { cwd });
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain('There is no file or folder "missing.thrift".');
    expect(outcome.stderr).toContain('idl/gbk.thrift was left as it is: it is not UTF-8');
    expect(outcome.stderr).toContain('idl/link.thrift was left as it is: it is a link to a file outside');
    expect([read(cwd, 'idl/a.thrift'), read(cwd, 'out.thrift')]).toEqual([`\uFEFF${done}`, text]);
    expect(statSync(join(cwd, 'idl/a.thrift')).mode & 0o777).toBe(0o640);
    expect(readFileSync(join(cwd, 'idl/gbk.thrift')).equals(gbk)).toBe(true);
  });
});

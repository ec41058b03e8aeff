import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder, only, thriftwise } from './run';

const config = only({ 'idl/implicit-enum-value': 'warning', 'idl/field-naming': 'warning' });
const text = 'enum E {\n  A,\n  B // last\n}\n\nstruct S {\n  1: required i64 userId\n}\n';
const fixed = 'enum E {\n  A = 0,\n  B = 1 // last\n}\n\nstruct S {\n  1: required i64 userId\n}\n';
const read = (cwd: string, path: string) => readFileSync(join(cwd, path), 'utf8');

describe('fix', () => {
  it('applies safe fixes alone, and says what it did and what is left', async () => {
    const cwd = makeFolder({ 'thriftwise.json': config, 'idl/a.thrift': text, 'idl/clean.thrift': '' });
    const outcome = await thriftwise(['fix', 'idl'], { cwd });
    expect(outcome).toEqual({
      code: 0,
      stdout:
        'idl/a.thrift: idl/implicit-enum-value (2)\nFixed 2 problems in 1 file. 1 problem needs a person: see "thriftwise check".\n',
      stderr: '',
    });
    expect(read(cwd, 'idl/a.thrift')).toBe(fixed);
    const again = await thriftwise(['fix', 'idl'], { cwd });
    expect(again.stdout).toBe('Nothing to fix. 1 problem needs a person: see "thriftwise check".\n');
    expect(readdirSync(join(cwd, 'idl'))).toEqual(['a.thrift', 'clean.thrift']);
  });

  it('fixes what lies beyond maxFindings as well', async () => {
    const capped = JSON.stringify({ ...JSON.parse(config), maxFindings: 1 });
    const many = text.replace('A,', `A,\n${Array.from({ length: 30 }, (_, i) => `  X${i},\n`).join('')}`);
    const cwd = makeFolder({ 'thriftwise.json': capped, 'a.thrift': many });
    const outcome = await thriftwise(['fix', '.'], { cwd });
    expect(outcome.code).toBe(0);
    expect(outcome.stdout).toBe(
      'a.thrift: idl/implicit-enum-value (32)\nFixed 32 problems in 1 file. 1 problem needs a person: see "thriftwise check".\n',
    );
    expect(read(cwd, 'a.thrift')).toContain('  X29 = 30,\n');
    expect(read(cwd, 'a.thrift')).toContain('  B = 31 // last\n');
  });

  it('prints a diff that git applies with --dry-run, and writes nothing', async () => {
    const cwd = makeFolder({ 'thriftwise.json': config, 'idl/a.thrift': text });
    const outcome = await thriftwise(['fix', '--dry-run'], { cwd });
    expect(outcome.code).toBe(1);
    expect(outcome.stdout).toBe(
      '--- a/idl/a.thrift\n+++ b/idl/a.thrift\n@@ -1,6 +1,6 @@\n enum E {\n-  A,\n-  B // last\n+  A = 0,\n+  B = 1 // last\n }\n \n struct S {\n',
    );
    expect(outcome.stderr).toContain('Would fix 2 problems in 1 file.');
    expect(read(cwd, 'idl/a.thrift')).toBe(text);
    execFileSync('git', ['apply', '-p1', '-'], { cwd, input: outcome.stdout });
    expect(read(cwd, 'idl/a.thrift')).toBe(fixed);
    expect((await thriftwise(['fix', '--dry-run'], { cwd })).code).toBe(0);
  });

  it('keeps to the rules that --rule names', async () => {
    const cwd = makeFolder({ 'thriftwise.json': config, 'a.thrift': text });
    await thriftwise(['fix', '--rule', 'idl/field-naming'], { cwd });
    expect(read(cwd, 'a.thrift')).toBe(text);
    await thriftwise(['fix', '--rule', 'idl/field-naming', '--rule', 'idl/implicit-enum-value'], { cwd });
    expect(read(cwd, 'a.thrift')).toBe(fixed);
  });

  it('keeps the mode, the byte order mark and the line ends', async () => {
    const marked = `\uFEFF${text.replaceAll('\n', '\r\n')}`;
    const cwd = makeFolder({
      'thriftwise.json': only({ 'idl/implicit-enum-value': 'warning', 'idl/field-id-order': 'warning' }),
      'a.thrift': marked,
      'b.thrift': 'struct A {\r\n  2: required i64 second\r\n  1: required i64 first\r\n}\r\n',
    });
    chmodSync(join(cwd, 'a.thrift'), 0o640);
    await thriftwise(['fix', '.'], { cwd });
    expect(read(cwd, 'a.thrift')).toBe(`\uFEFF${fixed.replaceAll('\n', '\r\n')}`);
    expect(statSync(join(cwd, 'a.thrift')).mode & 0o777).toBe(0o640);
    expect(read(cwd, 'b.thrift')).toBe('struct A {\r\n  1: required i64 first\r\n  2: required i64 second\r\n}\r\n');
  });

  it('writes no file outside of the paths given, and no link over', async () => {
    const cwd = makeFolder({
      'thriftwise.json': config,
      'idl/a.thrift': `include "../other/base.thrift"\n${text}`,
      'other/base.thrift': text,
      'other/linked.thrift': text,
    });
    symlinkSync(join(cwd, 'other/linked.thrift'), join(cwd, 'idl/link.thrift'));
    const outcome = await thriftwise(['fix', 'idl'], { cwd });
    expect([outcome.code, outcome.stderr]).toEqual([
      2,
      'thriftwise: idl/link.thrift was left as it is: it is a link to a file outside of the paths given.\n',
    ]);
    expect(read(cwd, 'idl/a.thrift')).toContain('A = 0');
    expect(read(cwd, 'other/base.thrift')).toBe(text);
    expect(read(cwd, 'other/linked.thrift')).toBe(text);
    expect((await thriftwise(['fix', 'idl/link.thrift'], { cwd })).code).toBe(0);
    expect(read(cwd, 'other/linked.thrift')).toBe(fixed);
    expect(lstatSync(join(cwd, 'idl/link.thrift')).isSymbolicLink()).toBe(true);
  });

  it('leaves a file alone that is not UTF-8, and fixes the others', async () => {
    const gbk = Buffer.concat([Buffer.from('// '), Buffer.from([0xd3, 0xc3, 0xbb, 0xa7]), Buffer.from(`\n${text}`)]);
    const cwd = makeFolder({ 'thriftwise.json': config, 'a.thrift': text, 'gbk.thrift': gbk });
    const outcome = await thriftwise(['fix', '.'], { cwd });
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain('gbk.thrift was left as it is: it is not UTF-8');
    expect(readFileSync(join(cwd, 'gbk.thrift')).equals(gbk)).toBe(true);
    expect(read(cwd, 'a.thrift')).toBe(fixed);
  });

  it('does nothing under a configuration with a mistake', async () => {
    const cwd = makeFolder({ 'thriftwise.json': '{ "rulez": {} }', 'a.thrift': text });
    const outcome = await thriftwise(['fix', '.'], { cwd });
    expect([outcome.code, outcome.stdout]).toEqual([2, '']);
    expect(outcome.stderr).toContain('thriftwise.json:1:3: Thriftwise knows no "rulez" here. Did you mean "rules"?');
    expect(read(cwd, 'a.thrift')).toBe(text);
  });

  it('settles what one fix uncovers for another', async () => {
    const cwd = makeFolder({
      'thriftwise.json': only({ 'idl/implicit-enum-value': 'warning', 'thriftwise/unused-suppression': 'warning' }),
      'a.thrift': 'enum E {\n  // thriftwise-disable-next-line idl/field-naming -- once\n  A\n}\n',
    });
    writeFileSync(
      join(cwd, 'thriftwise.json'),
      only({
        'idl/field-naming': 'warning',
        'idl/implicit-enum-value': 'warning',
        'thriftwise/unused-suppression': 'warning',
      }),
    );
    expect((await thriftwise(['fix'], { cwd })).code).toBe(0);
    expect(read(cwd, 'a.thrift')).toBe('enum E {\n  A = 0\n}\n');
  });
});

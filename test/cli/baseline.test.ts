import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  applyBaseline,
  type BaselineKey,
  createBaseline,
  parseBaseline,
  printBaseline,
} from '../../server/src/core/baseline';
import { checkJson, makeFolder, only, thriftwise } from './run';

const key = (rule: string, file: string, symbol: string): BaselineKey => ({ rule, file, symbol });
const everything = () => true;
const itself = (item: BaselineKey) => item;

describe('a baseline', () => {
  const findings = [
    key('idl/b', 'z.thrift', 'S.f'),
    key('idl/a', 'a.thrift', ''),
    key('idl/b', 'z.thrift', 'S.f'),
    key('idl/a', 'z.thrift', '__proto__.constructor'),
  ];

  it('is the same after it was written and read, whatever the names are', () => {
    const baseline = createBaseline(findings);
    expect(baseline.map((entry) => [entry.file, entry.symbol, entry.rule, entry.count])).toEqual([
      ['a.thrift', '', 'idl/a', 1],
      ['z.thrift', 'S.f', 'idl/b', 2],
      ['z.thrift', '__proto__.constructor', 'idl/a', 1],
    ]);
    expect(parseBaseline(printBaseline(baseline))).toEqual({ baseline });
    const odd = createBaseline([key('idl/a', '__proto__', '__proto__')]);
    expect(parseBaseline(`\uFEFF${printBaseline(odd)}`)).toEqual({ baseline: odd });
  });

  it('covers what it counts, and nothing of a place that has more', () => {
    const baseline = createBaseline(findings);
    expect(applyBaseline(findings, itself, baseline, everything)).toEqual({ fresh: [], covered: 4, stale: [] });
    const more = [...findings, key('idl/b', 'z.thrift', 'S.f'), key('idl/c', 'a.thrift', '')];
    const { fresh, covered } = applyBaseline(more, itself, baseline, everything);
    expect(fresh.map((each) => each.rule)).toEqual(['idl/b', 'idl/b', 'idl/b', 'idl/c']);
    expect(covered).toBe(2);
  });

  it('tells what is gone, from the files that were looked at', () => {
    const baseline = createBaseline(findings);
    const { stale } = applyBaseline(findings.slice(0, 1), itself, baseline, (file) => file === 'z.thrift');
    expect(stale).toEqual([
      { ...key('idl/b', 'z.thrift', 'S.f'), count: 1 },
      { ...key('idl/a', 'z.thrift', '__proto__.constructor'), count: 1 },
    ]);
  });

  it.each([
    ['{', 'not valid JSON'],
    ['[]', '"version" is not 1'],
    ['{"version":2,"files":{}}', '"version" is not 1'],
    ['{"version":1}', '"files" is not an object'],
    ['{"version":1,"files":{"a":1}}', '"a" is not an object'],
    ['{"version":1,"files":{"a":{"S":[]}}}', '"S" is not an object'],
    ['{"version":1,"files":{"a":{"S":{"r":0}}}}', 'not a whole number above 0'],
    ['{"version":1,"files":{"a":{"S":{"r":"1"}}}}', 'not a whole number above 0'],
  ])('refuses %s', (text, why) => {
    expect(parseBaseline(text)).toEqual({ error: expect.stringContaining(why) });
  });
});

describe('check with a baseline', () => {
  const config = only({ 'idl/field-naming': 'warning', 'idl/implicit-enum-value': 'warning' });
  const old = 'struct A {\n  1: required i64 userId\n}\n\nenum E { A }\n';

  it('accepts what is there and reports what is new, while lines move', async () => {
    const cwd = makeFolder({ 'thriftwise.json': config, 'idl/a.thrift': old, 'idl/b.thrift': old });
    const written = await thriftwise(['check', '--write-baseline', 'idl'], { cwd });
    expect(written).toEqual({ code: 0, stdout: 'Accepted 4 findings in thriftwise-baseline.json.\n', stderr: '' });
    expect(JSON.parse(readFileSync(join(cwd, 'thriftwise-baseline.json'), 'utf8'))).toEqual({
      version: 1,
      files: {
        'idl/a.thrift': { 'A.userId': { 'idl/field-naming': 1 }, 'E.A': { 'idl/implicit-enum-value': 1 } },
        'idl/b.thrift': { 'A.userId': { 'idl/field-naming': 1 }, 'E.A': { 'idl/implicit-enum-value': 1 } },
      },
    });
    const words = ['--baseline', 'thriftwise-baseline.json', 'idl'];
    writeFileSync(join(cwd, 'idl/a.thrift'), `// moved\n\n${old}`);
    expect(await checkJson(words, { cwd })).toMatchObject({
      code: 0,
      report: { findings: [], summary: { warning: 0 } },
    });
    writeFileSync(join(cwd, 'idl/a.thrift'), `struct New {\n  1: required i64 orderId\n}\n${old}`);
    const { code, report } = await checkJson(words, { cwd });
    expect(code).toBe(1);
    expect(report.findings.map(({ message }) => message)).toEqual([expect.stringContaining('"orderId"')]);
    const pretty = await thriftwise(['check', ...words], { cwd });
    expect(pretty.stdout).toContain('4 accepted by the baseline thriftwise-baseline.json.');
  });

  it('says what is gone, and shrinks when it is written anew', async () => {
    const cwd = makeFolder({ 'thriftwise.json': config, 'a.thrift': old, 'b.thrift': old, 'c.thrift': old });
    await thriftwise(['check', '--write-baseline', 'base.json', '.'], { cwd });
    writeFileSync(join(cwd, 'a.thrift'), old.replace('userId', 'user_id'));
    rmSync(join(cwd, 'c.thrift'));
    const { code, stdout } = await thriftwise(['check', '--baseline', 'base.json', '.'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('3 accepted by the baseline are gone: write it anew with --write-baseline base.json.');
    // Only a.thrift is looked at, so b.thrift's entries stay.
    await thriftwise(['check', '--write-baseline=base.json', 'a.thrift'], { cwd });
    const { files } = JSON.parse(readFileSync(join(cwd, 'base.json'), 'utf8')) as { files: object };
    expect(files).toEqual({
      'a.thrift': { 'E.A': { 'idl/implicit-enum-value': 1 } },
      'b.thrift': { 'A.userId': { 'idl/field-naming': 1 }, 'E.A': { 'idl/implicit-enum-value': 1 } },
    });
  });

  it('takes the baseline that the configuration names', async () => {
    const cwd = makeFolder({
      'thriftwise.json': JSON.stringify({ ...JSON.parse(config), baseline: 'ci/base.json' }),
      'ci/base.json': printBaseline(createBaseline([key('idl/field-naming', '../a.thrift', 'A.userId')])),
      'a.thrift': old,
    });
    const { report } = await checkJson([], { cwd });
    expect(report.findings.map(({ rule }) => rule)).toEqual(['idl/implicit-enum-value']);
    await thriftwise(['check', '--write-baseline'], { cwd });
    expect((await checkJson([], { cwd })).code).toBe(0);
  });

  it('overwrites no file that is no baseline', async () => {
    const cwd = makeFolder({ 'thriftwise.json': config, 'a.thrift': old, 'package.json': '{ "name": "x" }' });
    const { code, stderr } = await thriftwise(['check', '--write-baseline', 'package.json', '.'], { cwd });
    expect([code, stderr]).toEqual([2, 'thriftwise: "package.json" is no baseline: "version" is not 1.\n']);
    expect(readFileSync(join(cwd, 'package.json'), 'utf8')).toBe('{ "name": "x" }');
  });
});

describe('a baseline of a file with more findings than maxFindings', () => {
  const rules = JSON.parse(only({ 'idl/field-naming': 'warning', 'thriftwise/limit': 'information' }));
  const structs = (...names: string[]) =>
    names.map((name) => `struct ${name} {\n  1: required i64 userId\n}\n`).join('');
  const old = structs('A', 'B', 'C', 'D', 'E');

  it.each([
    { named: 'on the command line', more: {}, options: ['--baseline', 'thriftwise-baseline.json'] },
    { named: 'in the configuration', more: { baseline: 'thriftwise-baseline.json' }, options: [] },
  ])('accepts them all, and leaves room for what is new ($named)', async ({ more, options }) => {
    const config = { ...rules, maxFindings: 2 };
    const cwd = makeFolder({ 'thriftwise.json': JSON.stringify(config), 'a.thrift': old });
    const found = async () => {
      const { code, report } = await checkJson([...options, '.'], { cwd });
      return [code, ...report.findings.map(({ rule, range }) => `${rule}:${range.start.line}`)];
    };
    const accepted = await thriftwise(['check', '--write-baseline'], { cwd });
    expect(accepted.stdout).toBe('Accepted 5 findings in thriftwise-baseline.json.\n');
    writeFileSync(join(cwd, 'thriftwise.json'), JSON.stringify({ ...config, ...more }));
    expect(await found()).toEqual([0]);
    writeFileSync(join(cwd, 'a.thrift'), old + structs('New'));
    expect(await found()).toEqual([1, 'idl/field-naming:16']);
    writeFileSync(join(cwd, 'a.thrift'), old + structs('F', 'G', 'H'));
    expect(await found()).toEqual([1, 'thriftwise/limit:0', 'idl/field-naming:16', 'idl/field-naming:19']);
  });
});

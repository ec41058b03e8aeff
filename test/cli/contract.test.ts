import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkJson, makeFolder } from './run';

const fixtures = join(import.meta.dirname, '../fixtures/contract');
const generated = Object.fromEntries(
  readdirSync(join(fixtures, 'generated/es6')).map((name) => [
    `services/gen/${name}`,
    readFileSync(join(fixtures, 'generated/es6', name), 'utf8'),
  ]),
);
const handler = `import * as thrift from 'thrift';
import * as UserService from './gen/UserService';

thrift.createServer(UserService, {
  getUser: async () => undefined as never,
});
`;
const files = {
  'thriftwise.json': JSON.stringify({ rules: { 'idl/*': 'off', 'service/*': 'off' } }),
  'package.json': '{ "dependencies": { "thrift": "0.24.0" } }',
  ...generated,
  'services/users.ts': handler,
};
const idl = readFileSync(join(fixtures, 'users.thrift'), 'utf8');

describe('check of a folder with IDL and the code generated from it', { timeout: 60_000 }, () => {
  it('holds the handlers against the IDL', async () => {
    const cwd = makeFolder({ ...files, 'idl/users.thrift': idl });
    const { report, code } = await checkJson(['.'], { apart: true, cwd });
    expect(report.findings.map(({ file, rule }) => `${file} ${rule}`)).toEqual([
      'services/users.ts contract/missing-handler',
      'services/users.ts contract/handler-arity',
    ]);
    expect(code).toBe(1);
  });

  it('finds the IDL of the project where only code was asked about, and says nothing of the IDL itself', async () => {
    const broken = 'struct A { 1: i32 a, 1: i32 b }';
    const rules = JSON.stringify({ rules: { 'service/*': 'off' } });
    const cwd = makeFolder({ ...files, 'thriftwise.json': rules, 'idl/users.thrift': idl, 'idl/a.thrift': broken });
    const expected = ['services/users.ts contract/missing-handler', 'services/users.ts contract/handler-arity'];
    for (const at of [
      { paths: ['services'], cwd },
      { paths: ['.'], cwd: join(cwd, 'services') },
    ]) {
      const { report } = await checkJson(at.paths, { apart: true, cwd: at.cwd });
      expect(report.findings.map(({ file, rule }) => `${file} ${rule}`)).toEqual(
        at.cwd === cwd ? expected : expected.map((each) => each.replace('services/', '')),
      );
    }
  });

  it('looks for it along the include paths of the configuration, too', async () => {
    const rules = { rules: { 'service/*': 'off' }, includePaths: ['../idl'] };
    const below = Object.fromEntries(Object.entries(files).map(([path, text]) => [`project/${path}`, text]));
    const cwd = makeFolder({
      ...below,
      'project/thriftwise.json': JSON.stringify(rules),
      'idl/users.thrift': idl,
    });
    const { report } = await checkJson(['project/services'], { apart: true, cwd });
    expect(report.findings.map(({ rule }) => rule)).toEqual(['contract/missing-handler', 'contract/handler-arity']);
  });

  it('says nothing where no package depends on Thrift, where the IDL is excluded, or where two services that differ fit', async () => {
    const manifest = '{ "dependencies": { "express": "5.0.0" } }';
    const without = makeFolder({ ...files, 'package.json': manifest, 'idl/users.thrift': idl });
    expect((await checkJson(['services'], { apart: true, cwd: without })).report.findings).toEqual([]);
    const rules = { rules: { 'service/*': 'off' }, exclude: ['idl'] };
    const excluded = makeFolder({ ...files, 'thriftwise.json': JSON.stringify(rules), 'idl/users.thrift': idl });
    expect((await checkJson(['services'], { apart: true, cwd: excluded })).report.findings).toEqual([]);
    const twice = makeFolder({
      ...files,
      'idl/users.thrift': idl,
      'old/users.thrift': idl.replace('1: i64 id)', '1: i32 id)'),
    });
    expect((await checkJson(['.'], { apart: true, cwd: twice })).report.findings).toEqual([]);
    expect((await checkJson(['services'], { apart: true, cwd: twice })).report.findings).toEqual([]);
  });
});

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

  it('says nothing where the IDL is not known, or two services fit', async () => {
    const without = await checkJson(['services'], {
      apart: true,
      cwd: makeFolder({ ...files, 'idl/users.thrift': idl }),
    });
    expect(without.report.findings).toEqual([]);
    const twice = makeFolder({ ...files, 'idl/users.thrift': idl, 'old/users.thrift': idl });
    expect((await checkJson(['.'], { apart: true, cwd: twice })).report.findings).toEqual([]);
  });
});

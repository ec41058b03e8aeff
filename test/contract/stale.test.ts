import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Files } from '../harness/check';
import { runVariants, type Variant, type VariantOutcome } from '../harness/serviceEngine';

// What the real generators write with all of their options, held against the IDL that it was made from (nothing to say) and against edits of it.

const root = join(import.meta.dirname, '../..');
const fixtures = join(root, 'test/fixtures/contract');
const idl: Files = Object.fromEntries(
  ['everything.thrift', 'shared.thrift'].map((name) => [name, readFileSync(join(fixtures, name), 'utf8')]),
);
const hasApache = (spawnSync('thrift', ['--version'], { encoding: 'utf8' }).stdout ?? '').includes('Thrift version');

/** What a generator writes for both files, with paths below `gen/`. */
function generate(command: string, words: (folder: string) => readonly string[]): Files {
  const folder = mkdtempSync(join(tmpdir(), 'thriftwise-stale-'));
  execFileSync(command, words(folder), { cwd: fixtures, stdio: 'ignore' });
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name));
  const found = files.map((path) => [`gen/${relative(folder, path)}`, readFileSync(path, 'utf8')] as const);
  rmSync(folder, { recursive: true, force: true });
  return Object.fromEntries(found);
}

function apache(options: string): Files {
  return generate('thrift', (folder) => ['-r', '--gen', `js:${options}`, '-out', folder, 'everything.thrift']);
}

function creditKarma(...options: readonly string[]): Files {
  const script = join(root, 'node_modules/@creditkarma/thrift-typescript/dist/main/bin/index.js');
  const inputs = ['everything.thrift', 'shared.thrift'];
  return generate(process.execPath, (folder) => [
    script,
    ...options,
    '--sourceDir',
    '.',
    '--outDir',
    folder,
    ...inputs,
  ]);
}

const isJavaScript = (generated: Files) => !Object.keys(generated).some((path) => path.endsWith('.ts'));

/** Code that imports what was generated, held against this IDL. */
function variant(generated: Files, changed: Files): Variant {
  const inside = 'gen/all/things/Svc.ts' in generated ? 'all/things/' : '';
  const service = `./gen/${inside}Svc`;
  const main: Files = isJavaScript(generated)
    ? { 'main.js': `const Svc = require('${service}');\nmodule.exports = Svc.Client;\n` }
    : { 'main.ts': `import * as Svc from '${service}';\nexport const { Client } = Svc;\n` };
  const config = {
    rules: { 'idl/*': 'off', 'service/*': 'off', 'contract/*': 'off', 'contract/stale-generated-code': 'warning' },
  } as const;
  return { files: { ...generated, ...idl, ...changed, ...main }, config };
}

/** What the messages say that differs. */
function said({ findings }: VariantOutcome): string[] {
  return findings.map(({ message }) => message.replace(/^.*?: /, '').replace(/\. Generate.*$/, ''));
}

function edited(from: string, to: string): Files {
  const text = idl['everything.thrift'] ?? '';
  expect(text).toContain(from);
  return { 'everything.thrift': text.replaceAll(from, to) };
}

/** An edit of `everything.thrift`, and what is then said: of the service, and of the types where it is of them. */
interface Edit {
  readonly from: string;
  readonly to: string;
  readonly said: string;
  /** Said of the service besides. */
  readonly also?: string;
  /** Where code of this generator does not tell. */
  readonly notBy?: 'creditkarma';
}

const edits: readonly Edit[] = [
  { from: '3: i16 c', to: '3: i32 c', said: 'All.c has another type' },
  { from: '3: i16 c', to: '33: i16 c', said: 'All.c has the id 3, not 33' },
  { from: '3: i16 c', to: '3: i16 cc', said: 'it lacks All.cc; it still has All.c' },
  { from: '  3: i16 c\n', to: '', said: 'it still has All.c' },
  { from: '3: i16 c', to: '3: required i16 c', said: 'All.c is not required there' },
  { from: '1: required bool a', to: '1: bool a', said: 'All.a is still required there' },
  { from: '1: required bool a', to: '1: optional bool a', said: 'All.a is still required there' },
  {
    from: 'typedef i64 Id',
    to: 'typedef string Id',
    said: 'All.k has another type; All.n has another type',
    also: 'get.id has another type',
  },
  { from: 'map<i32, Id>>> k', to: 'map<i32, i32>>> k', said: 'All.k has another type' },
  { from: 'GUEST = 7', to: 'GUEST = 8', said: 'Role.GUEST is 7, not 8' },
  { from: 'USER, GUEST', to: 'USER, OPERATOR, GUEST', said: 'it lacks Role.OPERATOR' },
  { from: 'USER, GUEST', to: 'GUEST', said: 'it still has Role.USER' },
  { from: '2: i32 right', to: '2: i32 right, 3: bool middle', said: 'it lacks Either.middle' },
  { from: '1: string why', to: '1: i32 why', said: 'Bad.why has another type' },
  {
    from: 'struct Empty {}',
    to: 'struct Empty {}\nstruct Another { 1: i32 x }',
    said: 'it lacks Another',
  },
  { from: '13: shared.Point m', to: '13: shared.Line m', said: 'All.m holds Point, not Line' },
  { from: 'list<shared.Point> o', to: 'list<shared.Line> o', said: 'All.o holds Point, not Line' },
  {
    from: 'typedef shared.Point Spot',
    to: 'typedef Empty Spot',
    said: 'All.u holds Point, not Empty; All.v holds Point, not Empty',
    notBy: 'creditkarma',
  },
  {
    from: '24: optional shared.Points x',
    to: '24: optional map<i32, list<string>> x',
    said: 'All.x has another type',
  },
  { from: '24: optional shared.Points x', to: '24: optional shared.Colors x', said: 'All.x has another type' },
  { from: '25: optional Path y', to: '25: optional list<Empty> y', said: 'All.y holds Point, not Empty' },
  { from: '23: optional Palette w', to: '23: optional list<i32> w', said: 'All.w has another type' },
  { from: '3: Either either)', to: '3: Empty either)', said: 'get.either holds Either, not Empty' },
  { from: 'All get(', to: 'Empty get(', said: 'get returns All, not Empty' },
  { from: '2: shared.Worse worse', to: '2: Bad worse', said: 'get throws Worse, not Bad' },
  { from: '2: required list<Role> roles', to: '2: required list<string> roles', said: 'get.roles has another type' },
  { from: '3: Either either)', to: '4: Either either)', said: 'get.either has the id 3, not 4' },
  { from: 'i64 count()', to: 'i32 count()', said: 'count returns another type' },
  { from: 'i64 count()', to: 'void count()', said: 'count returns another type' },
  { from: 'i64 count()', to: 'i64 count() throws (1: Bad bad)', said: 'count does not know Bad' },
  { from: ', 2: shared.Worse worse', to: '', said: 'get still throws worse' },
  { from: 'oneway void fire', to: 'void fire', said: 'fire is still oneway there', notBy: 'creditkarma' },
  { from: 'i64 count()', to: 'oneway void count()', said: 'count is not oneway there', notBy: 'creditkarma' },
  { from: 'i64 count()', to: 'i64 total()', said: 'it lacks total; it still has count' },
];

/** Changes that leave the wire and the generated names as they are. */
const harmless: readonly (readonly [string, string])[] = [
  ['12: Role l = Role.ADMIN', '12: Role l = Role.USER'],
  ['16: required i32 p = 4', '16: i32 p = 4'],
  ['2: byte b', '2: i8 b'],
  ['8: binary h', '8: string h'],
  ['14: Ids n', '14: list<i64> n'],
  ['GUEST = 7', 'GUEST = 0x7'],
  ['throws (1: Bad bad', 'throws (1: Bad worst'],
  ['23: optional Palette w', '23: optional list<string> w'],
  ['21: optional Spot u', '21: optional shared.Point u'],
  ['24: optional shared.Points x', '24: optional map<i32, list<double>> x'],
  ['25: optional Path y', '25: optional list<Spot> y'],
  ['const i32 MAX = 3', 'const i32 MAX = 4'],
  ['struct Empty {}', 'struct Empty {} (note = "none")'],
];

const generators = [
  ...['node', 'node,ts', 'node,es6', 'node,ts,es6'].map((options) => ({
    name: `thrift --gen js:${options}`,
    by: 'apache' as const,
    make: () => apache(options),
  })),
  ...[[], ['--strictUnions'], ['--withNameField']].map((options) => ({
    name: ['thrift-typescript --target thrift-server', ...options].join(' '),
    by: 'creditkarma' as const,
    make: () => creditKarma('--target', 'thrift-server', ...options),
  })),
  {
    name: 'thrift-typescript --target apache',
    by: 'creditkarma' as const,
    make: () => creditKarma('--target', 'apache'),
  },
];

describe.each(generators)('$name', ({ by, make }) => {
  const own = edits.filter(({ notBy }) => notBy !== by);
  let outcomes: readonly string[][] = [];

  // All in one program: making one costs far more than holding it against an IDL does.
  beforeAll(() => {
    if (by === 'apache' && !hasApache) return;
    const generated = make();
    const changes = [{}, ...own.map(({ from, to }) => edited(from, to)), ...harmless.map((each) => edited(...each))];
    outcomes = runVariants(changes.map((each) => variant(generated, each))).map(said);
  }, 240_000);

  it.skipIf(by === 'apache' && !hasApache)('fits the IDL that it was made from', () => {
    expect(outcomes[0]).toEqual([]);
  });

  it.skipIf(by === 'apache' && !hasApache)('tells what was changed since', () => {
    expect(own.map(({ to }, i) => ({ to, said: outcomes[i + 1] }))).toEqual(
      own.map(({ to, said, also }) => ({ to, said: also === undefined ? [said] : [said, also] })),
    );
  });

  it.skipIf(by === 'apache' && !hasApache)(
    'says nothing of changes that leave the wire and the names as they are',
    () => {
      expect(harmless.map(([, to], i) => ({ to, said: outcomes[own.length + 1 + i] }))).toEqual(
        harmless.map(([, to]) => ({ to, said: [] })),
      );
    },
  );
});

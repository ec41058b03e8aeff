import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkJson, command, makeFolder, only, plainEnv, thriftwise } from './run';

const config = only({
  'idl/field-naming': 'warning',
  'idl/duplicate-field-id': 'error',
  'idl/implicit-enum-value': 'hint',
});
const text = 'struct A {\n  1: required i64 userId\n  1: required i64 age\n}\n\nenum E { A }\n';

describe('pretty', () => {
  const lintOne = async (source: string, words: readonly string[] = [], env: Record<string, string> = {}) => {
    const cwd = makeFolder({ 'thriftwise.json': config, 'idl/a.thrift': source });
    return (await thriftwise(['check', ...words], { cwd, env })).stdout;
  };

  it('shows the line, the mark, related places, the fixes and a summary', async () => {
    expect(await lintOne(text)).toBe(`\
idl/a.thrift:2:19  warning  idl/field-naming
  "userId" is not snake_case; use "user_id"
  2 |   1: required i64 userId
    |                   ^^^^^^
    = fix: Rename to "user_id" everywhere (changes the public name) (suggested)

idl/a.thrift:3:3  error  idl/duplicate-field-id
  id 1 is already taken by "userId"; on the wire a field is its id, so the two cannot be told apart
  3 |   1: required i64 age
    |   ^
    = idl/a.thrift:2:19: "userId" has id 1
    = fix: Give "age" the id 2 (changes the wire) (suggested)

idl/a.thrift:6:10  hint  idl/implicit-enum-value
  "A" has no number and gets 0 from its place; a line added above it changes the wire
  6 | enum E { A }
    |          ^
    = fix: Write "= 0" (safe)

3 problems in 1 file: 1 error, 1 warning, 1 hint.
1 fixable with \`thriftwise fix\`.
2 more have a suggested fix: apply it in the editor.
What a rule is about: \`thriftwise explain idl/field-naming\`.
`);
  });

  it('says so when there is nothing', async () => {
    expect(await lintOne('')).toBe('No problems in 1 file.\n');
  });

  it.each([
    // 4 columns of Chinese, 2 of the family, which is one picture made of eight code units.
    ['wide characters', 'struct A { /* 用户 👨‍👩‍👧 */ 1: required i64 userId }\n', 41],
    ['tabs', 'struct A {\t1:\trequired i64 userId }\n', 29],
    ['combining marks', 'struct A { /* e\u0301 */ 1: required i64 userId }\n', 35],
  ])('puts the mark under the name after %s', async (_, source, column) => {
    const lines = (await lintOne(source)).split('\n');
    expect(lines[3]?.slice('    | '.length)).toBe(`${' '.repeat(column)}^^^^^^`);
  });

  it('cuts long lines around the mark', async () => {
    const padding = Array.from({ length: 200 }, (_, i) => `${i + 2}: required i64 field_${i}`).join(', ');
    const lines = (
      await lintOne(`struct A { ${padding}, 1: required i64 userId, 900: required i64 z ${' '.repeat(300)}}\n`)
    ).split('\n');
    const [line = '', mark = ''] = [lines[2], lines[3]];
    expect(line.length).toBeLessThan(200);
    expect(line.slice(mark.indexOf('^'), mark.lastIndexOf('^') + 1)).toBe('userId');
  });

  it('lets nothing from a file reach the terminal as a command', async () => {
    const stdout = await lintOne('struct A { 1: required i64 userId } // \u001b[31mred\u202Egnol\n');
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toContain('\u202E');
    expect(stdout).toContain('␛[31mred');
  });

  it('is coloured where it should be', async () => {
    const sequence = '\u001b[';
    expect(await lintOne(text)).not.toContain(sequence);
    expect(await lintOne(text, ['--color'])).toContain(sequence);
    expect(await lintOne(text, [], { FORCE_COLOR: '1' })).toContain(sequence);
    expect(await lintOne(text, [], { FORCE_COLOR: '1', NO_COLOR: '1' })).not.toContain(sequence);
    expect(await lintOne(text, ['--color'], { NO_COLOR: '1' })).toContain(sequence);
    expect(await lintOne(text, ['--no-color'], { FORCE_COLOR: '1' })).not.toContain(sequence);
  });
});

describe('json', () => {
  it('is what the documentation says, to the letter', async () => {
    const cwd = makeFolder({ 'thriftwise.json': config, 'idl/a.thrift': text });
    const { report, stdout } = await checkJson([], { cwd });
    expect(Object.keys(report)).toEqual(['version', 'findings', 'summary']);
    expect(report.findings[1]).toEqual({
      rule: 'idl/duplicate-field-id',
      severity: 'error',
      message: expect.stringContaining('id 1 is already taken by "userId"'),
      file: 'idl/a.thrift',
      range: { start: { line: 2, character: 2 }, end: { line: 2, character: 3 } },
      related: [
        {
          file: 'idl/a.thrift',
          range: { start: { line: 1, character: 18 }, end: { line: 1, character: 24 } },
          message: '"userId" has id 1',
        },
      ],
      fixes: [{ title: 'Give "age" the id 2 (changes the wire)', applicability: 'suggested' }],
    });
    const { durationMs, ...counts } = report.summary;
    expect(counts).toEqual({ files: 1, error: 1, warning: 1, information: 0, hint: 1 });
    expect(durationMs).toBeGreaterThan(0);
    const again = await checkJson([], { cwd });
    const withoutTime = (each: string) => each.replace(/"durationMs":\d+/, '');
    expect(withoutTime(again.stdout)).toBe(withoutTime(stdout));
  });

  it('is JSON when nothing is found, too', async () => {
    const cwd = makeFolder({ 'thriftwise.json': config, 'a.thrift': '' });
    expect((await checkJson([], { cwd })).report.findings).toEqual([]);
  });
});

describe('github', () => {
  it('writes one escaped workflow command a finding', async () => {
    const cwd = makeFolder({ 'thriftwise.json': config, 'a,b/100%:x.thrift': text });
    const { stdout } = await thriftwise(['check', '--format', 'github'], { cwd });
    const file = 'file=a%2Cb/100%25%3Ax.thrift';
    expect(stdout.split('\n')).toEqual([
      `::warning ${file},line=2,col=19,endLine=2,endColumn=25,title=idl/field-naming::"userId" is not snake_case; use "user_id"%0Afix: Rename to "user_id" everywhere (changes the public name) (suggested)`,
      `::error ${file},line=3,col=3,endLine=3,endColumn=4,title=idl/duplicate-field-id::id 1 is already taken by "userId"; on the wire a field is its id, so the two cannot be told apart%0Aa,b/100%25:x.thrift:2: "userId" has id 1%0Afix: Give "age" the id 2 (changes the wire) (suggested)`,
      expect.stringMatching(/^::notice /),
      '',
    ]);
  });

  it('names files from the checkout, not from the step’s folder', async () => {
    const checkout = makeFolder({ 'backend/thriftwise.json': config, 'backend/idl/a.thrift': text });
    const cwd = join(checkout, 'backend');
    const env = { GITHUB_WORKSPACE: checkout };
    const { stdout } = await thriftwise(['check', '--format', 'github', 'idl'], { cwd, env });
    expect(stdout).toContain('file=backend/idl/a.thrift,');
  });
});

interface Sarif {
  readonly version: string;
  readonly $schema: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly version: string; readonly rules: readonly SarifRule[] } };
    readonly columnKind: string;
    readonly originalUriBaseIds: Readonly<Record<string, { readonly uri: string }>>;
    readonly results: readonly SarifResult[];
  }[];
}

interface SarifRule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly helpUri: string;
  readonly help: { readonly text: string; readonly markdown: string };
  readonly defaultConfiguration: { readonly level: string };
}

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly unknown[];
  readonly relatedLocations?: readonly unknown[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly fixes?: readonly unknown[];
}

describe('sarif', () => {
  const sarifOf = async (files: Record<string, string>, words: readonly string[] = []) => {
    const cwd = makeFolder({ 'thriftwise.json': config, ...files });
    const { stdout } = await thriftwise(['check', '--format', 'sarif', ...words], { cwd });
    const log = JSON.parse(stdout) as Sarif;
    const [run] = log.runs;
    if (!run) throw new Error('no run');
    return { log, run, cwd };
  };

  it('has one run with the rules that were found, their pages and addresses', async () => {
    const { log, run, cwd } = await sarifOf({ 'a.thrift': text });
    expect(log.version).toBe('2.1.0');
    expect(log.$schema).toMatch(/sarif-2\.1\.0\.json$/);
    expect(run.columnKind).toBe('utf16CodeUnits');
    expect(run.originalUriBaseIds).toEqual({ '%SRCROOT%': { uri: `file://${cwd}/` } });
    const { rules, ...driver } = run.tool.driver;
    expect(driver).toMatchObject({ name: 'Thriftwise', semanticVersion: expect.stringMatching(/^\d+\.\d+\.\d+/) });
    expect(rules.map((rule) => rule.id)).toEqual([
      'idl/duplicate-field-id',
      'idl/field-naming',
      'idl/implicit-enum-value',
    ]);
    for (const rule of rules) {
      expect(rule.helpUri).toMatch(new RegExp(`^https://.*/docs/rules/${rule.id}\\.md$`));
      expect(rule.help.markdown).toContain(`# ${rule.id}`);
      expect(rule.shortDescription.text).not.toBe('');
      expect(['error', 'warning', 'note']).toContain(rule.defaultConfiguration.level);
    }
  });

  it('gives each result its place, level, fingerprint, related places and fixes', async () => {
    const { run } = await sarifOf({ 'a b/ü.thrift': text });
    const artifactLocation = { uri: 'a%20b/%C3%BC.thrift', uriBaseId: '%SRCROOT%' };
    expect(run.results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['idl/field-naming', 'warning'],
      ['idl/duplicate-field-id', 'error'],
      ['idl/implicit-enum-value', 'note'],
    ]);
    for (const result of run.results) expect(run.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
    const [, duplicate, implicit] = run.results;
    const region = (startLine: number, startColumn: number, endColumn: number) => ({
      startLine,
      startColumn,
      endLine: startLine,
      endColumn,
    });
    expect(duplicate?.locations).toEqual([
      {
        physicalLocation: { artifactLocation, region: region(3, 3, 4) },
        logicalLocations: [{ fullyQualifiedName: 'A.age' }],
      },
    ]);
    expect(duplicate?.relatedLocations).toEqual([
      {
        id: 1,
        physicalLocation: { artifactLocation, region: region(2, 19, 25) },
        message: { text: '"userId" has id 1' },
      },
    ]);
    const print = createHash('sha256').update('idl/duplicate-field-id\nA.age\n1').digest('hex').slice(0, 32);
    expect(duplicate?.partialFingerprints).toEqual({ 'ruleAndSymbol/v1': print });
    expect(implicit?.fixes).toEqual([
      {
        description: { text: 'Write "= 0"' },
        artifactChanges: [
          {
            artifactLocation,
            replacements: [{ deletedRegion: region(6, 11, 11), insertedContent: { text: ' = 0' } }],
          },
        ],
      },
    ]);
  });

  it('keeps fingerprints while lines move', async () => {
    const prints = async (source: string) =>
      (await sarifOf({ 'a.thrift': source })).run.results.map((result) => result.partialFingerprints);
    expect(await prints(`// one\n// two\n${text}`)).toEqual(await prints(text));
  });
});

/** Ends what a test has started, with all that it started in turn. */
function endWith(pid: number | undefined): void {
  onTestFinished(() => {
    try {
      if (pid !== undefined) process.kill(-pid);
    } catch {
      // It ended by itself.
    }
  });
}

describe('a pipe', () => {
  /** Enums without numbers: a hundred findings each, every one with a fix. */
  const many = (count: number) => {
    const items = Array.from({ length: 100 }, (_, i) => `  ITEM_${i}\n`).join('');
    return Array.from({ length: count }, (_, e) => `enum E${e} {\n${items}}\n`).join('');
  };
  const loud = JSON.stringify({
    maxFindings: 100_000,
    rules: { 'idl/*': 'off', 'thriftwise/*': 'off', 'idl/implicit-enum-value': 'warning' },
  });

  it.each(['json', 'pretty', 'sarif', 'github'])(
    'gets all of a large %s output, however slowly it is read',
    async (format) => {
      const cwd = makeFolder({
        'thriftwise.json': loud,
        'a.thrift': many(60),
      });
      const reader = `
        let size = 0, tail = '';
        process.stdin.on('data', (part) => {
          size += part.length; tail = (tail + part).slice(-200);
          process.stdin.pause(); setTimeout(() => process.stdin.resume(), 1);
        });
        process.stdin.on('end', () => console.log(JSON.stringify({ size, tail })));`;
      const line = '"$1" "$2" check --format "$3"; echo "code $?" >&2';
      const shell = spawn(
        'sh',
        ['-c', `{ ${line}; } | "$1" -e "$4"`, 'sh', process.execPath, command, format, reader],
        {
          cwd,
          env: plainEnv,
          detached: true,
        },
      );
      endWith(shell.pid);
      let stdout = '';
      let stderr = '';
      shell.stdout.on('data', (part: Buffer) => {
        stdout += part;
      });
      shell.stderr.on('data', (part: Buffer) => {
        stderr += part;
      });
      await new Promise((resolve) => shell.on('close', resolve));
      const { size, tail } = JSON.parse(stdout) as { size: number; tail: string };
      expect(stderr).toBe('code 1\n');
      expect(size).toBeGreaterThan(1024 * 1024);
      const ends = {
        json: /\} \}\n$/,
        pretty: /implicit-enum-value`\.\n$/,
        sarif: /\] \}\] \}\n$/,
        github: /\(safe\)\n$/,
      };
      expect(tail).toMatch(ends[format as keyof typeof ends]);
    },
    60_000,
  );

  it('that does not wait for its reader gets all of it, too', async () => {
    const cwd = makeFolder({ 'thriftwise.json': loud, 'a.thrift': many(60) });
    const server = createServer().listen(join(cwd, 'socket'));
    await once(server, 'listening');
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    const reader = connect(join(cwd, 'socket'));
    // The sockets of this process do not wait, and neither does the descriptor that a child gets of one, but for its first three.
    const [socket] = await accepted;
    const child = spawn('sh', ['-c', 'exec "$1" "$2" check --format json >&3', 'sh', process.execPath, command], {
      cwd,
      env: plainEnv,
      stdio: ['ignore', 'ignore', 'pipe', socket],
    });
    socket.destroy();
    server.close();
    let stderr = '';
    child.stderr?.on('data', (part: Buffer) => {
      stderr += part;
    });
    await setTimeout(500);
    const parts: Buffer[] = [];
    for await (const part of reader) parts.push(part as Buffer);
    expect(stderr).toBe('');
    const { findings } = JSON.parse(Buffer.concat(parts).toString()) as { findings: unknown[] };
    expect(findings).toHaveLength(60 * 100);
  });

  it('may be closed early without a complaint', async () => {
    const cwd = makeFolder({
      'thriftwise.json': loud,
      'a.thrift': many(30),
    });
    mkdirSync(join(cwd, 'empty'));
    const shell = spawn(
      'sh',
      ['-c', `{ "$1" "$2" check; echo "code $?" >&2; } | head -n 1`, 'sh', process.execPath, command],
      {
        cwd,
        env: plainEnv,
        detached: true,
      },
    );
    endWith(shell.pid);
    let both = '';
    for (const stream of [shell.stdout, shell.stderr])
      stream.on('data', (part: Buffer) => {
        both += part;
      });
    await new Promise((resolve) => shell.on('close', resolve));
    expect(both.split('\n').sort()).toEqual(['', 'a.thrift:2:3  warning  idl/implicit-enum-value', 'code 1']);
  });
});

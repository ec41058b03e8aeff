import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { commands } from '../../server/src/cli/commands';
import { allRules } from '../../server/src/rules/registry.generated';
import { command, makeFolder, plainEnv, thriftwise } from './run';

const root = join(import.meta.dirname, '../..');

describe('help and version', () => {
  it('are there for the program and for each command', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(await thriftwise(['--version'], { apart: true })).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    const { stdout } = await thriftwise(['--help'], { apart: true });
    for (const { name, options } of commands) {
      expect(stdout).toContain(`  ${name} `);
      const help = await thriftwise([name, '--help']);
      expect([help.code, help.stderr]).toEqual([0, '']);
      expect(help.stdout).toContain(`Usage: thriftwise ${name}`);
      for (const option of options) expect(help.stdout).toContain(`--${option.name}`);
      expect(Math.max(...help.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
      expect((await thriftwise([name, '--version'])).stdout).toBe(`${version}\n`);
    }
  });

  it('go to stderr with exit code 2 when nothing was asked', async () => {
    expect(await thriftwise([], { apart: true })).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('Usage:'),
    });
  });
});

describe('rules', () => {
  it('are all listed, with what they find', async () => {
    const { stdout } = await thriftwise(['rules']);
    const ids = stdout
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(' ')[0]);
    expect(ids).toEqual(allRules.map((rule) => rule.id).sort());
    const chinese = await thriftwise(['rules', '--locale', 'zh-cn']);
    expect(chinese.stdout).toContain(allRules[0]?.summary.zh);
  });

  it('are all in the JSON, with severities by preset and the schema of their options', async () => {
    const { stdout } = await thriftwise(['rules', '--format', 'json']);
    const { version, rules } = JSON.parse(stdout) as { version: number; rules: { id: string }[] };
    expect(version).toBe(1);
    expect(rules).toHaveLength(allRules.length);
    expect(rules.find((rule) => rule.id === 'idl/field-naming')).toMatchObject({
      family: 'idl',
      group: 'convention',
      severity: 'warning',
      fix: 'suggested',
      guide: '5.1',
      presets: { kitex: 'warning', apache: 'off', strict: 'warning', minimal: 'off' },
      options: { type: 'object', properties: { style: { enum: ['snake_case', 'camelCase'] } } },
      docs: expect.stringMatching(/^https:.*docs\/rules\/idl\/field-naming\.md$/),
    });
  });
});

describe('explain', () => {
  it('shows a page without Markdown’s marks, from any folder', async () => {
    const { code, stdout } = await thriftwise(['explain', 'idl/field-naming'], { cwd: makeFolder({}) });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^idl\/field-naming\n\nNames of fields and arguments are written in snake_case\.\n/);
    expect(stdout).toContain('    struct User {\n      1: required i64 userId\n');
    expect(stdout).toContain('    after the fix:\n');
    expect(stdout).not.toContain('```');
    const colored = await thriftwise(['explain', 'field-naming', '--color']);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
    expect(colored.stdout.replace(/\u001b\[\d+m/g, '')).toBe(stdout);
    expect(colored.stdout).not.toBe(stdout);
  });

  it('tells how the bounds of a call came about, in both languages', { timeout: 60_000 }, async () => {
    const cwd = makeFolder({
      'package.json': '{}',
      'src/main.ts':
        'export const load = (url: string) => fetch(url, { timeout: 5 } as object);\n' +
        'export const ping = (url: string) => fetch(url, { signal: AbortSignal.timeout(3000) });\n',
    });
    const explained = async (...args: string[]) =>
      (await thriftwise(['explain', ...args], { apart: true, cwd })).stdout;
    expect(await explained('src/main.ts:1')).toBe(
      'fetch (fetch)  src/main.ts:1:38\n' +
        '  whole call: no limit\n' +
        '    default  fetch gives up only after 300 s of silence\n' +
        '    call     not set: signal\n' +
        '    call     timeout is set, but fetch has no such option  src/main.ts:1\n',
    );
    expect(await explained('src/main.ts:2:38')).toContain('signal ends the call after 3000 ms  src/main.ts:2\n');
    expect(await explained('src/main.ts:2', '--locale', 'zh-cn')).toContain('整个调用：最多 3000 毫秒\n');
    const { code, stderr } = await thriftwise(['explain', 'src/main.ts:3'], { cwd });
    expect([code, stderr]).toEqual([2, 'thriftwise: No network call that is known starts at src/main.ts:3.\n']);
  });

  it('has a page for every rule', async () => {
    for (const { id } of allRules) {
      const page = readFileSync(join(root, `docs/rules/${id}.md`), 'utf8');
      expect(page).toMatch(new RegExp(`^# ${id}\n`));
    }
  });
});

describe('lsp', () => {
  it('answers initialize over stdio and ends when told', async () => {
    const message = (content: object) => {
      const text = JSON.stringify({ jsonrpc: '2.0', ...content });
      return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
    };
    const child = spawn(process.execPath, [command, 'lsp', '--stdio'], { env: plainEnv });
    onTestFinished(() => void child.kill());
    let stdout = '';
    const said = (what: string) => expect.poll(() => stdout, { timeout: 10_000 }).toContain(what);
    child.stdout.on('data', (part: Buffer) => {
      stdout += part;
    });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    const params = { processId: null, rootUri: null, capabilities: {} };
    child.stdin.write(message({ id: 1, method: 'initialize', params }));
    await said('"capabilities"');
    child.stdin.write(message({ method: 'initialized', params: {} }));
    child.stdin.write(message({ id: 2, method: 'shutdown' }));
    await said('"id":2');
    child.stdin.write(message({ method: 'exit' }));
    const code = await ended;
    expect(code).toBe(0);
  });
});

import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { useVsCode } from './session';

const users = `const base = 'https://users.internal';

export async function findUser(id: string): Promise<string> {
  const response = await fetch(\`\${base}/users/\${id}\`);
  if (!response.ok) throw new Error(\`no user \${id}\`);
  return response.text();
}
`;

const user = 'namespace go example.user\n\nstruct User {\n  1: required i64 userId\n}\n';

describe('VS Code with a service in TypeScript', () => {
  const session = useVsCode({
    'package.json': '{ "name": "users", "private": true }\n',
    'tsconfig.json': '{ "compilerOptions": { "strict": true, "target": "es2022", "module": "preserve" } }\n',
    'src/first.ts': users,
    'src/beside.ts': `${users}\nexport const answer: number = 'forty-two';\n`,
    'src/fix.ts': users,
    'src/disable.ts': users,
    'src/innocent.ts': users.replace('`);\n  if', '`, { signal: AbortSignal.timeout(2000) });\n  if'),
    'src/again.ts': users,
    'user.thrift': user,
    'again.thrift': user,
  });
  const kill = (): string => join(session.workspace.root, '.kill');

  beforeAll(() => {
    // As if the thread were killed from outside: at any moment, whatever it is doing.
    appendFileSync(
      join(session.extensionFolder, 'dist', 'service.cjs'),
      `\n;setInterval(() => { const { existsSync, readFileSync, rmSync } = require('node:fs'); const file = ${JSON.stringify(kill())};
if (!existsSync(file)) return; if (readFileSync(file, 'utf8') === 'once') rmSync(file); process.exit(1); }, 20);\n`,
    );
  });

  test('opening a file without any setup shows a call that can wait for ever, and the Problems view links to its page', async () => {
    const { editor } = session;
    await editor.openFile('src/first.ts');
    await editor.waitForSquiggle('error', 'fetch');

    const problem = await editor.waitForProblem(/gives up only after/);
    expect(problem.label).toMatch(/^Error: fetch gives up only after 300 s of silence.* line 4 and character 26/);
    expect(problem.code).toBe('service/missing-timeout');
    expect(problem.href).toMatch(/\/docs\/rules\/service\/missing-timeout\.md$/);
    expect(await editor.waitForStatusItem(/thriftwise, ready/i)).toBeTruthy();
    expect(await editor.notifications()).toEqual([]);
    const hover = await editor.hoverAt('fetch');
    expect(hover.text).toContain('it lasts minutes');
    expect(hover.links).toContainEqual({ text: 'service/missing-timeout', href: expect.stringMatching(/\.md$/) });
    await editor.screenshot('service-hover');
  });

  test('its squiggles stand beside those of the editor itself', async () => {
    const { editor } = session;
    await editor.openFile('src/beside.ts');
    await editor.waitForSquiggle('error', 'fetch');
    await editor.waitForSquiggle('error', 'answer');
    const underlined = (await editor.squiggles('error')).map((squiggle) => squiggle.text);
    expect(underlined).toEqual(['fetch', 'answer']);
    expect((await editor.waitForProblem(/not assignable/)).label).toContain('ts');
    await editor.screenshot('service-beside');
  });

  test('the light bulb offers the fix first; the fix changes the text, and the squiggle goes', async () => {
    const { editor } = session;
    await editor.openFile('src/fix.ts');
    await editor.waitForSquiggle('error', 'fetch');

    const titles = await editor.quickFixes('fetch');
    expect(titles[0]).toMatch(/^Give this call a (timeout|deadline) of 3000 ms/);
    const line = titles.findIndex((title) => /disable .*this line/i.test(title));
    expect(line, titles.join(' | ')).toBeGreaterThan(0);
    // Of two rules at one place the worse comes first.
    expect(titles[line]).toContain('service/missing-timeout');
    await editor.openQuickFixes('fetch');
    await editor.screenshot('service-light-bulb');
    await editor.page.keyboard.press('Escape');

    await editor.applyQuickFix('fetch', /^Give this call/);
    const text = await editor.waitForText((shown) => shown.includes('signal'));
    expect(text).toContain(', { signal: AbortSignal.timeout(3000) });');
    await editor.waitForNoSquiggles('error');
  });

  test('a comment disables the rule for a line', async () => {
    const { editor } = session;
    await editor.openFile('src/disable.ts');
    await editor.waitForSquiggle('error', 'fetch');
    await editor.applyQuickFix('fetch', 'Disable service/missing-timeout for this line');
    const text = await editor.waitForText((shown) => shown.includes('thriftwise-disable'));
    expect(text).toContain('  // thriftwise-disable-next-line service/missing-timeout\n  const response');
    await editor.waitForNoSquiggles('error');
  });

  test('a call with a deadline stays without a squiggle', async () => {
    const { editor } = session;
    await editor.openFile('src/first.ts');
    await editor.waitForSquiggle('error', 'fetch');
    await editor.openFile('src/innocent.ts');
    await editor.waitForNoSquiggles('error');
    expect((await editor.problems()).filter(({ label }) => label.includes('innocent.ts'))).toEqual([]);
  });

  test('the killed analysis comes back by itself; what it says is of the newest text', async () => {
    const { editor } = session;
    await editor.openFile('src/again.ts');
    await editor.waitForSquiggle('error', 'fetch');

    writeFileSync(kill(), 'once');
    await expect.poll(() => session.workspace.has('.kill'), { timeout: 20_000 }).toBe(false);
    await editor.replaceText(`${users}\nexport const ping = () => fetch('https://users.internal/ping');\n`);
    await expect
      .poll(async () => (await editor.squiggles('error')).map(({ text }) => text), { timeout: 30_000 })
      .toEqual(['fetch', 'fetch']);
    await editor.waitForStatusItem(/thriftwise, ready/i);
  });

  test('an analysis that is killed again and again is given up, and told of; Thrift goes on; a restart brings it back', async () => {
    const { editor } = session;
    writeFileSync(kill(), 'always');
    await editor.openFile('src/again.ts');
    await editor.replaceText(`${users}\n// Again.\n`);
    await editor.waitForStatusItem(/thriftwise: degraded.*TypeScript/i, 60_000);
    await editor.screenshot('service-stopped');

    await editor.openFile('again.thrift');
    await editor.waitForSquiggle('warning', 'userId');
    await editor.replaceText(user.replace('userId', 'user_id'));
    await editor.waitForNoSquiggles('warning');

    rmSync(kill());
    await editor.runCommand('Thriftwise: Restart Language Server');
    await editor.openFile('src/first.ts');
    await editor.waitForSquiggle('error', 'fetch');
    await editor.waitForStatusItem(/thriftwise, ready/i);
  });
});

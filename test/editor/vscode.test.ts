import { describe, expect, test } from 'vitest';
import { useVsCode } from './session';

const user = `namespace go example.user

struct User {
  1: required i64 userId
  2: optional string name
}
`;

describe('VS Code', () => {
  const session = useVsCode(
    {
      'first.thrift': user,
      'user.thrift': user,
      'fix.thrift': user,
      'disable.thrift': user,
      'typing.thrift': 'namespace go example.typing\n',
      'color.thrift': `namespace go example.color

enum Color {
  RED
  GREEN
}

struct Paint {
  1: required Color mainColor
}
`,
      'unopened.thrift': 'namespace go example.unopened\n\nstruct Lost {\n  1: optional Nowhere place\n}\n',
      '.vscode/settings.json': '{}\n',
      'configured/user.thrift': user,
      'configured/thriftwise.json': '{\n  "rules": {\n    "idl/field-namng": "error"\n  }\n}\n',
    },
    { settings: { '[thrift]': { 'editor.codeActionsOnSave': { 'source.fixAll.thriftwise': 'explicit' } } } },
  );

  test('right after installing, opening a file shows its problems and a status item, and nothing pops up', async () => {
    const { editor } = session;
    await editor.openFile('first.thrift');
    await editor.waitForSquiggle('warning', 'userId');

    expect(await editor.waitForStatusItem(/thriftwise/i)).toBeTruthy();
    expect((await editor.commands('Thriftwise: ')).filter((title) => title.startsWith('Thriftwise: '))).not.toEqual([]);
    expect(await editor.notifications()).toEqual([]);
    await editor.screenshot('first-view');
  });

  test('a bad field name is underlined, and only the name', async () => {
    const { editor } = session;
    await editor.openFile('user.thrift');
    await editor.waitForSquiggle('warning', 'userId');

    const underlined = (await editor.squiggles('warning')).map((squiggle) => squiggle.text);
    expect(underlined).toEqual(['userId']);
    expect(await editor.squiggles('error')).toEqual([]);
  });

  test('the Problems view shows the rule with a link to its page', async () => {
    const { editor } = session;
    await editor.openFile('user.thrift');

    const problem = await editor.waitForProblem(/userId/);
    expect(problem.label).toMatch(/^Warning: .*"userId" is not snake_case; use "user_id".* line 4 and character 19/);
    expect(problem.code).toBe('idl/field-naming');
    expect(problem.href).toMatch(/^https:\/\/.*\/docs\/rules\/idl\/field-naming\.md$/);
  });

  test('the hover shows the message, the source and the link', async () => {
    const { editor } = session;
    await editor.openFile('user.thrift');
    await editor.waitForSquiggle('warning', 'userId');

    const hover = await editor.hoverAt('userId');
    expect(hover.text).toContain('"userId" is not snake_case; use "user_id"');
    expect(hover.text).toContain('thriftwise');
    expect(hover.links).toContainEqual({
      text: 'idl/field-naming',
      href: expect.stringMatching(/\/docs\/rules\/idl\/field-naming\.md$/),
    });
    await editor.screenshot('hover');
  });

  test('the light bulb offers the fix first, then how to silence the rule; the fix changes the text', async () => {
    const { editor } = session;
    await editor.openFile('fix.thrift');
    await editor.waitForSquiggle('warning', 'userId');

    const titles = await editor.quickFixes('userId');
    expect(titles[0]).toMatch(/^Rename to "user_id"/);
    const line = titles.findIndex((title) => /disable .*this line/i.test(title));
    const file = titles.findIndex((title) => /disable .*file/i.test(title));
    expect(line, titles.join(' | ')).toBeGreaterThan(0);
    expect(file, titles.join(' | ')).toBeGreaterThan(line);

    await editor.applyQuickFix('userId', /^Rename to "user_id"/);
    expect(await editor.waitForText((text) => !text.includes('userId'))).toBe(user.replace('userId', 'user_id'));
    await editor.waitForNoSquiggles('warning');
  });

  test('disabling the rule for a line writes the comment, and the squiggle goes', async () => {
    const { editor } = session;
    await editor.openFile('disable.thrift');
    await editor.waitForSquiggle('warning', 'userId');

    await editor.applyQuickFix('userId', /disable .*this line/i);
    const text = await editor.waitForText((shown) => shown.includes('thriftwise-disable'));
    expect(text.split('\n').slice(2, 5)).toEqual([
      'struct User {',
      '  // thriftwise-disable-next-line idl/field-naming',
      '  1: required i64 userId',
    ]);
    await editor.waitForNoSquiggles('warning');
  });

  test('saving applies the safe fixes and leaves the others alone', async () => {
    const { editor, workspace } = session;
    await editor.openFile('color.thrift');
    await editor.waitForSquiggle('warning', 'RED');

    // Without a change there is nothing to save.
    await editor.clickText('namespace');
    await editor.page.keyboard.press('Control+End');
    await editor.typeText('// painted\n');
    await editor.saveFile();

    await expect.poll(() => workspace.read('color.thrift'), { timeout: 10_000 }).toContain('// painted');
    expect(workspace.read('color.thrift')).toContain('enum Color {\n  RED = 0\n  GREEN = 1\n}');
    expect(workspace.read('color.thrift')).toContain('1: required Color mainColor');
    await editor.waitForSquiggle('warning', 'RED', false);
    await editor.waitForSquiggle('warning', 'mainColor');
  });

  test('problems come and go while a person types', async () => {
    const { editor } = session;
    await editor.openFile('typing.thrift');
    await editor.page.keyboard.press('Control+End');

    await editor.typeText('struct Team {\n  1: required i64 teamId\n}\n');
    await editor.waitForSquiggle('warning', 'teamId');
    await editor.replaceText('namespace go example.typing\nstruct Team {\n  1: required i64 team_id\n}\n');
    await editor.waitForNoSquiggles('warning');
    await editor.waitForNoSquiggles('error');
  });

  test('a mistake in thriftwise.json is shown in that file; the corrected file takes effect at once', async () => {
    const { editor } = session;
    await editor.openFile('configured/thriftwise.json');
    // VS Code's own JSON schema check speaks of the same place.
    const problem = await editor.waitForProblem(/Did you mean "idl\/field-naming"/);
    expect(problem.label).toMatch(/^Error: .* line 3 and character 5.*generated by thriftwise/);
    expect(await editor.waitForStatusItem(/thriftwise: degraded/i)).toContain('idl/field-namng');
    await editor.screenshot('config-mistake');

    await editor.replaceText('{\n  "rules": {\n    "idl/field-naming": "error"\n  }\n}\n');
    await editor.saveFile();
    await editor.openFile('configured/user.thrift');
    await editor.waitForSquiggle('error', 'userId');
    expect((await editor.problems()).filter((row) => row.label.includes('namng'))).toEqual([]);
    await editor.waitForStatusItem(/thriftwise, ready, 8 thrift files in the workspace/i);
  });

  test('"Open Rule Documentation" offers the rule at the cursor first and shows its page', async () => {
    const { editor } = session;
    await editor.openFile('first.thrift');
    await editor.waitForSquiggle('warning', 'userId');
    await editor.clickText('userId');

    await editor.runCommand('Thriftwise: Open Rule Documentation', 'idl/field-naming');
    await editor.waitForPreview('snake_case');
    await editor.screenshot('rule-page');
  });

  test('"Lint Workspace" fills the Problems view with what is in files that nobody opened', async () => {
    const { editor } = session;
    await editor.openFile('first.thrift');
    await editor.waitForProblem(/userId/);
    expect((await editor.problems()).filter((row) => row.label.includes('Nowhere'))).toEqual([]);

    await editor.runCommand('Thriftwise: Lint Workspace');
    expect((await editor.waitForProblem(/Nowhere/)).code).toBe('idl/unknown-type');
    await expect.poll(() => editor.notifications()).toContainEqual(expect.stringMatching(/^Files: 8\. Errors: 2,/));
    await editor.screenshot('lint-workspace');
  });

  test('thriftwise.locale changes the language of the messages at once', async () => {
    const { editor } = session;
    await editor.openFile('first.thrift');
    await editor.waitForSquiggle('warning', 'userId');
    await editor.openFile('.vscode/settings.json');
    await editor.replaceText('{ "thriftwise.locale": "zh-cn" }\n');
    await editor.saveFile();

    expect((await editor.waitForProblem(/“userId”不是 snake_case，请使用“user_id”/)).code).toBe('idl/field-naming');
  });
});

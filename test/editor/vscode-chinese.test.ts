import { describe, expect, test } from 'vitest';
import { useVsCode } from './session';

const files = {
  'user.thrift': `namespace go example.user

struct User {
  1: required i64 userId
  2: optional string name
}
`,
};
const service = "export const ping = () => fetch('https://users.internal/ping');\n";
const message = '“userId”不是 snake_case，请使用“user_id”';

describe('VS Code in 简体中文', () => {
  const session = useVsCode({ ...files, 'ping.ts': service, 'package.json': '{}\n' }, { locale: 'zh-cn' });

  test('messages, fixes and commands are in 简体中文', async () => {
    const { editor } = session;
    await editor.openFile('user.thrift');
    await editor.waitForSquiggle('warning', 'userId');

    expect((await editor.waitForProblem(/userId/)).label).toContain(message);
    expect((await editor.hoverAt('userId')).text).toContain(message);
    expect((await editor.quickFixes('userId'))[0]).toMatch(/^全部重命名为“user_id”/);
    const titles = (await editor.commands('Thriftwise: ')).filter((title) => title.startsWith('Thriftwise: '));
    expect(
      titles.some((title) => /\p{Script=Han}/u.test(title)),
      titles.join(' | '),
    ).toBe(true);
    await editor.waitForStatusItem(/就绪，工作区中有 1 个/);
    await editor.clickText('namespace');
    await editor.openQuickFixes('userId');
    await editor.screenshot('chinese');
  });

  test('so is what is said of services', async () => {
    const { editor } = session;
    await editor.openFile('ping.ts');
    await editor.waitForSquiggle('error', 'fetch');
    const problem = await editor.waitForProblem(/fetch/);
    expect(problem.code).toBe('service/missing-timeout');
    expect(problem.label).toMatch(/fetch 只有在沉默 300 秒之后才会放弃/);
    expect((await editor.quickFixes('fetch'))[0]).toMatch(/3000 ?(ms|毫秒)/);
    await editor.openQuickFixes('fetch');
    await editor.screenshot('chinese-service');
  });
});

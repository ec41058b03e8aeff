import { describe, expect, test } from 'vitest';
import { useVsCode } from './session';

const base = `namespace go example.base

// Who somebody is.
struct Person {
  1: required i64 person_id
}
`;
const team = `namespace go example.team

include "base.thrift"

struct Team {
  1: required list<base.Person> members
}
`;

describe('VS Code with Thrift', () => {
  const session = useVsCode(
    {
      'base.thrift': base,
      'team.thrift': team,
      'club.thrift': team.replaceAll('team', 'club').replaceAll('Team', 'Club'),
      'shop.thrift':
        'namespace go example.shop\n\nstruct Article {\n  1: required i64 article_id\n}\n\nstruct Shop {\n  1: required \n}\n',
      'untidy.thrift': 'namespace go example.untidy\n\nstruct  Untidy{\n1:required i64 untidy_id // the key\n}\n',
    },
    { settings: { '[thrift]': { 'editor.defaultFormatter': 'thriftwise.thriftwise', 'editor.formatOnSave': true } } },
  );

  test('the hover shows the declaration in another file, with its comment', async () => {
    const { editor } = session;
    await editor.openFile('team.thrift');
    const hover = await editor.hoverAt('Person');
    expect(hover.text).toContain('1: required i64 person_id');
    expect(hover.text).toContain('Who somebody is.');
    await editor.screenshot('thrift-hover');
  });

  test('the definition is found in the included file', async () => {
    const { editor } = session;
    await editor.openFile('team.thrift');
    await editor.goToDefinition('Person', 'base.thrift');
    expect(await editor.editorText()).toContain('struct Person {');
  });

  test('a completion is taken', async () => {
    const { editor } = session;
    await editor.openFile('shop.thrift');
    await editor.clickText('struct Shop');
    await editor.page.keyboard.press('ArrowDown');
    await editor.page.keyboard.press('End');
    await editor.complete('Article');
    expect(await editor.waitForText((text) => text.includes('1: required Article'))).toContain('1: required Article');
  });

  test('saving formats', async () => {
    const { editor, workspace } = session;
    await editor.openFile('untidy.thrift');
    await editor.page.keyboard.press('Control+End');
    await editor.typeText('// The end.\n');
    await editor.saveFile();
    await expect
      .poll(() => workspace.read('untidy.thrift'), { timeout: 20_000 })
      .toMatch(/struct Untidy \{\n +1: required i64 untidy_id \/\/ the key\n\}\n/);
  });

  test('a rename reaches three files', async () => {
    const { editor, workspace } = session;
    await editor.openFile('base.thrift');
    await editor.rename('Person', 'Human');
    await editor.waitForText((text) => text.includes('struct Human {'));
    await editor.runCommand('File: Save All Files');
    for (const name of ['team.thrift', 'club.thrift'])
      await expect.poll(() => workspace.read(name), { timeout: 20_000 }).toContain('list<base.Human> members');
    expect(workspace.read('base.thrift')).toContain('struct Human {');
    expect((await editor.problems()).map(({ label }) => label)).toEqual([]);
  });
});

import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { projectRoot } from '../../scripts/editor/install';
import { type NeovimJob, runNeovim } from '../../scripts/editor/neovim';
import { createWorkspace, type Workspace } from './workspace';

const user = `namespace go example.user

struct User {
  1: required i64 userId /* 用户 */
  2: optional string name
}
`;

describe('Neovim', () => {
  let workspace: Workspace | undefined;
  afterEach(() => workspace?.remove());

  function job(text: string): NeovimJob {
    workspace = createWorkspace({ 'user.thrift': text });
    return {
      command: [process.execPath, join(projectRoot, 'dist', 'cli.cjs'), 'lsp', '--stdio'],
      root: workspace.root,
      file: join(workspace.root, 'user.thrift'),
      languageId: 'thrift',
    };
  }

  test('diagnostics are pushed to a client that cannot pull them', async () => {
    const { diagnostics, messages } = await runNeovim(job(user));
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({
      severity: 2,
      source: 'thriftwise',
      code: 'idl/field-naming',
      message: '"userId" is not snake_case; use "user_id"',
      range: { start: { line: 3, character: 18 }, end: { line: 3, character: 24 } },
    });
    expect(messages).toEqual([]);
  });

  test('a code action is applied, and the diagnostics follow', async () => {
    const { actions, after, text } = await runNeovim({ ...job(user), action: { at: 'userId', title: 'Rename to' } });
    expect(actions[0]).toMatch(/^Rename to "user_id"/);
    expect(text).toBe(user.replace('userId', 'user_id'));
    expect(after).toEqual([]);
  });

  test('a document is formatted, with the indentation of the buffer', async () => {
    const { text, messages } = await runNeovim({
      ...job('struct  User{\n1:required i64 id // 用户\n}\n'),
      format: true,
    });
    expect(text).toMatch(/^struct User \{\n(?: {8}|\t)1: required i64 id \/\/ 用户\n\}\n$/);
    expect(messages).toEqual([]);
  });

  test('a clean file is answered with an empty list', async () => {
    expect((await runNeovim(job(user.replace('userId', 'user_id')))).diagnostics).toEqual([]);
  });

  test('initializationOptions.locale chooses the language of the messages', async () => {
    const { diagnostics } = await runNeovim({ ...job(user), initializationOptions: { locale: 'zh-cn' } });
    expect(diagnostics.map((diagnostic) => diagnostic.message)).toEqual(['“userId”不是 snake_case，请使用“user_id”']);
  });

  test('hover, definition and rename reach into an included file that is not open', async () => {
    workspace = createWorkspace({
      'idl/a.b.thrift': '// Who somebody is.\nstruct User {\n  1: required i64 user_id\n}\n',
      'user.thrift': 'include "idl/a.b.thrift"\n\nstruct Team {\n  1: required list<a.b.User> users\n}\n',
    });
    const { root } = workspace;
    const { hover, definition, buffers, messages } = await runNeovim({
      command: [process.execPath, join(projectRoot, 'dist', 'cli.cjs'), 'lsp', '--stdio'],
      root,
      file: join(root, 'user.thrift'),
      languageId: 'thrift',
      hover: 'User>',
      definition: 'User>',
      rename: { at: 'User>', to: 'Person' },
    });
    expect(hover).toContain('1: required i64 user_id');
    expect(hover).toContain('Who somebody is.');
    expect(definition).toEqual({ file: join(root, 'idl/a.b.thrift'), line: 'struct User {' });
    expect(buffers).toEqual({
      [join(root, 'idl/a.b.thrift')]: '// Who somebody is.\nstruct Person {\n  1: required i64 user_id\n}\n',
      [join(root, 'user.thrift')]:
        'include "idl/a.b.thrift"\n\nstruct Team {\n  1: required list<a.b.Person> users\n}\n',
    });
    expect(messages).toEqual([]);
  });
});

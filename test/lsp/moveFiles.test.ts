import { afterEach, describe, expect, it } from 'vitest';
import { applyAction, endSessions, startSession } from './session';

afterEach(endSessions);

const files = {
  'idl/user.thrift': 'include "common/base.thrift"\n\nstruct User { 1: base.Id id }\n\nconst i32 MAX = 3\n',
  'idl/common/base.thrift': "include 'time.thrift'\n\nstruct Id { 1: i64 id, 2: time.Stamp at }\n",
  'idl/common/time.thrift': 'struct Stamp { 1: i64 ms }\n',
  'order.thrift': [
    'include "idl/user.thrift" // who orders',
    "include 'idl/common/base.thrift'",
    '',
    'struct Order {',
    '  1: user.User by',
    '  2: list<user.User> others',
    '  3: i32 count = user.MAX',
    '  4: base.Id id',
    '  5: string user // user.User in a comment',
    '}',
    '',
  ].join('\n'),
} as const;

/** What the files say after the moves; those that stay as they are are left out. */
async function move(...moves: readonly (readonly [from: string, to: string])[]) {
  const session = await startSession({ files });
  const asked = moves.map(([from, to]) => ({ oldUri: session.uri(from), newUri: session.uri(to) }));
  const { result, error } = await session.client.request('workspace/willRenameFiles', { files: asked });
  expect(error).toBeUndefined();
  if (result === null) return {};
  const action = { title: '', kind: '', edit: result };
  const changed = Object.entries(files)
    .map(([path, text]) => [path, applyAction(text, action, session.uri(path))] as const)
    .filter(([path, text]) => text !== files[path as keyof typeof files]);
  return Object.fromEntries(changed);
}

describe('workspace/willRenameFiles', () => {
  it('writes the new name in includes and in front of names', async () => {
    const changed = await move(['idl/user.thrift', 'idl/account.thrift']);
    expect(changed).toEqual({
      'order.thrift': files['order.thrift']
        .replace('idl/user.thrift', 'idl/account.thrift')
        .replace('1: user.', '1: account.')
        .replace('list<user.', 'list<account.')
        .replace('= user.', '= account.'),
    });
  });

  it('writes a keyword in front of names, and tells of names that nothing can stand in front of', async () => {
    const changed = await move(['idl/user.thrift', 'idl/struct.thrift']);
    expect(changed['order.thrift']).toContain('1: struct.User by');
    const texts = ['"a-b." cannot stand before a name', 'another include has the prefix "base" already'];
    for (const [i, to] of ['idl/a-b.thrift', 'base.thrift'].entries()) {
      const session = await startSession({ files });
      const asked = [{ oldUri: session.uri('idl/user.thrift'), newUri: session.uri(to) }];
      await session.client.request('workspace/willRenameFiles', { files: asked });
      const told = session.client.received.filter(({ method }) => method === 'window/showMessage');
      const messages = told.map(({ params }) => (params as { readonly message: string }).message);
      expect(messages).toEqual([expect.stringMatching(/^order\.thrift: /)]);
      expect(messages[0]).toContain(texts[i]);
    }
  });

  it('takes what stands before the last dot of a name for the prefix', async () => {
    const changed = await move(['idl/user.thrift', 'idl/account.txt']);
    expect(changed['order.thrift']).toContain('include "idl/account.txt"');
    expect(changed['order.thrift']).toContain('1: account.User by');
  });

  it('follows a file into another folder, in it and in those that include it', async () => {
    expect(await move(['idl/common/base.thrift', 'shared/base.thrift'])).toEqual({
      'idl/user.thrift': files['idl/user.thrift'].replace('common/base.thrift', '../shared/base.thrift'),
      'idl/common/base.thrift': files['idl/common/base.thrift'].replace('time.thrift', '../idl/common/time.thrift'),
      'order.thrift': files['order.thrift'].replace('idl/common/base.thrift', 'shared/base.thrift'),
    });
  });

  it('leaves includes within a folder that moves as a whole', async () => {
    expect(await move(['idl', 'thrift'])).toEqual({
      'order.thrift': files['order.thrift']
        .replace('idl/user.thrift', 'thrift/user.thrift')
        .replace('idl/common/base.thrift', 'thrift/common/base.thrift'),
    });
  });

  it('writes names that can be read: none with a hyphen, none that another include has', async () => {
    const hyphen = await move(['idl/user.thrift', 'idl/user-data.thrift']);
    expect(hyphen['order.thrift']).toBe(files['order.thrift'].replace('idl/user.thrift', 'idl/user-data.thrift'));
    const taken = await move(['idl/user.thrift', 'base.thrift']);
    expect(taken['order.thrift']).toBe(files['order.thrift'].replace('idl/user.thrift', 'base.thrift'));
  });

  it('knows places by their names, however those are written in addresses', async () => {
    const odd = {
      'idl@2 (new)/a+b.thrift': 'include "c+d#e@f/base.thrift"\nstruct A { 1: base.B b }\n',
      'idl@2 (new)/c+d#e@f/base.thrift': 'struct B {}\n',
    };
    const session = await startSession({ files: odd });
    const ask = async (from: string, to: string) => {
      const given = { files: [{ oldUri: session.uri(from), newUri: session.uri(to) }] };
      return (await session.client.request('workspace/willRenameFiles', given)).result;
    };
    expect(await ask('idl@2 (new)', 'idl@3 (newer)')).toBeNull();
    const path = 'idl@2 (new)/a+b.thrift';
    const edit = await ask(path, 'a+b.thrift');
    expect(applyAction(odd[path], { title: '', kind: '', edit }, session.uri(path))).toBe(
      odd[path].replace('c+d#e@f', 'idl@2 (new)/c+d#e@f'),
    );
  });

  it('has nothing to say of files that nobody includes', async () => {
    expect(await move(['order.thrift', 'orders.thrift'])).toEqual({});
    expect(await move(['thriftwise.json', 'other.json'])).toEqual({});
  });
});

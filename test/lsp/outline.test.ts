import { afterEach, describe, expect, it } from 'vitest';
import { createLineIndex } from '../../server/src/core/lines';
import { createRandom } from '../bench/statistics';
import { startFixture } from './navigation';
import { endSessions, type LspRange, offsetAt } from './session';

afterEach(endSessions);

interface Shown {
  readonly name: string;
  readonly kind: number;
  readonly detail?: string;
  readonly range: LspRange;
  readonly selectionRange: LspRange;
  readonly children?: readonly Shown[];
}

const source = `namespace go a.b
include "x.thrift"
const i32 MAX = 3
typedef i64 Id
enum Color { RED = 1, BLUE }
struct User { 1: required Id id, optional string }
union U {}
exception E {}
service S extends x.Base { User Get(1: Id id, 2: bool b) throws (1: E e) }
`;

const lines = (shown: readonly Shown[], indent = ''): string[] =>
  shown.flatMap(({ name, kind, detail, children }) => [
    `${indent}${name} ${kind}${detail ? ` ${detail}` : ''}`,
    ...lines(children ?? [], `${indent}  `),
  ]);

describe('textDocument/documentSymbol', () => {
  it('is a tree of definitions and members, broken ones left out', async () => {
    const { ask } = await startFixture(source, {
      capabilities: { textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true } } },
    });
    const found: Shown[] = await ask('textDocument/documentSymbol');
    expect(lines(found)).toEqual([
      'a.b 3 go',
      'MAX 14 i32 = 3',
      'Id 26 i64',
      'Color 10',
      '  RED 22 = 1',
      '  BLUE 22',
      'User 23',
      '  id 8 1: required Id',
      'U 23',
      'E 5',
      'S 11 extends x.Base',
      '  Get 6 (Id, bool): User',
    ]);
    const offset = (at: LspRange['start']) => offsetAt(source, at);
    for (const { name, range, selectionRange } of found) {
      expect(source.slice(offset(selectionRange.start), offset(selectionRange.end))).toBe(name);
      expect(offset(range.start)).toBeLessThanOrEqual(offset(selectionRange.start));
      expect(offset(range.end)).toBeGreaterThanOrEqual(offset(selectionRange.end));
    }
  });

  it('is flat for clients that want it so', async () => {
    const { ask } = await startFixture('struct A { 1: i32 b }\n');
    const found = await ask('textDocument/documentSymbol');
    expect(found).toMatchObject([
      { name: 'A', kind: 23 },
      { name: 'b', kind: 8, containerName: 'A' },
    ]);
  });
});

describe('textDocument/documentSymbol after edits', () => {
  const texts = [
    '',
    '// é 😀\n',
    ' ',
    '\r\n',
    'struct Aé { 1: string "😀 }\n',
    '/* a\n */',
    'const string N = "é"',
    '\n\n',
  ];

  it.each([true, false])('is what a server that has just read the text answers (as a tree: %s)', async (tree) => {
    const capabilities = { textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: tree } } };
    const { ask, session } = await startFixture(source, { capabilities });
    const random = createRandom(11);
    let text = source;
    for (let version = 2; version < 60; version++) {
      const index = createLineIndex(text);
      const start = Math.floor(random() * text.length);
      const range = { start, end: start + Math.floor(random() ** 4 * 12) };
      const inserted = texts[Math.floor(random() * texts.length)] ?? '';
      session.change('main.thrift', version, [{ range: index.rangeOf(range), text: inserted }]);
      // Positions between the two characters of a line end, or of the emoji, are where the server has them.
      const { offsetAt: at } = index;
      const { start: from, end: to } = index.rangeOf(range);
      text = text.slice(0, at(from)) + inserted + text.slice(at(to));
      session.open('fresh.thrift', text, version);
      const fresh = await ask('textDocument/documentSymbol', {}, 'fresh.thrift');
      session.close('fresh.thrift');
      const edited = JSON.stringify(await ask('textDocument/documentSymbol'));
      expect(edited.replaceAll('/main.thrift', '/fresh.thrift')).toBe(JSON.stringify(fresh));
    }
  });
});

describe('workspace/symbol', () => {
  const workspace = `// file: a.thrift
struct GetUserRequest { 1: i64 user_id }
struct GroupUpdateResponse {}
// file: b/c.thrift
enum UserState { USER_GONE = 1 }
service UserService { void DeleteUser() }
// file: main.thrift
const i32 MAX_USERS = 3
`;
  it.each([
    ['gur', ['GetUserRequest', 'GroupUpdateResponse']],
    ['UserS', ['UserState', 'UserService']],
    ['uid', ['user_id']],
    ['maxu', ['MAX_USERS']],
    ['UserService.del', ['DeleteUser']],
    ['delete', ['DeleteUser']],
    ['nothing', []],
    ['', ['GetUserRequest', 'GroupUpdateResponse', 'MAX_USERS', 'UserService', 'UserState']],
  ])('finds for %s what people mean', async (query, wanted) => {
    const { session } = await startFixture(workspace);
    const answer = await session.client.request('workspace/symbol', { query });
    const names = answer.result.map(({ name }: Shown) => name);
    expect(wanted.length === 0 ? names : names.slice(0, wanted.length)).toEqual(wanted);
  });

  it('tells where a member belongs, and shows unsaved text', async () => {
    const { session, places } = await startFixture(workspace);
    const answer = await session.client.request('workspace/symbol', { query: 'USER_GONE' });
    expect(answer.result[0]).toMatchObject({ name: 'USER_GONE', kind: 22, containerName: 'UserState' });
    expect(places(answer.result.map(({ location }: { location: never }) => location))).toEqual(['b/c.thrift:0:17-26']);
    session.change('main.thrift', 2, [{ text: 'struct Unsaved {}\n' }]);
    const unsaved = await session.client.request('workspace/symbol', { query: 'unsv' });
    expect(unsaved.result.map(({ name }: Shown) => name)).toEqual(['Unsaved']);
  });
});

describe('textDocument/documentLink', () => {
  it('leads from includes to their files', async () => {
    const { ask, fixture, session } = await startFixture(
      '// file: idl/a.b.thrift\nstruct A {}\n// file: main.thrift\ninclude "[[path|idl/a.b.thrift]]"\ninclude "nothing.thrift"\n',
    );
    const links = await ask('textDocument/documentLink');
    expect(links).toEqual([
      { range: expect.anything(), target: session.uri('idl/a.b.thrift'), tooltip: 'idl/a.b.thrift' },
    ]);
    expect(fixture.show('main.thrift', links[0].range)).toBe(fixture.shown('path')[0]);
  });
});

describe('textDocument/foldingRange', () => {
  const text = `// A header
// of two lines.
include "a.thrift"
include "b.thrift"

namespace go a
namespace py a
// #region types
/*
 * A block.
 */
struct A {
  // one line
  1: i32 a (
    api.query = "a"
  )
}
struct One { 1: i32 a }
const list<i32> L = [
  1,
]
// #endregion
service S {
  void f(
    1: i32 a,
  ) throws (
    1: E e,
  )
}
struct Open {
  1: i32 a
`;

  it('folds bodies, lists, comments, regions and groups of headers, by lines', async () => {
    const { ask } = await startFixture(text, {
      capabilities: { textDocument: { foldingRange: { lineFoldingOnly: true } } },
    });
    const found: { startLine: number; endLine: number; kind?: string }[] = await ask('textDocument/foldingRange');
    expect(found.map(({ startLine, endLine, kind }) => `${startLine}-${endLine} ${kind ?? ''}`.trim()).sort()).toEqual(
      [
        '0-1 comment',
        '2-3 imports',
        '5-6 imports',
        '7-21 region',
        '8-10 comment',
        '11-15',
        '13-14',
        '18-19',
        '22-27',
        '23-24',
        '25-26',
        '29-30',
      ].sort(),
    );
  });

  it('gives characters to clients that fold by them', async () => {
    const { ask } = await startFixture('struct A {\n  1: i32 a\n}\n');
    expect(await ask('textDocument/foldingRange')).toEqual([
      { startLine: 0, startCharacter: 10, endLine: 2, endCharacter: 0 },
    ]);
  });
});

describe('textDocument/selectionRange', () => {
  async function selections(marked: string): Promise<string[]> {
    const { ask, fixture } = await startFixture(marked);
    const { path, position } = fixture.cursor;
    const text = fixture.text(path);
    const [first] = await ask('textDocument/selectionRange', { positions: [position] });
    const found: string[] = [];
    for (let at = first; at; at = at.parent)
      found.push(text.slice(offsetAt(text, at.range.start), offsetAt(text, at.range.end)));
    return found;
  }

  it('grows from a word to the file', async () => {
    expect(await selections('struct A { 1: list<a.Us$0er> u }\n')).toEqual(
      [
        'User',
        'a.User',
        'list<a.User>',
        '1: list<a.User> u',
        ' 1: list<a.User> u ',
        '{ 1: list<a.User> u }',
        'struct A { 1: list<a.User> u }',
        'struct A { 1: list<a.User> u }\n',
      ].filter((each) => !each.startsWith('{')),
    );
  });

  it('grows from inside quotes and from comments', async () => {
    expect((await selections('const string A = "so$0me"\n')).slice(0, 2)).toEqual(['some', '"some"']);
    expect((await selections('struct A {} // a $0word\n')).slice(0, 2)).toEqual([
      '// a word',
      'struct A {} // a word\n',
    ]);
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { tokenModifiers, tokenTypes } from '../../server/src/idl/query/tokenLegend';
import { type FixtureSession, startFixture } from './navigation';
import { endSessions, type LspRange, offsetAt } from './session';

afterEach(endSessions);

interface LspCall {
  readonly from?: { readonly name: string; readonly detail: string; readonly uri: string };
  readonly to?: { readonly name: string; readonly detail: string; readonly uri: string };
  readonly fromRanges: readonly LspRange[];
}

describe('type hierarchy', () => {
  async function hierarchy(source: string, direction: 'supertypes' | 'subtypes') {
    const { ask, session } = await startFixture(source);
    const [item] = (await ask('textDocument/prepareTypeHierarchy')) ?? [];
    if (!item) return undefined;
    const answer = await session.client.request(`typeHierarchy/${direction}`, { item });
    return answer.result.map(({ name, detail }: { name: string; detail: string }) => `${detail} ${name}`).sort();
  }
  const services = `// file: a.b.thrift
service Base {}
// file: main.thrift
include "a.b.thrift"
service Mid extends a.b.Base {}
service Low extends Mid {}
`;
  it('knows what a service extends and what extends it, over files', async () => {
    const at = (name: string) => services.replace(`service ${name}`, `service $0${name}`);
    expect(await hierarchy(at('Mid'), 'supertypes')).toEqual(['a.b.thrift Base']);
    expect(await hierarchy(at('Mid'), 'subtypes')).toEqual(['main.thrift Low']);
    expect(await hierarchy(at('Base'), 'subtypes')).toEqual(['main.thrift Mid']);
    expect(await hierarchy(at('Base'), 'supertypes')).toEqual([]);
  });

  it('knows what a struct is held by and what it holds', async () => {
    const source = `enum E {}
struct In { 1: E e }
struct $0Mid { 1: list<In> a, 2: In b, 3: optional Mid self }
typedef Mid Alias
struct Out { 1: map<string, Mid> m }
service S { Mid get(1: Mid m) }
`;
    expect(await hierarchy(source, 'supertypes')).toEqual(['main.thrift Alias', 'main.thrift Mid', 'main.thrift Out']);
    expect(await hierarchy(source, 'subtypes')).toEqual(['main.thrift In', 'main.thrift Mid']);
  });

  it('has no place for constants and members', async () => {
    expect(await hierarchy('const i32 $0A = 1\n', 'subtypes')).toBeUndefined();
    expect(await hierarchy('struct A { 1: i32 $0a }\n', 'subtypes')).toBeUndefined();
  });
});

describe('call hierarchy', () => {
  async function calls(source: string, direction: 'incomingCalls' | 'outgoingCalls') {
    const { ask, session, fixture } = await startFixture(source);
    const [item] = (await ask('textDocument/prepareCallHierarchy')) ?? [];
    if (!item) return undefined;
    // The items of an answer can be asked about in turn.
    const followed = async (each: LspCall) => {
      const { name, detail, uri } = each.from ?? each.to ?? item;
      const of = (each.from ?? item).uri.slice(session.uri('/').length);
      const next = await session.client.request(`callHierarchy/${direction}`, { item: each.from ?? each.to });
      const ranges = each.fromRanges.map((range) => fixture.show(of, range));
      return `${uri.slice(session.uri('/').length)} ${name} (${detail}) at ${ranges.join(' ')}, then ${next.result.length}`;
    };
    const { result } = await session.client.request(`callHierarchy/${direction}`, { item });
    return { of: `${item.name} (${item.detail})`, found: (await Promise.all(result.map(followed))).sort() };
  }

  const source = (at: string) =>
    `// file: a.b.thrift
typedef string City
struct Address { 1: City city, 2: optional Address next }
exception Moved { 1: Address to }
// file: main.thrift
include "a.b.thrift"
struct User { 1: list<a.b.Address> homes, 2: map<i32, a.b.Address> more }
const a.b.Address NOWHERE = { "city": "" }
service Users {
  User get(1: i64 id, 2: a.b.Address where) throws (1: a.b.Moved moved)
  oneway void ping()
}
`.replace(at, `$0${at}`);

  it('tells which methods and types use a type, and what uses those', async () => {
    expect(await calls(source('Address {'), 'incomingCalls')).toEqual({
      of: 'Address (a.b.thrift)',
      found: [
        'a.b.thrift Address (a.b.thrift) at a.b.thrift:1:43-50, then 5',
        'a.b.thrift Moved (a.b.thrift) at a.b.thrift:2:21-28, then 1',
        'main.thrift NOWHERE (main.thrift) at main.thrift:2:6-17, then 0',
        'main.thrift User (main.thrift) at main.thrift:1:22-33 main.thrift:1:54-65, then 1',
        'main.thrift get (Users · main.thrift) at main.thrift:4:25-36, then 0',
      ],
    });
    expect((await calls(source('get('), 'incomingCalls'))?.found).toEqual([]);
  });

  it('tells which types a method or a type is made of', async () => {
    expect(await calls(source('get('), 'outgoingCalls')).toEqual({
      of: 'get (Users · main.thrift)',
      found: [
        'a.b.thrift Address (a.b.thrift) at main.thrift:4:25-36, then 2',
        'a.b.thrift Moved (a.b.thrift) at main.thrift:4:55-64, then 1',
        'main.thrift User (main.thrift) at main.thrift:4:2-6, then 1',
      ],
    });
    expect((await calls(source('Moved {'), 'outgoingCalls'))?.found).toEqual([
      'a.b.thrift Address (a.b.thrift) at a.b.thrift:2:21-28, then 2',
    ]);
    expect((await calls(source('ping('), 'outgoingCalls'))?.found).toEqual([]);
  });

  it('starts at no service and no member', async () => {
    expect(await calls(source('Users {'), 'incomingCalls')).toBeUndefined();
    expect(await calls(source('city,'), 'incomingCalls')).toBeUndefined();
  });
});

/** `text type modifiers` of each token. */
function decode(text: string, data: readonly number[]): string[] {
  const found: string[] = [];
  let line = 0;
  let character = 0;
  for (let i = 0; i < data.length; i += 5) {
    const [lines = 0, characters = 0, length = 0, type = 0, modifiers = 0] = data.slice(i, i + 5);
    character = lines === 0 ? character + characters : characters;
    line += lines;
    const start = offsetAt(text, { line, character });
    const named = tokenModifiers.filter((_, bit) => modifiers & (1 << bit));
    found.push([text.slice(start, start + length), tokenTypes[type], ...named].join(' '));
  }
  return found;
}

describe('semantic tokens', () => {
  const source = `// file: x.y.thrift
enum Color { RED = 1 }
exception E {}
service Base {}
// file: main.thrift
namespace go a.b
include "x.y.thrift"
const x.y.Color MAX = x.y.Color.RED
typedef i64 Id
struct User { 1: Id id (api.query = "i", deprecated = "old"), 2: Nope n = 1 }
service S extends x.y.Base { User get(1: Id id) throws (1: x.y.E e) }
`;
  const wanted = [
    'a.b namespace',
    'x.y namespace',
    'Color enum',
    'MAX variable declaration readonly',
    'x.y namespace',
    'Color enum',
    'RED enumMember readonly',
    'Id type declaration',
    'User struct declaration',
    'Id type',
    'id property declaration deprecated',
    'api.query decorator',
    'deprecated decorator',
    'n property declaration',
    'S interface declaration',
    'x.y namespace',
    'Base interface',
    'User struct',
    'get method declaration',
    'Id type',
    'id parameter declaration',
    'x.y namespace',
    'E class',
    'e parameter declaration',
  ];

  it('tell what each name is, and leave out what means nothing', async () => {
    const { ask, fixture, session } = await startFixture(`${source}$0`);
    const { data } = await ask('textDocument/semanticTokens/full');
    expect(decode(fixture.text('main.thrift'), data)).toEqual(wanted);
    const { legend } = session.initialized.result.capabilities.semanticTokensProvider;
    expect(legend).toEqual({ tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] });
  });

  it('come for a part of the file', async () => {
    const { ask, fixture } = await startFixture(`${source}$0`);
    const range = { start: { line: 3, character: 0 }, end: { line: 3, character: 5 } };
    const { data } = await ask('textDocument/semanticTokens/range', { range });
    expect(decode(fixture.text('main.thrift'), data)).toEqual(['Id type declaration']);
  });

  it('are those of the text after edits that move definitions and change what names mean', async () => {
    let text = 'struct A { 1: B b } struct B { 1: i32 x } typedef B C\nenum B2 { ONE } struct D { 1: C c\n 2: A a }\n';
    const { ask, session } = await startFixture(`// file: main.thrift\n${text}$0`);
    const asRead = async () => {
      const fresh = await startFixture(`// file: main.thrift\n${text}$0`);
      return (await fresh.ask('textDocument/semanticTokens/full')).data;
    };
    const edits: readonly (readonly [line: number, from: number, to: number, added: string])[] = [
      [0, 0, 0, '  '],
      [0, 0, 2, ''],
      [0, 20, 20, '\n\n'],
      [0, 0, 0, 'struct Z {} '],
      [2, 7, 8, 'E'],
      [2, 7, 8, 'B'],
      [3, 0, 0, '\t'],
    ];
    for (const [i, [line, from, to, added]] of edits.entries()) {
      const lines = text.split('\n');
      const old = lines[line] ?? '';
      lines[line] = old.slice(0, from) + added + old.slice(to);
      text = lines.join('\n');
      const range = { start: { line, character: from }, end: { line, character: to } };
      session.change('main.thrift', i + 2, [{ range, text: added }]);
      expect((await ask('textDocument/semanticTokens/full')).data).toEqual(await asRead());
    }
  });

  it('come as what differs from the last answer', async () => {
    const { ask, session, fixture } = await startFixture(`${source}$0`);
    const first = await ask('textDocument/semanticTokens/full');
    const at = { line: 4, character: 0 };
    session.change('main.thrift', 2, [{ range: { start: at, end: at }, text: 'struct New {}\n' }]);
    const delta = await ask('textDocument/semanticTokens/full/delta', { previousResultId: first.resultId });
    expect(delta.edits).toHaveLength(1);
    const data = [...first.data];
    for (const { start, deleteCount, data: added } of delta.edits) data.splice(start, deleteCount, ...added);
    const lines = fixture.text('main.thrift').split('\n');
    const text = [...lines.slice(0, 4), 'struct New {}', ...lines.slice(4)].join('\n');
    expect(decode(text, data)).toEqual([...wanted.slice(0, 8), 'New struct declaration', ...wanted.slice(8)]);
    expect(delta.edits[0].data.length).toBeLessThan(data.length / 2);
    const same = await ask('textDocument/semanticTokens/full/delta', { previousResultId: delta.resultId });
    expect(same.edits).toEqual([]);
    const unknown = await ask('textDocument/semanticTokens/full/delta', { previousResultId: 'x' });
    expect(unknown.data).toEqual(data);
  });
});

describe('textDocument/inlayHint', () => {
  const source = `// file: x.thrift
typedef i64 Id
typedef map<string, list<Id>> Index
typedef Index Index2
// file: main.thrift
include "x.thrift"
enum Color { RED, BLUE = 5, GREEN }
struct User { 1: x.Id id, 2: list<x.Id> ids, 3: i64 n, 4: map<x.Id, x.Index2> long }
service S { x.Id get(1: x.Id id) }
enum Broken { A, 7, B }
$0`;
  const everything = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  const shown = async ({ ask, fixture }: FixtureSession, range = everything) => {
    const hints: { position: { line: number; character: number }; label: string; tooltip?: string }[] = await ask(
      'textDocument/inlayHint',
      { range },
    );
    const lines = fixture.text('main.thrift').split('\n');
    return hints.map(({ position, label, tooltip }) => {
      const before = lines[position.line]?.slice(0, position.character).split(' ').slice(-1)[0] ?? '';
      return `${before} ${label}${tooltip === undefined ? '' : ` | ${tooltip}`}`;
    });
  };
  const values = ['RED = 0', 'GREEN = 6'];
  const types = ['x.Id = i64', 'list<x.Id> = list<i64>', 'x.Index2> = map<i64, map<string, list<i64>>>'];

  it('shows counted enum values and what typedefs stand for', async () => {
    const found = await shown(await startFixture(source));
    expect(found).toEqual([...values, ...types, 'x.Id = i64', 'x.Id = i64']);
  });

  it('does not write out a typedef that holds itself', async () => {
    const found = await shown(await startFixture('typedef map<A, list<A>> A\nstruct S { 1: A a }\n$0'));
    expect(found).toEqual(['A = map<A, list<A>>']);
  });

  it('keeps to the range', async () => {
    const line = { start: { line: 1, character: 0 }, end: { line: 1, character: 40 } };
    expect(await shown(await startFixture(source), line)).toEqual(values);
  });

  it('can be switched off, each kind by itself', async () => {
    const off = (inlayHints: object) => startFixture(source, { settings: () => ({ inlayHints }) });
    expect(await shown(await off({ typedefs: false }))).toEqual(values);
    expect(await shown(await off({ enumValues: false, typedefs: false }))).toEqual([]);
  });

  it('is asked for anew when an included file changes', async () => {
    const started = await startFixture(source, {
      capabilities: { workspace: { inlayHint: { refreshSupport: true }, semanticTokens: { refreshSupport: true } } },
    });
    const { session } = started;
    await shown(started);
    session.open('x.thrift', started.fixture.text('x.thrift'));
    await session.settle();
    const from = session.client.received.length;
    session.change('x.thrift', 2, [{ text: 'typedef i32 Id\n' }]);
    await session.client.next(({ method }) => method === 'workspace/inlayHint/refresh', from);
    await session.client.next(({ method }) => method === 'workspace/semanticTokens/refresh', from);
    expect(await shown(started)).toContain('x.Id = i32');
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { completeIn, taken } from './completing';
import { endSessions, type Session, startSession } from './session';

const files = {
  'base.thrift': `namespace go demo.base

/** What every request carries. */
struct Base {
  1: optional string log_id
}
exception NotFound {
  1: required string message
}
/* The colours. */
enum Color {
  RED = 1, // like blood
  GREEN = 2,
}
const i32 LIMIT = 5
const string HELLO = "hello"
service Root {}
`,
  'shop.order.thrift':
    'namespace go demo.shop.order\nstruct Order {\n  1: required i64 id\n}\nservice Orders {}\nenum State {\n  NEW = 1\n  PAID = 4\n}\n',
  'common/types.thrift':
    'struct Money {\n  1: required i64 cents\n}\nexception TooPoor {\n  1: required string message\n}\n',
  'common/deep/more.thrift': 'struct More {}\n',
  'user-data.thrift': 'struct Unreachable {}\n',
};

const capabilities = {
  textDocument: {
    completion: {
      completionItem: {
        snippetSupport: true,
        insertReplaceSupport: true,
        labelDetailsSupport: true,
        documentationFormat: ['markdown', 'plaintext'],
      },
    },
  },
};

const included = 'include "base.thrift"\ninclude "shop.order.thrift"\n';
const orders = 'struct GetOrderRequest {}\nstruct GetOrderResponse {}\n';

interface Fixture {
  readonly at: string;
  /** All that is offered, in order. */
  readonly all?: readonly string[];
  /** What comes first. */
  readonly first?: readonly string[];
  readonly has?: readonly string[];
  readonly not?: readonly string[];
}

/** Each text as somebody leaves it in the middle of typing. */
const fixtures: readonly Fixture[] = [
  // What begins as typed goes before what only has the letters.
  {
    at: 'struct BearOrder {}\nstruct Order {}\nstruct Board {\n  1: Ord|\n}',
    first: ['Order', 'shop.order.Order', 'BearOrder'],
  },
  { at: 'struct T {}\nconst i32 LIMIT = 1\nconst i32 LOW = |', has: ['LIMIT'], not: ['LOW'] },
  // Definitions.
  { at: '|', has: ['struct', 'service', 'enum', 'exception', 'union', 'typedef', 'const', 'include', 'namespace'] },
  { at: `${included}\nstr|`, all: ['struct', 'struct'] },
  { at: `${included}struct A {\n  1: i64 id\n}\n\n|\n\nenum E {}\n`, has: ['struct', 'service'], not: ['required'] },
  { at: 'struct A {} |', all: [] },
  { at: 'struct |', all: [] },
  { at: 'typedef i64 Id |', all: [] },
  // Types.
  {
    at: `${included}struct A {\n  1: required |\n}`,
    has: ['i64', 'list', 'A', 'base.Base', 'base.Color', 'shop.order.Order'],
  },
  {
    at: `${included}struct A {\n  1: required |\n}`,
    not: ['void', 'base.NotFound', 'base.Root', 'base.LIMIT', 'byte'],
  },
  { at: `${included}struct A {\n  1: required base.|\n}`, all: ['base.Base', 'base.Color'] },
  { at: `${included}struct A {\n  1: required shop.order.O| order\n}`, all: ['shop.order.Order'] },
  { at: `${included}struct A {\n  1: required list<|\n\nstruct B {}\n`, has: ['string', 'A', 'B', 'base.Base'] },
  { at: `${included}struct A {\n  1: required map<string, Ba|\n`, has: ['base.Base'] },
  { at: 'struct A {\n  1: optional Mon|\n}', first: ['types.Money'] },
  { at: 'struct A {\n  1: optional Unr|\n}', all: [] },
  { at: 'typedef |', has: ['i64', 'map', 'base.Base'] },
  { at: 'const |', has: ['string', 'list', 'set', 'map'] },
  { at: 'struct A {\n  1: required i64 user_id\n}\nstruct B {\n  1: required | user_id\n}', first: ['i64'] },
  { at: `${orders}service S {\n  | GetOrder(1: GetOrderRequest req)\n}`, first: ['GetOrderResponse'] },
  { at: `${orders}service S {\n  GetOrderResponse GetOrder(1: |)\n}`, first: ['GetOrderRequest'] },
  { at: `${orders}service S {\n  GetOr|`, has: ['GetOrderResponse', 'GetOrderRequest'] },
  { at: 'service S {\n  |\n}', has: ['void', 'oneway', 'string', 'method'], not: ['required', 'throws'] },
  { at: 'service S {\n  oneway |', all: ['void'] },
  // Fields.
  { at: 'struct A {\n  1: |', first: ['required', 'optional'] },
  { at: 'exception A {\n  1: |', first: ['required', 'optional'] },
  { at: 'union A {\n  1: |', not: ['required', 'optional'], has: ['string'] },
  { at: 'service S {\n  void a(1: |', not: ['required', 'optional'], has: ['string'] },
  { at: 'struct A {\n  1: required i64 id\n  |\n}', first: ['2: ', '2: required ', '2: optional '] },
  { at: 'struct A {\n  1: required i64 id\n  |\n  7: i32 later\n  255: base.Base Base\n}', first: ['8: '] },
  { at: 'struct A {\n  1: i64 id\n  o|\n}', first: ['2: optional '] },
  { at: 'union A {\n  1: i64 id\n  |\n}', all: ['2: '] },
  { at: 'struct A {\n  1: required i64 |', all: [] },
  { at: 'struct A {\n  1: required i64 id |', all: [] },
  { at: 'struct A {\n  1: required i64 id\n  |\n\nstruct B {\n  9: i32 x\n}\n', first: ['2: '] },
  { at: 'service S {\n  void a(1: i64 id, |)', first: ['2: '] },
  { at: `${included}service S {\n  void a(1: i64 id, Ba|)`, has: ['base.Base'] },
  { at: 'enum E {\n  A = 1,\n  B = |\n}', all: ['2'] },
  { at: 'enum E {\n  |\n}', all: [] },
  // Values.
  { at: 'enum E {\n  A = 1\n  B = 2\n}\nstruct S {\n  1: optional E e = |\n}', all: ['E.A', 'E.B'] },
  { at: `${included}struct S {\n  1: optional base.Color c = |\n}`, all: ['base.Color.RED', 'base.Color.GREEN'] },
  { at: `${included}struct S {\n  1: optional base.Color c = base.Color.R|\n}`, first: ['base.Color.RED'] },
  {
    at: `${included}typedef base.Color C\nstruct S {\n  1: list<C> c = [|`,
    all: ['base.Color.RED', 'base.Color.GREEN'],
  },
  { at: `${included}struct S {\n  1: optional i32 limit = |\n}`, all: ['base.LIMIT'] },
  { at: `${included}struct S {\n  1: optional string s = |\n}`, all: ['""', 'base.HELLO'] },
  { at: 'struct S {\n  1: optional bool b = |\n}', all: ['true', 'false'] },
  { at: 'struct P {\n  1: i32 x\n  2: bool y\n}\nconst P ORIGIN = {|', all: ['"x"', '"y"'] },
  { at: 'struct P {\n  1: i32 x\n  2: bool y\n}\nconst P ORIGIN = {"x": 1, "|"', all: ['y'] },
  { at: 'struct P {\n  1: i32 x\n  2: bool y\n}\nconst list<P> ALL = [{"y": |', all: ['true', 'false'] },
  { at: 'enum E {\n  A = 1\n}\nconst map<E, bool> M = {|', all: ['E.A'] },
  { at: 'enum E {\n  A = 1\n}\nconst map<E, bool> M = {E.A: |', all: ['true', 'false'] },
  // No compiler but thriftgo takes constants for enums and structs, items behind a dotted include, and names defined further down.
  { at: 'enum E {\n  A = 1\n}\nconst E FIRST = E.A\nconst E OTHER = |', all: ['E.A'] },
  { at: 'enum E {\n  A = 1\n}\nconst E FIRST = E.A\nconst list<E> OTHER = [|', all: ['E.A'] },
  { at: 'struct P {\n  1: i32 x\n}\nconst P ZERO = {}\nconst P ORIGIN = |', all: ['{}'] },
  { at: 'const i32 LOW = |\nconst i32 HIGH = 9\n', not: ['HIGH'] },
  { at: 'const i32 LOW = Later.|\nenum Later {\n  A = 1\n}\n', all: [] },
  { at: 'struct S {\n  1: optional E e = |\n}\nenum E {\n  A = 1\n}\n', all: ['E.A'] },
  { at: `${included}struct S {\n  1: optional shop.order.State s = |\n}`, all: ['1', '4'] },
  { at: `${included}struct S {\n  1: optional shop.order.State s = shop.order.State.PA|\n}`, all: ['4'] },
  { at: `${included}struct S {\n  1: i32 s = shop.order.State.PA|\n}`, all: ['shop.order.State.PAID'] },
  { at: 'const list<string> NAMES = ["a"]\nconst list<i32> IDS = |', not: ['NAMES'] },
  { at: 'typedef list<L> L\nconst L ONE = []\nconst L TWO = |', has: ['ONE'] },
  // Throws and extends.
  { at: `${included}service S {\n  void a() |\n}`, all: ['throws'] },
  { at: `${included}service S {\n  void a() throws (|\n}`, first: ['1: '] },
  { at: `${included}service S {\n  void a() throws (1: |`, all: ['base.NotFound', 'types.TooPoor'] },
  { at: `${included}service S extends |`, all: ['base.Root', 'shop.order.Orders'] },
  { at: 'service S |', all: ['extends'] },
  // Headers.
  { at: 'namespace |', first: ['go'], has: ['js', 'py', '*'] },
  { at: 'namespace go a\nnamespace |', not: ['go'] },
  { at: 'namespace go |', all: ['demo.a'] },
  { at: 'include "|', all: ['base.thrift', 'shop.order.thrift', 'user-data.thrift', 'common/'] },
  { at: 'include "common/|"', all: ['types.thrift', 'deep/'] },
  { at: 'include "base.thrift"\ninclude "|"', not: ['base.thrift'] },
  { at: 'include "ba|se.thrift"', has: ['base.thrift'] },
  { at: 'include "../|', not: ['base.thrift'] },
  // Annotations.
  {
    at: 'struct A {\n  1: i64 id (|',
    first: ['api.query', 'api.body'],
    has: ['go.tag', 'vt.gt'],
    not: ['api.get', 'vt.pattern'],
  },
  {
    at: 'struct A {\n  1: optional list<string> names (vt.|',
    has: ['vt.min_size', 'vt.elem.pattern'],
    not: ['vt.gt', 'go.tag'],
  },
  { at: 'struct A {\n  1: i64 id (go.tag = \'json:"id"\', |)', not: ['go.tag'], has: ['api.query'] },
  { at: 'struct A {\n} (|', all: ['vt.assert', 'thrift.is_interface'] },
  { at: 'service S {\n  void a() (|', first: ['api.get'], has: ['streaming.mode'], not: ['api.query', 'vt.gt'] },
  { at: 'service S {\n} (|', first: ['api.base_domain'] },
  { at: 'service S {\n  void a() (streaming.mode = |', all: ['bidirectional', 'client', 'server', 'unary'] },
  { at: 'service S {\n  void a() (streaming.mode = "|"', all: ['bidirectional', 'client', 'server', 'unary'] },
  { at: 'struct A {\n  1: i64 user_id (api.query = "|', all: ['user_id'] },
  { at: 'struct A {\n  1: i64 id (vt.not_nil = "|', all: ['true', 'false'] },
  { at: 'struct A {\n  1: i64 a\n  2: i64 b (vt.gt = "$|', all: ['$a', '$b'] },
  // Comments and strings.
  { at: '// some words |', all: [] },
  { at: '// th|', all: ['thriftwise-disable-next-line', 'thriftwise-disable-line', 'thriftwise-disable-file'] },
  { at: '// thriftwise-disable-next-line |', has: ['idl/field-naming', 'thriftwise/unused-suppression'] },
  { at: 'struct A {\n  # thriftwise-disable-line idl/syntax, idl/fi|', has: ['idl/field-naming'], not: ['idl/syntax'] },
  { at: '// thriftwise-disable-next-line idl/syntax -- since |', all: [] },
  { at: '/*\n struct |\n*/\nstruct A {}\n', all: [] },
  { at: 'struct A {\n  1: string s = "required |"', all: [] },
];

describe('completion', () => {
  let session: Session;
  beforeAll(async () => {
    session = await startSession({ files, capabilities });
    await session.settle();
  });
  afterAll(endSessions);

  it.each(fixtures)('knows the place of $at', async ({ at, all, first, has, not }) => {
    const { items } = await completeIn(session, 'a.thrift', at);
    const labels = items.map(({ label }) => label);
    if (all) expect(labels).toEqual(all);
    if (first) expect(labels.slice(0, first.length)).toEqual(first);
    for (const label of has ?? []) expect(labels).toContain(label);
    for (const label of not ?? []) expect(labels).not.toContain(label);
    expect(items.map(({ sortText }) => sortText)).toEqual([...items.map(({ sortText }) => sortText)].sort());
  });

  it('adds the include of a type that is not included yet, behind the last one', async () => {
    const head = '// A licence.\n\nnamespace go demo.a\n\ninclude "base.thrift"\n\n';
    const got = await completeIn(session, 'idl/a.thrift', `${head}struct A {\n  1: required Mon| price\n}\n`);
    expect(taken(got, 'types.Money')).toBe(
      `${head.trimEnd()}\ninclude "../common/types.thrift"\n\nstruct A {\n  1: required types.Money price\n}\n`,
    );
    expect(got.items[0]).toMatchObject({
      detail: 'struct',
      labelDetails: { description: 'adds include "../common/types.thrift"' },
    });
    const bare = await completeIn(session, 'a.thrift', 'namespace go demo.a\n\nstruct A {\n  1: required Mon|\n}\n');
    expect(taken(bare, 'types.Money')).toMatch(/^namespace go demo\.a\n\ninclude "common\/types\.thrift"\n\nstruct A/);
  });

  it('offers no include that would lead in a circle', async () => {
    const got = await completeIn(session, 'base.thrift', 'struct A {\n  1: required Us|\n}\n');
    session.open('user.thrift', 'include "base.thrift"\nstruct User {}\n', 1000);
    const again = await completeIn(session, 'base.thrift', 'struct A {\n  1: required Us|\n}\n');
    expect(got.items).toEqual([]);
    expect(again.items).toEqual([]);
    const other = await completeIn(session, 'a.thrift', 'struct A {\n  1: required Us|\n}\n');
    expect(other.items.map(({ label }) => label)).toEqual(['user.User']);
    session.close('user.thrift');
  });

  it('replaces the whole dotted name, and inserts where the rest of the word is to stay', async () => {
    const got = await completeIn(session, 'a.thrift', `${included}struct A {\n  1: required base.Ba|d name\n}\n`);
    expect(taken(got, 'base.Base')).toBe(`${included}struct A {\n  1: required base.Base name\n}\n`);
    const [item] = got.items;
    expect(item?.textEdit.insert).toEqual({ start: { line: 3, character: 14 }, end: { line: 3, character: 21 } });
    expect(item?.textEdit.replace).toEqual({ start: { line: 3, character: 14 }, end: { line: 3, character: 22 } });
  });

  it.each([
    ['struct A {\n  1: |req string name\n}', 'required', 'struct A {\n  1: required string name\n}'],
    ['struct A {\n  1:|\n}', 'required', 'struct A {\n  1: required \n}'],
    ['struct A {\n  1: bool b =|\n}', 'true', 'struct A {\n  1: bool b = true\n}'],
    ['struct A {\n  1: i64 id\n  re|\n}', '2: required ', 'struct A {\n  1: i64 id\n  2: required \n}'],
    ['include "co|mmon/x.thrift"\n', 'common/', 'include "common/"\n'],
    ['include "common/ty|"\n', 'types.thrift', 'include "common/types.thrift"\n'],
    [
      'service S {\n  void a() (streaming.mode = "x|yz")\n}',
      'client',
      'service S {\n  void a() (streaming.mode = "client")\n}',
    ],
    [
      'struct A {\n  1: i64 user_id (api.q|)\n}',
      'api.query',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a snippet's placeholder
      'struct A {\n  1: i64 user_id (api.query = "${1:user_id}")\n}',
    ],
    ['// thriftwise-disable-line idl/fi|eld\n', 'idl/field-naming', '// thriftwise-disable-line idl/field-naming\n'],
  ])('writes what is meant in %s', async (at, label, result) => {
    expect(taken(await completeIn(session, 'a.thrift', at), label)).toBe(result);
  });

  it.each([
    ['struct A {\n  1: |', ' ', true],
    ['struct A {\n  1: required |', ' ', true],
    ['struct A {\n  1:|', ':', true],
    ['struct A {\n  1: i64 |', ' ', false],
    ['struct A {\n  1: i64 id |', ' ', false],
    ['struct A {\n   |', ' ', false],
    ['struct |', ' ', false],
    [' |', ' ', false],
    ['enum A {\n  B =|', '=', false],
    ['service S |', ' ', false],
    ['service S {\n  void a(|', '(', true],
    ['service S {\n  void a() |', ' ', false],
    ['struct A {\n  1: i64 id (|', '(', true],
    ['struct A {\n  1: list<|', '<', true],
    ['include "|', '"', true],
    ['include "common/|', '/', true],
    ['struct A {\n  1: string s = "|', '"', false],
    ['/|', '/', false],
    ['// a/|', '/', false],
    ['// some |', ' ', false],
    ['// thriftwise-disable-line idl/|', '/', true],
  ])('opens by itself only where it helps: %j after %j', async (at, character, opens) => {
    const { items } = await completeIn(session, 'a.thrift', at, character);
    expect(items.length > 0).toBe(opens);
  });

  it('tells of a definition, an item and an annotation when asked', async () => {
    const resolve = async (at: string, label: string) => {
      const { items } = await completeIn(session, 'a.thrift', at);
      const item = items.find((each) => each.label === label);
      const { result } = await session.client.request('completionItem/resolve', item);
      return result.documentation;
    };
    expect(await resolve(`${included}struct A {\n  1: required base.|`, 'base.Base')).toEqual({
      kind: 'markdown',
      value: '```thrift\nstruct Base {\n  1: optional string log_id\n}\n```\n\nWhat every request carries.',
    });
    expect(await resolve(`${included}struct A {\n  1: base.Color c = |`, 'base.Color.RED')).toEqual({
      kind: 'markdown',
      value: '```thrift\nRED = 1\n```\n\nlike blood',
    });
    expect((await resolve('struct A {\n  1: i64 a (|', 'api.query')).value).toMatch(/^Binds the field to /);
  });

  it('answers at every place of broken text with ranges around the cursor', async () => {
    const text = `${included}namespace \nstruct A {\n  1: required list<base.\n  2: opt (api.query = "x\n}\nservice S extends  {\n  A a(1: \n`;
    session.open('broken.thrift', text, 1);
    const lines = text.split('\n');
    for (const [line, { length }] of lines.entries()) {
      for (let character = 0; character <= length; character++) {
        const answer = await session.client.request('textDocument/completion', {
          textDocument: { uri: session.uri('broken.thrift') },
          position: { line, character },
        });
        expect(answer.error).toBeUndefined();
        for (const { textEdit, label } of answer.result.items) {
          const { insert, replace } = textEdit;
          expect(insert.start, label).toEqual(replace.start);
          expect(insert.end).toEqual({ line, character });
          expect(replace.start.line).toBe(line);
          expect(replace.end.line).toBe(line);
          expect(replace.end.character).toBeGreaterThanOrEqual(character);
        }
      }
    }
    session.close('broken.thrift');
  });

  it('goes on with what is typed while the answer is on its way', async () => {
    session.open('typed.thrift', `${included}struct A {\n  1: required \n}\n`, 1);
    for (const [i, letter] of [...'base.'].entries()) {
      const position = { line: 3, character: 14 + i };
      session.change('typed.thrift', 2 + i, [{ range: { start: position, end: position }, text: letter }]);
    }
    const answer = await session.client.request('textDocument/completion', {
      textDocument: { uri: session.uri('typed.thrift') },
      position: { line: 3, character: 19 },
    });
    expect(answer.result.items.map(({ label }: { label: string }) => label)).toEqual(['base.Base', 'base.Color']);
    session.close('typed.thrift');
  });
});

describe('completion for other clients', () => {
  afterEach(endSessions);

  it('writes plain text where there are no snippets, and leaves the shipped ones to VS Code', async () => {
    const plain = await startSession({ files });
    const got = await completeIn(plain, 'a.thrift', 'struct A {\n  1: required |\n}');
    expect(taken(got, 'list')).toBe('struct A {\n  1: required list<>\n}');
    expect(got.items.every(({ insertTextFormat }) => insertTextFormat !== 2)).toBe(true);
    const struct = await completeIn(plain, 'a.thrift', 'struct|');
    expect(struct.items.map(({ kind }) => kind)).toEqual([14, 15]);
    const code = await startSession({ files, initializationOptions: { ownSnippets: true, suggestCommand: true } });
    const own = await completeIn(code, 'a.thrift', 'struct|');
    expect(own.items.map(({ kind }) => kind)).toEqual([14]);
    const head = await completeIn(code, 'a.thrift', 'struct A {\n  1: |');
    expect(head.items[0]?.command).toMatchObject({ command: 'editor.action.triggerSuggest' });
  });

  it('writes snippets of fields with the next free id, and the include that their type needs', async () => {
    const session = await startSession({ files, capabilities });
    await session.settle();
    const head = 'struct A {\n  1: i32 a\n  3: i32 b\n';
    const field = await completeIn(session, 'a.thrift', `${head}  |\n}`);
    const bodyOf = (label: string) => field.items.find((each) => each.label === label)?.textEdit.newText;
    expect(bodyOf('field')).toMatch(/^\$\{1:4\}: required /);
    expect(bodyOf('field-optional')).toMatch(/^\$\{1:4\}: optional /);
    expect(taken(field, 'kitex-base')).toBe(`include "base.thrift"\n\n${head}  255: optional base.Base Base,$0\n}`);
    // There is no such type, and in the other struct its id is taken.
    expect(bodyOf('kitex-baseresp')).toBeUndefined();
    const full = await completeIn(session, 'a.thrift', `${included}struct A {\n  255: base.Base Base\n  |\n}`);
    expect(full.items.map(({ label }) => label)).not.toContain('kitex-base');
    const ready = await completeIn(session, 'a.thrift', `${included}struct A {\n  |\n}`);
    expect(taken(ready, 'kitex-base')).toBe(`${included}struct A {\n  255: optional base.Base Base,$0\n}`);
  });

  it('speaks Chinese, keeps to the dialect, and is silent where Thriftwise is switched off', async () => {
    const session = await startSession({
      files: { ...files, 'thriftwise.json': '{ "dialect": "thriftgo" }' },
      locale: 'zh-CN',
      settings: (uri) => (uri?.endsWith('off') ? { enable: false } : null),
      folders: ['', 'off'],
    });
    await session.settle();
    const { items } = await completeIn(session, 'a.thrift', 'struct A {\n  1: required Mon|\n}');
    expect(items[0]?.detail).toBe('添加 include "common/types.thrift"');
    const types = await completeIn(session, 'a.thrift', 'struct A {\n  1: required |\n}');
    expect(types.items.map(({ label }) => label)).not.toContain('uuid');
    const values = await completeIn(
      session,
      'a.thrift',
      'include "shop.order.thrift"\nconst shop.order.State A = |\nconst shop.order.State B = shop.order.State.NEW',
    );
    expect(values.items.map(({ label }) => label)).toEqual(['shop.order.State.NEW', 'shop.order.State.PAID', 'B']);
    expect((await completeIn(session, 'off/a.thrift', '|')).items).toEqual([]);
  });
});

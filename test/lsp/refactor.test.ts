import { afterEach, describe, expect, it } from 'vitest';
import { createTestWorkspace, testUri } from '../harness/engine';
import { at, endSessions, type LspAction, type LspEdit, offsetAt, type Session, startSession } from './session';

afterEach(endSessions);

type Files = Readonly<Record<string, string>>;

const capabilities = {
  textDocument: {
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'refactor', 'source'] } } },
  },
  workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'] } },
};

function applyEdits(text: string, edits: readonly LspEdit[]): string {
  return edits
    .map((edit, i) => ({ edit, i }))
    .sort((a, b) => offsetAt(text, b.edit.range.start) - offsetAt(text, a.edit.range.start) || b.i - a.i)
    .reduce(
      (result, { edit: { range, newText, snippet } }) =>
        result.slice(0, offsetAt(text, range.start)) +
        (newText ?? snippet?.value ?? '') +
        result.slice(offsetAt(text, range.end)),
      text,
    );
}

interface Change {
  readonly kind?: string;
  readonly uri?: string;
  readonly textDocument?: { readonly uri: string };
  readonly edits?: readonly LspEdit[];
}

/** The files after an action. */
function applied(session: Session, files: Files, action: LspAction): Files {
  const result: Record<string, string> = { ...files };
  for (const change of (action.edit?.documentChanges ?? []) as readonly Change[]) {
    const path = decodeURIComponent((change.uri ?? change.textDocument?.uri ?? '').slice(`${session.uri('')}`.length));
    const name = path.replace(/^\//, '');
    if (change.kind === 'create') {
      expect(result[name]).toBeUndefined();
      result[name] = '';
    } else result[name] = applyEdits(result[name] ?? '', change.edits ?? []);
  }
  return result;
}

/** What the linter says of all files: findings by rule. */
function findings(files: Files): Map<string, number> {
  const { workspace, lint } = createTestWorkspace(files);
  const counts = new Map<string, number>();
  for (const path of Object.keys(files)) {
    if (!path.endsWith('.thrift')) continue;
    expect(workspace.file(testUri(path))).toBeDefined();
    for (const { rule } of lint(path).findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return counts;
}

/** Nothing that was fine before is wrong now. `made`: what new definitions bring along. */
function expectNoWorse(before: Files, now: Files, ...made: readonly string[]): void {
  const old = findings(before);
  for (const [rule, count] of findings(now))
    if (!made.includes(rule))
      expect(count, `${rule} in\n${JSON.stringify(now, null, 1)}`).toBeLessThanOrEqual(old.get(rule) ?? 0);
}

/** The place of the first `needle` in the text. */
function place(text: string, needle: string) {
  const lines = text.slice(0, text.indexOf(needle)).split('\n');
  return at(lines.length - 1, lines.at(-1)?.length ?? 0);
}

async function offered(files: Files, path: string, needle: string, only = ['refactor'], locale = 'en') {
  const session = await startSession({ files, capabilities, locale });
  session.open(path, files[path] ?? '');
  const actions = await session.actions(path, place(files[path] ?? '', needle), only);
  return { session, actions, titles: actions.map(({ title }) => title) };
}

function choose(actions: readonly LspAction[], title: string | RegExp): LspAction {
  const found = actions.find((each) => (typeof title === 'string' ? each.title === title : title.test(each.title)));
  if (!found) throw new Error(`no ${title} among ${actions.map((each) => each.title).join(' | ')}`);
  return found;
}

describe('extracting a request', () => {
  const text = `namespace go demo

// What is left alone.
struct GetUserResponse {
    1: required string name,
}

// The service.
service UserService {
    // Finds a user.
    GetUserResponse GetUser(1: i64 user_id, 2: string lang = "en") // trailing
    GetUserResponse Done(1: GetUserResponse req)
    oneway void Log(1: string line)
}
`;

  it('moves the arguments into a struct above the service and says what it changes', async () => {
    const files = { 'a.thrift': text };
    const { session, actions } = await offered(files, 'a.thrift', 'GetUser(');
    const action = choose(actions, 'Extract the arguments into "GetUserRequest" (changes the wire and the signature)');
    expect(action.kind).toBe('refactor.extract');
    const now = applied(session, files, action);
    expect(now['a.thrift']).toBe(
      text
        .replace('(1: i64 user_id, 2: string lang = "en")', '(1: GetUserRequest req)')
        .replace(
          '// The service.',
          'struct GetUserRequest {\n    1: required i64 user_id,\n    2: optional string lang = "en",\n}\n\n// The service.',
        ),
    );
    expectNoWorse(files, now);
  });

  it('is not offered where there is a request, nor for oneway methods', async () => {
    const { titles } = await offered({ 'a.thrift': text }, 'a.thrift', 'Done(');
    expect(titles.filter((title) => title.startsWith('Extract'))).toEqual([]);
    const oneway = await offered({ 'a.thrift': text }, 'a.thrift', 'Log(');
    expect(oneway.titles).toEqual([]);
  });
});

describe('creating what is missing', () => {
  const text = `namespace go demo

include "base.thrift"

/** Users. */
service UserService {
  GetUserResponse GetUser(1: GetUserRequest req) throws (1: UserNotFound not_found)
  void Touch(1: base.Stamp stamp)
}
`;
  const base = 'namespace go base\n\nstruct Base {\n  1: optional string log_id\n}\n';

  it('creates request, response and exception of a method at once', async () => {
    const files = { 'a.thrift': text, 'base.thrift': base };
    const { session, actions } = await offered(files, 'a.thrift', 'GetUser(');
    const action = choose(actions, 'Create "GetUserRequest", "GetUserResponse", "UserNotFound"');
    const now = applied(session, files, action);
    expect(now['a.thrift']).toBe(
      text.replace(
        '/** Users. */',
        'struct GetUserRequest {\n}\n\nstruct GetUserResponse {\n}\n\nexception UserNotFound {\n  1: required string message\n}\n\n/** Users. */',
      ),
    );
    expectNoWorse(files, now);
    expect(findings(now).get('idl/unknown-type')).toBe(1);
  });

  it('creates the one that is named, an exception where it is thrown, in the file that its prefix names', async () => {
    const files = { 'a.thrift': text, 'base.thrift': base };
    const thrown = await offered(files, 'a.thrift', 'UserNotFound');
    expect(thrown.titles).toContain('Create exception "UserNotFound"');
    const elsewhere = await offered(files, 'a.thrift', 'base.Stamp');
    const now = applied(elsewhere.session, files, choose(elsewhere.actions, 'Create struct "base.Stamp"'));
    expect(now['base.thrift']).toBe(`${base}\nstruct Stamp {\n}\n`);
    expect(now['a.thrift']).toBe(text);
    // The method has one name for its request and the IDL another.
    expectNoWorse(files, now, 'idl/request-naming');
  });

  it('gives a method that returns nothing a response', async () => {
    const files = { 'a.thrift': text, 'base.thrift': base };
    const { session, actions } = await offered(files, 'a.thrift', 'Touch(');
    const now = applied(session, files, choose(actions, /^Create "TouchResponse" and return it \(changes the wire/));
    expect(now['a.thrift']).toContain('struct TouchResponse {\n}\n\n/** Users. */');
    expect(now['a.thrift']).toContain('  TouchResponse Touch(1: base.Stamp stamp)\n');
  });

  it('creates nothing that is defined, or may be in what cannot be read', async () => {
    const known = { 'a.thrift': 'include "gone.thrift"\nstruct A {\n  1: gone.B b\n  2: A a\n}\n' };
    expect((await offered(known, 'a.thrift', 'gone.B')).titles).toEqual([]);
    expect((await offered(known, 'a.thrift', 'A a')).titles).toEqual([]);
  });
});

describe('adding a field', () => {
  it('takes the next free id and the style of the others', async () => {
    const text =
      'struct A {\n    1: required i64 id, // the id\n    255: optional string Base,\n}\n\nunion U {\n  1: i64 id\n}\n';
    const files = { 'a.thrift': text };
    const struct = await offered(files, 'a.thrift', 'A {');
    const action = choose(struct.actions, 'Add an optional field 2 to "A" (changes the wire)');
    expect(action.kind).toBe('refactor.rewrite');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a snippet's placeholders
    const field = '    2: optional ${1:string} ${2:new_field},\n';
    expect(applied(struct.session, files, action)['a.thrift']).toBe(text.replace('Base,\n', `Base,\n${field}`));
    const union = await offered(files, 'a.thrift', 'U {');
    expect(union.titles[0]).toBe('Add a member 2 to "U" (changes the wire)');
  });

  it('is offered on an empty line of the body, and not on fields', async () => {
    const files = { 'a.thrift': 'struct A {\n  1: required i64 id\n\n}\n' };
    const session = await startSession({ files, capabilities });
    session.open('a.thrift', files['a.thrift']);
    const count = async (line: number) => (await session.actions('a.thrift', at(line, 0), ['refactor'])).length;
    expect([await count(0), await count(1), await count(2)]).toEqual([0, 0, 1]);
  });
});

describe('moving a definition', () => {
  const files = {
    'idl/user.thrift': `// Users.
namespace go demo.user
namespace js demo

include "base.thrift"

enum Kind {
  A = 1,
}

/** How somebody is reached. */
// thriftwise-disable-next-line idl/type-naming -- old
struct address_info { // not an email
  1: required string street, // and number
  2: required base.Country country
} // the end

struct User {
  1: required address_info home
  2: required list<address_info> others
  3: required Kind kind = Kind.A
}
`,
    'idl/base.thrift': 'namespace go demo.base\n\nstruct Country {\n  1: required string code\n}\n',
    'idl/order.thrift': `namespace go demo.order

include "user.thrift"

struct Order {
  1: required user.address_info ship_to
}
`,
    'idl/both.thrift': `namespace go demo.both

include "user.thrift" // users

struct Both {
  1: required user.address_info address
  2: required user.User user
}
`,
  };

  it('makes a new file, and every name leads there', async () => {
    const { session, actions } = await offered(files, 'idl/user.thrift', 'address_info {');
    const title = 'Move "address_info" to the new file idl/address_info.thrift (changes where generated code lies)';
    const action = choose(actions, title);
    expect(action.kind).toBe('refactor.move');
    const now = applied(session, files, action);
    expect(now['idl/address_info.thrift']).toBe(`namespace go demo.user
namespace js demo

include "base.thrift"

/** How somebody is reached. */
// thriftwise-disable-next-line idl/type-naming -- old
struct address_info { // not an email
  1: required string street, // and number
  2: required base.Country country
} // the end
`);
    expect(now['idl/user.thrift']).toBe(`// Users.
namespace go demo.user
namespace js demo

include "address_info.thrift"

enum Kind {
  A = 1,
}

struct User {
  1: required address_info.address_info home
  2: required list<address_info.address_info> others
  3: required Kind kind = Kind.A
}
`);
    expect(now['idl/order.thrift']).toBe(
      files['idl/order.thrift']
        .replace('user.thrift', 'address_info.thrift')
        .replace('user.address', 'address_info.address'),
    );
    expect(now['idl/both.thrift']).toBe(
      files['idl/both.thrift']
        .replace('// users', '// users\ninclude "address_info.thrift"')
        .replace('user.address', 'address_info.address'),
    );
    expectNoWorse(files, now);
  });

  it('puts a definition above what names it, below what it names, and nowhere where neither can be', async () => {
    const at = async (moved: string, target: string) => {
      const pair = {
        'a.thrift': `${moved}\n\nstruct Stay {\n  1: i32 a\n}\n`,
        'b.thrift': target,
      };
      const { session, actions } = await offered(pair, 'a.thrift', moved.split(' ')[1] ?? '');
      const action = actions.find(({ title }) => title.includes('to b.thrift'));
      if (!action) return undefined;
      const now = applied(session, pair, action);
      expectNoWorse(pair, now);
      return now['b.thrift'];
    };
    expect(
      await at(
        'exception E {\n  1: string m\n}',
        'include "a.thrift"\n\nstruct Q {\n}\n\n// All of it.\nservice S {\n  void x() throws (1: a.E e)\n}\n',
      ),
    ).toBe(
      '\nstruct Q {\n}\n\nexception E {\n  1: string m\n}\n\n// All of it.\nservice S {\n  void x() throws (1: E e)\n}\n',
    );
    expect(
      await at('typedef b.Low High', 'include "a.thrift"\n\nconst a.High X = 3\n\ntypedef i32 Low\n'),
    ).toBeUndefined();
  });

  it('moves an enum with the values that name its items, and a definition into a file that is there', async () => {
    const enums = {
      ...files,
      'idl/order.thrift': files['idl/order.thrift'].replace(
        'user.address_info ship_to',
        'user.Kind kind = user.Kind.A',
      ),
    };
    const { session, actions, titles } = await offered(enums, 'idl/user.thrift', 'Kind {');
    const now = applied(session, enums, choose(actions, /new file idl\/kind\.thrift/));
    expect(now['idl/user.thrift']).toContain('3: required kind.Kind kind = kind.Kind.A');
    expect(now['idl/order.thrift']).toContain('include "kind.thrift"\n');
    expect(now['idl/order.thrift']).toContain('1: required kind.Kind kind = kind.Kind.A');
    expectNoWorse(enums, now);
    expect(titles).toContain('Move "Kind" to idl/base.thrift (changes where generated code lies)');
    const there = applied(session, enums, choose(actions, /to idl\/base\.thrift/));
    expect(there['idl/base.thrift']).toBe(`${enums['idl/base.thrift']}\nenum Kind {\n  A = 1,\n}\n`);
    expect(there['idl/user.thrift']).toContain('3: required base.Kind kind = base.Kind.A');
    expect(there['idl/order.thrift']).toContain('include "base.thrift"');
    expectNoWorse(enums, there);
  });

  it('takes prefixes off in the file that becomes the home', async () => {
    const { session, actions } = await offered(files, 'idl/user.thrift', 'User {');
    const now = applied(session, files, choose(actions, /to idl\/both\.thrift/));
    expect(now['idl/both.thrift']).toContain('  2: required User user\n');
    expect(now['idl/both.thrift']).toContain(
      '\nstruct User {\n  1: required user.address_info home\n  2: required list<user.address_info> others\n  3: required user.Kind kind = user.Kind.A\n}\n',
    );
    expect(now['idl/user.thrift']).not.toContain('struct User');
    expectNoWorse(files, now);
  });

  it.each([
    [
      'a circle of includes',
      { 'a.thrift': 'struct A {\n  1: optional B b\n}\nstruct B {\n  1: optional A a\n}\n' },
      'A {',
    ],
    ['a broken file', { 'a.thrift': 'struct A {}\nstruct B {\n  1: A\n}\n' }, 'A {'],
    [
      'a broken user',
      { 'a.thrift': 'struct A {}\nstruct B {}\n', 'b.thrift': 'include "a.thrift"\nstruct C {\n  1: a.A\n}' },
      'A {',
    ],
    ['a file that is there', { 'a.thrift': 'struct A {}\nstruct B {}\n', 'b.thrift': '' }, 'B {'],
    ['a shared line', { 'a.thrift': 'struct A {} struct B {}\n' }, 'A {'],
    ['an unknown name', { 'a.thrift': 'struct A {\n  1: i64 x\n  2: Nope y\n}\nstruct B {}\n' }, 'A {'],
    ['a name given twice', { 'a.thrift': 'struct A {}\nstruct A {}\nstruct B {}\n' }, 'A {'],
    [
      'an item named in an annotation',
      { 'a.thrift': 'enum E {\n  X = 1\n}\nstruct B {\n  1: required E e (vt.const = "E.X")\n}\n' },
      'E {',
    ],
    [
      'a prefix that is taken',
      { 'a.thrift': 'struct Kind {}\nenum kind {\n  X = 1\n}\nstruct B {\n  1: Kind k\n  2: kind l = kind.X\n}\n' },
      'Kind {',
    ],
  ])('refuses at %s', async (_, broken, needle) => {
    const { titles } = await offered(broken as unknown as Files, 'a.thrift', needle);
    expect(titles.filter((title) => title.startsWith('Move'))).toEqual([]);
  });

  it('makes no file for a client that cannot', async () => {
    const session = await startSession({ files });
    session.open('idl/user.thrift', files['idl/user.thrift']);
    const actions = await session.actions('idl/user.thrift', place(files['idl/user.thrift'], 'Kind {'), ['refactor']);
    expect(actions.filter(({ title }) => title.includes('new file'))).toEqual([]);
    expect(actions.some(({ title }) => title.startsWith('Move'))).toBe(true);
  });
});

describe('sorting includes', () => {
  const sort = async (text: string): Promise<string | undefined> => {
    const files = { 'a.thrift': text };
    const session = await startSession({ files, capabilities });
    session.open('a.thrift', text);
    const [action, ...others] = await session.actions('a.thrift', at(0, 0), ['source.organizeImports']);
    expect(others).toEqual([]);
    if (!action) return undefined;
    expect(action.kind).toBe('source.organizeImports.thriftwise');
    return applied(session, files, action)['a.thrift'];
  };

  it('keeps comments with their include, and groups apart', async () => {
    const text = `// The head.

include "b.thrift" // b
// About a.
include "a.thrift"
include "../z.thrift"

include "d.thrift"
include "C.thrift"
namespace go demo
`;
    const sorted = `// The head.

include "../z.thrift"
// About a.
include "a.thrift"
include "b.thrift" // b

include "C.thrift"
include "d.thrift"
namespace go demo
`;
    expect(await sort(text)).toBe(sorted);
    expect(await sort(sorted)).toBeUndefined();
  });

  it('leaves alone what has an order, or a head that may speak of the file', async () => {
    expect(await sort('include "x/base.thrift"\ninclude "a/base.thrift"\n')).toBeUndefined();
    expect(await sort('// A licence.\ninclude "b.thrift"\ninclude "a.thrift"\n')).toBeUndefined();
    expect(await sort('include "b.thrift" include "a.thrift"\n')).toBeUndefined();
    expect(await sort('struct A {}\n')).toBeUndefined();
  });
});

describe('refactorings', () => {
  it('speak Chinese', async () => {
    const { titles } = await offered(
      { 'a.thrift': 'struct A {}\nstruct B {}\n' },
      'a.thrift',
      'A {',
      ['refactor'],
      'zh-CN',
    );
    expect(titles).toEqual(['为“A”添加可选字段 1（会改变线上格式）']);
    const more = await offered(
      { 'b.thrift': 'struct A {}\nstruct B {}\n' },
      'b.thrift',
      'A {',
      ['refactor.move'],
      'zh-CN',
    );
    expect(more.titles).toEqual(['将“A”移到新文件 a.thrift（会改变生成代码的位置）']);
  });
});

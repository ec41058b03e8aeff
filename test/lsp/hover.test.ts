import { afterEach, describe, expect, it } from 'vitest';
import { startFixture } from './navigation';
import { endSessions, type SessionOptions } from './session';

afterEach(endSessions);

async function hover(source: string, options?: SessionOptions) {
  const { ask, session } = await startFixture(source, options);
  // Uses are counted once the workspace was read, for which references wait.
  await ask('textDocument/references', { context: { includeDeclaration: true } });
  const found = await ask('textDocument/hover');
  return { text: found?.contents.value ?? null, kind: found?.contents.kind, range: found?.range, session };
}

const user = `// file: idl/base.thrift
namespace go example.base
// Who somebody is.
//
// Never deleted.
struct User { 1: required i64 id }  // kept for ever
typedef i64 Id
typedef list<Id> Ids
// file: other.thrift
include "idl/base.thrift"
struct A { 1: base.User u, 2: base.User v }
// file: main.thrift
include "idl/base.thrift"
`;

describe('textDocument/hover', () => {
  it('prints a struct with its comment, where it is declared and where it is used', async () => {
    const { text, range } = await hover(`${user}struct B { 1: base.Us$0er user }\n`);
    expect(text).toBe(`\`\`\`thrift
struct User {
  1: required i64 id
}
\`\`\`

Who somebody is.

Never deleted.

kept for ever

Declared in \`idl/base.thrift\`.

Used 3 times: 1 in \`main.thrift\`, 2 in \`other.thrift\`.`);
    expect(range).toEqual({ start: { line: 1, character: 19 }, end: { line: 1, character: 23 } });
  });

  it('tells what requiredness means and what typedefs stand for', async () => {
    const { text } = await hover(
      `${user}struct B {\n  /** Everybody.\n   * - sorted\n   */\n  3: optional base.Ids us$0ers = [1] (api.body = "u")\n}\n`,
    );
    expect(text).toBe(`\`\`\`thrift
// struct B
3: optional base.Ids users = [1] (api.body = "u")
\`\`\`

Everybody.
- sorted

\`optional\`: written only when it is set; a reader can tell that it is missing.

\`base.Ids\` is \`list<Id>\`.`);
  });

  it.each([
    ['an id that is not written', 'struct A { 4: i32 x, i32 $0y }', 'Apache makes it -1, Kitex (thriftgo) 5.'],
    ['neither requiredness', 'struct A { 1: i32 $0y }', 'Neither `required` nor `optional`'],
    ['a union', 'union A { 1: i32 $0y }', 'exactly one of them is set'],
    ['a counted enum value', 'enum A { X = 4, $0Y }', 'it is 5, counted'],
    ['a hexadecimal enum value', 'enum A { $0X = 0x10 }', 'Value: 16.'],
    ['counted values of an enum', 'enum $0A { X, Y = 7, Z }', 'Counted values: `X = 0`, `Z = 8`.'],
    ['the key of a literal', 'struct U { 1: i64 id }\nconst U X = { "$0id": 1 }', '// struct U\n1: i64 id'],
    ['exceptions', '// Nobody.\nexception E {}\nservice S { void $0f() throws (1: E e) }', 'Throws:\n- `E`: Nobody.'],
    ['no exceptions', 'service S { void $0f() }', 'Declares no exception.'],
    ['oneway', 'service S { oneway void $0f() }', '`oneway`: the caller does not wait'],
    ['the word required', 'struct A { 1: requi$0red i32 y }', '`required`: writing without it'],
    ['an inherited service', 'service A { void f() }\nservice $0B extends A {}', 'Methods inherited from `A`: 1.'],
    ['an unused type', 'struct $0A {}', 'Used nowhere in the workspace.'],
    ['a base type', 'struct A { 1: i$064 y }', 'a signed integer of 64 bits'],
    ['a Go namespace', 'namespace go exa$0mple.user', 'the package `user` in the folder `example/user`'],
    ['a Java namespace', 'namespace java a.$0b', 'Code generated for Java from this file is in the package `a.b`.'],
    [
      'an annotation of Hertz',
      'struct A { 1: i32 y (api.qu$0ery = "y") }',
      'Binds the field to a parameter of the URL query',
    ],
    ['an annotation by its value', 'service S { void f() (api.get = "/$0x") }', 'Serves the method as HTTP `GET`'],
    [
      'an annotation of the validator',
      'struct A { 1: list<i32> y (vt.elem.g$0t = "0") }',
      'every element must be greater than the value',
    ],
    ['frozen classes of Python', 'struct A { 1: i32 y } (python.imm$0utable = "")', 'Python: the class is frozen'],
    ['what is deprecated', 'service S { void f() (depre$0cated = "use g") }', 'mark the generated code as deprecated'],
    [
      'the URI of an XML schema',
      'namespace xsd things (u$0ri = "http://example.com/things")',
      'The target namespace of the generated XML schema',
    ],
    ['a missing include', 'include "nothing$0.thrift"', 'No such file is found.'],
  ])('tells of %s', async (_, source, wanted) => {
    expect((await hover(`${source}\n`)).text).toContain(wanted);
  });

  it('says nothing of annotations that mean nothing there', async () => {
    expect((await hover('namespace go things (u$0ri = "http://example.com")\n')).text).toBeNull();
    expect((await hover('struct A { 1: i32 y (u$0ri = "/y") }\n')).text).toBeNull();
  });

  it('tells where an include leads', async () => {
    const { text } = await hover(
      user.replace('// file: main.thrift\ninclude "idl', '// file: main.thrift\ninclude "idl$0'),
    );
    expect(text).toBe(
      '```thrift\ninclude "idl/base.thrift"\n```\n\nIncludes `idl/base.thrift`, whose names are written with `base.` here.\n\n`namespace go example.base`',
    );
  });

  it('speaks Chinese', async () => {
    const { text } = await hover('struct A { 1: required i64 $0y }\n', { locale: 'zh-cn' });
    expect(text).toContain('`required`：写入时缺少它');
  });

  it('is plain text for clients that show nothing else', async () => {
    const { text, kind } = await hover('struct A { 1: required i64 $0y }\n', {
      capabilities: { textDocument: { hover: { contentFormat: ['plaintext'] } } },
    });
    expect(kind).toBe('plaintext');
    expect(text).toBe(
      '// struct A\n1: required i64 y\n\nrequired: writing without it, and reading a message that lacks it, is an error; it cannot be taken away later.',
    );
  });

  it('leaves directives and ornaments out of comments', async () => {
    const { text } = await hover(
      '// -----------\n// thriftwise-disable-next-line idl/type-naming\n// Real words.\nstruct $0a {}\n',
    );
    expect(text).toContain('```\n\nReal words.\n\nUsed nowhere');
  });

  it('says nothing where there is nothing', async () => {
    for (const source of ['str$0uct A {}\n', '// $0comment\n', 'struct A { 1: i64 y (un$0known.key = "x") }\n'])
      expect((await hover(source)).text).toBeNull();
  });
});

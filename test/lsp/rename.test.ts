import { afterEach, describe, expect, it } from 'vitest';
import { startFixture } from './navigation';
import { applyAction, endSessions, type SessionOptions } from './session';

afterEach(endSessions);

const none: Readonly<Record<string, string>> = {};

/** Renames at the cursor; the files afterwards, or the message of the refusal. */
async function rename(source: string, newName: string, options?: SessionOptions) {
  const { session, fixture } = await startFixture(source, options);
  const { path, position } = fixture.cursor;
  const answer = await session.client.request('textDocument/rename', {
    textDocument: { uri: session.uri(path) },
    position,
    newName,
  });
  if (answer.error) return { refusal: answer.error.message, files: none, edit: undefined };
  const action = { title: '', kind: '', edit: answer.result };
  const files: Readonly<Record<string, string>> = Object.fromEntries(
    Object.entries(fixture.files).map(([of, text]) => [of, applyAction(text, action, session.uri(of))]),
  );
  return { refusal: undefined, files, edit: answer.result };
}

const workspace = `// file: idl/a.b.thrift
enum Color { RED = 1 }
struct User { 1: i64 id, 2: Color color = Color.RED, 3: string s (vt.max_size = "$id", vt.const = "$idx") }
// file: other.thrift
include "idl/a.b.thrift"
struct User { 1: a.b.User u }
const a.b.User X = { "id": 1, "color": a.b.Color.RED }
const i32 RED = 1
// file: main.thrift
include "idl/a.b.thrift"
`;

describe('textDocument/rename', () => {
  it('renames a struct over three files, and nobody else of that name', async () => {
    const { files } = await rename(`${workspace}struct B { 1: list<a.b.Us$0er> user }\n`, 'Person');
    expect(files).toEqual({
      'idl/a.b.thrift': expect.stringContaining('struct Person {'),
      'other.thrift': `include "idl/a.b.thrift"
struct User { 1: a.b.Person u }
const a.b.Person X = { "id": 1, "color": a.b.Color.RED }
const i32 RED = 1
`,
      'main.thrift': 'include "idl/a.b.thrift"\nstruct B { 1: list<a.b.Person> user }\n',
    });
  });

  it('renames an enum and an item where the two stand together', async () => {
    const color = await rename(`${workspace}const i32 Y = a.b.Col$0or.RED\n`, 'Paint');
    expect(color.files['other.thrift']).toContain('"color": a.b.Paint.RED }');
    expect(color.files['idl/a.b.thrift']).toContain('2: Paint color = Paint.RED');
    const red = await rename(`${workspace}const i32 Y = a.b.Color.R$0ED\n`, 'CRIMSON');
    expect(red.files['other.thrift']).toContain('a.b.Color.CRIMSON }\nconst i32 RED = 1');
    expect(red.files['idl/a.b.thrift']).toContain('enum Color { CRIMSON = 1 }');
  });

  it('renames items that only the type that is due tells', async () => {
    const { files } = await rename(
      '// file: a.b.thrift\nenum C { RED = 1 }\n// file: main.thrift\ninclude "a.b.thrift"\nstruct S { 1: a.b.C c = C.$0RED, 2: i32 n = C.RED }\n',
      'BLUE',
    );
    expect(files['a.b.thrift']).toBe('enum C { BLUE = 1 }\n');
    expect(files['main.thrift']).toContain('1: a.b.C c = C.BLUE, 2: i32 n = C.RED');
  });

  it('tells of a new name that a language of the file has reserved', async () => {
    const told = async (namespace: string, newName: string) => {
      const { session, fixture } = await startFixture(
        `// file: main.thrift\nnamespace ${namespace} a\nstruct A { 1: string user$0_id }\n`,
      );
      const { path, position } = fixture.cursor;
      const textDocument = { uri: session.uri(path) };
      const answer = await session.client.request('textDocument/rename', { textDocument, position, newName });
      expect(answer.result).not.toBeNull();
      return session.client.received.flatMap(({ method, params }) =>
        method === 'window/showMessage' ? [(params as { readonly message: string }).message] : [],
      );
    };
    expect(await told('py', 'lambda')).toEqual([
      expect.stringContaining('"lambda" is a reserved word in Python: the generator refuses it'),
    ]);
    expect(await told('rb', 'lambda')).toEqual([]);
    expect(await told('py', 'account_id')).toEqual([]);
  });

  it('renames a field with the keys of literals and the checks that name it', async () => {
    const { files } = await rename(`${workspace}const a.b.User Y = { "i$0d": 2 }\n`, 'user_id');
    expect(files['idl/a.b.thrift']).toContain('1: i64 user_id,');
    expect(files['idl/a.b.thrift']).toContain('vt.max_size = "$user_id", vt.const = "$idx"');
    expect(files['other.thrift']).toContain('{ "user_id": 1,');
    expect(files['main.thrift']).toContain('{ "user_id": 2 }');
  });

  it('renames methods, arguments and entries of throws', async () => {
    const service = 'exception E {}\nservice S { void get(1: i32 a, 2: i32 b) throws (1: E e) }\n';
    const at = (name: string) => service.replace(new RegExp(`\\b${name}\\b(?=[(,)])`), `$0${name}`);
    expect((await rename(at('get'), 'Fetch')).files['main.thrift']).toContain('void Fetch(');
    expect((await rename(at('a'), 'first')).files['main.thrift']).toContain('(1: i32 first, 2');
    expect((await rename(at('e'), 'err')).files['main.thrift']).toContain('(1: E err)');
    expect((await rename(at('a'), 'b')).refusal).toBe('There is a "b" already.');
  });

  it.each([
    ['a keyword', 'struct $0A {}', 'struct', '"struct" is a keyword of Thrift.'],
    ['no name', 'struct $0A {}', 'a b', '"a b" is no name'],
    ['a dotted name', 'struct $0A {}', 'a.b', '"a.b" is no name'],
    ['a name that is taken', 'struct $0A {}\nenum B {}', 'B', 'There is a "B" already.'],
    ['a field name that is taken', 'struct A { 1: i32 $0a, 2: i32 b }', 'b', 'There is a "b" already.'],
    ['an item that is taken', 'enum A { $0X, Y }', 'Y', 'There is a "Y" already.'],
    ['a method that an heir has', 'service A { void $0f() }\nservice B extends A { void g() }', 'g', 'There is a "g"'],
    ['what is declared twice', 'struct $0A {}\nstruct A {}', 'B', '"A" is declared twice'],
    ['a base type', 'struct A { 1: i$064 a }', 'B', '"i64" is part of the language.'],
    ['a keyword of the language', 'struct A { 1: requi$0red i64 a }', 'B', '"required" is part of the language.'],
    ['nothing', 'struct A {} $0', 'B', 'There is no name here'],
    ['an annotation', 'struct A { 1: i32 a (api.qu$0ery = "a") }', 'B', 'There is no name here'],
    [
      'the prefix of an include',
      '// file: b.thrift\nstruct T {}\n// file: main.thrift\ninclude "b.thrift"\nstruct A { 1: $0b.T t }',
      'c',
      'rename the file instead',
    ],
    ['a name in broken text', 'struct $0A {}\nstruct B {\n  1: required A\n  2: i32 x\n}', 'C', 'at main.thrift:3'],
    ['a name that a string without end swallowed', 'struct $0A {}\nconst string X = "A\n', 'C', 'at main.thrift:2'],
  ])('refuses %s with a reason', async (_, source, newName, reason) => {
    expect((await rename(`${source}\n`, newName)).refusal).toContain(reason);
  });

  it('is not stopped by broken text that does not name it', async () => {
    const { files } = await rename('struct $0A {}\nstruct B {\n  1: required A2\n  2: A x\n}\n', 'C');
    expect(files['main.thrift']).toBe('struct C {}\nstruct B {\n  1: required A2\n  2: C x\n}\n');
  });

  it('refuses what is declared outside of the workspace folders', async () => {
    const { refusal } = await rename(
      '// file: lib/b.thrift\nstruct T {}\n// file: app/main.thrift\ninclude "b.thrift"\nstruct A { 1: b.$0T t }\n',
      'U',
      { folders: ['app'], files: { 'app/thriftwise.json': '{ "includePaths": ["../lib"] }' } },
    );
    expect(refusal).toMatch(/^"T" is declared in .*lib\/b.thrift, outside of the workspace folders\.$/);
  });

  it('speaks Chinese', async () => {
    expect((await rename('struct $0A {}\n', 'struct', { locale: 'zh-cn' })).refusal).toBe(
      '“struct”是 Thrift 的关键字。',
    );
  });

  it('warns where names leave the process, for clients that can ask', async () => {
    const options = { capabilities: { workspace: { workspaceEdit: { changeAnnotationSupport: {} } } } };
    const field = await rename('struct A { 1: i32 $0a }\n', 'b', options);
    expect(field.edit.documentChanges[0].edits[0].annotationId).toBe('thriftwise.rename');
    expect(field.edit.changeAnnotations['thriftwise.rename']).toEqual({
      label: 'The name of the field in JSON and in generated code changes (binary protocols carry its id)',
      needsConfirmation: true,
    });
    const type = await rename('struct $0A {}\n', 'B', options);
    expect(type.edit.changeAnnotations['thriftwise.rename'].needsConfirmation).toBe(false);
    expect((await rename('struct $0A {}\n', 'B')).edit.changeAnnotations).toBeUndefined();
  });

  it('carries the version of open documents, and plain changes for clients without versions', async () => {
    const versioned = await rename('struct $0A {}\n', 'B');
    expect(versioned.edit.documentChanges[0].textDocument.version).toBe(1);
    const plain = await rename('struct $0A {}\n', 'B', {
      capabilities: { workspace: { workspaceEdit: { documentChanges: false } } },
    });
    expect(Object.values(plain.edit.changes)).toHaveLength(1);
    expect(plain.files['main.thrift']).toBe('struct B {}\n');
  });
});

describe('textDocument/prepareRename', () => {
  it('marks the part of the name that is renamed, and is offered to clients that ask first', async () => {
    const options = { capabilities: { textDocument: { rename: { prepareSupport: true } } } };
    const { ask, fixture, session } = await startFixture(
      `${workspace}const i32 Y = a.b.[[part|Col$0or]].RED\n`,
      options,
    );
    const { range, placeholder } = await ask('textDocument/prepareRename');
    expect(fixture.show('main.thrift', range)).toBe(fixture.shown('part')[0]);
    expect(placeholder).toBe('Color');
    expect(session.initialized.result.capabilities.renameProvider).toEqual({ prepareProvider: true });
  });

  it('refuses with the reason', async () => {
    const { session, fixture } = await startFixture('struct A { 1: i$064 a }\n');
    const answer = await session.client.request('textDocument/prepareRename', {
      textDocument: { uri: session.uri('main.thrift') },
      position: fixture.cursor.position,
    });
    expect(answer.error?.message).toBe('"i64" is part of the language.');
    expect(session.initialized.result.capabilities.renameProvider).toBe(true);
  });
});

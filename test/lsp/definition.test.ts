import { afterEach, describe, expect, it } from 'vitest';
import { startFixture } from './navigation';
import { endSessions } from './session';

afterEach(endSessions);

async function definition(source: string, method = 'textDocument/definition') {
  const { ask, places, fixture } = await startFixture(source);
  return { found: places(await ask(method)), wanted: [...fixture.shown('here')].sort() };
}

const dotted = `// file: common/a.b.c.thrift
namespace go a.b.c
enum [[enum|Color]] { [[item|RED]] = 1 }
struct [[type|Type]] {}
service [[service|Base]] {}
const i32 [[const|LIMIT]] = 1
`;

describe('textDocument/definition', () => {
  it.each([
    ['a type in the same file', 'struct [[here|User]] {}\nstruct B { 1: Us$0er user }\n'],
    ['a type inside containers', 'struct [[here|User]] {}\nstruct B { 1: map<string, list<$0User>> user }\n'],
    ['a type at its very end', 'struct [[here|User]] {}\nstruct B { 1: list<User$0> user }\n'],
    ['a constant', 'const i32 [[here|MAX]] = 3\nstruct B { 1: i32 n = M$0AX }\n'],
    ['an enum item', 'enum C { [[here|RED]] = 1 }\nconst C X = C.R$0ED\n'],
    ['the enum before the item', 'enum [[here|C]] { RED = 1 }\nconst C X = $0C.RED\n'],
    ['the enum before an item that does not exist', 'enum [[here|C]] { RED = 1 }\nconst C X = $0C.BLUE\n'],
    [
      'an item that only the type that is due tells',
      '// file: a.b.thrift\nenum C { [[here|RED]] = 1 }\n// file: main.thrift\ninclude "a.b.thrift"\nstruct S { 1: list<a.b.C> c = [C.$0RED] }\n',
    ],
    ['a service', 'service [[here|A]] {}\nservice B extends $0A {}\n'],
    ['an exception in throws', 'exception [[here|E]] {}\nservice B { void f() throws (1: $0E e) }\n'],
    ['the field that a literal sets', 'struct U { 1: i64 [[here|id]] }\nconst list<U> X = [{ "i$0d": 1 }]\n'],
    ['a declaration itself', 'struct [[here|Us$0er]] {}\n'],
    ['a field itself', 'struct User { 1: i64 [[here|i$0d]] }\n'],
    ['a type in a field that is half typed', 'struct [[here|User]] {}\nstruct B {\n  1: required Us$0er\n}\n'],
    ['a type beside a broken definition', 'struct [[here|User]] {}\nstruct X { 1: \nstruct B { 1: Us$0er u }\n'],
  ])('finds %s', async (_, source) => {
    const { found, wanted } = await definition(source);
    expect(found).toEqual(wanted);
  });

  it.each([
    ['type', '1: a.b.c.Ty$0pe t'],
    ['item', '1: i32 t = a.b.c.Color.R$0ED'],
    ['enum', '1: i32 t = a.b.c.Co$0lor.RED'],
    ['const', '1: i32 t = a.b.c.LIM$0IT'],
  ])('follows an include with dots in its name to a %s', async (mark, field) => {
    const source = `${dotted.replace(`[[${mark}|`, '[[here|')}// file: main.thrift\ninclude "common/a.b.c.thrift"\nstruct S { ${field} }\n`;
    const { found, wanted } = await definition(source);
    expect(wanted).toHaveLength(1);
    expect(found).toEqual(wanted);
  });

  it('leads from the prefix and from the path of an include to the file', async () => {
    for (const line of [
      'include "common/$0a.b.c.thrift"\n',
      'include "common/a.b.c.thrift"\nstruct S { 1: a.$0b.c.Type t }\n',
    ]) {
      const { found } = await definition(`${dotted}// file: main.thrift\n${line}`);
      expect(found).toEqual(['common/a.b.c.thrift:0:0-0']);
    }
  });

  it('finds nothing at keywords, base types, comments and names that mean nothing', async () => {
    for (const text of [
      'str$0uct A {}',
      'struct A { 1: i$064 a }',
      '// a $0User\nstruct User {}',
      'struct A { 1: $0Nope a }',
      '$0',
    ]) {
      const { found } = await definition(`${text}\n`);
      expect(found).toEqual([]);
    }
  });

  it('marks the clicked part of a name for clients that take links', async () => {
    const { ask, fixture } = await startFixture(
      `${dotted}// file: main.thrift\ninclude "common/a.b.c.thrift"\nconst i32 X = a.b.c.[[origin|Co$0lor]].RED\n`,
      { capabilities: { textDocument: { definition: { linkSupport: true } } } },
    );
    const [link] = await ask('textDocument/definition');
    expect(fixture.show('main.thrift', link.originSelectionRange)).toBe(fixture.shown('origin')[0]);
    expect(fixture.show('common/a.b.c.thrift', link.targetSelectionRange)).toBe(fixture.shown('enum')[0]);
    expect(fixture.show('common/a.b.c.thrift', link.targetRange)).toBe('common/a.b.c.thrift:1:0-22');
  });

  it('answers for the text that the editor holds, and after an edit for the new one', async () => {
    const { ask, places, session } = await startFixture('struct User {}\nstruct B { 1: Us$0er user }\n');
    expect(places(await ask('textDocument/definition'))).toEqual(['main.thrift:0:7-11']);
    session.change('main.thrift', 2, [
      { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '\n\n' },
    ]);
    const moved = { position: { line: 3, character: 15 } };
    expect(places(await ask('textDocument/definition', moved))).toEqual(['main.thrift:2:7-11']);
  });

  it('is silent in a folder where Thriftwise is switched off, and in its configuration', async () => {
    const source = 'struct User {}\nstruct B { 1: Us$0er user }\n';
    const off = await startFixture(source, { settings: () => ({ enable: false }) });
    expect(await off.ask('textDocument/definition')).toBeNull();
    const on = await startFixture(source, { files: { 'thriftwise.json': '{}' } });
    expect(await on.ask('textDocument/definition', {}, 'thriftwise.json')).toBeNull();
  });
});

describe('textDocument/typeDefinition', () => {
  it.each([
    ['a field', 'struct [[here|User]] {}\nstruct B { 1: User us$0er }\n'],
    [
      'a field through typedefs',
      'struct [[here|User]] {}\ntypedef User A\ntypedef list<A> B\nstruct C { 1: B us$0er }\n',
    ],
    ['a map with two types', 'enum [[here|K]] {}\nstruct [[here|V]] {}\nstruct C { 1: map<K, V> $0m }\n'],
    ['a method', 'struct [[here|R]] {}\nservice S { R Ge$0t() }\n'],
    ['an enum item', 'enum [[here|C]] { RED = 1 }\nconst C X = C.R$0ED\n'],
    ['a constant', 'enum [[here|C]] { RED = 1 }\nconst C $0X = C.RED\n'],
  ])('finds the type of %s', async (_, source) => {
    const { found, wanted } = await definition(source, 'textDocument/typeDefinition');
    expect(found).toEqual(wanted);
  });

  it('ends in typedefs that hold themselves', async () => {
    const source = 'typedef list<A> A\ntypedef map<B, B> B\nstruct [[here|S]] { 1: A a, 2: B b, 3: map<A, S> $0c }\n';
    const { found, wanted } = await definition(source, 'textDocument/typeDefinition');
    expect(found).toEqual(wanted);
  });

  it('has nothing for base types', async () => {
    const { found } = await definition('struct A { 1: i64 $0a }\n', 'textDocument/typeDefinition');
    expect(found).toEqual([]);
  });
});

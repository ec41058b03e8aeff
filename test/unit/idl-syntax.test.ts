import { describe, expect, test } from 'vitest';
import type { Dialect } from '../../server/src/idl/model/document';
import { parseDocument, problemsOfDocument } from '../../server/src/idl/syntax/document';

/** The problems of `text`: code, the text they are at, and what was expected there. */
function problemsIn(text: string, dialect: Dialect = 'any'): string[] {
  return problemsOfDocument(parseDocument(text, { dialect })).map(({ problem, range }) => {
    const { expected } = problem.data;
    return `${problem.code} at ${text.slice(range.start, range.end)}${expected ? `, expected ${expected}` : ''}`;
  });
}

describe('what is Thrift', () => {
  test.each([
    ['an empty file', ''],
    ['only a comment, without a line end', '// nothing here'],
    ['a comment on the last line without a line end', 'struct A {} # end'],
    ['a byte order mark', '\ufeffstruct A {}'],
    ['lone carriage returns', 'struct A {\r  1: i32 a\r}\r'],
    ['CRLF', 'struct A {\r\n  1: i32 a // x\r\n}\r\n'],
    ['headers', 'include "a"\ncpp_include "<b>"\nnamespace * x\nnamespace py.twisted a.b (c = "d")\ncpp_namespace e'],
    ['a dotted include name', 'include "a.b.c.thrift"\nstruct A { 1: a.b.c.Type t }'],
    ['constants', "const i32 A = 1; const double B = .5, const string C = 'x'\nconst bool D = true"],
    ['numbers', 'const i64 A = -0x1F const i64 B = +0x1F const double C = -1.5e-7 const i64 D = 0o17'],
    ['the ends of 64 bits', 'const i64 A = 9223372036854775807\nconst i64 B = -9223372036854775808'],
    ['literals', 'const map<string, list<i32>> A = {"a": [1; 2, 3,], "b": [],}\nconst X B = {1: {2: C.D}}'],
    ['typedefs', 'typedef i32 A typedef list<i32> B (c = "d"); typedef map<i32, A> C,'],
    ['enums', 'enum A { B, C = 2; D = 0x3 (e = "f"), E } (g = "h")'],
    ['old words', 'senum A { "a", "b" } struct B { 1: slist c, 2: byte d }'],
    ['a struct', 'struct A { 1: required i32 a = 1, -2: optional string b (c = "d", e; f = "g"); string c }'],
    [
      'annotations on base types',
      'struct A { 1: i8 (a = "b") c, 2: string (d = "e") f, 3: list<i32 (g = "h")> (i = "j") k }',
    ],
    ['annotations on named types', 'struct A { 1: Foo (a = "b") c, 2: list<Foo (d = "e")> f }'],
    ['a reference', 'struct A { 1: optional A & a }'],
    [
      'cpp_type',
      'struct A { 1: map cpp_type "m" <i32, i32> a, 2: list<i32> cpp_type "l" b, 3: list cpp_type "k" <i32> c }',
    ],
    ['xsd', 'struct A xsd_all { 1: i32 a xsd_optional xsd_nillable xsd_attrs { 1: i32 b } (c = "d") }'],
    ['uuid as type and as name', 'struct A { 1: uuid id = "x", 2: string uuid }'],
    ['keywords as field names', 'struct A { 1: i32 required, 2: string list\n3: i8 i8 4: i32 function, 5: X self }'],
    ['keywords as names of items and methods', 'enum A { list, service = 2 }\nservice B { void include() }'],
    ['an item on its own line that is a keyword', 'enum A {\n  struct,\n  service = 1\n  const\n}'],
    [
      'a service',
      'service A extends b.C { oneway void d(1: i32 e), list<F> g() throws (1: H h) (i = "j"); K l(1: M m) }',
    ],
    [
      'arguments over several lines',
      'service A {\n  void b(\n    1: i32 c,\n    2: D d\n  ) throws (\n    1: E e\n  )\n}',
    ],
    ['async', 'service A { async void b() }'],
    ['all on one line', 'struct A {} struct B { 1: A a } const i32 C = 1 service D {}'],
    ['separators behind definitions', 'struct A {}; union B {}, enum C {};'],
    ['a string over several lines', 'const string A = "a\n  b"\nstruct B { 1: i32 c (d = \'x\n y\') }'],
    ['annotations of a constant', 'const i32 A = 1 (b = "c")'],
    ['comments everywhere', '/**/ struct /* a */ A // b\n{ # c\n 1: /** d */ i32 /*** e ***/ f }'],
    ['a comment sign in a string', 'const string A = "// # /* no"\nstruct B {}'],
    ['escaped quotes', 'const string A = "a\\"b" const string B = \'c\\\'d\\\\\''],
  ])('%s', (_, text) => {
    expect(problemsIn(text)).toEqual([]);
  });
});

describe('one mistake, one problem', () => {
  test.each([
    ['a name is missing', 'struct { 1: i32 a }', ['unexpected at {, expected a name']],
    ['a body is missing', 'struct A\nstruct B {}', ['unexpected-end at A, expected "{"']],
    ['a brace is missing', 'struct A {\n  1: i32 a\n\nstruct B {}', ['unclosed at {']],
    ['a field name is missing', 'struct A {\n  1: i32\n  2: i32 b\n}', ['unexpected at i32, expected a field name']],
    ['a type is missing', 'struct A { 1: }', ['unexpected at }, expected a type']],
    ['a colon is missing', 'struct A { 1 i32 a }', ['unexpected at i32, expected ":"']],
    ['a misspelt requiredness', 'struct A { 1: requird i32 a }', ['unexpected at i32, expected a field name']],
    ['an angle bracket is missing', 'struct A { 1: map<string, i32 a, 2: i32 b }', ['unclosed at <']],
    ['several angle brackets are missing', 'struct A { 1: list<set<i32 a }', ['unclosed at <']],
    ['a word too many in a type', 'struct A { 1: list<i32 x> a }', ['unexpected at x, expected ">"']],
    ['a round bracket is missing', 'service A {\n  void b(1: i32 c\n  void d()\n}', ['unclosed at (']],
    ['a round bracket of annotations is missing', 'struct A {\n  1: i32 a (b = "c"\n  2: i32 d\n}', ['unclosed at (']],
    ['a square bracket is missing', 'const list<i32> A = [1, 2\nstruct B {}', ['unclosed at [']],
    ['two commas', 'struct A { 1: i32 a,, 2: i32 b }', ['unexpected at ,, expected a field']],
    ['junk behind a field', 'struct A { 1: i32 a ] }', ['unexpected at ], expected "," or a new field']],
    ['a brace too many', 'struct A {} }\nstruct B {}', ['outside-definition at }']],
    ['a misspelt keyword', 'strct A {\n  1: i32 a\n}\nstruct B {}', ['outside-definition at strct']],
    ['a constant without a value', 'const i32 A', ['missing-value at A']],
    ['a constant that ends at its equals sign', 'const i32 A =', ['unexpected-end at =, expected a value']],
    ['a map entry without a colon', 'const X A = {"a" 1}', ['unexpected at 1, expected ":"']],
    ['an enum value that is none', 'enum A { B = x }', ['unexpected at x, expected a whole number']],
    ['an include without quotes', 'include base.thrift', ['unexpected at base.thrift, expected a path in quotes']],
    ['a namespace in quotes', 'namespace * "x"', ['unexpected at "x", expected a namespace']],
    ['a dash in a namespace', 'namespace go a-b\nstruct A {}', ['bad-character at -']],
    ['no parent', 'service A extends {}', ['unexpected at {, expected the name of a service']],
    ['an annotation value that is no string', 'struct A { 1: i32 a (b = 1) }', ['unexpected at 1, expected a string']],
    [
      'a string that is not closed',
      'struct A {\n  1: i32 a (b = "c)\n  2: i32 d (e = "f")\n}',
      ['unterminated-string at "c)'],
    ],
    ['a comment that is not closed', '/* a\nstruct A {}\n/* b */\nstruct B {}', ['unterminated-comment at /* a']],
    [
      'a doc comment that is being typed',
      'struct A {}\n/**\n * of @b\n * and\nstruct B {}',
      ['unterminated-comment at /**\n * of @b\n * and'],
    ],
    ['an annotation that is being typed', 'struct A {\n  1: i32 a (api.\n}', ['unclosed at (']],
    [
      'a value that is being typed, above others',
      'struct A {\n  1: i32 a =\n}\nstruct B {}',
      ['unexpected at =, expected a value'],
    ],
    ['a comment without its mark', 'struct A {\n  这是 一个 注释\n  1: i32 a\n}', ['bad-character at 这是']],
    ['a number beyond 64 bits', 'const i64 A = 9223372036854775808', ['bad-number at 9223372036854775808']],
    ['a number without digits', 'const i64 A = 0x', ['bad-number at 0x']],
    ['a name that ends in a dot', 'struct A { 1: base. a }', ['bad-name at base.']],
    ['a name with two dots', 'struct A { 1: a..B a }', ['bad-name at a..B']],
    ['a dotted definition', 'struct a.b {}', ['bad-name at a.b']],
    ['a dotted field', 'struct A { 1: i32 a.b }', ['bad-name at a.b']],
    ['a keyword as a definition', 'struct list {}', ['keyword-as-name at list']],
    ['a definition called i8', 'struct i8 {}', ['keyword-as-name at i8']],
    ['a header behind a definition', 'struct A {}\ninclude "b"', ['late-header at include']],
    ['a method without arguments', 'service A {\n  void b\n  void c()\n}', ['unexpected at b, expected "("']],
    ['a type that is none', 'service A { void b(1: i32) }', ['unexpected at ), expected a field name']],
  ])('%s', (_, text, problems) => {
    expect(problemsIn(text)).toEqual(problems);
  });

  test('two mistakes in two members are two problems', () => {
    expect(problemsIn('struct A {\n  1: i32\n  2: i32 b\n  3 i32 c\n}')).toHaveLength(2);
  });

  test('a missing bracket comes with the place where it goes', () => {
    const insertIn = (text: string): string => {
      const document = parseDocument(text, { dialect: 'any' });
      const [placed] = problemsOfDocument(document);
      const insert = placed?.problem.insert;
      if (!insert) throw new Error('nothing to insert');
      const at = (document.starts[placed.chunk] ?? 0) + insert.at;
      return text.slice(0, at) + insert.text + text.slice(at);
    };
    expect(insertIn('struct A {\n  1: i32 a // b\n\n// c\nstruct B {}')).toBe(
      'struct A {\n  1: i32 a // b\n}\n\n// c\nstruct B {}',
    );
    expect(insertIn('struct A { 1: list<set<i32 a }')).toBe('struct A { 1: list<set<i32>> a }');
    expect(insertIn('service A {\n  void b(1: i32 c\n  void d()\n}')).toBe(
      'service A {\n  void b(1: i32 c)\n  void d()\n}',
    );
    expect(insertIn('const X A = {"a": [1, 2}')).toBe('const X A = {"a": [1, 2]}');
  });
});

describe('dialects', () => {
  test.each<[string, string, Dialect, string[]]>([
    ['a string over lines', 'const string A = "a\nb"', 'apache', ['unterminated-string at "a\nb"']],
    ['a string over lines', 'const string A = "a\nb"', 'thriftgo', []],
    ['annotations on a named type', 'struct A { 1: B (c = "d") e }', 'apache', ['dialect at (']],
    ['annotations on a named type', 'struct A { 1: B (c = "d") e }', 'thriftgo', []],
    ['a reference', 'struct A { 1: A & a }', 'apache', []],
    ['a reference', 'struct A { 1: A & a }', 'thriftgo', ['dialect at &']],
    ['a keyword as a field', 'struct A { 1: i32 list }', 'apache', []],
    ['a keyword as a method', 'service A { void list() }', 'apache', ['keyword-as-name at list']],
    ['a keyword as a method', 'service A { void list() }', 'thriftgo', []],
    ['a separator behind a typedef', 'typedef i32 A;', 'apache', []],
    ['a separator behind a typedef', 'typedef i32 A;', 'thriftgo', ['dialect at ;']],
    ['a separator behind a struct', 'struct A {};', 'apache', ['dialect at ;']],
  ])('%s: %s, %s', (_, text, dialect, problems) => {
    expect(problemsIn(text, dialect)).toEqual(problems);
  });

  test('uuid is a base type, but a name to thriftgo', () => {
    const kindIn = (dialect: Dialect) => {
      const definition = parseDocument('typedef uuid A', { dialect }).chunks[0]?.definition;
      return definition?.kind === 'Typedef' ? definition.type.kind : undefined;
    };
    expect([kindIn('any'), kindIn('apache'), kindIn('thriftgo')]).toEqual(['BaseType', 'BaseType', 'NamedType']);
  });
});

describe('fbthrift', () => {
  test.each([
    ['package', 'package "meta.com/x"\nstruct A { 1: i32 a }'],
    ['@thrift.Experimental', '@thrift.Experimental\nstruct A { 1: i32 a }'],
    ['@cpp.Type', 'struct A {\n  @cpp.Type{name = "x"}\n  1: i32 a\n}'],
    ['stream<...>', 'service A { i32, stream<i32> b() }'],
    ['sink<...>', 'service A { sink<i32, i64> b() }'],
    ['interaction', 'interaction A { void b() }'],
    ['performs', 'service A {\n  performs B;\n}'],
    ['include ... as', 'include "a.thrift" as b\nstruct A {}'],
    ['safe client', 'safe client exception A {}'],
    ['Struct{...}', 'const A B = A{c = 1}'],
  ])('%s', (construct, text) => {
    const document = parseDocument(text, { dialect: 'any' });
    expect(document.fbthrift?.construct).toBe(construct);
    expect(problemsOfDocument(document)).toEqual([]);
  });

  test.each([
    ['a nolint note', '// @nolint(a)\nstruct A {}'],
    ['a lone @', '@nolint\nstruct A {}'],
    [
      'names that fbthrift would take for keywords',
      'struct A { 1: stream sink, 2: interaction performs }\nstruct package {}',
    ],
    ['a typing mistake', 'stuct A { 1: i32 a }'],
    ['a misspelt list', 'struct A { 1: lst<i32> a }'],
  ])('is not taken for it: %s', (_, text) => {
    expect(parseDocument(text, { dialect: 'any' }).fbthrift).toBeUndefined();
  });
});

describe('nesting', () => {
  test.each([
    ['types', `struct A { 1: ${'list<'.repeat(3000)}i32${'>'.repeat(3000)} a }`],
    ['unclosed types', `typedef ${'map<i32, '.repeat(3000)}`],
    ['lists', `const X A = ${'['.repeat(100_000)}`],
    ['maps', `const X A = ${'{1: '.repeat(100_000)}`],
    ['attributes', `struct A { 1: i32 a ${'xsd_attrs { 1: i32 b '.repeat(20_000)}}`],
  ])('too deep to be read: %s', (_, text) => {
    const problems = problemsIn(`struct Before {}\n${text}\nstruct After {}`);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^too-deep/);
  });

  test('a hundred levels are read', () => {
    expect(problemsIn(`struct A { 1: ${'list<'.repeat(100)}i32${'>'.repeat(100)} a }`)).toEqual([]);
  });
});

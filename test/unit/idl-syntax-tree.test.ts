import { describe, expect, test } from 'vitest';
import type { Definition, StructLike } from '../../server/src/idl/model/tree';
import { parseDocument, updateDocument } from '../../server/src/idl/syntax/document';
import { tokenize } from '../../server/src/idl/syntax/lexer';

function definitionsIn(text: string): Definition[] {
  return parseDocument(text, { dialect: 'any' }).chunks.map((chunk) => chunk.definition);
}

function definitionIn<Kind extends Definition['kind']>(text: string, kind: Kind): Extract<Definition, { kind: Kind }> {
  const found = definitionsIn(text).find((each) => each.kind === kind);
  if (!found) throw new Error(`no ${kind} in ${text}`);
  return found as Extract<Definition, { kind: Kind }>;
}

/** The texts of the chunks, and what each holds: its kind and the names of its members. */
function outline(text: string): string[] {
  return definitionsIn(text).map((definition) => {
    const name = 'name' in definition ? definition.name?.text : undefined;
    const members: string[] =
      'fields' in definition
        ? definition.fields.map((each) => each.name.text)
        : 'methods' in definition
          ? definition.methods.map((each) => `${each.name.text}/${each.arguments.map((a) => a.name.text).join('/')}`)
          : definition.kind === 'Enum'
            ? definition.items.map((each) => each.name.text)
            : [];
    return `${definition.kind}${name ? ` ${name}` : ''}${definition.broken ? '!' : ''} ${members.join(' ')}`.trim();
  });
}

describe('the tree', () => {
  test('a field with everything', () => {
    const text = 'struct A { 1: optional B & c = {"d": [1.5, E.F, true]} xsd_nillable (g = "h", i), }';
    const { fields, body, keyword, name, span } = definitionIn(text, 'Struct');
    const [field] = fields;
    if (!field) throw new Error('no field');
    const at = (range: { start: number; end: number } | undefined) => range && text.slice(range.start, range.end);
    expect(at(span)).toBe(text);
    expect(at(keyword.span)).toBe('struct');
    expect(at(body)).toBe(text.slice(9));
    expect(at(name.span)).toBe('A');
    expect(at(field.span)).toBe(text.slice(11, text.indexOf(', }')));
    expect(at(field.id?.span)).toBe('1');
    expect(field.id?.value).toBe(1n);
    expect(at(field.requiredness?.span)).toBe('optional');
    expect(at(field.type.span)).toBe('B');
    expect(at(field.reference?.span)).toBe('&');
    expect(at(field.name.span)).toBe('c');
    expect(at(field.defaultValue?.span)).toBe('{"d": [1.5, E.F, true]}');
    expect(field.xsd.map((each) => at(each.span))).toEqual(['xsd_nillable']);
    expect(at(field.annotations?.span)).toBe('(g = "h", i)');
    expect(field.annotations?.items.map((each) => [each.key.text, each.value?.kind])).toEqual([
      ['g', 'StringLiteral'],
      ['i', undefined],
    ]);
    expect(at(field.separator?.span)).toBe(',');
    expect(field.parent?.kind).toBe('Struct');
    expect(field.name.parent).toBe(field);
  });

  test('literals', () => {
    const constantIn = (text: string) => definitionIn(`const X A = ${text}`, 'Const').value;
    expect(constantIn('-0x1F')).toMatchObject({ kind: 'IntLiteral', value: -31n, text: '-0x1F' });
    expect(constantIn('+7')).toMatchObject({ kind: 'IntLiteral', value: 7n });
    expect(constantIn('0o17')).toMatchObject({ kind: 'IntLiteral', value: 15n });
    expect(constantIn('9007199254740993')).toMatchObject({ value: 9007199254740993n });
    expect(constantIn('-.5e2')).toMatchObject({ kind: 'DoubleLiteral', value: -50 });
    expect(constantIn('"a\\"b"')).toMatchObject({ kind: 'StringLiteral', value: 'a\\"b', text: '"a\\"b"' });
    expect(constantIn('false')).toMatchObject({ kind: 'ValueReference', name: { text: 'false' } });
    expect(constantIn('{1: "a"}')).toMatchObject({
      kind: 'MapLiteral',
      entries: [{ key: { value: 1n }, value: { value: 'a' } }],
    });
  });

  test('types', () => {
    const typeOf = (text: string) => definitionIn(`typedef ${text} A`, 'Typedef').type;
    expect(typeOf('i8 (a = "b")')).toMatchObject({ kind: 'BaseType', name: 'i8', annotations: { items: [{}] } });
    expect(typeOf('b.C (a = "b")')).toMatchObject({
      kind: 'NamedType',
      name: { text: 'b.C' },
      annotations: { items: [{}] },
    });
    expect(typeOf('slist')).toMatchObject({ kind: 'BaseType', name: 'slist' });
    expect(typeOf('map<uuid, set<list<B>>>')).toMatchObject({
      kind: 'MapType',
      key: { kind: 'BaseType', name: 'uuid' },
      value: { kind: 'SetType', element: { kind: 'ListType', element: { kind: 'NamedType', name: { text: 'B' } } } },
    });
  });

  test('a method', () => {
    const text = 'service A extends b.C {\n  oneway void d (1: i32 e) throws (1: F f) (g = "h");\n  list<i32> i()\n}';
    const service = definitionIn(text, 'Service');
    const [first, second] = service.methods;
    expect(service.extends?.text).toBe('b.C');
    expect(first).toMatchObject({
      oneway: { text: 'oneway' },
      returns: { text: 'void' },
      arguments: [{ name: { text: 'e' } }],
      throws: { kind: 'Throws', fields: [{ name: { text: 'f' } }] },
      separator: { text: ';' },
    });
    expect(first && text.slice(first.argumentsSpan.start, first.argumentsSpan.end)).toBe('(1: i32 e)');
    expect(first?.throws && text.slice(first.throws.span.start, first.throws.span.end)).toBe('throws (1: F f)');
    expect(first?.throws?.fields[0]?.parent?.kind).toBe('Throws');
    expect(second).toMatchObject({ returns: { kind: 'ListType' }, arguments: [], throws: undefined });
  });

  test('headers', () => {
    expect(definitionIn('include "a/b.thrift"', 'Include').path.value).toBe('a/b.thrift');
    expect(definitionIn('namespace * a.b', 'Namespace')).toMatchObject({ scope: { text: '*' }, name: { text: 'a.b' } });
    expect(definitionIn('cpp_namespace a', 'Namespace')).toMatchObject({ scope: undefined, name: { text: 'a' } });
    expect(definitionIn('typedef i32 A;', 'Typedef').separator?.text).toBe(';');
  });
});

describe('what a mistake leaves', () => {
  test.each<[string, string, string[]]>([
    ['fields around a broken one', 'struct A {\n  1: i32 a\n  2: list<\n  3: i32 c\n}', ['Struct A! a c']],
    ['fields on one line', 'struct A { 1: i32 a, 2: , 3: i32 c }', ['Struct A! a c']],
    ['the field whose bracket is missing', 'struct A { 1: map<i32, i32 a, 2: i32 b }', ['Struct A! a b']],
    ['a literal that is not closed', 'struct A {\n  1: X a = {1: 2\n  2: i32 b\n}', ['Struct A! a b']],
    ['items around a broken one', 'enum A { B = , C = 2, D }', ['Enum A! C D']],
    ['a method without its broken argument', 'service A { void b(1: i32 c, 2: , 3: i32 d) }', ['Service A! b/c/d']],
    ['methods around one being typed', 'service A {\n  void b()\n  Foo\n  void c()\n}', ['Service A! b/ c/']],
    ['a struct without a body', 'struct A', ['Struct A!']],
    ['a struct whose body is open', 'struct A {\n  1: i32 a\nstruct B { 1: i32 b }', ['Struct A! a', 'Struct B b']],
    ['a constant without a value', 'const i32 A = ', ['Const A!']],
    ['the name at least', 'const list<i32 x> A = [1]', ['Unknown!']],
    ['a string that swallowed a bracket', 'struct A {\n  1: i32 a (b = "c)\n  2: i32 d\n}', ['Struct A! a d']],
    ['a typedef', 'typedef list<i32 A', ['Typedef A!']],
    ['definitions around stray text', 'struct A {} foo bar\nstruct B {}', ['Struct A', 'Unknown!', 'Struct B']],
    ['a definition begun above others', 'struct\nstruct B {}\nenum C {}', ['Unknown!', 'Struct B', 'Enum C']],
    ['definitions behind a quote', 'const string A = "\nstruct B { 1: i32 c (d = "e") }', ['Const A!', 'Struct B c']],
  ])('%s', (_, text, expected) => {
    expect(outline(text)).toEqual(expected);
  });
});

describe('chunks', () => {
  const text = [
    '// licence\n\n/** of A */\nstruct A {} // behind A\n',
    '\n// of B\nstruct B {\n  // inside\n} /* behind\nB */\n',
    '# of C\nstruct C {} ',
    'struct D {}\n// the end\n',
  ];

  test('comments go with the definition they stand before, or on whose line they begin', () => {
    const document = parseDocument(text.join(''), { dialect: 'any' });
    expect(document.chunks.map((chunk, i) => document.text.slice(document.starts[i]).slice(0, chunk.length))).toEqual(
      text,
    );
    expect(document.chunks.map((chunk) => chunk.comments.map((each) => each.text))).toEqual([
      ['// licence', '/** of A */', '// behind A'],
      ['// of B', '// inside', '/* behind\nB */'],
      ['# of C'],
      ['// the end'],
    ]);
    expect(document.chunks[0]?.comments.map((each) => each.kind)).toEqual(['line', 'doc', 'line']);
    expect(document.chunks[0]?.definition.comments).toBe(document.chunks[0]?.comments);
  });

  test('spans count from the start of the chunk, so a moved chunk stays as it is', () => {
    const document = parseDocument(text.join(''), { dialect: 'any' });
    const moved = updateDocument(document, [{ range: { start: 0, end: 0 }, text: '// more\n// lines\n' }], {
      dialect: 'any',
    });
    expect(moved.chunks.slice(1)).toEqual(document.chunks.slice(1));
    for (let i = 1; i < moved.chunks.length; i++) expect(moved.chunks[i]).toBe(document.chunks[i]);
    const struct = moved.chunks[2]?.definition as StructLike;
    const start = (moved.starts[2] ?? 0) + struct.name.span.start;
    expect(moved.text.slice(start, start + 1)).toBe('C');
  });

  test('text without a definition is one chunk without problems', () => {
    for (const empty of ['', '  \n', '// a\n/* b */']) {
      const { chunks } = parseDocument(empty, { dialect: 'any' });
      expect(chunks).toHaveLength(1);
      expect(chunks[0]).toMatchObject({
        length: empty.length,
        problems: [],
        definition: { kind: 'Unknown', broken: false },
      });
    }
  });

  test('another dialect parses anew', () => {
    const document = parseDocument('struct A { 1: B & c }', { dialect: 'any' });
    const other = updateDocument(document, [], { dialect: 'thriftgo' });
    expect(other.chunks[0]?.problems).toHaveLength(1);
  });
});

describe('tokens', () => {
  test('kinds and texts', () => {
    const { tokens, comments, problems } = tokenize('1: list<a.b> required = -0x1 (c="d") // e');
    expect(tokens.map((each) => `${each.kind} ${each.text}`)).toEqual([
      'integer 1',
      'punctuation :',
      'keyword list',
      'punctuation <',
      'identifier a.b',
      'punctuation >',
      'keyword required',
      'punctuation =',
      'integer -0x1',
      'punctuation (',
      'identifier c',
      'punctuation =',
      'string "d"',
      'punctuation )',
    ]);
    expect(comments.map((each) => each.text)).toEqual(['// e']);
    expect(problems).toEqual([]);
  });

  test('a quote never takes more than its line unless the string is closed as a string would be', () => {
    const stringsIn = (text: string) =>
      tokenize(text)
        .tokens.filter((each) => each.kind === 'string')
        .map((each) => each.text);
    expect(stringsIn('a = "b\nc"')).toEqual(['"b\nc"']);
    expect(stringsIn('a = "b\n1: c"')).toEqual(['"b', '"']);
    expect(stringsIn('a = "b\nstruct C "')).toEqual(['"b', '"']);
    expect(stringsIn('a = "b\nc = "d"')).toEqual(['"b', '"d"']);
    expect(stringsIn('["a,\n"b",\n"c"]')).toEqual(['"a,', '"b"', '"c"']);
  });

  test('offsets count UTF-16 code units', () => {
    const { tokens, problems } = tokenize('"😀" 😀 a');
    expect(tokens.map((each) => each.span)).toEqual([
      { start: 0, end: 4 },
      { start: 5, end: 7 },
      { start: 8, end: 9 },
    ]);
    expect(problems).toMatchObject([{ code: 'bad-character', span: { start: 5, end: 7 } }]);
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { startFixture } from './navigation';
import { endSessions, type SessionOptions, startSession } from './session';

afterEach(endSessions);

const capable: SessionOptions = {
  capabilities: {
    textDocument: {
      signatureHelp: {
        signatureInformation: {
          documentationFormat: ['markdown', 'plaintext'],
          parameterInformation: { labelOffsetSupport: true },
        },
      },
    },
  },
};

const typed = { context: { triggerKind: 2, triggerCharacter: '(', isRetrigger: false } };

/** The label with the active parameter in angle brackets, and what is said of the method and of that parameter. */
async function help(source: string, extra: object = {}, options: SessionOptions = capable) {
  const { ask } = await startFixture(source, options);
  const found = await ask('textDocument/signatureHelp', extra);
  if (!found) return null;
  const { signatures, activeSignature, activeParameter } = found;
  expect(signatures).toHaveLength(1);
  expect(activeSignature).toBe(0);
  const [{ label, documentation, parameters }] = signatures;
  const active = parameters[activeParameter];
  const [start, end] = active.label;
  return {
    shown: `${label.slice(0, start)}<${label.slice(start, end)}>${label.slice(end)}`,
    about: documentation?.value,
    active: active.documentation?.value,
  };
}

const inService = (methods: string): string => `service S {\n${methods}\n}\nstruct After { 1: i32 a }\n`;

describe('textDocument/signatureHelp', () => {
  it('shows the method with its comment, its exceptions and the declaration of the type at the cursor', async () => {
    const found = await help(`// file: idl/base.thrift
// Whom nobody knows.
exception NotFound { 1: string message }
// Which users are meant.
struct Filter { 1: optional string name }
// file: main.thrift
include "idl/base.thrift"
service S {
  // Finds users.
  list<i64> Find(
    1: i32 limit = 20 (vt.gt = "0"),
    2: base.$0Filter filter,  // all of them without one
  ) throws (1: base.NotFound missing) (api.get = "/find")
}
`);
    expect(found).toEqual({
      shown: 'list<i64> Find(1: i32 limit = 20, <2: base.Filter filter>) throws (1: base.NotFound missing)',
      about: 'Finds users.\n\nThrows:\n- `base.NotFound`: Whom nobody knows.',
      active: `all of them without one

\`\`\`thrift
struct Filter {
  1: optional string name
}
\`\`\`

Which users are meant.

Declared in \`idl/base.thrift\`.`,
    });
  });

  it.each([
    ['behind the bracket', '$01: i32 a, 2: i32 b', '<1: i32 a>, 2: i32 b'],
    ['in a default', '1: i32 a = 5$0, 2: i32 b', '<1: i32 a = 5>, 2: i32 b'],
    ['before a comma', '1: i32 a$0, 2: i32 b', '<1: i32 a>, 2: i32 b'],
    ['behind a comma', '1: i32 a,$0 2: i32 b', '1: i32 a, <2: i32 b>'],
    ['in a map', '1: map<i32,$0 i64> a, 2: i32 b', '<1: map<i32, i64> a>, 2: i32 b'],
    ['at the end', '1: i32 a; 2: i32 b$0', '1: i32 a, <2: i32 b>'],
    ['between lines', '\n 1: i32 a\n $0 2: i32 b\n', '1: i32 a, <2: i32 b>'],
    ['behind a comment', '1: i32 a, // one\n $0 2: i32 b\n', '1: i32 a, <2: i32 b>'],
  ])('knows the argument %s', async (_, args, shown) => {
    expect((await help(inService(`void F(${args})`)))?.shown).toBe(`void F(${shown})`);
  });

  it.each([
    ['nothing is written of', '1: i32 a, $0', '1: i32 a, <2: …>'],
    ['an id is written of', '1: i32 a, 7: $0', '1: i32 a, <7: …>'],
    ['a type is written of', '1: i32 a, 2: Aft$0', '1: i32 a, <2: …>'],
    ['stands on a new line', '\n 1: i32 a\n 3: i32 b\n $0\n', '1: i32 a, 3: i32 b, <4: …>'],
    ['stands between others', '1: i32 a, 2: list<$0, 4: i32 b', '1: i32 a, <2: …>, 4: i32 b'],
    ['is the first', '$0', '<1: …>'],
  ])('has a place for the argument that %s', async (_, args, shown) => {
    expect((await help(inService(`void F(${args})`)))?.shown).toBe(`void F(${shown})`);
  });

  it('knows the exceptions, and what follows a list that is not closed', async () => {
    const two = 'oneway void G()\nvoid F(1: i32 a) throws (1: A a, $02: B b)';
    expect((await help(inService(two)))?.shown).toBe('void F(1: i32 a) throws (1: A a, <2: B b>)');
    expect((await help(inService('void F(1: i32 a) throws (1: $0')))?.shown).toBe('void F(1: i32 a) throws (<1: …>)');
    const open = 'void F(1: i32 a, $0\noneway void G(1: i32 b)';
    expect((await help(inService(open)))?.shown).toBe('void F(1: i32 a, <2: …>)');
    expect((await help('service S {\n i32 F(1: i32 a$0'))?.shown).toBe('i32 F(<1: i32 a>)');
  });

  it.each([
    ['the name of a method', 'void F$0(1: i32 a)'],
    ['its result', 'After$0 F(1: i32 a)'],
    ['what stands behind the arguments', 'void F(1: i32 a)$0'],
    ['the word throws', 'void F(1: i32 a) thr$0ows (1: A a)'],
    ['annotations of an argument', 'void F(1: i32 a ($0))'],
    ['the value of such an annotation', 'void F(1: i32 a (api.query = "a$0"), 2: i32 b)'],
    ['annotations of a type', 'void F(1: list<i32> (cpp.type =$0 "x") a)'],
    ['annotations of a method', 'void F(1: i32 a) (api.get$0 = "/")'],
    ['a comment', 'void F(1: i32 a, // wh$0y\n 2: i32 b)'],
    ['a string', 'void F(1: string a = "x,$0")'],
    ['the space between methods', 'void F(1: i32 a)\n$0\nvoid G()'],
  ])('is silent in %s', async (_, methods) => {
    expect(await help(inService(methods))).toBeNull();
  });

  it('is silent in structs, and where a bracket was only just opened', async () => {
    expect(await help('struct A { 1: i32 a ($0api.query = "a") }')).toBeNull();
    expect(await help(inService('void F($0)'), typed)).toBeNull();
    expect((await help(inService('void F($01: i32 a)'), typed))?.shown).toBe('void F(<1: i32 a>)');
  });

  it('serves clients that know no places in labels and no Markdown', async () => {
    const { ask } = await startFixture('// Says it.\nservice S {\n  // `a` counts.\n  oneway void F($01: i32 a)\n}\n');
    expect(await ask('textDocument/signatureHelp')).toEqual({
      signatures: [
        {
          label: 'oneway void F(1: i32 a)',
          documentation: {
            kind: 'plaintext',
            value: '`a` counts.\n\noneway: the caller does not wait, and never learns of a failure.',
          },
          parameters: [{ label: '1: i32 a' }],
        },
      ],
      activeSignature: 0,
      activeParameter: 0,
    });
  });

  it('speaks of the newest text, in Chinese where that is asked for', async () => {
    const session = await startSession({ locale: 'zh-cn' });
    session.open('a.thrift', 'service S {\n  void F(\n}\n');
    session.change('a.thrift', 2, [
      { range: { start: { line: 1, character: 9 }, end: { line: 1, character: 9 } }, text: 'i32 a)' },
    ]);
    const { result } = await session.client.request('textDocument/signatureHelp', {
      textDocument: { uri: session.uri('a.thrift') },
      position: { line: 1, character: 12 },
    });
    expect(result.signatures[0].label).toBe('void F(i32 a)');
    expect(result.signatures[0].documentation.value).toBe('未声明异常。');
    expect(result.signatures[0].parameters[0].documentation.value).toContain('未写编号');
  });
});

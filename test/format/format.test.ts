import { describe, expect, it } from 'vitest';
import { applyFormatting } from '../../server/src/idl/format/format';
import type { FormatOptions } from '../../server/src/idl/format/options';
import { formatSelection } from '../../server/src/idl/format/selection';
import { breaches, defaults, format, parse } from './invariants';

/** Formats with two blanks a level, and checks the promises on the way. */
function formatted(text: string, options: Partial<FormatOptions> = {}): string {
  const all = { ...defaults, indentWidth: 2, ...options };
  expect(breaches(text, all)).toEqual([]);
  return format(text, all);
}

/** Expects that a text is formatted already. */
function stays(text: string, options: Partial<FormatOptions> = {}): void {
  expect(formatted(text, options)).toBe(text);
}

describe('separators behind a comment', () => {
  it('stay before what the author wrote behind them', () => {
    stays('enum E {\n  A = 1,\n  B = 0x10 //x\n    , C = 2\n}\n');
    expect(formatted('enum E {\n  A=1\n  B=0x10//x\n  ,C=2 // c\n,D\n}\n')).toBe(
      'enum E {\n  A = 1\n  B = 0x10 //x\n    , C = 2 // c\n    , D\n}\n',
    );
    expect(formatted('struct S {\n  1: i32 a // a\n  , 2: i32 b\n}\n')).toBe(
      'struct S {\n  1: i32 a // a\n    , 2: i32 b\n}\n',
    );
    stays('struct S {\n  1: i32 a // a\n    ,\n  2: i32 b\n}\n');
  });
});

describe('white space', () => {
  it('is set the usual way between tokens', () => {
    expect(
      formatted(
        'namespace  go   a.b\nconst map<string,list< i32 > >X={"a":[ 1,2 ] , "b" :[]};\n' +
          'struct  A{\n1 :required  map<i32,set<B> >a=1;\n2:B&b ( a = "b",c )\n}(x="y")\n' +
          'service S  extends b.T{\noneway   void f( 1:i32 a,2:i32 b )throws( 1:E e )(api.get="/"),\n}',
      ),
    ).toBe(
      'namespace go a.b\nconst map<string, list<i32>> X = {"a": [1, 2], "b": []};\n' +
        'struct A {\n  1: required map<i32, set<B>> a = 1;\n  2: B & b (a = "b", c)\n} (x="y")\n' +
        'service S extends b.T {\n  oneway void f(1: i32 a, 2: i32 b) throws (1: E e) (api.get="/"),\n}\n',
    );
  });

  it('leaves both ways to write annotations, and mends half of one', () => {
    stays('struct A {\n  1: i32 a (api.query="a", go.tag = \'json:"a"\')\n}\n');
    expect(formatted('struct A {\n  1: i32 a (python.immutable= "", b ="")\n}\n')).toBe(
      'struct A {\n  1: i32 a (python.immutable = "", b = "")\n}\n',
    );
  });

  it('keeps one blank line where there are some, and adds none', () => {
    expect(
      formatted('\n\nstruct A {}\nstruct B {\n\n\n  1: i32 a\n\n\n\n  2: i32 b\n\n}\n\n\n\nstruct C {}\n\n\n'),
    ).toBe('struct A {}\nstruct B {\n\n  1: i32 a\n\n  2: i32 b\n\n}\n\nstruct C {}\n');
    expect(formatted('  \n\t\n')).toBe('');
  });

  it('keeps the line ends and the byte order mark', () => {
    expect(formatted('\uFEFFstruct A{\r\n1:i32 a\r\n}')).toBe('\uFEFFstruct A {\r\n  1: i32 a\r\n}\r\n');
    // Line ends that nothing is changed about stay as they are even in a mixed file.
    expect(formatted('struct A {\r\n  1: i32 a\n}\r\nstruct B{}\r\n')).toBe(
      'struct A {\r\n  1: i32 a\n}\r\nstruct B {}\r\n',
    );
  });

  it('indents as asked', () => {
    const text = 'struct A {\n 1: i32 a (\n  x = "y"\n )\n}\n';
    expect(formatted(text, { indentWidth: 4 })).toBe('struct A {\n    1: i32 a (\n        x = "y"\n    )\n}\n');
    expect(formatted(text, { indentStyle: 'tab' })).toBe('struct A {\n\t1: i32 a (\n\t\tx = "y"\n\t)\n}\n');
  });

  it('puts definitions and members on lines of their own', () => {
    expect(formatted('struct A {} struct B {\n1: i32 a, 2: i32 b }')).toBe(
      'struct A {}\nstruct B {\n  1: i32 a,\n  2: i32 b\n}\n',
    );
  });
});

describe('breaks', () => {
  it('leave a definition on its line while it fits', () => {
    stays('union Either { 1: Order order; 2: string text }\nstruct Empty {}\nstruct Open {\n}\n');
    expect(formatted('union Either {1: Order order; 2: string text}', { printWidth: 40 })).toBe(
      'union Either {\n  1: Order order;\n  2: string text\n}\n',
    );
  });

  it('part arguments and throws clauses that do not fit', () => {
    const text =
      'service S {\n  Reply Get(1: Request request, 2: i64 deadline) throws (1: NotFound a, 2: TooMany b),\n}\n';
    expect(formatted(text, { printWidth: 60 })).toBe(
      'service S {\n  Reply Get(1: Request request, 2: i64 deadline) throws (\n    1: NotFound a,\n    2: TooMany b\n  ),\n}\n',
    );
    expect(formatted(text, { printWidth: 40 })).toBe(
      'service S {\n  Reply Get(\n    1: Request request,\n    2: i64 deadline\n  ) throws (1: NotFound a, 2: TooMany b),\n}\n',
    );
  });

  it('do not part a single argument, nor annotations, which a break would make no better', () => {
    stays('service S {\n  A B(1: LongRequestName request) (api.post = "/a/long/path")\n}\n', { printWidth: 40 });
  });

  it('stay where the author has them', () => {
    stays(
      [
        'service S {',
        '  void a(',
        '    1: i32 x,',
        '    2: i32 y)',
        '    throws (',
        '      1: E e,',
        '    )',
        '  void b(1: i32 x, // hanging',
        '         2: i32 y) throws (1: E e)',
        '  void c(1: i32 x) (',
        '    api.get = "/",',
        '    api.tag = "a", api.more = "b"',
        '  )',
        '  void d(1: i32 x)',
        '    (api.get = "/")',
        '}',
        'const string LONG =',
        '  "text"',
        'const map<string, i32> M = {',
        '  "a": 1, "b": 2,',
        '  "c": 3',
        '}',
        '',
      ].join('\n'),
    );
    expect(formatted('service S {\n  void a(\n  1: i32 x, 2: i32 y\n)\n}\n')).toBe(
      'service S {\n  void a(\n    1: i32 x,\n    2: i32 y\n  )\n}\n',
    );
  });

  it('put braces where the option says', () => {
    const text = 'struct A\n{\n  1: i32 a\n}\nenum E {\n  B\n}\nstruct C { 1: i32 a }\n';
    stays(text);
    expect(formatted(text, { braces: 'sameLine' })).toBe(text.replace('A\n{', 'A {'));
    expect(formatted(text, { braces: 'nextLine' })).toBe(text.replace('E {', 'E\n{'));
    stays('struct A // why\n{\n  1: i32 a\n}\n', { braces: 'sameLine' });
  });
});

describe('comments', () => {
  it('stay on their lines, without blanks at the end', () => {
    expect(
      formatted(
        'struct A {// open  \n# own   \n    1: i32 a,// behind\n    /* leads */ 2: i32 b /* inner */ = 1\n// last\n}// closed',
      ),
    ).toBe(
      'struct A { // open\n  # own\n  1: i32 a, // behind\n  /* leads */ 2: i32 b /* inner */ = 1\n  // last\n} // closed\n',
    );
  });

  it('move as a block, with what is drawn inside', () => {
    expect(formatted('struct A {\n      /**\n       * Text:\n       *   - item\n       */\n      1: i32 a\n}\n')).toBe(
      'struct A {\n  /**\n   * Text:\n   *   - item\n   */\n  1: i32 a\n}\n',
    );
    stays('/**\n  odd\n      *  but mine\n */\nstruct A {}\n');
  });

  it('may stand anywhere', () => {
    stays('struct A {\n  1: /* a */ required /* b */ i32 /* c */ x /* d */ = /* e */ 1 // f\n}\n');
    stays('service S {\n  void f(\n    // first\n    1: i32 a, // behind\n    // last\n  )\n  // end\n}\n// file\n');
    expect(formatted('// only a comment')).toBe('// only a comment\n');
  });
});

describe('columns', () => {
  const loose = 'struct A {\n  1:  i32 a  // one\n  12: string bcd // two\n\n  13: i64 e = 5 // three\n}\n';

  it('are kept where the author lined them up, and set tight', () => {
    stays('enum E {\n  A   = 1, // one\n  BCD = 2, // two\n}\n');
    expect(formatted('enum E {\n  A     = 1,    // one\n  BCD   = 2222, // two\n}\n')).toBe(
      'enum E {\n  A   = 1,    // one\n  BCD = 2222, // two\n}\n',
    );
    stays('struct A {\n  1:  required i32    a // one\n  12: optional string bcd // two\n}\n');
    // Across blank lines and comments, if all of them are.
    stays('const i32    A = 1\n\n/** b */\nconst string B = "b"\n');
    stays('enum E {\n  A =    1,\n  BCD =  2,\n  EFGH = 3,\n}\n');
    stays('const map<string, i32> M = {\n  "a":   1,\n  "bcd": 2,\n}\n');
    stays('struct A {}   // one\nstruct Bcd {} // two\n');
    // CJK takes two columns.
    stays('struct A {\n  1: i32 a (k = "中文") // 一\n  2: i32 b (k = "abcd") // 二\n}\n');
  });

  it('are mended where one line left them', () => {
    expect(
      formatted('struct A {\n  1: i32 a       // one\n  2: i32 b       // two\n  3: string longName // three\n}\n'),
    ).toBe('struct A {\n  1: i32 a           // one\n  2: i32 b           // two\n  3: string longName // three\n}\n');
  });

  it('are closed where there are none', () => {
    expect(formatted('struct A {\n  1:  required   i32 a      // one\n  2: i32  b // two\n}\n')).toBe(
      'struct A {\n  1: required i32 a // one\n  2: i32 b // two\n}\n',
    );
    stays('struct A {\n  1: i32 a  // two blanks\n  2: string bc  // everywhere\n}\n');
  });

  it('are not made for one line that would push all others out of sight', () => {
    const long = `map<string, ${'list<'.repeat(8)}i32${'>'.repeat(8)}>`;
    expect(
      formatted(`struct A {\n  1: i32 a\n  2: ${long} b\n  3: string c\n}\n`, { align: 'all', printWidth: 60 }),
    ).toBe(`struct A {\n  1: i32    a\n  2: ${long} b\n  3: string c\n}\n`);
  });

  it('are made as the option says, section by section', () => {
    expect(formatted(loose, { align: 'none' })).toBe(
      'struct A {\n  1: i32 a // one\n  12: string bcd // two\n\n  13: i64 e = 5 // three\n}\n',
    );
    expect(formatted(loose, { align: 'names' })).toBe(
      'struct A {\n  1:  i32    a // one\n  12: string bcd // two\n\n  13: i64 e = 5 // three\n}\n',
    );
    expect(formatted('enum E {\n  A = 1\n  BCD = 2\n}\n', { align: 'names' })).toBe(
      'enum E {\n  A   = 1\n  BCD = 2\n}\n',
    );
    expect(formatted(loose, { align: 'comments' })).toBe(
      'struct A {\n  1: i32 a       // one\n  12: string bcd // two\n\n  13: i64 e = 5 // three\n}\n',
    );
    expect(
      formatted('struct A {\n  1: required i32 a = 1 (k = "v") // one\n  2: string bcd // two\n}\n', { align: 'all' }),
    ).toBe('struct A {\n  1: required i32    a = 1 (k = "v") // one\n  2:          string bcd             // two\n}\n');
  });
});

describe('separators', () => {
  const text =
    'struct A {\n  1: i32 a; // one\n  2: i32 b (k = "v")\n}\nenum E { B, C }\nservice S {\n  void f(),\n}\n';

  it('change only when asked for, and only behind fields and items that take a line', () => {
    stays(text);
    expect(formatted(text, { separators: 'comma' })).toBe(text.replace('a;', 'a,').replace('"v")', '"v"),'));
    expect(formatted(text, { separators: 'semicolon' })).toBe(text.replace('"v")', '"v");'));
    expect(formatted(text, { separators: 'none' })).toBe(text.replace('a;', 'a'));
  });
});

describe('mistakes', () => {
  it('leave their definition as it is, and nothing else', () => {
    const broken = 'struct   B {\n1: i32\n      2:   i32 b\n}';
    expect(formatted(`struct A{1:i32 a}\n${broken}\nstruct C{1:i32 a}`)).toBe(
      `struct A { 1: i32 a }\n${broken}\nstruct C { 1: i32 a }\n`,
    );
  });

  it('are not seen in what only another dialect has, and fbthrift stays whole', () => {
    expect(formatted('const i32 A=1(k="v")')).toBe('const i32 A = 1 (k="v")\n');
    stays('package "a.b"\nstruct   A{}\n');
  });
});

describe('a part', () => {
  const options: FormatOptions = { ...defaults, align: 'all' };
  const part = (text: string, start: number, end: number): string =>
    applyFormatting(text, formatSelection(parse(text), options, { start, end }));

  it.each([
    ['constants', (i: number) => `const i32 ${'A'.repeat(i + 1)} = 1`],
    ['structs of one line, by their comments', (i: number) => `struct ${'A'.repeat(i + 1)} {} // a`],
    ['namespaces', (i: number) => `namespace ${['go', 'java', 'py', 'rb', 'javame'][i % 5]} a // b`],
  ])('of a table is lined up with all of it: %s', (_, line) => {
    const lines = Array.from({ length: 12 }, (__, i) => line(i));
    const text = `${lines.join('\n')}\n`;
    const wanted = format(text, options).split('\n');
    for (const [i, each] of lines.entries()) {
      const start = lines.slice(0, i).join('\n').length + (i === 0 ? 0 : 1);
      const found = part(text, start, start + each.length).split('\n');
      expect(found[i]).toBe(wanted[i]);
      expect(found.filter((other, j) => j !== i && other !== lines[j])).toEqual(['']);
    }
  });

  it('does not change for what lies beyond the definitions next to it', () => {
    const far = `${'struct   Far { 1:i32   a }\n\n'.repeat(5)}`;
    expect(part(`${far}struct   Near {\n1:i32 a\n}\n\n${far}`, far.length, far.length + 1)).toBe(
      `${far}struct Near {\n1:i32 a\n}\n\n${far}`,
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignments, bracePlaces, separatorStyles } from '../../server/src/config/format';
import { formatAgain } from '../../server/src/idl/format/again';
import { applyFormatting, formatDocument } from '../../server/src/idl/format/format';
import type { FormatOptions } from '../../server/src/idl/format/options';
import { editsForRange, editsWhileTyping, formatSelection, formatTyped } from '../../server/src/idl/format/selection';
import { updateDocument } from '../../server/src/idl/syntax/document';
import { tokenize } from '../../server/src/idl/syntax/lexer';
import { breaches, lexemes, parse, tree } from '../format/invariants';
import { anyText } from '../harness/texts';

const sample = `// A licence.
include "base.thrift"
namespace go   shop.order
namespace java com.shop.order // who

/** How far an order got.
 *  - step by step
 */
enum Status {
  NEW     = 1,  // just made
  PAID    = 2 (go.tag = "x") // 已付款
  SENT   =   3
  LOST =     4
}

const map<string, list<i32>> LIMITS = {"a": [1, 2],
  "b": []}
const map<string, i32> M = {
  "a":   1,  // one
  "bcd": 2 }
const i32    A = 1 ; // one
const string BC = /* two */ "x" (k = "v")
typedef list<base.Item> Items (cpp.type = "deque")

struct Order
{
  1:  required i64 id
  /* who ordered */
  2:  optional string user_name = "nobody" (api.query = "user");  # 名字
  3:  list<map<i32, set<string> > > tags, // tags
  10: Type & ref (a="b", c) // drifted

  255: base.Base   Base
} (go.tag="y")

union Either { 1: Order order; 2: string text }
struct Empty { }
exception NotFound { 1: string message /* why */ }
senum Old { "a", "b" }

service OrderService extends base.Root {

  Order Get(1: i64 id) throws (1: NotFound notFound) (api.get = "/order/:id"),
  oneway void Log(1: string line, 2: Status status)
  list<Order> Find(1: string name, // by name
                   2: i32 limit)
    throws (
      1: NotFound  notFound,
      2: TooMany   tooMany
    )
  # the end
}
// trailing remark`;

const pieces = [
  ...' \n\t{}()<>[]:;,=.*&"\'/#@-+0x1aé😀\u0000\r\ufeff',
  '\r\n',
  '\n\n\n',
  '   ',
  '/*',
  '*/',
  '/** doc\n   * more */',
  '/* note */',
  ' // note  \n',
  '\n# note\n',
  'struct X {',
  '\nstruct X\n{ 1: i32 a }\n',
  '\nenum E {\n',
  '\nservice S {\n',
  '\nconst i32 A = ',
  '\ninclude "x"\n',
  '}\n',
  '\n  1: ',
  '\n  2: i32 b',
  'required ',
  'list<',
  'throws (',
  'void f(1: i32 a, 2: i32 b)',
  'namespace * x',
  ' (a = "b", c="d")',
  'B=0x10//x\n  ,C=2',
  ' // x\n  , 3: i32 c',
  ' (\n a = "b"\n)',
  '"multi\nline"',
  '[1, 2]',
  '{"a": 1\n, "b": 2}',
  'xsd_attrs { 1: i32 a }',
  '中文',
  '@thrift.X{',
];

const options: fc.Arbitrary<FormatOptions> = fc.record({
  indentStyle: fc.constantFrom('space', 'tab'),
  indentWidth: fc.integer({ min: 1, max: 8 }),
  printWidth: fc.constantFrom(20, 40, 80, 120),
  align: fc.constantFrom(...alignments),
  braces: fc.constantFrom(...bracePlaces),
  separators: fc.constantFrom(...separatorStyles),
});

const blank = fc.oneof(
  { weight: 6, arbitrary: fc.constant(undefined) },
  fc.constantFrom(
    '',
    ' ',
    '  ',
    '     ',
    '\t',
    '\n',
    '\n\n',
    '\n\n\n  ',
    '\r\n',
    '\r',
    ' /* c */ ',
    ' // c\n',
    '\n # c\n',
    '\n/* a\n  b */\n',
  ),
);

/** The sample with other white space and more comments between its tokens. */
const reshaped = fc.array(blank, { minLength: 300, maxLength: 300 }).map((blanks) => {
  const { tokens, comments } = tokenize(sample);
  const all = [...tokens, ...comments].sort((a, b) => a.span.start - b.span.start);
  let text = '';
  let before = 0;
  all.forEach(({ span, text: own }, i) => {
    const gap = sample.slice(before, span.start);
    const wanted = blanks[i % blanks.length];
    // A line comment ends with its line, and names that touch are another name.
    const needed = /^(?:\/\/|#)/.test(all[i - 1]?.text ?? '') ? '\n' : gap === '' ? '' : ' ';
    text +=
      (wanted === undefined ? gap : wanted.startsWith('\n') || wanted.startsWith(needed) ? wanted : needed + wanted) +
      own;
    before = span.end;
  });
  return text;
});

const edited = fc
  .array(
    fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      removed: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(4), fc.nat(60)),
      text: fc.constantFrom('', ...pieces),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((edits) =>
    edits.reduce((text, { at, removed, text: inserted }) => {
      const start = Math.floor(at * text.length);
      return text.slice(0, start) + inserted + text.slice(start + removed);
    }, sample),
  );

const anything = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((all) => all.join('')),
  anyText(80),
);

/** Definitions that make tables with each other, and what ends a table. */
const rows = fc
  .array(
    fc.constantFrom(
      'const i32 A = 1',
      'const   string  BCD   = "x" // one',
      'const map<i32, i32> M = {1: 2,',
      '  3: 4}   // two',
      'typedef i64    Id  // id',
      'typedef list<string> Names;  # names',
      'namespace go a.b // go',
      'namespace  java   com.a',
      'include "x.thrift"   // x',
      'struct A {}   // a',
      'struct Bcd { 1: i32 a }  // bcd',
      'enum E { A = 1 } /* e */',
      'struct L {\n  1: i32   a   // a\n  2: string b // b\n} // end',
      'struct M { 1: i32 }',
      'exception X { } struct Y { }',
      '// alone',
      '/* two\n * lines */',
      '',
      '  ',
      '}',
      '%',
      '// é 😀',
    ),
    { maxLength: 24 },
  )
  .chain((lines) =>
    fc.constantFrom('\n', '\n', '\r\n', '\n\n').map((end) => lines.map((line) => `${line}${end}`).join('')),
  );

function check(text: string, given: FormatOptions): void {
  const found = breaches(text, given);
  if (found.length > 0) expect(found, `${JSON.stringify(given)}\n${JSON.stringify(text)}`).toEqual([]);
}

describe('formatting', () => {
  test('keeps its promises for a text in any white space', { timeout: 120_000 }, () => {
    fc.assert(fc.property(reshaped, options, check), { numRuns: 400 });
  });

  test('keeps its promises while the text is being edited', { timeout: 120_000 }, () => {
    fc.assert(fc.property(edited, options, check), { numRuns: 800 });
  });

  test('keeps its promises for text of any kind', { timeout: 120_000 }, () => {
    fc.assert(fc.property(anything, options, check), { numRuns: 800 });
  });

  test('of a range and while typing gives some of the edits of the whole, which keep tokens and tree', {
    timeout: 120_000,
  }, () => {
    const at = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.oneof(reshaped, edited, rows, anything),
        options,
        at,
        at,
        fc.constantFrom('}', ',', ';', '\n'),
        (text, given, a, b, typed) => {
          const document = parse(text);
          const whole = formatDocument(document, given);
          const [start = 0, end = 0] = [a, b].map((share) => Math.floor(share * text.length)).sort((x, y) => x - y);
          const selected = editsForRange(whole, { start, end });
          const finished = editsWhileTyping(document, () => whole, end, typed);
          // Without a look at the whole document the same comes out.
          expect(formatSelection(document, given, { start, end })).toEqual(selected);
          expect(formatTyped(document, given, end, typed)).toEqual(finished);
          for (const edits of [selected, finished]) {
            expect(edits.every((edit) => whole.edits.includes(edit))).toBe(true);
            const result = applyFormatting(text, edits);
            expect(lexemes(result, given.separators === 'preserve')).toEqual(
              lexemes(text, given.separators === 'preserve'),
            );
            expect(tree(parse(result))).toBe(tree(document));
          }
          expect(editsForRange(whole, { start: 0, end: text.length })).toEqual(
            whole.edits.filter(({ range }) => range.end <= (whole.units.at(-1)?.whole.end ?? 0)),
          );
        },
      ),
      { numRuns: 800 },
    );
  });

  test('again gives what formatting the new version anew gives', { timeout: 120_000 }, () => {
    const edit = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      removed: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(4), fc.nat(60), fc.nat(400)),
      text: fc.constantFrom('', ...pieces),
      makes: fc.boolean(),
    });
    const start = fc
      .array(fc.oneof(fc.constant(`${sample}\n`), rows, edited), { minLength: 2, maxLength: 5 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(start, options, fc.array(edit, { minLength: 1, maxLength: 6 }), (text, given, edits) => {
        let document = parse(text);
        let { kept } = formatAgain(document, given, undefined);
        for (const { at, removed, text: inserted, makes } of edits) {
          const from = Math.floor(at * document.text.length);
          const range = { start: from, end: Math.min(document.text.length, from + removed) };
          document = updateDocument(document, [{ range, text: inserted }], { dialect: 'any' });
          const whole = formatDocument(document, given).edits;
          const again = formatAgain(document, given, kept);
          expect(again.edits).toEqual(whole);
          kept = again.kept;
          if (!makes) continue;
          // As an editor does: from the end to the start.
          const made = [...whole].reverse().map((each) => ({ range: each.range, text: each.newText }));
          document = updateDocument(document, made, { dialect: 'any' });
          const formatted = formatAgain(document, given, kept);
          expect(formatted.edits).toEqual(formatDocument(document, given).edits);
          kept = formatted.kept;
        }
      }),
      { numRuns: 600 },
    );
  });
});

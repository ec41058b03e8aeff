import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IdlDocument, TextChange } from '../../server/src/idl/model/document';
import { dialects } from '../../server/src/idl/model/document';
import { parseDocument, updateDocument } from '../../server/src/idl/syntax/document';
import { tokenize } from '../../server/src/idl/syntax/lexer';
import { alike, atLeast, atMost, exceeds, same } from '../harness/quickly';
import { anyText } from '../harness/texts';

const sample = `// A licence.
include "base.thrift"
namespace go shop.order

/** How far an order got. */
enum Status {
  NEW = 1, // just made
  PAID = 2 (go.tag = "x")
  SENT
}

const map<string, list<i32>> LIMITS = {"a": [1, 2], "b": []}
typedef list<base.Item> Items (cpp.type = "deque")

struct Order {
  1: required i64 id
  /* who ordered */
  2: optional string user_name = "nobody" (api.query = "user");
  3: list<map<i32, set<string>>> tags,
  255: base.Base Base
}

union Either { 1: Order order; 2: string text }
exception NotFound { 1: string message }

service OrderService extends base.Root {
  Order Get(1: i64 id) throws (1: NotFound notFound) (api.get = "/order/:id"),
  oneway void Log(1: string line, 2: Status status)
  # the end
}
// trailing remark
`;

const repeat = (times: number, one: (i: number) => string): string =>
  Array.from({ length: times }, (_, i) => one(i)).join('');

/** Definitions with so many members that an edit keeps those it does not touch. */
const large = [
  `enum E {\n${repeat(40, (i) => `  ITEM_${i} = ${i}${i % 3 ? ',' : ''} // ${i}\n`)}}\n`,
  `enum E { ${repeat(40, (i) => (i % 4 ? `I${i} ` : `list = 0x${i} (a = "b"), `))}}`,
  `struct S {\n${repeat(30, (i) => `  ${i}: optional map<i32, list<b.C>> f${i} = {1: [X.Y, "z"]} (a = "b", c)\n`)}}\n`,
  `union U { ${repeat(30, (i) => `${i}: ${i % 2 ? 'A & ' : 'i8 (x = "y") '}${i % 5 ? 'f' : 'list'} xsd_optional; `)}}`,
  `service S extends b.B {\n${repeat(30, (i) => `  ${i % 7 ? 'R' : 'oneway void'} M${i}(1: Q q, 2: i32 x = 5) throws (1: E e) (api.get = "/${i}"),\n`)}}\n`,
];

/** What people type, and what no one should. */
const pieces = [
  ...' \n\t{}()<>[]:;,=.*&"\'/#@-+0x1aé😀\u0000\r\ud800',
  '\r\n',
  '/*',
  '*/',
  '/**',
  '//',
  '"',
  'struct',
  'struct X {',
  '\nenum E {\n',
  '\nservice S {\n',
  '\nconst i32 A = ',
  '\ninclude "x"\n',
  '}\n',
  '\n  1: ',
  '\n  2: i32 b',
  'required ',
  'list<',
  'map<string, ',
  'throws (',
  'void f(',
  'oneway ',
  'namespace * x',
  ' (a = "b")',
  '"multi\nline"',
  'uuid',
  'i8',
  '99999999999999999999',
  '中文',
  '@thrift.X{',
];

const piece = fc.constantFrom(...pieces);
const dialect = fc.constantFrom(...dialects);
const source = fc.oneof(
  { weight: 3, arbitrary: fc.constant(sample) },
  { weight: 2, arbitrary: fc.array(piece, { maxLength: 60 }).map((all) => all.join('')) },
  { weight: 1, arbitrary: anyText(80) },
);

interface Edit {
  /** Where in the text, from 0 to 1. */
  readonly at: number;
  readonly removed: number;
  readonly text: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(4) }, fc.nat(60)),
  text: fc.oneof(
    { weight: 4, arbitrary: piece },
    fc.constant(''),
    fc.array(piece, { maxLength: 5 }).map((p) => p.join('')),
  ),
});

function changeOf(text: string, { at, removed, text: inserted }: Edit): TextChange {
  const start = Math.floor(at * text.length);
  return { range: { start, end: Math.min(text.length, start + removed) }, text: inserted };
}

function apply(text: string, change: TextChange): string {
  return text.slice(0, change.range.start) + change.text + text.slice(change.range.end);
}

/** A document without parent pointers, so that two can be compared. */
function shapeOf(document: IdlDocument): string {
  return JSON.stringify(document, (key, value: unknown) => {
    if (key === 'parent') return undefined;
    return typeof value === 'bigint' ? `${value}n` : value;
  });
}

function checkTiling(document: IdlDocument): void {
  let at = 0;
  same(document.starts.length, document.chunks.length);
  exceeds(document.chunks.length, 0);
  document.chunks.forEach((chunk, i) => {
    same(document.starts[i], at);
    at += chunk.length;
    for (const problem of chunk.problems) {
      atLeast(problem.span.start, 0);
      atMost(problem.span.end, chunk.length);
      atMost(problem.span.start, problem.span.end);
    }
  });
  same(at, document.text.length);
}

function checkParents(document: IdlDocument): void {
  const visit = (node: object, parent: object | undefined): void => {
    const isNode = 'kind' in node && 'parent' in node;
    if (isNode) same(node.parent, parent);
    for (const [key, value] of Object.entries(node)) {
      if (key === 'parent' || key === 'comments' || typeof value !== 'object' || value === null) continue;
      if (Array.isArray(value)) for (const each of value) visit(each, isNode ? node : parent);
      else visit(value, isNode ? node : parent);
    }
  };
  for (const chunk of document.chunks) visit(chunk.definition, undefined);
}

describe('the IDL front end', () => {
  test('an updated document is the document of the new text', () => {
    fc.assert(
      fc.property(source, fc.array(edit, { minLength: 1, maxLength: 6 }), dialect, (start, edits, chosen) => {
        let text = start;
        let document = parseDocument(text, { dialect: chosen });
        for (const each of edits) {
          const change = changeOf(text, each);
          text = apply(text, change);
          document = updateDocument(document, [change], { dialect: chosen });
          same(document.text, text);
          same(shapeOf(document), shapeOf(parseDocument(text, { dialect: chosen })));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('members of large definitions that are kept over an edit are those that parsing would give', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...large),
        fc.array(edit, { minLength: 1, maxLength: 4 }),
        dialect,
        (start, edits, chosen) => {
          let document = parseDocument(start, { dialect: chosen });
          for (const each of edits) {
            document = updateDocument(document, [changeOf(document.text, each)], { dialect: chosen });
            same(shapeOf(document), shapeOf(parseDocument(document.text, { dialect: chosen })));
            checkParents(document);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test('several changes at once are applied one after another', () => {
    fc.assert(
      fc.property(source, fc.array(edit, { minLength: 2, maxLength: 5 }), (start, edits) => {
        let text = start;
        const changes = edits.map((each) => {
          const change = changeOf(text, each);
          text = apply(text, change);
          return change;
        });
        const document = updateDocument(parseDocument(start, { dialect: 'any' }), changes, { dialect: 'any' });
        same(document.text, text);
        same(shapeOf(document), shapeOf(parseDocument(text, { dialect: 'any' })));
      }),
      { numRuns: 300 },
    );
  });

  test('any text is read: chunks tile it, parents are right, ranges lie inside', () => {
    fc.assert(
      fc.property(source, fc.array(edit, { maxLength: 4 }), dialect, (start, edits, chosen) => {
        const text = edits.reduce((before, each) => apply(before, changeOf(before, each)), start);
        const document = parseDocument(text, { dialect: chosen });
        checkTiling(document);
        checkParents(document);
      }),
      { numRuns: 400 },
    );
  });

  test('tokens and comments are slices of the text, in order and without overlap', () => {
    fc.assert(
      fc.property(source, fc.array(edit, { maxLength: 4 }), (start, edits) => {
        const text = edits.reduce((before, each) => apply(before, changeOf(before, each)), start);
        const { tokens, comments } = tokenize(text);
        const all = [...tokens, ...comments].sort((a, b) => a.span.start - b.span.start);
        let at = 0;
        for (const each of all) {
          atLeast(each.span.start, at);
          exceeds(each.span.end, each.span.start);
          same(text.slice(each.span.start, each.span.end), each.text);
          at = each.span.end;
        }
        // Nothing but white space is left over.
        expect(all.reduceRight((rest, { span }) => rest.slice(0, span.start) + rest.slice(span.end), text).trim()).toBe(
          '',
        );
      }),
      { numRuns: 300 },
    );
  });

  test('what is typed into one body leaves all other chunks as they were', () => {
    const document = parseDocument(sample, { dialect: 'any' });
    const start = sample.indexOf('struct Order {') + 'struct Order {'.length;
    const end = sample.indexOf('}\n\nunion');
    const plain = fc.constantFrom(
      ...'abz 01:;,=.<>\n',
      'i32',
      'required ',
      '3: string x',
      'list<i32>',
      '\n  9: i64 y\n',
    );
    fc.assert(
      fc.property(fc.integer({ min: start, max: end }), plain, (at, text) => {
        const after = updateDocument(document, [{ range: { start: at, end: at }, text }], { dialect: 'any' });
        same(after.chunks.length, document.chunks.length);
        const changed = after.chunks.filter((chunk, i) => chunk !== document.chunks[i]);
        atMost(changed.length, 1);
      }),
      { numRuns: 300 },
    );
  });

  test('a definition that is written again before its twin is a chunk of its own', () => {
    const document = parseDocument(sample, { dialect: 'any' });
    for (const [i, start] of document.starts.entries()) {
      const end = start + (document.chunks[i]?.length ?? 0);
      const text = sample.slice(start, end);
      for (const at of [start, end]) {
        const after = updateDocument(document, [{ range: { start: at, end: at }, text }], { dialect: 'any' });
        same(new Set(after.chunks).size, after.chunks.length);
        same(shapeOf(after), shapeOf(parseDocument(after.text, { dialect: 'any' })));
      }
    }
  });

  test('a mistake in one definition never hides another one', () => {
    const names = ['Status', 'LIMITS', 'Items', 'Order', 'Either', 'NotFound', 'OrderService'];
    const start = sample.indexOf('struct Order {') + 'struct Order {'.length;
    const end = sample.indexOf('}\n\nunion') + 1;
    // Comment marks and quotes may reach into the next definition, as they do for the compilers.
    const mistake = fc.constantFrom(
      '{',
      '}',
      '(',
      ')',
      '<',
      '>',
      '[',
      ']',
      '"',
      "'",
      '@',
      '😀',
      '/',
      'struct',
      'list<',
    );
    fc.assert(
      fc.property(fc.integer({ min: start, max: end }), mistake, fc.nat(1), (at, text, removed) => {
        const broken = sample.slice(0, at) + text + sample.slice(at + removed);
        const document = parseDocument(broken, { dialect: 'any' });
        const found = document.chunks.map(({ definition }) =>
          'name' in definition && definition.name?.kind === 'Identifier' ? definition.name.text : '',
        );
        for (const name of names) expect(found).toContain(name);
      }),
      { numRuns: 300 },
    );
  });

  test('typing a text from its beginning is never slow or wrong', () => {
    let document = parseDocument('', { dialect: 'any' });
    for (let i = 0; i < sample.length; i++) {
      const change = { range: { start: i, end: i }, text: sample.charAt(i) };
      document = updateDocument(document, [change], { dialect: 'any' });
      if (i % 7 === 0) same(shapeOf(document), shapeOf(parseDocument(document.text, { dialect: 'any' })));
    }
    alike(
      document.chunks.flatMap((chunk) => chunk.problems),
      [],
    );
  });
});

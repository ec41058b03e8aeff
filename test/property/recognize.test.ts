import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Dialect, dialects } from '../../server/src/idl/model/document';
import { parseChunk } from '../../server/src/idl/syntax/chunk';
import { parseDocument, parseHeaders } from '../../server/src/idl/syntax/document';
import { segmentsOf } from '../../server/src/idl/syntax/segments';
import { corpus } from '../corpus/corpus';
import { readPage } from '../harness/page';

// What is read in one pass must be what the grammar reads, to the last span; what the grammar or the walk finds fault with must be
// left to them. `parseChunk` knows no other way than theirs.

const root = join(import.meta.dirname, '../..');

/** The texts of the npm packages' files, each once; huge ones would only repeat themselves. */
const shipped = [...new Set(corpus().map(({ file }) => readFileSync(file, 'utf8')))].filter(
  (text) => text.length < 300_000,
);

const examples = ['docs/rules', 'test/rules'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) => readPage(readFileSync(join(root, folder, file), 'utf8')))
    .flatMap(({ files }) => Object.entries(files))
    .filter(([path]) => path.endsWith('.thrift'))
    .map(([, text]) => text),
);

/** Every construct that is read in one pass, and the look-alikes that are not. */
const constructs = [
  'include "a/b.thrift"\ncpp_include "<x>";\nnamespace go a.b\nnamespace * x (a = "b")\nnamespace list y\ncpp_namespace z\n',
  'const i32 A = 1; const double B = -1.5e3\nconst map<string, list<i8>> C = {"a": [1, 0x2, +3,], \'b\': []; }\nconst C D = {\n  1: X\n  2: b.Y.Z\n}\n',
  'const bool E = true (a = "b")\nconst i64 F = 9223372036854775808\nconst i64 G = -9223372036854775808\nconst i64 H = 0o17\n',
  'typedef list<uuid> I (a = "b", c);\ntypedef i64 (js.type = "Long") J\ntypedef set cpp_type "x" <K> L\ntypedef K (a) M\n',
  'enum N {\n  A = 1, B\n  C = 0x3 (a = "b"); list = 4\n} (c = "d")\nsenum O { "a", "b" }\n',
  'struct P {\n  1: required i64 id = 5 (a = "b"),\n  optional map<i32, Q> list;\n  -3: R & next\n  4: string string\n  5: i32 a.b\n}\nstruct S xsd_all { 1: i32 a xsd_optional }\n',
  'union T { 1: i32 (a = "b") a; 2: list<string ()> b }\nexception U { 1: slist c, 2: byte d }\n',
  'service V extends a.V {\n  W get(1: W w, 2: i32 x = 1) throws (1: U u) (api.get = "/x",\n    api.y = "z"\n  ),\n  oneway void set(\n    1: i32 a\n  )\n  async list<W> list()\n  void f(i32 a\n    i32 b)\n} (a = "b");\n',
  'struct X {} ; struct Y {\n}\n// end\n/* a */ struct Z { /** b */ 1: i32 a // c\n} # d\n',
];

/** Chunks that are read in one pass otherwise than by the grammar. */
function disagreements(text: string, dialect: Dialect): string[] {
  const found: string[] = [];
  for (const segment of segmentsOf(text, 0, dialect)) {
    const quick = segment.recognize();
    const slice = text.slice(segment.start, segment.end);
    if (quick && !isDeepStrictEqual(quick, parseChunk(slice, dialect))) found.push(slice);
  }
  return found;
}

/** How many chunks there are, and how many of those without a mistake are not read in one pass. */
function count(text: string, dialect: Dialect): { chunks: number; declined: string[] } {
  let chunks = 0;
  const declined: string[] = [];
  for (const segment of segmentsOf(text, 0, dialect)) {
    chunks++;
    if (segment.recognize()) continue;
    const slice = text.slice(segment.start, segment.end);
    const { definition, problems } = parseChunk(slice, dialect);
    if (definition.kind !== 'Unknown' && problems.length === 0) declined.push(slice);
  }
  return { chunks, declined };
}

const pieces = [
  ...'{}()<>[],;:=.&*-"\'@#1a \n\r',
  '..',
  '//',
  '/*',
  '*/',
  '\n  ',
  '\r\n',
  ' 7: ',
  ' required ',
  ' optional ',
  ' oneway ',
  ' throws (',
  ' list ',
  ' map<',
  ' true ',
  ' uuid ',
  ' 0o7 ',
  ' 99999999999999999999 ',
  ' (a = "b") ',
  ' (a)',
  ' xsd_optional ',
  ' cpp_type "x" ',
  '\nstruct B {',
  ' struct ',
  ' include ',
  '"x\ny"',
];

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.oneof(fc.constant(0), fc.constant(1), fc.nat(12)),
  text: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...pieces) }, fc.constant('')),
});

/** A stretch of a text, so that many edits come to lie close together, edited. */
const edited = fc
  .record({
    text: fc.oneof(fc.constantFrom(...constructs), fc.constantFrom(...examples), fc.constantFrom(...shipped)),
    from: fc.double({ min: 0, max: 1, noNaN: true }),
    edits: fc.array(edit, { minLength: 1, maxLength: 4 }),
  })
  .map(({ text, from, edits }) => {
    const start = text.length > 1500 ? Math.floor(from * (text.length - 1500)) : 0;
    return edits.reduce(
      (now, each) => {
        const at = Math.floor(each.at * now.length);
        return now.slice(0, at) + each.text + now.slice(at + each.removed);
      },
      text.slice(start, start + 1500),
    );
  });

const headerKinds = ['Include', 'CppInclude', 'Namespace'];

describe('reading the headers alone', () => {
  test('gives the first chunks of the whole text, and leaves out no header', () => {
    fc.assert(
      fc.property(edited, fc.constantFrom(...dialects), (text, dialect) => {
        const headers = parseHeaders(text, { dialect });
        if (!headers) return;
        const whole = parseDocument(text, { dialect });
        const count = headers.chunks.length;
        expect(headers.chunks).toEqual(whole.chunks.slice(0, count));
        expect(headers.starts).toEqual(whole.starts.slice(0, count));
        const rest = whole.chunks.slice(count).map((chunk) => chunk.definition.kind);
        expect(rest.filter((kind) => headerKinds.includes(kind))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('is enough for nearly all files that packages ship', () => {
    const enough = shipped.filter((text) => parseHeaders(text, { dialect: 'any' }));
    expect(enough.length / shipped.length).toBeGreaterThan(0.5);
  });
});

describe('reading a definition in one pass', () => {
  test.each(dialects)('gives the tree that the grammar gives, or none (%s)', (dialect) => {
    expect(shipped.length).toBeGreaterThan(50);
    expect(examples.length).toBeGreaterThan(300);
    for (const text of [...constructs, ...examples, ...shipped]) expect(disagreements(text, dialect)).toEqual([]);
  });

  test('gives the tree that the grammar gives, or none, after any edit', () => {
    fc.assert(
      fc.property(edited, fc.constantFrom(...dialects), (text, dialect) => {
        expect(disagreements(text, dialect)).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });

  test('takes nearly all that people write', () => {
    const counts = shipped.map((text) => count(text, 'any'));
    const chunks = counts.reduce((sum, each) => sum + each.chunks, 0);
    const declined = counts.flatMap((each) => each.declined);
    expect(chunks).toBeGreaterThan(700);
    expect(declined.length / chunks).toBeLessThan(0.01);
  });
});

import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { readChanges } from '../../server/src/lsp/documents';
import { at, brief, endSessions, type LspRange, offsetAt, only, type Session, startSession } from './session';

afterEach(endSessions);

const files = { 'thriftwise.json': only('idl/field-naming', 'idl/implicit-enum-value', 'idl/syntax') };

function apply(text: string, range: LspRange, inserted: string): string {
  return text.slice(0, offsetAt(text, range.start)) + inserted + text.slice(offsetAt(text, range.end));
}

/** The findings of the edited document equal those of the same text opened anew. */
async function expectSame(session: Session, text: string): Promise<void> {
  session.open('fresh.thrift', text);
  expect(await session.pull('a.thrift')).toEqual(await session.pull('fresh.thrift'));
  session.close('fresh.thrift');
}

describe('incremental changes', () => {
  it('count emoji as two characters', async () => {
    const session = await startSession({ files });
    const text = 'struct User {\n  /* 🎉👩‍🚀 */ 1: required i64 userId\n}\n';
    session.open('a.thrift', text);
    const column = text.split('\n')[1]?.indexOf('userId') ?? -1;
    expect(brief(await session.pull('a.thrift'))).toEqual([`1:${column} idl/field-naming`]);
    session.change('a.thrift', 2, [{ range: at(1, column, column + 6), text: 'user_id' }]);
    expect(await session.pull('a.thrift')).toEqual([]);
    // Replaces one emoji (two code units) behind another one.
    session.change('a.thrift', 3, [{ range: at(1, 7, 9), text: '' }]);
    session.change('a.thrift', 4, [{ range: at(1, 5, 7), text: 'é' }]);
    await expectSame(session, text.replace('userId', 'user_id').replace('🎉', 'é').replace('👩', ''));
  });

  it('keep lines apart that end in \\r\\n', async () => {
    const session = await startSession({ files });
    let text = 'struct User {\r\n  1: required i64 userId\r\n  2: optional string nickName\r\n}\r\n';
    session.open('a.thrift', text);
    expect(brief(await session.pull('a.thrift'))).toEqual(['1:18 idl/field-naming', '2:21 idl/field-naming']);
    const range = { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } };
    text = apply(text, range, '');
    session.change('a.thrift', 2, [{ range, text: '' }]);
    expect(brief(await session.pull('a.thrift'))).toEqual(['1:21 idl/field-naming']);
    session.change('a.thrift', 3, [{ range: at(1, 0), text: '  3: optional i32 theAge\r\n' }]);
    text = apply(text, at(1, 0), '  3: optional i32 theAge\r\n');
    expect(brief(await session.pull('a.thrift'))).toEqual(['1:18 idl/field-naming', '2:21 idl/field-naming']);
    await expectSame(session, text);
  });

  it('of one notification build on each other, from the end to the start and the other way', async () => {
    const session = await startSession({ files });
    const text = 'struct A {\n  1: required i64 aB\n  2: required i64 cD\n  3: required i64 eF\n}\n';
    session.open('a.thrift', text);
    session.change(
      'a.thrift',
      2,
      [3, 2, 1].map((line) => ({ range: at(line, 18, 20), text: `x${line}\n ` })),
    );
    const fixed = text.replace('aB', 'x1\n ').replace('cD', 'x2\n ').replace('eF', 'x3\n ');
    await expectSame(session, fixed);
    session.change(
      'a.thrift',
      3,
      [0, 1, 2].map((i) => ({ range: at(1 + 2 * i, 18, 20), text: 'yZ' })),
    );
    const broken = fixed.replace('x1', 'yZ').replace('x2', 'yZ').replace('x3', 'yZ');
    expect(brief(await session.pull('a.thrift'))).toEqual([1, 3, 5].map((line) => `${line}:18 idl/field-naming`));
    await expectSame(session, broken);
  });

  it('may replace the whole text, alone or between edits', async () => {
    const session = await startSession({ files });
    session.open('a.thrift', 'enum A {\n  X\n}\n');
    session.change('a.thrift', 2, [
      { range: at(1, 2, 3), text: 'YY' },
      { text: 'struct B {\n  1: required i64 aB\n}\n' },
      { range: at(1, 18, 20), text: 'cD' },
    ]);
    expect((await session.pull('a.thrift')).map(({ message }) => message)).toEqual([
      '"cD" is not snake_case; use "c_d"',
    ]);
  });

  it('beyond the end of a line or of the text are clamped', async () => {
    const session = await startSession({ files });
    session.open('a.thrift', 'struct B {\n  1: required i64 a\n}');
    session.change('a.thrift', 2, [{ range: at(1, 19, 999), text: 'B' }]);
    session.change('a.thrift', 3, [{ range: at(99, 99), text: '\nenum C {\n  D\n}\n' }]);
    expect(brief(await session.pull('a.thrift'))).toEqual(['1:18 idl/field-naming', '4:2 idl/implicit-enum-value']);
  });

  it('of any kind leave what a fresh copy of the text gives', async () => {
    const session = await startSession({ files });
    const line = fc.constantFrom(
      'struct User {',
      '  1: i64 userId',
      '}',
      'enum E { A, B = 2 }',
      '// 🎉',
      '"open',
      '中文 {',
    );
    const eol = fc.constantFrom('\n', '\r\n');
    const start = fc.array(fc.tuple(line, eol), { maxLength: 8 }).map((lines) => lines.flat().join(''));
    const edit = fc.record({
      from: fc.nat(200),
      length: fc.nat(12),
      whole: fc.boolean(),
      text: fc.constantFrom('', 'x', '\r\n', '{', '}', '🎉', ' 2: i32 aB\n', '"', '/*', '*/', '\n'),
    });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(start, fc.array(edit, { minLength: 1, maxLength: 6 }), async (text, edits) => {
        const path = `random${++round}.thrift`;
        session.open(path, text);
        let at = text;
        let version = 1;
        for (const { from, length, text: inserted, whole } of edits) {
          const begin = Math.min(from, at.length);
          const end = Math.min(begin + length, at.length);
          const range = { start: positionAt(at, begin), end: positionAt(at, end) };
          at = at.slice(0, offsetAt(at, range.start)) + inserted + at.slice(offsetAt(at, range.end));
          session.change(path, ++version, [whole ? { text: at } : { range, text: inserted }]);
        }
        const edited = await session.pull(path);
        session.close(path);
        session.open(path, at);
        expect(edited).toEqual(await session.pull(path));
        session.close(path);
      }),
      { numRuns: 60 },
    );
  });
});

/** The position of an offset; one between `\r` and `\n` counts as the line's end, as LSP asks. */
function positionAt(text: string, offset: number): { line: number; character: number } {
  const before = text.slice(0, offset);
  const line = before.split('\n').length - 1;
  const start = before.lastIndexOf('\n') + 1;
  const isSplit = text[offset] === '\n' && text[offset - 1] === '\r';
  return { line, character: offset - start - (isSplit ? 1 : 0) };
}

describe('reading content changes', () => {
  it('gives offsets against the text that each change is made to', () => {
    const text = 'ab\ncd\nef\n';
    const changes = [
      { range: at(2, 0, 2), text: 'EF' },
      { range: at(1, 1, 2), text: 'D1\nD2' },
      { range: at(2, 0, 1), text: '*' },
    ];
    const { edits, text: changed } = readChanges(text, changes);
    expect(changed).toBe('ab\ncD1\n*2\nEF\n');
    expect(
      edits.reduce((at, { range, text: inserted }) => at.slice(0, range.start) + inserted + at.slice(range.end), text),
    ).toBe(changed);
  });

  it('takes of a whole text what differs', () => {
    const text = 'struct A {}\r\nstruct B { 1: i32 aé }\r\nstruct C {}\r\n';
    expect(readChanges(text, [{ text: text.replace('aé', 'bé') }]).edits).toEqual([
      { range: { start: 31, end: 32 }, text: 'b' },
    ]);
    expect(readChanges(text, [{ text: text.replace('\r\n', '\n') }]).edits).toEqual([
      { range: { start: 11, end: 13 }, text: '\n' },
    ]);
    expect(readChanges(text, [{ text }])).toEqual({ edits: [], text });
  });

  it('does not build a line index for each of many cursors', () => {
    const lines = 20_000;
    const text = 'abc\n'.repeat(lines);
    const changes = Array.from({ length: 4000 }, (_, i) => ({ range: at(lines - 1 - i, 1, 2), text: 'X' }));
    const start = performance.now();
    expect(readChanges(text, changes).text.split('X')).toHaveLength(4001);
    // Building one for each takes more than ten seconds.
    expect(performance.now() - start).toBeLessThan(4000);
  });
});

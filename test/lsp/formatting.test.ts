import { afterEach, describe, expect, it } from 'vitest';
import {
  applyAction,
  at,
  endSessions,
  type LspEdit,
  type LspPosition,
  type LspRange,
  type Session,
  startSession,
} from './session';

afterEach(endSessions);

const editor = { tabSize: 2, insertSpaces: true };
const text = 'struct A{\n1:i32 a\n}\n\nstruct   B {\n      1: i32 b,\n      2: i32   c\n}\n';

async function ask(session: Session, method: string, params: object): Promise<readonly LspEdit[]> {
  const answer = await session.client.request(`textDocument/${method}`, {
    textDocument: { uri: session.uri('a.thrift') },
    options: editor,
    ...params,
  });
  if (answer.error) throw new Error(JSON.stringify(answer.error));
  return answer.result;
}

function applied(before: string, session: Session, edits: readonly LspEdit[]): string {
  const uri = session.uri('a.thrift');
  return applyAction(before, { title: '', kind: '', edit: { changes: { [uri]: edits } } }, uri);
}

describe('formatting a document', () => {
  it('is offered, and answered with the smallest edits', async () => {
    const session = await startSession({});
    expect(session.initialized.result.capabilities).toMatchObject({
      documentFormattingProvider: true,
      documentRangeFormattingProvider: true,
      documentOnTypeFormattingProvider: { firstTriggerCharacter: '}', moreTriggerCharacter: [';', ',', '\n'] },
    });
    session.open('a.thrift', text);
    const edits = await ask(session, 'formatting', {});
    expect(applied(text, session, edits)).toBe('struct A {\n  1: i32 a\n}\n\nstruct B {\n  1: i32 b,\n  2: i32 c\n}\n');
    expect(edits).toEqual([
      { range: at(0, 8), newText: ' ' },
      { range: at(1, 0), newText: '  ' },
      { range: at(1, 2), newText: ' ' },
      { range: at(4, 6, 8), newText: '' },
      { range: at(5, 0, 4), newText: '' },
      { range: at(6, 0, 4), newText: '' },
      { range: at(6, 12, 14), newText: '' },
    ]);
  });

  it('speaks of the newest version, which may have changed right before', async () => {
    const session = await startSession({});
    session.open('a.thrift', text);
    session.change('a.thrift', 2, [{ range: at(0, 0), text: '\n' }]);
    session.change('a.thrift', 3, [{ text: 'struct C{}\n' }]);
    expect(await ask(session, 'formatting', {})).toEqual([{ range: at(0, 8), newText: ' ' }]);
  });

  it('puts thriftwise.json before the editor, and follows changes of it', async () => {
    const session = await startSession({ files: { 'thriftwise.json': '{ "format": { "indentWidth": 4 } }' } });
    session.open('a.thrift', 'struct A {\n 1: i32 a\n}\n');
    expect(await ask(session, 'formatting', {})).toEqual([{ range: at(1, 0), newText: '   ' }]);
    session.write('thriftwise.json', '{ "format": { "indentStyle": "tab" } }');
    session.watched({ 'thriftwise.json': 2 });
    expect(await ask(session, 'formatting', {})).toEqual([{ range: at(1, 0, 1), newText: '\t' }]);
  });

  it('has no edits for config files, files that are not there, and where Thriftwise is off', async () => {
    const session = await startSession({ settings: () => ({ enable: false }) });
    session.open('a.thrift', text);
    expect(await ask(session, 'formatting', {})).toBeNull();
    const second = await startSession({});
    expect(await ask(second, 'formatting', { textDocument: { uri: second.uri('none.thrift') } })).toBeNull();
    second.open('thriftwise.json', '{   }');
    expect(await ask(second, 'formatting', { textDocument: { uri: second.uri('thriftwise.json') } })).toBeNull();
  });
});

describe('formatting a range', () => {
  const formatRange = (session: Session, range: LspRange) => ask(session, 'rangeFormatting', { range });

  it('changes the members that it touches, and no others', async () => {
    const session = await startSession({});
    session.open('a.thrift', text);
    const one = await formatRange(session, at(6, 8));
    expect(applied(text, session, one)).toBe(text.replace('      2: i32   c', '  2: i32 c'));
    const head = await formatRange(session, { start: { line: 4, character: 0 }, end: { line: 5, character: 0 } });
    expect(applied(text, session, head)).toBe(text.replace('struct   B', 'struct B'));
    const both = await formatRange(session, { start: { line: 1, character: 1 }, end: { line: 4, character: 2 } });
    expect(applied(text, session, both)).toBe(text.replace('1:i32 a', '  1: i32 a').replace('struct   B', 'struct B'));
  });
});

describe('formatting while typing', () => {
  const type = (session: Session, position: LspPosition, ch: string) =>
    ask(session, 'onTypeFormatting', { position, ch });

  it('sets the definition that a brace closes', async () => {
    const session = await startSession({});
    session.open('a.thrift', text);
    const edits = await type(session, { line: 2, character: 1 }, '}');
    expect(applied(text, session, edits)).toBe(text.replace('A{\n1:i32', 'A {\n  1: i32'));
  });

  it('sets the line that a separator or a new line ends', async () => {
    const session = await startSession({});
    session.open('a.thrift', text);
    const comma = await type(session, { line: 5, character: 15 }, ',');
    expect(applied(text, session, comma)).toBe(text.replace('      1: i32 b', '  1: i32 b'));
    const typed = text.replace('1:i32 a\n', '1:i32 a\n  \n');
    session.change('a.thrift', 2, [{ text: typed }]);
    const line = await type(session, { line: 2, character: 2 }, '\n');
    expect(applied(typed, session, line)).toBe(typed.replace('1:i32 a', '  1: i32 a'));
  });

  it('breaks no line, and leaves a definition alone that is being written', async () => {
    const session = await startSession({});
    session.open('a.thrift', 'struct A {\n 1: i32 a, 2: i32 b\n}\n');
    expect(await type(session, { line: 1, character: 10 }, ',')).toEqual([{ range: at(1, 0), newText: ' ' }]);
    session.change('a.thrift', 2, [{ text: 'struct A {\n 1: i32,\n}\n' }]);
    expect(await type(session, { line: 1, character: 8 }, ',')).toEqual([]);
  });
});

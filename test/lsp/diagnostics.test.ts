import { afterEach, describe, expect, it } from 'vitest';
import { frame } from './client';
import { at, brief, endSessions, only, startSession } from './session';

afterEach(endSessions);

const cancelled = -32800;
const naming = { 'thriftwise.json': only('idl/field-naming') };
const bad = 'struct User {\n  1: required i64 userId\n}\n';
const good = 'struct User {\n  1: required i64 user_id\n}\n';

describe('a client that pulls', () => {
  it('gets findings with linked codes, severities and ranges', async () => {
    const session = await startSession({ files: naming });
    session.open('a.thrift', bad);
    const [finding, ...others] = await session.pull('a.thrift');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      range: at(1, 18, 24),
      severity: 2,
      code: 'idl/field-naming',
      source: 'thriftwise',
      message: '"userId" is not snake_case; use "user_id"',
    });
    expect(finding?.codeDescription?.href).toMatch(/^https:.*\/docs\/rules\/idl\/field-naming\.md$/);
  });

  it('is told when nothing changed, and of a change under a new id', async () => {
    const session = await startSession({ files: naming });
    session.open('a.thrift', bad);
    const first = await session.pullReport('a.thrift');
    expect(await session.pullReport('a.thrift', first.resultId)).toEqual({
      kind: 'unchanged',
      resultId: first.resultId,
    });
    session.change('a.thrift', 2, [{ range: at(1, 18, 24), text: 'user_id' }]);
    const second = await session.pullReport('a.thrift', first.resultId);
    expect(second).toMatchObject({ kind: 'full', items: [] });
    expect(second.resultId).not.toBe(first.resultId);
  });

  it('is never sent the findings of a document that it pulls', async () => {
    const session = await startSession({ files: naming });
    session.open('a.thrift', bad);
    expect(await session.pull('a.thrift')).toHaveLength(1);
    session.close('a.thrift');
    await session.settle();
    const published = session.client.received.filter(({ method }) => method === 'textDocument/publishDiagnostics');
    expect(published).toEqual([]);
  });

  it('may cancel: the answer says so, and the next request is answered', async () => {
    const session = await startSession({ files: naming });
    session.open('a.thrift', bad);
    await session.pull('a.thrift');
    // In one piece, so that the answer cannot be under way when the second message arrives.
    const params = { textDocument: { uri: session.uri('a.thrift') } };
    session.client.raw(
      frame({ jsonrpc: '2.0', id: 5000, method: 'textDocument/diagnostic', params }) +
        frame({ jsonrpc: '2.0', method: '$/cancelRequest', params: { id: 5000 } }),
    );
    expect((await session.client.next(({ id }) => id === 5000)).error?.code).toBe(cancelled);
    expect(await session.pull('a.thrift')).toHaveLength(1);
  });

  it('may cancel what is long done or never was', async () => {
    const session = await startSession({ files: naming });
    for (const id of [1, 999, 'x', null]) session.client.notify('$/cancelRequest', { id });
    session.open('a.thrift', bad);
    expect(await session.pull('a.thrift')).toHaveLength(1);
  });

  it('gets findings in its display language', async () => {
    const session = await startSession({ files: naming, locale: 'zh-cn' });
    session.open('a.thrift', bad);
    expect((await session.pull('a.thrift'))[0]?.message).toBe('“userId”不是 snake_case，请使用“user_id”');
  });

  it('gets them in the language that the settings name', async () => {
    const session = await startSession({ files: naming, locale: 'zh-cn', settings: () => ({ locale: 'en' }) });
    session.open('a.thrift', bad);
    expect((await session.pull('a.thrift'))[0]?.message).toContain('is not snake_case');
  });

  it('can ask for a file that is not open', async () => {
    const session = await startSession({ files: { ...naming, 'a.thrift': bad } });
    expect(brief(await session.pull('a.thrift'))).toEqual(['1:18 idl/field-naming']);
    expect(await session.pull('missing.thrift')).toEqual([]);
  });

  it('sees no difference between the ways to write a URI', async () => {
    const session = await startSession({ files: { ...naming, 'a b.thrift': good } });
    const strange = session.uri('a b.thrift').replace('.thrift', '%2Ethrift');
    session.client.notify('textDocument/didOpen', {
      textDocument: { uri: strange, languageId: 'thrift', version: 1, text: bad },
    });
    expect(await session.pull('a b.thrift')).toHaveLength(1);
  });

  it('gets findings of an untitled document, but none about files beside it', async () => {
    const session = await startSession();
    const uri = 'untitled:Untitled-1';
    const text = 'namespace go demo\ninclude "nowhere.thrift"\nstruct User {\n  1: required nowhere.Name userId\n}\n';
    session.client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'thrift', version: 1, text } });
    const { result } = await session.client.request('textDocument/diagnostic', { textDocument: { uri } });
    const codes = result.items.map(({ code }: { code: string }) => code);
    expect(codes).toContain('idl/field-naming');
    expect(codes).not.toContain('idl/unresolved-include');
  });
});

describe('a client that is sent diagnostics', () => {
  it('gets them with the version they belong to, after open and after each change', async () => {
    const session = await startSession({ files: naming, pull: false });
    expect(session.initialized.result.capabilities.diagnosticProvider).toBeUndefined();
    session.open('a.thrift', bad, 7);
    expect(brief(await session.published('a.thrift', (each) => each.length > 0))).toEqual(['1:18 idl/field-naming']);
    const from = session.client.received.length;
    session.change('a.thrift', 8, [{ range: at(1, 18, 24), text: 'user_id' }]);
    await session.published('a.thrift', (each) => each.length === 0, from);
    expect(session.client.received.at(-1)?.params.version).toBe(8);
  });

  it('has them taken back on close', async () => {
    const session = await startSession({ files: { ...naming, 'a.thrift': bad }, pull: false });
    session.open('a.thrift', bad);
    await session.published('a.thrift', (each) => each.length === 1);
    const from = session.client.received.length;
    session.close('a.thrift');
    expect(await session.published('a.thrift', () => true, from)).toEqual([]);
  });

  it('is told once that an open file is clean, and nothing more when it stays clean and is closed', async () => {
    const session = await startSession({ files: naming, pull: false });
    session.open('clean.thrift', good);
    expect(await session.published('clean.thrift', () => true)).toEqual([]);
    session.change('clean.thrift', 2, [{ text: `${good}// more\n` }]);
    session.close('clean.thrift');
    session.open('a.thrift', bad);
    await session.published('a.thrift', (each) => each.length === 1);
    const told = session.client.received.filter(({ params }) => params?.uri === session.uri('clean.thrift'));
    expect(told).toHaveLength(1);
  });

  it('reads the language of the messages from initializationOptions before it takes the display language', async () => {
    const session = await startSession({
      files: naming,
      pull: false,
      locale: 'en',
      initializationOptions: { locale: 'zh-cn' },
    });
    session.open('a.thrift', bad);
    const [finding] = await session.published('a.thrift', (each) => each.length === 1);
    expect(finding?.message).toContain('请使用');
  });

  it('is never shown the result of an older version after that of a newer one', async () => {
    const session = await startSession({ files: naming, pull: false });
    session.open('a.thrift', good, 1);
    for (let version = 2; version <= 41; version++)
      session.change('a.thrift', version, [{ text: version % 2 === 0 ? bad : good }]);
    session.change('a.thrift', 42, [{ text: bad }]);
    await session.client.next(({ params }) => params?.version === 42 && params.diagnostics.length === 1);
    const versions = session.client.received.flatMap(({ params }) => params?.version ?? []);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
  });
});

describe('large input', () => {
  it('says that a file above the limit is not checked, and checks it once it is below', async () => {
    const config = JSON.stringify({ maxFileSize: 1024, rules: { 'idl/*': 'off' } });
    const session = await startSession({ files: { 'thriftwise.json': config } });
    session.open('a.thrift', `${'// long 🎉\n'.repeat(200)}`);
    expect(brief(await session.pull('a.thrift'))).toEqual(['0:0 thriftwise/limit']);
    session.change('a.thrift', 2, [
      { range: { start: { line: 1, character: 0 }, end: { line: 200, character: 0 } }, text: '' },
    ]);
    expect(await session.pull('a.thrift')).toEqual([]);
  });

  it('takes a file of 10,000 definitions, and edits in the middle of it', async () => {
    const session = await startSession({ files: naming });
    const definitions = Array.from({ length: 10_000 }, (_, i) => `struct S${i} {\n  1: optional i64 a${i}\n}\n`);
    session.open('a.thrift', definitions.join(''));
    expect(await session.pull('a.thrift')).toEqual([]);
    session.change('a.thrift', 2, [{ range: at(3 * 5000 + 1, 18), text: 'xY' }]);
    expect(brief(await session.pull('a.thrift'))).toEqual([`${3 * 5000 + 1}:18 idl/field-naming`]);
  });
});

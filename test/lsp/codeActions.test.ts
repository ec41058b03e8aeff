import { afterEach, describe, expect, it } from 'vitest';
import { applyAction, at, brief, endSessions, type LspAction, only, type Session, startSession } from './session';

afterEach(endSessions);

const bad = 'struct User {\n  1: required i64 userId\n}\nenum Color {\n  RED\n  GREEN\n}\n';
const files = { 'thriftwise.json': only('idl/field-naming', 'idl/implicit-enum-value') };
const everything = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

const titles = (actions: readonly LspAction[]) => actions.map(({ title }) => title);

function find(actions: readonly LspAction[], title: string | RegExp): LspAction {
  const found = actions.find((action) =>
    typeof title === 'string' ? action.title === title : title.test(action.title),
  );
  if (!found) throw new Error(`no ${title} among ${titles(actions).join(' | ')}`);
  return found;
}

/** Applies the action's edits of one open file, there and here; returns the new text. */
function take(session: Session, path: string, text: string, action: LspAction, version: number): string {
  const changed = applyAction(text, action, session.uri(path));
  session.change(path, version, [{ text: changed }]);
  return changed;
}

describe('the light bulb', () => {
  it('offers fix, fix all, disable and documentation, in this order', async () => {
    const session = await startSession({ files, initializationOptions: { openRuleCommand: true } });
    session.open('a.thrift', bad);
    const actions = await session.actions('a.thrift', at(4, 3));
    expect(titles(actions)).toEqual([
      'Write "= 0"',
      'Fix all 2 problems of idl/implicit-enum-value in this file',
      'Disable idl/implicit-enum-value for this line',
      'Disable idl/implicit-enum-value for this file',
      'Show documentation of idl/implicit-enum-value',
    ]);
    expect(actions.map(({ kind }) => kind)).toEqual(Array(5).fill('quickfix'));
    expect(actions.map(({ isPreferred }) => isPreferred)).toEqual([true, ...Array(4).fill(undefined)]);
    expect(actions[4]?.command).toMatchObject({
      command: 'thriftwise.openRule',
      arguments: ['idl/implicit-enum-value'],
    });
    for (const { diagnostics } of actions) expect(brief(diagnostics ?? [])).toEqual(['4:2 idl/implicit-enum-value']);
  });

  it('has safe fixes before suggestions where both are asked for, and prefers no suggestion', async () => {
    const session = await startSession({ files });
    session.open('a.thrift', bad);
    const actions = await session.actions('a.thrift', everything);
    const kinds = actions.map(({ title }) => title.split(' ')[0]);
    expect(kinds).toEqual(['Write', 'Write', 'Rename', 'Fix', 'Disable', 'Disable', 'Disable', 'Disable']);
    expect(actions.filter(({ isPreferred }) => isPreferred).map(({ title }) => title)).toEqual([
      'Write "= 0"',
      'Write "= 1"',
    ]);
  });

  it('is empty where nothing is found, in closed files that are not there, and in config files', async () => {
    const session = await startSession({ files });
    session.open('a.thrift', bad);
    expect(await session.actions('a.thrift', at(0, 3))).toEqual([]);
    expect(await session.actions('missing.thrift', everything)).toEqual([]);
    expect(await session.actions('thriftwise.json', everything)).toEqual([]);
  });

  it('speaks the language of the findings', async () => {
    const session = await startSession({ files, locale: 'zh-CN' });
    session.open('a.thrift', bad);
    expect(titles(await session.actions('a.thrift', at(4, 3)))).toEqual([
      '写上“= 0”',
      '修复此文件中 idl/implicit-enum-value 的全部 2 个问题',
      '对此行禁用 idl/implicit-enum-value',
      '对此文件禁用 idl/implicit-enum-value',
    ]);
  });

  it('honours the kinds that are asked for', async () => {
    const session = await startSession({ files });
    session.open('a.thrift', bad);
    const kinds = async (...asked: string[]) => [
      ...new Set((await session.actions('a.thrift', everything, asked)).map(({ kind }) => kind)),
    ];
    expect(await kinds('quickfix')).toEqual(['quickfix']);
    expect(await kinds('refactor')).toEqual([]);
    expect(await kinds('source')).toEqual(['source.fixAll.thriftwise']);
    expect(await kinds('source.fixAll')).toEqual(['source.fixAll.thriftwise']);
    expect(await kinds('source.fixAll.thriftwise')).toEqual(['source.fixAll.thriftwise']);
    expect(await kinds('source.fixAll.other')).toEqual([]);
    expect(await kinds('quickfix', 'source.fixAll')).toEqual(['quickfix', 'source.fixAll.thriftwise']);
  });

  it('can show documentation without our client, by a link', async () => {
    const session = await startSession({ files, capabilities: { window: { showDocument: { support: true } } } });
    session.open('a.thrift', bad);
    const { command } = find(await session.actions('a.thrift', at(4, 3)), /^Show documentation/);
    session.client.answers.set('window/showDocument', () => ({ success: true }));
    await session.client.request('workspace/executeCommand', command);
    const shown = await session.client.next(({ method }) => method === 'window/showDocument');
    expect(shown.params).toMatchObject({ external: true });
    expect(shown.params.uri).toMatch(/docs\/rules\/idl\/implicit-enum-value\.md$/);
  });
});

describe('fixes', () => {
  it('carry their edits, for the version they were made for', async () => {
    const session = await startSession({ files });
    session.open('a.thrift', bad, 41);
    const fix = find(await session.actions('a.thrift', at(4, 3)), 'Write "= 0"');
    expect(fix.edit?.documentChanges).toEqual([
      {
        textDocument: { uri: session.uri('a.thrift'), version: 41 },
        edits: [{ range: at(4, 5), newText: ' = 0' }],
      },
    ]);
  });

  it('come as plain changes to a client without document changes', async () => {
    const session = await startSession({
      files,
      capabilities: { workspace: { workspaceEdit: { documentChanges: false } } },
    });
    session.open('a.thrift', bad);
    const fix = find(await session.actions('a.thrift', at(4, 3)), 'Write "= 0"');
    expect(fix.edit).toEqual({ changes: { [session.uri('a.thrift')]: [{ range: at(4, 5), newText: ' = 0' }] } });
  });

  it('rename in every file that includes this one, open or not, and say so', async () => {
    const user = 'struct User {\n  1: required i64 userId\n}\n';
    const uses = (path: string) => `include "${path}"\nconst user.User ROOT = { "userId": 1 }\n`;
    const session = await startSession({
      files: { ...files, 'user.thrift': user, 'svc/closed.thrift': uses('../user.thrift') },
    });
    session.open('user.thrift', user);
    session.open('open.thrift', uses('user.thrift'), 5);
    const action = find(await session.actions('user.thrift', at(1, 20)), /^Rename to "user_id" everywhere/);
    expect(action.title).toContain('changes the public name');
    const changed = action.edit?.documentChanges?.map(({ textDocument }) => textDocument) ?? [];
    expect(new Map(changed.map(({ uri, version }) => [uri, version]))).toEqual(
      new Map([
        [session.uri('user.thrift'), 1],
        [session.uri('open.thrift'), 5],
        [session.uri('svc/closed.thrift'), null],
      ]),
    );
    expect(applyAction(uses('../user.thrift'), action, session.uri('svc/closed.thrift'))).toContain('"user_id": 1');
  });

  it('of one rule can be taken all at once', async () => {
    const session = await startSession({ files });
    session.open('a.thrift', bad);
    const fixed = take(session, 'a.thrift', bad, find(await session.actions('a.thrift', at(4, 3)), /^Fix all 2/), 2);
    expect(fixed).toBe(bad.replace('RED', 'RED = 0').replace('GREEN', 'GREEN = 1'));
    expect(brief(await session.pull('a.thrift'))).toEqual(['1:18 idl/field-naming']);
    expect(titles(await session.actions('a.thrift', everything)).some((title) => title.startsWith('Fix all'))).toBe(
      false,
    );
  });
});

describe('source.fixAll.thriftwise', () => {
  it('makes the safe fixes alone, as small edits, until none is left', async () => {
    const session = await startSession({ files });
    const text = `// 🎉\r\n${bad.replaceAll('\n', '\r\n')}`;
    session.open('a.thrift', text);
    const [action, ...others] = await session.actions('a.thrift', at(0, 0), ['source.fixAll']);
    expect(others).toEqual([]);
    expect(action?.edit?.documentChanges?.[0]?.edits).toEqual([
      { range: at(5, 5), newText: ' = 0' },
      { range: at(6, 7), newText: ' = 1' },
    ]);
    const fixed = take(session, 'a.thrift', text, action as LspAction, 2);
    expect(fixed).toBe(text.replace('RED', 'RED = 0').replace('GREEN', 'GREEN = 1'));
    expect(await session.actions('a.thrift', at(0, 0), ['source.fixAll'])).toEqual([]);
    expect(brief(await session.pull('a.thrift'))).toEqual(['2:18 idl/field-naming']);
  });

  it('makes those beyond maxFindings as well', async () => {
    const config = { ...JSON.parse(files['thriftwise.json']), maxFindings: 1 };
    const session = await startSession({ files: { 'thriftwise.json': JSON.stringify(config) } });
    session.open('a.thrift', bad);
    const [action] = await session.actions('a.thrift', at(0, 0), ['source.fixAll']);
    expect(applyAction(bad, action as LspAction, session.uri('a.thrift'))).toBe(
      bad.replace('RED', 'RED = 0').replace('GREEN', 'GREEN = 1'),
    );
  });

  it('counts maxFindings without what a baseline accepts', async () => {
    const config = { ...JSON.parse(files['thriftwise.json']), baseline: 'accepted.json', maxFindings: 1 };
    const accepted = { 'User.userId': { 'idl/field-naming': 1 }, 'Color.RED': { 'idl/implicit-enum-value': 1 } };
    const session = await startSession({
      files: {
        'thriftwise.json': JSON.stringify(config),
        'accepted.json': JSON.stringify({ version: 1, files: { 'a.thrift': accepted } }),
      },
    });
    session.open('a.thrift', bad);
    expect(brief(await session.pull('a.thrift'))).toEqual(['5:2 idl/implicit-enum-value']);
  });

  it('leaves alone what a baseline or a comment accepts', async () => {
    const config = { ...JSON.parse(files['thriftwise.json']), baseline: 'thriftwise-baseline.json' };
    const accepted = { 'Color.RED': { 'idl/implicit-enum-value': 1 } };
    const session = await startSession({
      files: {
        'thriftwise.json': JSON.stringify(config),
        'thriftwise-baseline.json': JSON.stringify({ version: 1, files: { 'a.thrift': accepted } }),
      },
    });
    session.open('a.thrift', 'enum Color {\n  RED\n  GREEN // thriftwise-disable-line idl/implicit-enum-value\n}\n');
    expect(await session.pull('a.thrift')).toEqual([]);
    expect(await session.actions('a.thrift', at(0, 0), ['source.fixAll'])).toEqual([]);
  });
});

describe('disabling', () => {
  it('puts a comment above the line, indented like it, with the line end of the file', async () => {
    const session = await startSession({ files });
    const text = 'enum Color {\r\n\tRED\r\n}\r\n';
    session.open('a.thrift', text);
    const action = find(await session.actions('a.thrift', at(1, 2)), /for this line$/);
    const changed = take(session, 'a.thrift', text, action, 2);
    expect(changed).toBe('enum Color {\r\n\t// thriftwise-disable-next-line idl/implicit-enum-value\r\n\tRED\r\n}\r\n');
    expect(await session.pull('a.thrift')).toEqual([]);
  });

  it('adds to the comment that stands there, before its reason', async () => {
    const session = await startSession({ files });
    const text = 'struct A {\n  // thriftwise-disable-next-line idl/type-naming -- old\n  1: required i64 aB\n}\n';
    session.open('a.thrift', text);
    const above = find(await session.actions('a.thrift', at(2, 18)), /for this line$/);
    const changed = take(session, 'a.thrift', text, above, 2);
    expect(changed.split('\n')[1]).toBe('  // thriftwise-disable-next-line idl/type-naming, idl/field-naming -- old');
    expect(brief(await session.pull('a.thrift'))).not.toContain('2:18 idl/field-naming');

    const behind = 'struct A {\n  1: required i64 aB // thriftwise-disable-line idl/type-naming\n}\n';
    session.open('b.thrift', behind);
    const merged = find(await session.actions('b.thrift', at(1, 18)), /for this line$/);
    expect(applyAction(behind, merged, session.uri('b.thrift')).split('\n')[1]).toBe(
      '  1: required i64 aB // thriftwise-disable-line idl/type-naming, idl/field-naming',
    );
  });

  it('works for the file, and again for another rule', async () => {
    const session = await startSession({ files });
    session.open('a.thrift', bad);
    let text = take(session, 'a.thrift', bad, find(await session.actions('a.thrift', at(4, 3)), /for this file$/), 2);
    expect(text).toBe(`// thriftwise-disable-file idl/implicit-enum-value\n${bad}`);
    expect(brief(await session.pull('a.thrift'))).toEqual(['2:18 idl/field-naming']);
    text = take(session, 'a.thrift', text, find(await session.actions('a.thrift', at(2, 18)), /for this file$/), 3);
    expect(text).toBe(`// thriftwise-disable-file idl/implicit-enum-value, idl/field-naming\n${bad}`);
    expect(await session.pull('a.thrift')).toEqual([]);
  });

  it('is not offered where a comment would land in a comment', async () => {
    const session = await startSession({ files });
    session.open('a.thrift', 'struct A {\n  /* one\n  two */ 1: required i64 aB\n}\n');
    const actions = titles(await session.actions('a.thrift', at(2, 27)));
    expect(actions.some((title) => title.endsWith('for this line'))).toBe(false);
    expect(actions.some((title) => title.endsWith('for this file'))).toBe(true);
  });

  it('is not offered for what Thriftwise says of suppressions, which has its own fix', async () => {
    const session = await startSession({ files });
    session.open('a.thrift', '// thriftwise-disable-file idl/field-naming\nstruct A {\n}\n');
    expect(brief(await session.pull('a.thrift'))).toEqual(['0:0 thriftwise/unused-suppression']);
    expect(titles(await session.actions('a.thrift', at(0, 5)))).toEqual(['Remove the suppression']);
  });
});

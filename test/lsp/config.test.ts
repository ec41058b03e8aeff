import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { at, brief, endSessions, only, startSession } from './session';

afterEach(endSessions);

const bad = 'struct User {\n  1: required i64 userId\n}\nenum Color {\n  RED\n}\n';
const naming = only('idl/field-naming');
const enums = only('idl/implicit-enum-value');
const isRefresh = ({ method }: { method?: string }) => method === 'workspace/diagnostic/refresh';

describe('thriftwise.json', () => {
  it('is taken up when it is created, changed and deleted, in every open document', async () => {
    const session = await startSession({ settings: () => ({ rules: { 'idl/*': 'off' } }) });
    session.open('a.thrift', bad);
    session.open('b.thrift', bad);
    const both = async () => [brief(await session.pull('a.thrift')), brief(await session.pull('b.thrift'))];
    expect(await both()).toEqual([[], []]);
    let from = session.client.received.length;
    session.write('thriftwise.json', naming);
    session.watched({ 'thriftwise.json': 1 });
    await session.client.next(isRefresh, from);
    expect(await both()).toEqual([['1:18 idl/field-naming'], ['1:18 idl/field-naming']]);
    from = session.client.received.length;
    session.write('thriftwise.json', enums);
    session.watched({ 'thriftwise.json': 2 });
    await session.client.next(isRefresh, from);
    expect(await both()).toEqual([['4:2 idl/implicit-enum-value'], ['4:2 idl/implicit-enum-value']]);
    from = session.client.received.length;
    session.remove('thriftwise.json');
    session.watched({ 'thriftwise.json': 3 });
    await session.client.next(isRefresh, from);
    expect(await both()).toEqual([[], []]);
  });

  it('shows its mistakes at their place, while the last good configuration stays in force', async () => {
    const session = await startSession({ files: { 'thriftwise.json': naming } });
    session.open('a.thrift', bad);
    expect(brief(await session.pull('a.thrift'))).toEqual(['1:18 idl/field-naming']);
    session.write('thriftwise.json', '{\n  "rules": {\n    "idl/feild-naming": "off"\n  }\n}\n');
    session.watched({ 'thriftwise.json': 2 });
    const [mistake] = await session.published('thriftwise.json', (each) => each.length > 0);
    expect(mistake).toMatchObject({ code: 'thriftwise/invalid-config', severity: 1, range: at(2, 4, 22) });
    expect(mistake?.message).toContain('idl/field-naming');
    expect(brief(await session.pull('a.thrift'))).toEqual(['1:18 idl/field-naming']);
    const from = session.client.received.length;
    session.write('thriftwise.json', enums);
    session.watched({ 'thriftwise.json': 2 });
    expect(await session.published('thriftwise.json', () => true, from)).toEqual([]);
    expect(brief(await session.pull('a.thrift'))).toEqual(['4:2 idl/implicit-enum-value']);
  });

  it('shows its mistakes when the session starts, with nothing open', async () => {
    const session = await startSession({
      files: { 'idl/thriftwise.json': '{ "extends": "kitx" }', 'idl/a.thrift': bad },
    });
    expect(await session.published('idl/thriftwise.json', (each) => each.length === 1)).toMatchObject([
      { code: 'thriftwise/invalid-config', range: at(0, 13, 19) },
    ]);
  });

  it('is read from the editor while it is open there, and from the disk again when it is closed', async () => {
    const session = await startSession({ files: { 'thriftwise.json': naming } });
    session.open('a.thrift', bad);
    session.open('thriftwise.json', enums);
    expect(brief(await session.pull('a.thrift'))).toEqual(['4:2 idl/implicit-enum-value']);
    session.change('thriftwise.json', 2, [{ text: '{ "extends": }' }]);
    expect(brief(await session.pull('thriftwise.json'))).toEqual(['0:13 thriftwise/invalid-config']);
    expect(brief(await session.pull('a.thrift'))).toEqual(['4:2 idl/implicit-enum-value']);
    session.change('thriftwise.json', 3, [{ range: at(0, 13), text: '"minimal"' }]);
    expect(await session.pull('thriftwise.json')).toEqual([]);
    expect(await session.pull('a.thrift')).toEqual([]);
    session.close('thriftwise.json');
    expect(brief(await session.pull('a.thrift'))).toEqual(['1:18 idl/field-naming']);
  });

  it('counts from the nearest folder upwards, and not from above the workspace folder', async () => {
    const files = { 'thriftwise.json': naming, 'ws/a.thrift': bad, 'ws/deep/thriftwise.json': enums };
    const session = await startSession({ files, folders: ['ws'], settings: () => ({ rules: { 'idl/*': 'off' } }) });
    session.open('ws/a.thrift', bad);
    session.open('ws/deep/er/b.thrift', bad);
    expect(await session.pull('ws/a.thrift')).toEqual([]);
    expect(brief(await session.pull('ws/deep/er/b.thrift'))).toEqual(['4:2 idl/implicit-enum-value']);
  });

  it('may be unreadable, which is said and changes nothing', async () => {
    const session = await startSession({ files: { 'thriftwise.json': naming } });
    session.open('a.thrift', bad);
    expect(brief(await session.pull('a.thrift'))).toEqual(['1:18 idl/field-naming']);
    session.remove('thriftwise.json');
    mkdirSync(join(session.root, 'thriftwise.json'));
    session.watched({ 'thriftwise.json': 2 });
    expect(await session.published('thriftwise.json', (each) => each.length === 1)).toMatchObject([
      { code: 'thriftwise/invalid-config', range: at(0, 0) },
    ]);
    expect(brief(await session.pull('a.thrift'))).toEqual(['1:18 idl/field-naming']);
  });

  it('finds includes in its include paths, and says which of them are missing', async () => {
    const rules = { 'idl/*': 'off', 'idl/unresolved-include': 'error' };
    const files = {
      'thriftwise.json': JSON.stringify({ rules }),
      'shared/idl/base.thrift': 'struct User {\n}\n',
    };
    const session = await startSession({ files });
    session.open('svc/main.thrift', 'include "base.thrift"\n');
    expect(brief(await session.pull('svc/main.thrift'))).toEqual(['0:8 idl/unresolved-include']);
    session.write('thriftwise.json', JSON.stringify({ includePaths: ['shared/idl', 'nowhere'], rules }));
    session.watched({ 'thriftwise.json': 2 });
    expect(await session.pull('svc/main.thrift')).toEqual([]);
    const [missing, ...others] = await session.published('thriftwise.json', (each) => each.length > 0);
    expect(others).toEqual([]);
    expect(missing?.message).toContain('nowhere');
  });

  it('leaves excluded files alone, open ones too', async () => {
    const config = JSON.stringify({ exclude: ['gen/**', '*_old.thrift'], ...JSON.parse(naming) });
    const session = await startSession({ files: { 'thriftwise.json': config } });
    for (const path of ['gen/a.thrift', 'b_old.thrift', 'c.thrift']) session.open(path, bad);
    expect(await session.pull('gen/a.thrift')).toEqual([]);
    expect(await session.pull('b_old.thrift')).toEqual([]);
    expect(await session.pull('c.thrift')).toHaveLength(1);
  });

  it('may name a baseline, whose findings are not shown', async () => {
    const config = JSON.stringify({
      baseline: 'thriftwise-baseline.json',
      ...JSON.parse(only('idl/field-naming', 'idl/implicit-enum-value')),
    });
    const baseline = JSON.stringify({
      version: 1,
      files: { 'a.thrift': { 'User.userId': { 'idl/field-naming': 1 } } },
    });
    const session = await startSession({ files: { 'thriftwise.json': config, 'thriftwise-baseline.json': baseline } });
    session.open('a.thrift', bad);
    expect(brief(await session.pull('a.thrift'))).toEqual(['4:2 idl/implicit-enum-value']);
    session.remove('thriftwise-baseline.json');
    session.watched({ 'thriftwise-baseline.json': 3 });
    expect(await session.pull('a.thrift')).toHaveLength(2);
    expect(await session.published('thriftwise.json', (each) => each.length === 1)).toMatchObject([
      { code: 'thriftwise/invalid-config' },
    ]);
  });
});

describe('the settings of the editor', () => {
  it('are the weakest layer', async () => {
    const settings = () => ({
      rules: { 'idl/*': 'off', 'idl/field-naming': 'error', 'idl/implicit-enum-value': 'error' },
    });
    const files = { 'thriftwise.json': JSON.stringify({ rules: { 'idl/field-naming': 'hint' } }) };
    const session = await startSession({ files, settings });
    session.open('a.thrift', bad);
    const found = (await session.pull('a.thrift')).map(({ code, severity }) => [code, severity]);
    expect(found).toEqual([
      ['idl/field-naming', 4],
      ['idl/implicit-enum-value', 1],
    ]);
  });

  it('take effect when they change; a wrong one is told of and left out', async () => {
    let value: unknown = { enable: false };
    const session = await startSession({ settings: () => value, files: { 'thriftwise.json': naming } });
    session.open('a.thrift', bad);
    expect(await session.pull('a.thrift')).toEqual([]);
    value = { enable: true, preset: 'nonsense' };
    const from = session.client.received.length;
    session.client.notify('workspace/didChangeConfiguration', { settings: null });
    await session.client.next(isRefresh, from);
    expect(brief(await session.pull('a.thrift'))).toEqual(['1:18 idl/field-naming']);
    const log = await session.client.next(({ method }) => method === 'window/logMessage', from);
    expect(log.params.message).toContain('thriftwise.preset');
  });

  it('come with the notification from a client that cannot be asked', async () => {
    const capabilities = { workspace: { configuration: false } };
    const session = await startSession({ capabilities, pull: false });
    session.open('a.thrift', 'struct User {\n  1: required i64 userId\n}\n');
    await session.published('a.thrift', (each) => each.length > 0);
    const from = session.client.received.length;
    session.client.notify('workspace/didChangeConfiguration', { settings: { thriftwise: { preset: 'minimal' } } });
    expect(await session.published('a.thrift', () => true, from)).toEqual([]);
  });
});

describe('several workspace folders', () => {
  it('have a configuration and settings each', async () => {
    const files = { 'one/thriftwise.json': naming, 'two/thriftwise.json': enums };
    const session = await startSession({
      files,
      folders: ['one', 'two', 'three'],
      settings: (uri) => (uri?.endsWith('/three') ? { rules: { 'idl/*': 'off', 'idl/type-naming': 'error' } } : {}),
    });
    const text = `${bad}struct user_team {\n}\n`;
    for (const folder of ['one', 'two', 'three']) session.open(`${folder}/a.thrift`, text);
    expect(brief(await session.pull('one/a.thrift'))).toEqual(['1:18 idl/field-naming']);
    expect(brief(await session.pull('two/a.thrift'))).toEqual(['4:2 idl/implicit-enum-value']);
    expect(brief(await session.pull('three/a.thrift'))).toEqual(['6:7 idl/type-naming']);
  });

  it('may be added and removed', async () => {
    const files = { 'one/thriftwise.json': naming, 'two/thriftwise.json': '{ "oops": 1 }' };
    const session = await startSession({ files, folders: ['one'] });
    session.open('one/a.thrift', bad);
    await session.pull('one/a.thrift');
    const two = { uri: session.uri('two'), name: 'two' };
    session.client.notify('workspace/didChangeWorkspaceFolders', { event: { added: [two], removed: [] } });
    await session.published('two/thriftwise.json', (each) => each.length === 1);
    const from = session.client.received.length;
    session.client.notify('workspace/didChangeWorkspaceFolders', { event: { added: [], removed: [two] } });
    expect(await session.published('two/thriftwise.json', () => true, from)).toEqual([]);
    expect(brief(await session.pull('one/a.thrift'))).toEqual(['1:18 idl/field-naming']);
  });
});

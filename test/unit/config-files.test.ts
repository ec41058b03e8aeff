import { describe, expect, it } from 'vitest';
import type { Config } from '../../server/src/config/schema';
import { type ConfigFilesOptions, createConfigFiles } from '../../server/src/workspace/configFiles';
import { discoverFiles, isThriftPath } from '../../server/src/workspace/discover';
import { createMemoryFiles } from '../../server/src/workspace/memoryFiles';
import { registry } from '../harness/engine';

function create(files: Record<string, string>, options: Partial<ConfigFilesOptions> = {}) {
  return createConfigFiles({
    files: createMemoryFiles(files),
    registry,
    locale: () => 'en',
    boundary: () => '/ws',
    baseLayer: () => ({ config: {}, folder: '/ws' }),
    ...options,
  });
}

describe('config files', () => {
  it('are found in the nearest folder upwards, up to the boundary', () => {
    const configs = create({
      '/thriftwise.json': '{ "extends": "minimal" }',
      '/ws/a/thriftwise.json': '{ "extends": "strict" }',
    });
    expect(configs.for('/ws/a/b/c.thrift').path).toBe('/ws/a/thriftwise.json');
    expect(configs.for('/ws/a/b/c.thrift').setup.config.preset).toBe('strict');
    expect(configs.for('/ws/c.thrift').path).toBeUndefined();
    expect(configs.for('/ws/c.thrift').setup.config.preset).toBe('kitex');
  });

  it('are looked for up to the repository, or to the root, where there is no boundary', () => {
    const files = { '/thriftwise.json': '{}', '/repo/.git': '', '/other/x/a.thrift': '' };
    const configs = create(files, { boundary: () => undefined });
    expect(configs.for('/repo/deep/a.thrift').path).toBeUndefined();
    expect(configs.for('/other/x/a.thrift').path).toBe('/thriftwise.json');
  });

  it.each([
    [
      '{ "service": { "clients": [] } }',
      'clients',
      ' It belongs at the top level of the configuration, beside "service".',
    ],
    ['{ "requestTimeoutMs": 100 }', 'requestTimeoutMs', ' It belongs in "service".'],
    ['{ "service": { "indentWidth": 2 } }', 'indentWidth', ' It belongs in "format".'],
    ['{ "service/missing-timeout": "off" }', 'service/missing-timeout', ' It belongs in "rules".'],
    ['{ "service": { "requestTimeoutMS": 1 } }', 'requestTimeoutMS', ' Did you mean "requestTimeoutMs"?'],
    ['{ "whatever": 1 }', 'whatever', ''],
  ])('tell where what stands in the wrong place belongs: %s', (text, key, hint) => {
    const configs = create({ '/ws/thriftwise.json': text });
    configs.for('/ws/a.thrift');
    const [found] = configs.problems().get('file:///ws/thriftwise.json') ?? [];
    expect(found?.message).toBe(`Thriftwise knows no "${key}" here.${hint}`);
  });

  const client = (inside: string) => `{ "clients": [{ "name": "A", "modules": ["a"], ${inside} }] }`;

  it.each([
    [
      '{ "clients": [{ "name": "A" }] }',
      ['modules', 'calls', 'bounds'].map((key) => `The entry "${key}" is missing here.`),
    ],
    [client('"calls": [{ "methods": ["x"], "options": "first" }], "bounds": {}'), ['This may be a number or "last".']],
    [
      client('"calls": [{ "methods": ["x"], "options": 0.5 }], "bounds": {}'),
      ['This may be a whole number or "last".'],
    ],
    [
      client('"calls": [{ "methods": ["x"] }], "bounds": { "request": { "default": "never" } }'),
      ['This may be a number, "none" or "unknown".'],
    ],
    [client('"calls": [{ "methods": ["x"] }], "bounds": { "request": {} }'), ['The entry "default" is missing here.']],
    [
      client(
        '"calls": [{ "methods": ["x"] }], "bounds": { "request": { "default": -1, "settings": [{ "option": "t", "off": ["0"] }] } }',
      ),
      ['Too small: expected number to be >=0', 'This may be a number, true, false or null.'],
    ],
    [
      '{ "rules": { "idl/unused-include": "loud" } }',
      ['Invalid option: expected one of "off"|"hint"|"information"|"warning"|"error"'],
    ],
  ])('tell what is missing, and what may stand there: %s', (text, messages) => {
    const configs = create({ '/ws/thriftwise.json': text });
    configs.for('/ws/a.thrift');
    const found = configs.problems().get('file:///ws/thriftwise.json') ?? [];
    expect(found.map(({ message }) => message)).toEqual(messages);
  });

  it('count from their own folder', () => {
    const configs = create({
      '/ws/a/thriftwise.json': '{ "includePaths": ["idl", "../shared"], "exclude": ["gen/**"] }',
      '/ws/a/idl/x.thrift': '',
    });
    const config = configs.for('/ws/a/x.thrift');
    expect(config.read.includePaths).toEqual(['/ws/a/idl', '/ws/shared']);
    expect(config.isExcluded('/ws/a/gen/x.thrift')).toBe(true);
    expect(config.isExcluded('/ws/gen/x.thrift')).toBe(false);
  });

  it('win over the base layer, key by key; its patterns count from its own folder', () => {
    const base: Config = { extends: 'minimal', exclude: ['gen/**'], includePaths: ['base'], maxFindings: 7 };
    const files = { '/ws/a/thriftwise.json': '{ "extends": "strict", "includePaths": ["own"] }' };
    const config = create(files, { baseLayer: () => ({ config: base, folder: '/ws' }) }).for('/ws/a/x.thrift');
    expect(config.setup.config).toMatchObject({ preset: 'strict', maxFindings: 7 });
    expect(config.read.includePaths).toEqual(['/ws/a/own']);
    expect(config.isExcluded('/ws/gen/x.thrift')).toBe(true);
    expect(config.isExcluded('/ws/a/gen/x.thrift')).toBe(false);
  });

  it('keep the last good configuration until they are good again or gone', () => {
    const files: Record<string, string> = { '/ws/thriftwise.json': '{ "extends": "strict" }' };
    const configs = create(files);
    const preset = () => configs.for('/ws/x.thrift').setup.config.preset;
    expect(preset()).toBe('strict');
    files['/ws/thriftwise.json'] = '{ "extends": ';
    configs.invalidate();
    expect(preset()).toBe('strict');
    expect([...configs.problems().keys()]).toEqual(['file:///ws/thriftwise.json']);
    delete files['/ws/thriftwise.json'];
    configs.invalidate();
    expect(preset()).toBe('kitex');
    expect(configs.problems().size).toBe(0);
    files['/ws/thriftwise.json'] = '{ "extends": ';
    configs.invalidate();
    expect(preset()).toBe('kitex');
  });

  it('keep what was found under them while nothing of meaning changes', () => {
    const files: Record<string, string> = { '/ws/thriftwise.json': '{ "extends": "strict" }' };
    const configs = create(files);
    const before = configs.for('/ws/x.thrift').setup;
    files['/ws/thriftwise.json'] = '{ // the same\n "extends": "strict" }';
    configs.invalidate();
    expect(configs.for('/ws/x.thrift').setup).toBe(before);
    files['/ws/thriftwise.json'] = '{ "extends": "strict", "maxFindings": 3 }';
    configs.invalidate();
    expect(configs.for('/ws/x.thrift').setup).not.toBe(before);
  });

  it('may be replaced by one that is named', () => {
    const files = { '/ws/thriftwise.json': '{}', '/else/my.json': '{ "extends": "apache" }' };
    const configs = create(files, { fixed: '/else/my.json' });
    expect(configs.for('/ws/x.thrift').setup.config.preset).toBe('apache');
  });

  it('show each mistake at its place', () => {
    const text = '{ "includePaths": ["nowhere"], "exclude": ["!a"], "baseline": "b.json" }';
    const configs = create({ '/ws/thriftwise.json': text });
    configs.for('/ws/x.thrift');
    const found = configs.problems().get('file:///ws/thriftwise.json') ?? [];
    expect(found.map(({ range }) => text.slice(range.start, range.end)).sort()).toEqual([
      '"!a"',
      '"b.json"',
      '"nowhere"',
    ]);
    expect(found.map(({ rule }) => rule)).toEqual(Array(3).fill('thriftwise/invalid-config'));
  });
});

describe('discovering files', () => {
  it('leaves out what is excluded before going in, and never enters node_modules', () => {
    const names = [
      'b.thrift',
      'a.thrift',
      'x.txt',
      'gen/g.thrift',
      'node_modules/n.thrift',
      '.git/h.thrift',
      'd/e.thrift',
    ];
    const memory = createMemoryFiles(Object.fromEntries(names.map((name) => [`/ws/${name}`, ''])));
    const listed: string[] = [];
    const list = (folder: string) => {
      listed.push(folder);
      return memory.list(folder);
    };
    const files = { ...memory, list };
    const isExcluded = (path: string) => path === '/ws/gen/';
    const found = [...discoverFiles('/ws', { files, isExcluded, accepts: isThriftPath })].filter(
      (path) => path !== undefined,
    );
    expect(found).toEqual(['/ws/a.thrift', '/ws/b.thrift', '/ws/d/e.thrift']);
    expect(listed).toEqual(['/ws', '/ws/d']);
  });
});

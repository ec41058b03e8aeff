import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../server/src/config/resolve';
import type { IdlFile } from '../../server/src/idl/model/file';
import { createIdlWorkspace } from '../../server/src/workspace/idlWorkspace';
import { createLintSetup, lintFile } from '../../server/src/workspace/linter';
import { createMemoryFiles } from '../../server/src/workspace/memoryFiles';
import { createTestWorkspace, registry, testRoot, testUri } from '../harness/engine';

const files: Readonly<Record<string, string>> = {
  'shop/base.thrift': 'namespace go shop.base\nstruct Base { 1: required i64 ID }\n',
  'shop/order.thrift':
    'include "base.thrift"\nnamespace go shop.order\nstruct order_item { 1: required base.Base base, 2: optional i64 UserId }\n',
  'shop/user.thrift': 'namespace go shop.user\n// This one includes nothing.\nenum Kind { A, B }\n',
  'shop/late.thrift': 'struct Late { 1: i32 a }\nnamespace go Elsewhere\n',
  'pay/pay.thrift': 'namespace go wrong.place\nstruct Pay { 1: Kind kind, 2: Nowhere missing }\n',
  'pay/a.thrift': 'namespace go pay.a\nstruct A { 1: i32 a }\n',
  'pay/b.thrift': 'namespace go pay.b\nstruct B { 1: i32 a }\n',
  'pay/c.thrift': 'namespace go pay.c\nstruct C { 1: i32 a }\n',
};
const uris = Object.keys(files).map(testUri);

function createExpecting() {
  const config = resolveConfig(registry.all, []);
  const absolute = Object.fromEntries(Object.entries(files).map(([path, text]) => [`${testRoot}/${path}`, text]));
  const workspace = createIdlWorkspace({
    files: createMemoryFiles(absolute),
    roots: () => [testRoot],
    settingsFor: () => ({ dialect: config.dialect, includePaths: [], maxFileSize: config.maxFileSize }),
  });
  workspace.expect(uris);
  return { workspace, setup: createLintSetup(registry, config, 'en', 'once') };
}

const plain = (findings: ReturnType<typeof lintFile>['findings']) =>
  findings.map(({ rule, range, message, related, fixes }) => ({ rule, range, message, related, fixes: fixes() }));

describe('files that are expected', () => {
  it('have the findings and fixes of files that were all read before, though each is forgotten at once', () => {
    const whole = createTestWorkspace(files);
    const { workspace, setup } = createExpecting();
    const found: string[] = [];
    for (const group of workspace.groups()) {
      for (const uri of group) {
        const path = uri.slice(testUri('').length);
        const { findings } = lintFile(workspace, uri, setup);
        expect(plain(findings), path).toEqual(plain(whole.lint(path).findings));
        found.push(...findings.map(({ rule }) => rule));
      }
      workspace.release(group);
    }
    expect(found).toContain('idl/namespace-naming');
    expect(found).toContain('idl/field-naming');
  });

  it('are grouped by their includes', () => {
    const { workspace } = createExpecting();
    const groups = workspace.groups().map((group) => [...group].sort());
    expect(groups).toContainEqual([testUri('shop/base.thrift'), testUri('shop/order.thrift')]);
    expect(groups.flat().sort()).toEqual([...uris].sort());
    expect(groups).toHaveLength(uris.length - 1);
  });

  it('show their headers without being read further, and keep their trees until they are released', () => {
    const { workspace } = createExpecting();
    const header = workspace.headersIn(testUri('shop')).find(({ uri }) => uri === testUri('shop/order.thrift'));
    expect(header?.includes.map((include) => include.path.value)).toEqual(['base.thrift']);
    expect((header as IdlFile).definitions).toHaveLength(2);
    const late = workspace.headersIn(testUri('shop')).find(({ uri }) => uri === testUri('shop/late.thrift'));
    expect(late?.namespaces).toHaveLength(1);
    const file = workspace.file(testUri('shop/order.thrift'));
    expect(workspace.file(testUri('shop/order.thrift'))).toBe(file);
    workspace.release([testUri('shop/order.thrift')]);
    expect(workspace.file(testUri('shop/order.thrift'))).not.toBe(file);
    expect(workspace.file(testUri('shop/order.thrift'))?.definitions).toHaveLength(3);
  });

  it('are kept for good once all were asked for', () => {
    const { workspace } = createExpecting();
    expect([...workspace.allFiles()]).toHaveLength(uris.length);
    const file = workspace.file(testUri('pay/a.thrift'));
    workspace.release(uris);
    expect(workspace.file(testUri('pay/a.thrift'))).toBe(file);
  });
});

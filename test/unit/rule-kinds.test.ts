import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLintSetup, lintFile } from '../../server/src/workspace/linter';
import { createTestWorkspace, registry, testUri } from '../harness/engine';
import { readPage } from '../harness/page';

const root = join(import.meta.dirname, '../..');

const examples = ['docs/rules', 'test/rules'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) => readPage(readFileSync(join(root, folder, file), 'utf8'))),
);

test('the kinds of definitions that rules name are all in which they find anything', () => {
  const everywhere = registry.idl.map((rule) => {
    if (rule.scope === 'file' || !rule.on) return rule;
    const { on, ...rest } = rule;
    return rest;
  });
  expect(everywhere.filter((rule, i) => rule !== registry.idl[i]).length).toBeGreaterThan(25);
  let found = 0;
  for (const { files, config } of examples) {
    const { workspace, setup, config: resolved } = createTestWorkspace(files, config);
    const anywhere = createLintSetup({ ...registry, idl: everywhere }, resolved, 'en');
    for (const path of Object.keys(files)) {
      const shape = ({ findings }: ReturnType<typeof lintFile>) =>
        findings.map(({ rule, range, message }) => ({ rule, range, message }));
      const own = shape(lintFile(workspace, testUri(path), setup));
      found += own.length;
      expect(shape(lintFile(workspace, testUri(path), anywhere))).toEqual(own);
    }
  }
  expect(found).toBeGreaterThan(500);
});

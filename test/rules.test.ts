import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allRules } from '../server/src/rules/registry.generated';
import { checkExample } from './harness/check';
import { furtherPages, readPage } from './harness/page';

const root = join(import.meta.dirname, '..');

describe.each(allRules.map((rule) => ({ id: rule.id, group: rule.group })))('$id', ({ id, group }) => {
  const page = join(root, 'docs/rules', `${id}.md`);

  it('has a page', () => {
    expect(existsSync(page)).toBe(true);
    expect(readFileSync(page, 'utf8')).toMatch(new RegExp(`^# ${id}\n`));
  });

  // Examples in TypeScript are checked in test/service-rules.test.ts.
  if (group === 'engine' || !id.startsWith('idl/')) return;
  for (const path of [page, ...furtherPages(id)]) {
    if (!existsSync(path)) continue;
    const examples = readPage(readFileSync(path, 'utf8'));
    if (path === page) {
      it('has examples that are reported and examples that are clean', () => {
        expect(examples.some((example) => example.expected.length > 0)).toBe(true);
        expect(examples.some((example) => example.expected.length === 0)).toBe(true);
      });
    }
    for (const example of examples) {
      it(`${path.slice(root.length + 1)}:${example.line}`, () => checkExample(example, id));
    }
  }
});

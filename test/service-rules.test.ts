import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { serviceRules } from '../server/src/rules/serviceRules.generated';
import { furtherPages, readPage } from './harness/page';
import { type ExampleResult, expectExample, runExamples } from './harness/serviceCheck';

const root = join(import.meta.dirname, '..');
/** The first page waits until all declaration files have been read. */
const pageTimeoutMs = 60_000;
/** So many programs that look guilty and are innocent prove a rule at the least. */
const minInnocent = 3;

describe.each(serviceRules.map(({ id }) => ({ id })))('$id', ({ id }) => {
  const paths = [join(root, 'docs/rules', `${id}.md`), ...furtherPages(id)].filter(existsSync);
  const examples = paths.flatMap((path) =>
    readPage(readFileSync(path, 'utf8')).map((example) => ({
      example,
      name: `${path.slice(root.length + 1)}:${example.line}`,
    })),
  );
  let results: readonly ExampleResult[] = [];

  beforeAll(() => {
    results = runExamples(
      examples.map(({ example }) => example),
      id,
    );
  }, pageTimeoutMs);

  it('has examples that are reported, and innocent ones that look like them', () => {
    expect(examples.some(({ example }) => example.expected.length > 0)).toBe(true);
    const innocent = examples.filter(({ example }) => example.expected.length === 0);
    expect(innocent.length).toBeGreaterThanOrEqual(minInnocent);
  });

  examples.forEach(({ example, name }, i) => {
    it(name, () => {
      const result = results[i];
      if (!result) throw new Error('the example was not run');
      expectExample(example, result, id);
    });
  });
});

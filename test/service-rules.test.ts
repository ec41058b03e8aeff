import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { serviceRules } from '../server/src/rules/serviceRules.generated';
import { furtherPages, readPage } from './harness/page';
import { type ExampleResult, expectExample, runExamples } from './harness/serviceCheck';

const root = join(import.meta.dirname, '..');
/** One page waits until the examples of all that share its program have been checked. */
const pageTimeoutMs = 240_000;
/** So many programs that look guilty and are innocent prove a rule at the least. */
const minInnocent = 3;

/** So many rules' examples make up one program: what it reads of libraries is checked once for all of them. */
const rulesPerProgram = 20;

const pages = serviceRules.map(({ id }) => ({
  id,
  examples: [join(root, 'docs/rules', `${id}.md`), ...furtherPages(id)].filter(existsSync).flatMap((path) =>
    readPage(readFileSync(path, 'utf8')).map((example) => ({
      rule: id,
      example,
      name: `${path.slice(root.length + 1)}:${example.line}`,
    })),
  ),
}));
type RuleExamples = (typeof pages)[number]['examples'];

const results = new Map<RuleExamples[number], ExampleResult>();

/** Runs the examples of this rule, and of others that `isWanted` with them. */
function run(id: string, isWanted: (id: string) => boolean): void {
  const left = pages.filter(({ examples: [first] }) => first && !results.has(first));
  if (!left.some((page) => page.id === id)) return;
  const batch = left.filter((page) => page.id === id || isWanted(page.id)).slice(0, rulesPerProgram);
  const examples = batch.flatMap((page) => page.examples);
  runExamples(examples).forEach((result, i) => {
    const example = examples[i];
    if (example) results.set(example, result);
  });
}

for (const { id, examples } of pages) {
  describe(id, () => {
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the pattern to find out what the hook wants.
    beforeAll(({}, suite) => {
      const wanted = new Set(suite.file.tasks.flatMap(({ mode, name }) => (mode === 'skip' ? [] : name)));
      run(id, (other) => wanted.has(other));
    }, pageTimeoutMs);

    it('has examples that are reported, and innocent ones that look like them', () => {
      expect(examples.some(({ example }) => example.expected.length > 0)).toBe(true);
      const innocent = examples.filter(({ example }) => example.expected.length === 0);
      expect(innocent.length).toBeGreaterThanOrEqual(minInnocent);
    });

    for (const each of examples) {
      it(each.name, () => {
        const result = results.get(each);
        if (!result) throw new Error('the example was not run');
        expectExample(each.example, result, id);
      });
    }
  });
}

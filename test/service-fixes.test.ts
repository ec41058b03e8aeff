import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding, Fix } from '../server/src/core/finding';
import { serviceRules } from '../server/src/rules/serviceRules.generated';
import { expandPlaceholders } from './harness/check';
import { furtherPages, readPage } from './harness/page';
import { apply } from './harness/serviceCheck';
import { examplePath, runVariants, type Variant } from './harness/serviceEngine';

// What a fix leaves must not be found fault with by another rule: who takes our advice would be told that it does not do.

const root = join(import.meta.dirname, '..');

/** So many rules' examples make up one program. */
const rulesPerProgram = 12;

/** What a fix may leave for another rule to say, and why. */
const expected: readonly { readonly fix?: string; readonly brings: string }[] = [
  // It speaks of a whole file and its logger; who has none logs by console.
  { brings: 'service/console-logging' },
  // A client's option, beside which no signal may stand; at a call the signal is proposed first.
  { fix: 'service/timeout-disabled', brings: 'service/idle-timeout-only' },
  // It holds back until the unit is right.
  { fix: 'service/timeout-unit', brings: 'service/idle-timeout-only' },
];

interface Trial {
  readonly name: string;
  readonly what: string;
  readonly fix: Fix;
  readonly isFirst: boolean;
  readonly finding: Finding;
  readonly before: readonly Finding[];
  readonly variant: Variant;
}

/** Where an offset of a file lies after the fix. */
function moved(offset: number, path: string, { edits }: Fix): number {
  return edits
    .filter(({ uri, range }) => examplePath(uri) === path && range.end <= offset)
    .reduce((sum, { range, newText }) => sum + expandPlaceholders(newText).length - (range.end - range.start), offset);
}

/** The lines of a file after the fix that it wrote, and that of the finding. */
function touchedLines(path: string, text: string, fix: Fix, finding: Finding): Set<number> {
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length;
  const lines = new Set<number>();
  if (examplePath(finding.uri) === path) lines.add(lineOf(moved(finding.range.start, path, fix)));
  for (const { uri, range, newText } of fix.edits) {
    if (examplePath(uri) !== path) continue;
    const start = moved(range.start, path, { ...fix, edits: fix.edits.filter((each) => each.range.end < range.start) });
    const end = start + expandPlaceholders(newText).length;
    for (let line = lineOf(start); line <= lineOf(end); line++) lines.add(line);
  }
  return lines;
}

function newAtPlace({ fix, isFirst, finding, before, variant }: Trial, after: readonly Finding[]): Finding[] {
  return after.filter((each) => {
    if (expected.some(({ fix: of = finding.rule, brings }) => of === finding.rule && brings === each.rule))
      return false;
    // A fix that another one goes before may leave a remark, such as a client's option that no signal can stand beside.
    if (!isFirst && (each.severity === 'information' || each.severity === 'hint')) return false;
    const path = examplePath(each.uri);
    const text = variant.files[path] ?? '';
    if (!touchedLines(path, text, fix, finding).has(text.slice(0, each.range.start).split('\n').length)) return false;
    // Findings of one topic stand for one another.
    if (each.topic && before.some(({ topic }) => topic?.name === each.topic?.name)) return false;
    const same = ({ rule }: Finding): boolean => rule === each.rule;
    return after.filter(same).length > before.filter(same).length;
  });
}

const pages = serviceRules.map(({ id, severity }) => ({
  id,
  severity: severity === 'off' ? 'warning' : severity,
  examples: [join(root, 'docs/rules', `${id}.md`), ...furtherPages(id)].filter(existsSync).flatMap((path) =>
    readPage(readFileSync(path, 'utf8'))
      .filter(({ expected }) => expected.length > 0)
      .map((example) => ({ example, name: `${path.slice(root.length + 1)}:${example.line}` })),
  ),
}));

function violations(batch: typeof pages): string[] {
  const items = batch.flatMap(({ id, severity, examples }) =>
    examples.map(({ example, name }) => ({
      id,
      name,
      variant: {
        files: example.files,
        config: { ...example.config, rules: { ...example.config?.rules, [id]: severity } },
      },
    })),
  );
  const first = runVariants(items.map(({ variant }) => variant));
  const trials = items.flatMap(({ id, name, variant }, i) => {
    const before = first[i]?.findings ?? [];
    return before
      .filter(({ rule }) => rule === id)
      .flatMap((finding) =>
        finding.fixes().map(
          (fix, rank): Trial => ({
            isFirst: rank === 0,
            name,
            what: `"${fix.title}" on "${finding.message}"`,
            fix,
            finding,
            before,
            variant: { ...variant, files: apply(variant.files, fix) },
          }),
        ),
      );
  });
  return runVariants(trials.map(({ variant }) => variant)).flatMap(({ findings }, i) => {
    const trial = trials[i];
    if (!trial) return [];
    return newAtPlace(trial, findings).map(
      (each) => `${trial.name}: ${trial.what} brings ${each.rule}: ${each.message}`,
    );
  });
}

it('is offered once where two rules have one cure', () => {
  const main = `import { ConstantBackoff, handleAll, retry } from 'cockatiel';

const policy = retry(handleAll, { maxAttempts: 10, backoff: new ConstantBackoff(200) });

export const load = (url: string) => policy.execute(() => fetch(url, { signal: AbortSignal.timeout(1000) }));
`;
  const [outcome] = runVariants([{ files: { 'main.ts': main }, config: {} }]);
  const finding = outcome?.findings.find(({ message }) => message.includes('(service/retry-jitter)'));
  const edits = finding?.fixes().map((each) => JSON.stringify(each.edits)) ?? [];
  expect(edits.length).toBeGreaterThan(0);
  expect(new Set(edits).size).toBe(edits.length);
}, 240_000);

describe('a fix never brings another finding at its place', () => {
  for (let i = 0; i < pages.length; i += rulesPerProgram) {
    const batch = pages.slice(i, i + rulesPerProgram);
    it(`${batch[0]?.id} to ${batch.at(-1)?.id}`, () => {
      expect(violations(batch)).toEqual([]);
    }, 240_000);
  }
});

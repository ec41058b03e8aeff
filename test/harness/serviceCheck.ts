import { expect } from 'vitest';
import type { Config } from '../../server/src/config/schema';
import type { Finding, Fix } from '../../server/src/core/finding';
import { applyEdits, overlap } from '../../server/src/core/fix';
import { createLineIndex } from '../../server/src/core/lines';
import { expandPlaceholders, type Files } from './check';
import { onlyRules } from './engine';
import type { Example } from './page';
import { examplePath, runVariants, type VariantOutcome } from './serviceEngine';

const maxPasses = 25;

/** One fix of one finding, and what is left after it. */
interface FixResult {
  readonly what: string;
  readonly files: Files;
  readonly outcome: VariantOutcome;
}

/** What became of one example. */
export interface ExampleResult {
  readonly outcome: VariantOutcome;
  readonly fixes: readonly FixResult[];
  /** By the choice of fix: the files once no finding has it any more. */
  readonly fixed: ReadonlyMap<number, Files>;
}

function byFile(fix: Fix): Map<string, Fix['edits'][number][]> {
  const map = new Map<string, Fix['edits'][number][]>();
  for (const edit of fix.edits) {
    const path = examplePath(edit.uri);
    map.set(path, [...(map.get(path) ?? []), edit]);
  }
  return map;
}

/** The files after a fix, with what a person gets who tabs through its placeholders. */
export function apply(files: Files, fix: Fix): Record<string, string> {
  const result: Record<string, string> = { ...files };
  for (const [path, edits] of byFile(fix)) {
    const text = files[path];
    expect(text, `"${fix.title}" edits a file of the example`).toBeDefined();
    const plain =
      fix.applicability === 'template'
        ? edits.map((edit) => ({ ...edit, newText: expandPlaceholders(edit.newText) }))
        : edits;
    for (const { range } of edits) {
      expect(range.start, `an edit of "${fix.title}" starts in the text`).toBeGreaterThanOrEqual(0);
      expect(range.end, `an edit of "${fix.title}" ends after its start`).toBeGreaterThanOrEqual(range.start);
      expect(range.end, `an edit of "${fix.title}" ends in the text`).toBeLessThanOrEqual(text?.length ?? 0);
    }
    expect(overlap(edits), `edits of "${fix.title}" do not overlap`).toBe(false);
    result[path] = applyEdits(text ?? '', plain);
  }
  return result;
}

function touch(a: Fix, b: Fix): boolean {
  return overlap([...a.edits, ...b.edits]);
}

/** The files after fix number `choice` of as many findings as do not touch each other; undefined when none has it. */
function fixOnce(files: Files, findings: readonly Finding[], rule: string, choice: number): Files | undefined {
  const accepted: Fix[] = [];
  for (const finding of findings) {
    const fix = finding.rule === rule ? finding.fixes()[choice - 1] : undefined;
    if (fix && !accepted.some((other) => touch(other, fix))) accepted.push(fix);
  }
  const [first] = accepted;
  if (!first) return undefined;
  const edits = accepted.flatMap((fix) =>
    fix.applicability === 'template'
      ? fix.edits.map((edit) => ({ ...edit, newText: expandPlaceholders(edit.newText) }))
      : fix.edits,
  );
  return apply(files, { ...first, applicability: 'suggested', edits });
}

interface Chain {
  /** Its number. */
  readonly example: number;
  readonly rule: string;
  readonly config: Config;
  readonly choice: number;
  files: Files;
  outcome: VariantOutcome;
  done: boolean;
}

/** An example of a page, and the rule that the page is about. */
export interface RuleExample {
  readonly rule: string;
  readonly example: Example;
}

/** Runs examples; in each step, those of all together. */
export function runExamples(given: readonly RuleExample[]): ExampleResult[] {
  const items = given.map(({ rule, example }) => {
    const base = onlyRules(rule);
    const { config } = example;
    return { rule, example, config: { ...base, ...config, rules: { ...base.rules, ...config?.rules } } };
  });
  const first = runVariants(items.map(({ example: { files }, config }) => ({ files, config })));
  const outcomeAt = (i: number): VariantOutcome => first[i] ?? { findings: [], errors: [] };

  const trials = items.flatMap(({ rule, example, config }, i) =>
    outcomeAt(i)
      .findings.filter((finding) => finding.rule === rule)
      .flatMap((finding) =>
        finding.fixes().map((fix) => ({
          i,
          config,
          what: `"${fix.title}" on "${finding.message}"`,
          files: apply(example.files, fix),
        })),
      ),
  );
  const chains = items.flatMap(({ rule, example, config }, i) =>
    example.fixed.map(
      ({ choice }): Chain => ({
        example: i,
        rule,
        config,
        choice,
        files: example.files,
        outcome: outcomeAt(i),
        done: false,
      }),
    ),
  );
  const advance = (): Chain[] =>
    chains.filter((chain) => {
      if (chain.done) return false;
      const files = fixOnce(chain.files, chain.outcome.findings, chain.rule, chain.choice);
      if (files) chain.files = files;
      else chain.done = true;
      return files !== undefined;
    });
  let moving = advance();
  const second = runVariants([...trials, ...moving]);
  let results = second.slice(trials.length);
  for (let pass = 0; moving.length > 0; pass++) {
    if (pass > maxPasses) throw new Error(`a fix of ${moving[0]?.rule} does not come to an end`);
    moving.forEach((chain, i) => {
      chain.outcome = results[i] ?? chain.outcome;
    });
    moving = advance();
    results = runVariants(moving);
  }
  return items.map((_, i) => ({
    outcome: outcomeAt(i),
    fixes: trials.flatMap((trial, t) => {
      const outcome = second[t];
      return trial.i === i && outcome ? [{ what: trial.what, files: trial.files, outcome }] : [];
    }),
    fixed: new Map(chains.filter(({ example }) => example === i).map(({ choice, files }) => [choice, files])),
  }));
}

function count({ findings }: VariantOutcome, rule: string): number {
  return findings.filter((finding) => finding.rule === rule).length;
}

/** Holds an example's result against what the page says. */
export function expectExample(example: Example, result: ExampleResult, rule: string): void {
  const found = result.outcome.findings.map((finding) => {
    const path = examplePath(finding.uri);
    const { start, end } = createLineIndex(example.files[path] ?? '').rangeOf(finding.range);
    const until = end.line === start.line ? end.character : 'on';
    return `${path}:${start.line + 1}:${start.character}-${until} ${finding.rule}: ${finding.message}`;
  });
  const expected = example.expected.map(
    (each) => `${each.path}:${each.line + 1}:${each.start}-${each.end} ${each.rule}: ${each.message}`,
  );
  expect(found.sort()).toEqual(expected.sort());
  if (example.typed) expect(result.outcome.errors, 'the example type-checks').toEqual([]);
  for (const { what, files, outcome } of result.fixes) {
    const text = Object.values(files).join('\n');
    expect(
      outcome.errors.length,
      `${what} type-checks no worse than before: ${outcome.errors.join('; ')}\n${text}`,
    ).toBeLessThanOrEqual(result.outcome.errors.length);
    expect(count(outcome, rule), `${what} takes the finding away:\n${text}`).toBeLessThan(count(result.outcome, rule));
  }
  for (const { choice, files } of example.fixed) {
    expect(result.fixed.get(choice), `after fix ${choice}`).toEqual({ ...example.files, ...files });
  }
}

import { expect } from 'vitest';
import type { Config } from '../../server/src/config/schema';
import type { Finding, Fix } from '../../server/src/core/finding';
import { applyEdits, overlap } from '../../server/src/core/fix';
import { createTestWorkspace, onlyRules, type TestWorkspace, testUri } from './engine';
import type { Example } from './page';

/** The files of an example, by path. */
export type Files = Readonly<Record<string, string>>;

const maxPasses = 25;

/** What a person gets who tabs through a snippet without typing: placeholders become their defaults. */
export function expandPlaceholders(snippet: string): string {
  let text = snippet;
  for (let before = ''; before !== text; ) {
    before = text;
    text = text
      .replace(/\$\{\d+:([^${}]*)\}/g, '$1')
      .replace(/\$\{\d+\|([^,|}]*)[^}]*\}/g, '$1')
      .replace(/\$(?:\d+|\{\d+\})/g, '');
  }
  return text.replace(/\\([$}\\])/g, '$1');
}

function pathOfUri(uri: string): string {
  return uri.slice(testUri('').length);
}

function all(workspace: TestWorkspace, files: Files): Finding[] {
  return Object.keys(files).flatMap((path) => [...workspace.lint(path).findings]);
}

function apply(files: Files, fix: Fix): Record<string, string> {
  const result: Record<string, string> = { ...files };
  for (const [uri, edits] of byFile(fix)) {
    const path = pathOfUri(uri);
    const text = files[path] ?? '';
    const plain =
      fix.applicability === 'template'
        ? edits.map((edit) => ({ ...edit, newText: expandPlaceholders(edit.newText) }))
        : edits;
    for (const { range } of edits) {
      expect(range.start, `an edit of "${fix.title}" starts in the text`).toBeGreaterThanOrEqual(0);
      expect(range.end, `an edit of "${fix.title}" ends after its start`).toBeGreaterThanOrEqual(range.start);
      expect(range.end, `an edit of "${fix.title}" ends in the text`).toBeLessThanOrEqual(text.length);
    }
    expect(overlap(edits), `edits of "${fix.title}" do not overlap`).toBe(false);
    result[path] = applyEdits(text, plain);
  }
  return result;
}

function byFile(fix: Fix): Map<string, Fix['edits'][number][]> {
  const map = new Map<string, Fix['edits'][number][]>();
  for (const edit of fix.edits) map.set(edit.uri, [...(map.get(edit.uri) ?? []), edit]);
  return map;
}

function syntaxErrors(workspace: TestWorkspace, files: Files): number {
  return Object.keys(files).reduce((sum, path) => {
    const file = workspace.workspace.file(testUri(path));
    return sum + (file?.document.chunks.reduce((count, chunk) => count + chunk.problems.length, 0) ?? 0);
  }, 0);
}

function count(findings: readonly Finding[], rule: string): number {
  return findings.filter((finding) => finding.rule === rule).length;
}

/** The files after fix number `choice` of every finding of `rule`, one after the other, until none is left that has it. */
function fixAll(files: Files, config: Config, rule: string, choice: number): Record<string, string> {
  let at: Record<string, string> = { ...files };
  for (let pass = 0; pass < maxPasses; pass++) {
    const workspace = createTestWorkspace(at, config);
    const fix = all(workspace, at)
      .filter((finding) => finding.rule === rule)
      .map((finding) => finding.fixes()[choice - 1])
      .find((each) => each !== undefined);
    if (!fix) return at;
    at = apply(at, fix);
  }
  throw new Error(`fix ${choice} of ${rule} does not come to an end`);
}

/** Every fix of every finding: the text still parses, the finding is gone, and nothing else of the rule appears. */
function checkFixes(files: Files, config: Config, rule: string): void {
  const workspace = createTestWorkspace(files, config);
  const before = all(workspace, files);
  const errors = syntaxErrors(workspace, files);
  for (const finding of before) {
    if (finding.rule !== rule) continue;
    for (const fix of finding.fixes()) {
      const after = apply(files, fix);
      const next = createTestWorkspace(after, config);
      const what = `"${fix.title}" on "${finding.message}"`;
      // A fix of a syntax error mends one; no other fix may add one.
      expect(
        syntaxErrors(next, after),
        `${what} leaves text that parses:\n${Object.values(after).join('\n')}`,
      ).toBeLessThanOrEqual(errors);
      expect(count(all(next, after), rule), `${what} takes the finding away`).toBeLessThan(count(before, rule));
    }
  }
}

/** Runs one example of the page of `rule`. */
export function checkExample(example: Example, rule: string): void {
  const config: Config = {
    ...onlyRules(rule, 'idl/syntax'),
    ...example.config,
    rules: { ...onlyRules(rule, 'idl/syntax').rules, ...example.config?.rules },
  };
  const workspace = createTestWorkspace(example.files, config);
  const found = Object.keys(example.files).flatMap((path) =>
    workspace.lint(path).findings.map((finding) => {
      const lines = workspace.workspace.file(testUri(path))?.lines.rangeOf(finding.range);
      return `${path}:${(lines?.start.line ?? 0) + 1}:${lines?.start.character}-${lines?.end.line === lines?.start.line ? lines?.end.character : 'on'} ${finding.rule}: ${finding.message}`;
    }),
  );
  const expected = example.expected.map(
    (each) => `${each.path}:${each.line + 1}:${each.start}-${each.end} ${each.rule}: ${each.message}`,
  );
  expect(found.sort()).toEqual(expected.sort());
  checkFixes(example.files, config, rule);
  for (const { choice, files } of example.fixed) {
    const after = fixAll(example.files, config, rule, choice);
    expect(after).toEqual({ ...example.files, ...files });
  }
}

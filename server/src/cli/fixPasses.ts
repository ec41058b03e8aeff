import type { Finding, Fix } from '../core/finding';
import { applyFixes } from '../core/fix';
import type { RuleCrash } from '../idl/lint';
import { isServicePath } from '../workspace/discover';
import type { LintOutcome } from '../workspace/finish';
import { uriOf } from '../workspace/uris';
import type { Session } from './session';

/** What the passes made of one file. */
export interface FixedFile {
  /** Absolute. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** How many findings of each rule went away. */
  readonly byRule: ReadonlyMap<string, number>;
}

export interface FixOutcome {
  readonly files: readonly FixedFile[];
  /** What is still found. */
  readonly remaining: readonly Finding[];
  readonly crashes: readonly RuleCrash[];
  /** Whether fixes still wanted to be applied after the last pass. */
  readonly unsettled: boolean;
}

const maxPasses = 10;

/** New lines end as the file's lines do. */
function withLineEnds(fix: Fix, text: string): Fix {
  const first = /\r\n|\n/.exec(text);
  if (first?.[0] !== '\r\n') return fix;
  return { ...fix, edits: fix.edits.map((edit) => ({ ...edit, newText: edit.newText.replace(/\r?\n/g, '\r\n') })) };
}

/** A rule's safe fix for the finding, if it edits this file alone. */
function safeFix(finding: Finding, uri: string): Fix | undefined {
  return finding.fixes().find((fix) => fix.applicability === 'safe' && fix.edits.every((edit) => edit.uri === uri));
}

function countByRule(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
}

function gone(first: readonly Finding[], last: readonly Finding[]): Map<string, number> {
  const left = countByRule(last);
  const differences = [...countByRule(first)].map(([rule, count]) => [rule, count - (left.get(rule) ?? 0)] as const);
  return new Map(differences.filter(([, count]) => count > 0));
}

/**
 * Applies safe fixes to the session's files, in memory, until nothing changes (at most ten times). Each pass fixes all files against one
 * state of the workspace; fixes that touch each other wait for the next pass.
 */
export async function runFixPasses(session: Session, wanted: (rule: string) => boolean): Promise<FixOutcome> {
  const { workspace, targets } = session;
  const before = new Map<string, string>();
  const first = new Map<string, readonly Finding[]>();
  const outcomes = new Map<string, LintOutcome>();
  for (const path of targets.files) if (!isServicePath(path)) workspace.load(uriOf(path));
  let pending: readonly string[] = targets.files;
  let unsettled = false;
  for (let pass = 0; pending.length > 0; pass++) {
    const changed = new Map<string, string>();
    const services = new Map(pending.filter(isServicePath).map((path) => [path, session.lintService(path)]));
    for (const path of pending) {
      const uri = uriOf(path);
      const outcome = (await services.get(path)) ?? session.lint(path);
      outcomes.set(path, outcome);
      if (!first.has(path)) first.set(path, outcome.findings);
      const text = session.textOf(path);
      if (text === undefined) continue;
      const fixes = outcome.findings.flatMap((finding) => {
        const fix = wanted(finding.rule) ? safeFix(finding, uri) : undefined;
        return fix ? [withLineEnds(fix, text)] : [];
      });
      const fixed = applyFixes(uri, text, fixes).text;
      if (fixed !== text) changed.set(path, fixed);
    }
    if (pass === maxPasses) {
      unsettled = changed.size > 0;
      break;
    }
    const touched = new Set<string>();
    for (const [path, text] of changed) {
      const uri = uriOf(path);
      if (!before.has(path)) before.set(path, session.textOf(path) ?? '');
      session.setText(path, text);
      touched.add(uri);
    }
    // A fix of a service rule changes what its own file does, and no other.
    for (const path of changed.keys()) for (const uri of workspace.dependentsOf(uriOf(path))) touched.add(uri);
    pending = targets.files.filter((path) => touched.has(uriOf(path)));
  }
  const files = targets.files.flatMap((path) => {
    const old = before.get(path);
    const after = session.textOf(path);
    if (old === undefined || after === undefined || old === after) return [];
    const byRule = gone(first.get(path) ?? [], outcomes.get(path)?.findings ?? []);
    return [{ path, before: old, after, byRule }];
  });
  const last = [...outcomes.values()];
  return {
    files,
    remaining: last.flatMap((outcome) => outcome.findings),
    crashes: last.flatMap((outcome) => outcome.crashes),
    unsettled,
  };
}

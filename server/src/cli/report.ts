import type { Applicability, Finding, FindingTag, Fix, Locale, Severity } from '../core/finding';
import { severities } from '../core/finding';
import type { LineRange, TextRange } from '../core/range';
import type { RuleMeta } from '../core/rule';
import type { Session } from './session';
import type { Source } from './sources';

/** A second place that explains a finding, ready to be written. */
export interface ReportedPlace {
  readonly uri: string;
  readonly file: string;
  readonly range: LineRange;
  readonly message: string;
}

/** A finding ready to be written: places as lines and characters from 0, files as the user names them. */
export interface Reported {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly uri: string;
  readonly file: string;
  readonly offsets: TextRange;
  readonly range: LineRange;
  readonly related: readonly ReportedPlace[];
  readonly tags: readonly FindingTag[];
  readonly symbol: string;
  readonly fixes: readonly Fix[];
}

export interface Summary extends Readonly<Record<Severity, number>> {
  /** How many files were linted. */
  readonly files: number;
  readonly durationMs: number;
}

/** Everything that a format may write. */
export interface Report {
  /** Sorted by file, then place, then rule. */
  readonly findings: readonly Reported[];
  readonly summary: Summary;
  /** The baselines in use: how many findings each covers, and how many that it accepts are gone. */
  readonly baselines: readonly { readonly file: string; readonly covered: number; readonly stale: number }[];
  readonly rules: readonly RuleMeta[];
  readonly locale: Locale;
  readonly cwd: string;
  sourceOf(uri: string): Source | undefined;
  nameOf(uri: string): string;
}

/** Writes a report piece by piece, so that a large one is never held as one string. */
export type Formatter = (report: Report) => Iterable<string>;

const nowhere: LineRange = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareReported(a: Reported, b: Reported): number {
  return (
    compare(a.file, b.file) ||
    a.offsets.start - b.offsets.start ||
    a.offsets.end - b.offsets.end ||
    compare(a.rule, b.rule) ||
    compare(a.message, b.message)
  );
}

/**
 * Fixes are computed when first read: a rename looks through many files, and not every format tells about it. A class because an object
 * literal with a getter is costly: see `IdlFile`'s.
 */
class Prepared implements Reported {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly uri: string;
  readonly file: string;
  readonly offsets: TextRange;
  readonly range: LineRange;
  readonly related: readonly ReportedPlace[];
  readonly tags: readonly FindingTag[];
  readonly symbol: string;
  #fixes: readonly Fix[] | (() => readonly Fix[]);

  constructor(finding: Finding, session: Session) {
    const at = (uri: string, range: TextRange): LineRange => session.sourceOf(uri)?.rangeOf(range) ?? nowhere;
    this.rule = finding.rule;
    this.severity = finding.severity;
    this.message = finding.message;
    this.uri = finding.uri;
    this.file = session.nameOf(finding.uri);
    this.offsets = finding.range;
    this.range = at(finding.uri, finding.range);
    this.related = finding.related.map(({ uri, range, message }) => ({
      uri,
      file: session.nameOf(uri),
      range: at(uri, range),
      message,
    }));
    this.tags = finding.tags;
    this.symbol = finding.symbol;
    this.#fixes = finding.fixes;
  }

  get fixes(): readonly Fix[] {
    if (typeof this.#fixes === 'function') this.#fixes = this.#fixes();
    return this.#fixes;
  }
}

/** Makes a finding ready to be written. */
export function prepare(finding: Finding, session: Session): Reported {
  return new Prepared(finding, session);
}

/** The same with its fixes computed, so that it holds no file. */
export function settle(reported: Reported): Reported {
  const { rule, severity, message, uri, file, offsets, range, related, tags, symbol, fixes } = reported;
  return { rule, severity, message, uri, file, offsets, range, related, tags, symbol, fixes };
}

/** Makes findings ready to be written, in the order in which every format writes them. */
export function prepareFindings(findings: readonly Finding[], session: Session): Reported[] {
  return sortReported(findings.map((finding) => prepare(finding, session)));
}

/** Puts findings in the order in which every format writes them. */
export function sortReported(findings: readonly Reported[]): Reported[] {
  return [...findings].sort(compareReported);
}

/** Counts findings by severity. */
export function countSeverities(findings: readonly { readonly severity: Severity }[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { error: 0, warning: 0, information: 0, hint: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

/** Whether `severity` is at least as bad as `limit`. */
export function reaches(severity: Severity, limit: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(limit);
}

/** Whether any fix of the finding may be applied without asking. */
export function hasFix(finding: Reported, applicability: Applicability): boolean {
  return finding.fixes.some((fix) => fix.applicability === applicability);
}

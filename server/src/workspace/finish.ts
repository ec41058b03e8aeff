import { closest, distance } from 'fastest-levenshtein';
import type { ResolvedConfig } from '../config/resolve';
import { type Finding, type Locale, type Localized, localize, type Severity, severities } from '../core/finding';
import type { LineIndex } from '../core/lines';
import type { TextRange } from '../core/range';
import type { RuleMeta } from '../core/rule';
import { applySuppressions, directiveWords, namesRule, type Suppression } from '../core/suppression';
import type { RuleCrash } from '../idl/lint';
import { rule as internalError } from '../rules/thriftwise/internal-error';
import { rule as limit } from '../rules/thriftwise/limit';
import { rule as unknownSuppression } from '../rules/thriftwise/unknown-suppression';
import { rule as unusedSuppression } from '../rules/thriftwise/unused-suppression';
import { joinFindings } from './joined';

/** What the engine needs of a configuration to report for itself. */
export interface ReportSetup {
  readonly config: Pick<ResolvedConfig, 'settings' | 'maxFindings'>;
  readonly locale: Locale;
  readonly registry: { readonly all: readonly RuleMeta[] };
}

/** The version of a file that findings lie in. */
export interface CheckedText {
  readonly uri: string;
  readonly text: string;
  readonly lines: LineIndex;
}

/** What the rules made of one version of a file, in whatever language. */
export interface Checked {
  readonly findings: readonly Finding[];
  readonly crashes: readonly RuleCrash[];
  readonly suppressions: readonly Suppression[];
  /** Whether findings may be missing at this place, so that a suppression there may be of use after all. */
  readonly isUncertain: (range: TextRange) => boolean;
}

export interface LintOutcome {
  /** Sorted by place, then severity and rule; cut at the configuration's `maxFindings`. */
  readonly findings: readonly Finding[];
  /** What suppressions took out. */
  readonly suppressed: readonly Finding[];
  readonly crashes: readonly RuleCrash[];
}

export const fileStart: TextRange = { start: 0, end: 0 };

function weight(severity: Severity): number {
  return severities.indexOf(severity);
}

/** Sorts findings as every surface shows them: by place, and of several at one place the worst first. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    a.range.start - b.range.start ||
    a.range.end - b.range.end ||
    weight(a.severity) - weight(b.severity) ||
    (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0) ||
    (a.message < b.message ? -1 : a.message > b.message ? 1 : 0)
  );
}

type Extra = Partial<Pick<Finding, 'tags' | 'fixes'>>;

/** What the engine itself says of a place. Empty where the configuration switches that off. */
export function engineFinding<Rule extends RuleMeta>(
  setup: ReportSetup,
  rule: Rule,
  uri: string,
  range: TextRange,
  key: Extract<keyof Rule['messages'], string>,
  data: Record<string, string | number>,
  extra: Extra = {},
): Finding[] {
  const severity = setup.config.settings.get(rule.id)?.severity ?? rule.severity;
  if (severity === 'off') return [];
  const message = localize(
    (rule.messages as Record<string, Localized>)[key] ?? { en: key, zh: key },
    setup.locale,
    data,
  );
  return [
    { rule: rule.id, severity, message, uri, range, related: [], tags: [], symbol: '', fixes: () => [], ...extra },
  ];
}

/** Whether an entry of a suppression names the rule; `nolint` may use thriftcheck's ids, by prefix as there. */
function matches(registry: ReportSetup['registry']) {
  let byId: ReadonlyMap<string, RuleMeta> | undefined;
  return (suppression: Suppression, id: string, rule: string): boolean => {
    if (namesRule(id, rule)) return true;
    if (suppression.kind !== 'nolint') return false;
    byId ??= new Map(registry.all.map((each) => [each.id, each]));
    const names = [rule, rule.slice(rule.indexOf('/') + 1), ...(byId.get(rule)?.thriftcheck ?? [])];
    return names.some((name) => name === id || name.startsWith(`${id}.`) || name.startsWith(`${id}/`));
  };
}

/** The whole comment, with the line that it stands on alone. */
function removal(file: CheckedText, range: TextRange): TextRange {
  const { line } = file.lines.positionAt(range.start);
  const around = file.lines.lineRange(line);
  const alone = file.text.slice(around.start, around.end).trim() === file.text.slice(range.start, range.end).trim();
  if (alone && line + 1 < file.lines.lineCount)
    return { start: around.start, end: file.lines.lineRange(line + 1).start };
  let { start } = range;
  while (start > around.start && /[ \t]/.test(file.text[start - 1] ?? '')) start--;
  return { start, end: range.end };
}

function unusedFindings(
  setup: ReportSetup,
  file: CheckedText,
  used: ReadonlyMap<Suppression, ReadonlySet<string>>,
  names: ReturnType<typeof matches>,
  isUncertain: (range: TextRange) => boolean,
): Finding[] {
  const { settings } = setup.config;
  // A rule that is off here may be on for somebody else, and an unknown one is reported as such.
  const isOn = (id: string) => id.endsWith('*') || (settings.get(id)?.severity ?? 'off') !== 'off';
  return [...used].flatMap(([each, rules]) => {
    // `nolint` belongs to another tool as well.
    if (each.kind === 'nolint' || each.kind === 'unknown' || isUncertain(each.range)) return [];
    const idle = each.rules.filter(({ id }) => isOn(id) && ![...rules].some((rule) => names(each, id, rule)));
    if (rules.size === 0 && idle.length === each.rules.length) {
      const range = removal(file, each.range);
      const title = localize(unusedSuppression.messages.remove, setup.locale);
      const fixes = () => [{ title, applicability: 'safe' as const, edits: [{ uri: file.uri, range, newText: '' }] }];
      return engineFinding(
        setup,
        unusedSuppression,
        file.uri,
        each.range,
        'unused',
        {},
        { tags: ['unnecessary'], fixes },
      );
    }
    return idle.flatMap(({ id, range }) =>
      engineFinding(setup, unusedSuppression, file.uri, range, 'unusedRule', { rule: id }, { tags: ['unnecessary'] }),
    );
  });
}

function unknownFindings(setup: ReportSetup, file: CheckedText, suppressions: readonly Suppression[]): Finding[] {
  const ids = setup.registry.all.map((rule) => rule.id);
  const exists = (id: string) =>
    id === '*' || ids.includes(id) || (id.endsWith('/*') && ids.some((each) => each.startsWith(id.slice(0, -1))));
  const replace = (range: TextRange, best: string) => {
    const title = localize(unknownSuppression.messages.replace, setup.locale, { best });
    return () => [{ title, applicability: 'suggested' as const, edits: [{ uri: file.uri, range, newText: best }] }];
  };
  const unknownWord = (word: string, range: TextRange) => {
    if (word.startsWith('thriftwise-enable')) {
      return engineFinding(setup, unknownSuppression, file.uri, range, 'enable', { word });
    }
    const best = closest(word, directiveWords);
    if (distance(word, best) > 3) return engineFinding(setup, unknownSuppression, file.uri, range, 'word', { word });
    const fixes = replace(range, best);
    return engineFinding(setup, unknownSuppression, file.uri, range, 'wordDidYouMean', { word, best }, { fixes });
  };
  return suppressions.flatMap((each) => {
    if (each.kind === 'nolint') return [];
    if (each.kind === 'unknown') return each.rules.flatMap(({ id, range }) => unknownWord(id, range));
    return each.rules.flatMap(({ id, range }) => {
      if (exists(id)) return [];
      const best = closest(id, ids);
      if (distance(id, best) > Math.max(2, id.length / 3)) {
        return engineFinding(setup, unknownSuppression, file.uri, range, 'unknown', { rule: id });
      }
      const fixes = replace(range, best);
      return engineFinding(setup, unknownSuppression, file.uri, range, 'didYouMean', { rule: id, best }, { fixes });
    });
  });
}

/** The worst of a file's findings when there are too many, of equal ones the first, and what is said of the others. Undefined when there are not. */
export function worstOf<Each extends Pick<Finding, 'severity'>>(
  setup: ReportSetup,
  uri: string,
  findings: readonly Each[],
): { readonly kept: readonly Each[]; readonly said: readonly Finding[] } | undefined {
  const { maxFindings } = setup.config;
  if (findings.length <= maxFindings) return undefined;
  const kept = [...findings].sort((a, b) => weight(a.severity) - weight(b.severity)).slice(0, maxFindings);
  const data = { count: findings.length - maxFindings, limit: maxFindings };
  return { kept, said: engineFinding(setup, limit, uri, fileStart, 'findings', data) };
}

/** Keeps the worst findings when there are too many, and says how many were left out. */
export function capFindings(setup: ReportSetup, uri: string, findings: Finding[]): readonly Finding[] {
  const sorted = findings.sort(compareFindings);
  const worst = worstOf(setup, uri, sorted);
  return worst ? [...worst.kept, ...worst.said].sort(compareFindings) : sorted;
}

/** Takes out what is suppressed, joins what is of one topic, adds what the engine itself has to say, and keeps to the limit. */
export function finishLint(setup: ReportSetup, file: CheckedText, checked: Checked): LintOutcome {
  const names = matches(setup.registry);
  const { kept, suppressed, used } = applySuppressions(checked.findings, checked.suppressions, names);
  const crashed = [...new Map(checked.crashes.map((crash) => [crash.rule, crash])).values()];
  const own = [
    ...unusedFindings(setup, file, used, names, checked.isUncertain),
    ...unknownFindings(setup, file, checked.suppressions),
    ...crashed.flatMap(({ rule, error }) =>
      engineFinding(setup, internalError, file.uri, fileStart, 'crashed', {
        rule,
        error: error instanceof Error ? error.message : String(error),
      }),
    ),
  ];
  return { findings: capFindings(setup, file.uri, [...joinFindings(kept), ...own]), suppressed, crashes: crashed };
}

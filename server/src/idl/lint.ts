import type { z } from 'zod';
import { type Finding, type Fix, type Locale, localize, type RelatedPlace, type Severity } from '../core/finding';
import { shift, type TextRange } from '../core/range';
import type { RuleSetting } from '../core/rule';
import { createMemory, type Lookups, type Memory, watchScope } from './memory';
import { type Column, column } from './model/column';
import { definitionOf, type IdlFile, type Place, symbolPath } from './model/file';
import type { Definition, Node } from './model/tree';
import type { IdlProject } from './resolve/project';
import { createScope, type Scope } from './resolve/scope';
import type {
  DefinitionContext,
  DefinitionRule,
  FileContext,
  FileRule,
  FixTools,
  IdlRule,
  LinkedRule,
  Report,
} from './rule';

type AnyMessages = Readonly<Record<string, { readonly en: string; readonly zh: string }>>;
type AnyDefinitionRule = DefinitionRule<z.ZodType, AnyMessages>;
type AnyLinkedRule = LinkedRule<z.ZodType, AnyMessages>;
type AnyFileRule = FileRule<z.ZodType, AnyMessages>;
type AnyRule = AnyDefinitionRule | AnyLinkedRule | AnyFileRule;

interface Active<Rule extends AnyRule> {
  readonly rule: Rule;
  /** The rule's, kept here because rules are objects of many shapes, which makes reading them slow. */
  readonly check: Rule['check'];
  readonly brokenToo: boolean;
  /** Its place among the rules of its scope. */
  readonly index: number;
  readonly severity: Severity;
  readonly options: unknown;
}

/** Rules, and those of them that look at a kind of definition. */
interface ByKind<Rule extends AnyDefinitionRule | AnyLinkedRule> {
  readonly all: readonly Active<Rule>[];
  readonly kinds: Map<Definition['kind'], readonly Active<Rule>[]>;
}

function rulesOn<Rule extends AnyDefinitionRule | AnyLinkedRule>(
  { all, kinds }: ByKind<Rule>,
  kind: Definition['kind'],
): readonly Active<Rule>[] {
  let own = kinds.get(kind);
  if (!own) {
    own = all.filter(({ rule }) => rule.on?.includes(kind) ?? true);
    kinds.set(kind, own);
  }
  return own;
}

/** A report of a definition rule in the definition's own offsets: what is kept while the definition is untouched. */
interface Kept {
  readonly rule: AnyRule;
  readonly severity: Severity;
  readonly definition: Definition;
  readonly report: Report<string>;
  readonly message: string;
  readonly symbol: string;
}

/** What a set of rules makes of one definition. */
interface Checked {
  readonly reports: readonly Kept[];
  readonly crashes: readonly RuleCrash[];
}

/** A rule that threw: a bug of ours. Its other findings and all other rules' are kept. */
export interface RuleCrash {
  readonly rule: string;
  readonly error: unknown;
}

/** The rules that are switched on, with one configuration's severities and options, and what they found in untouched definitions. */
export interface IdlRuleSet {
  readonly locale: Locale;
  /** What definition rules find, where they find anything. */
  readonly own: Column<Checked>;
  readonly linkedRules: ByKind<AnyLinkedRule>;
  readonly fileRules: readonly Active<AnyFileRule>[];
  /** What linked rules found, for as long as nothing that they rest on changes; undefined where each file is linted once. */
  readonly linked: Memory<Checked> | undefined;
}

export interface LintResult {
  /** In no particular order. */
  readonly findings: readonly Finding[];
  readonly crashes: readonly RuleCrash[];
}

/** Whether files are linted again after changes, so that findings are worth keeping, or each one once. */
export type Lifetime = 'session' | 'once';

/** Picks the rules that `settings` switch on. A rule without a setting is off. */
export function createIdlRuleSet(
  rules: readonly IdlRule[],
  settings: ReadonlyMap<string, RuleSetting>,
  locale: Locale,
  lifetime: Lifetime = 'session',
): IdlRuleSet {
  const definitionRules: Active<AnyDefinitionRule>[] = [];
  const linkedRules: Active<AnyLinkedRule>[] = [];
  const fileRules: Active<AnyFileRule>[] = [];
  for (const rule of rules) {
    const setting = settings.get(rule.id);
    if (!setting || setting.severity === 'off') continue;
    const { severity, options } = setting;
    const add = <Rule extends AnyRule>(list: Active<Rule>[]): void => {
      const { check, brokenToo = false } = rule as unknown as Rule & { readonly brokenToo?: boolean };
      list.push({ rule: rule as unknown as Rule, check, brokenToo, index: list.length, severity, options });
    };
    if (rule.scope === 'definition') add(definitionRules);
    else if (rule.scope === 'linked') add(linkedRules);
    else add(fileRules);
  }
  const byKind: ByKind<AnyDefinitionRule> = { all: definitionRules, kinds: new Map() };
  const reporter = createReporter(locale);
  const { report } = reporter;
  const contexts = definitionRules.map(({ options }): DefinitionContext<unknown, string> => ({ options, report }));
  return {
    locale,
    own: column((definition) => {
      const checked = runEach(rulesOn(byKind, definition.kind), contexts, definition, reporter);
      return checked === clean ? undefined : checked;
    }),
    linkedRules: { all: linkedRules, kinds: new Map() },
    fileRules,
    linked: lifetime === 'session' ? createMemory() : undefined,
  };
}

function ownerOf(at: Node | Place): Definition {
  return 'in' in at ? at.in : definitionOf(at);
}

function keep(active: Active<AnyRule>, report: Report<string>, locale: Locale): Kept {
  const text = active.rule.messages[report.message];
  if (!text) throw new Error(`${active.rule.id} has no message "${report.message}"`);
  const node = report.symbolOf ?? ('in' in report.at ? report.at.in : report.at);
  return {
    rule: active.rule,
    // A configured severity wins; the report's own stands only for the default.
    severity: report.severity && active.severity === active.rule.severity ? report.severity : active.severity,
    definition: ownerOf(report.at),
    report,
    message: localize(text, locale, report.data),
    symbol: symbolPath(node),
  };
}

const clean: Checked = { reports: [], crashes: [] };

/** Takes what one rule after the other reports: a check has ended before the next one begins, so all share one. */
interface Reporter {
  /** The rule that is being run. */
  running: Active<AnyRule> | undefined;
  /** What was reported since this was last cleared. */
  reports: Kept[] | undefined;
  readonly report: (report: Report<string>) => void;
}

function createReporter(locale: Locale): Reporter {
  const reporter: Reporter = {
    running: undefined,
    reports: undefined,
    report(report) {
      if (!reporter.running) throw new Error('a rule reported when it was not asked');
      reporter.reports ??= [];
      reporter.reports.push(keep(reporter.running, report, locale));
    },
  };
  return reporter;
}

/** Runs the rules over a definition, each with its own of the `contexts`, keeping what the others found when one throws. */
function runEach<Context>(
  active: readonly Active<
    (AnyDefinitionRule | AnyLinkedRule) & { check(definition: Definition, context: Context): void }
  >[],
  contexts: readonly Context[],
  definition: Definition,
  reporter: Reporter,
): Checked {
  let crashes: RuleCrash[] | undefined;
  reporter.reports = undefined;
  for (const each of active) {
    if (definition.broken && !each.brokenToo) continue;
    reporter.running = each;
    try {
      each.check(definition, contexts[each.index] as Context);
    } catch (error) {
      crashes ??= [];
      crashes.push({ rule: each.rule.id, error });
    }
  }
  reporter.running = undefined;
  const { reports } = reporter;
  return reports || crashes ? { reports: reports ?? [], crashes: crashes ?? [] } : clean;
}

/** What the linked rules find in each definition; run again only where what they found no longer holds. */
function runLinkedRules(
  file: IdlFile,
  project: IdlProject,
  scope: Scope,
  rules: IdlRuleSet,
): readonly (Checked | undefined)[] {
  const { linkedRules } = rules;
  const reporter = createReporter(rules.locale);
  const { report } = reporter;
  const contextsIn = (scope: Scope): FileContext<unknown, string>[] =>
    linkedRules.all.map(({ options }) => ({ options, file, project, scope, report }));
  const recollection = rules.linked?.recall(file, project);
  if (!recollection) {
    const contexts = contextsIn(scope);
    return file.definitions.map((each) => runEach(rulesOn(linkedRules, each.kind), contexts, each, reporter));
  }
  const results = recollection.results.slice();
  for (let i = 0; i < results.length; i++) {
    const definition = file.definitions[i];
    if (results[i] !== undefined || !definition) continue;
    const lookups: Lookups = { names: new Set(), failed: false };
    const contexts = contextsIn(watchScope(scope, lookups));
    const result = runEach(rulesOn(linkedRules, definition.kind), contexts, definition, reporter);
    if (!lookups.failed) recollection.keep(i, result, lookups.names);
    results[i] = result;
  }
  return results;
}

function toolsFor(kept: Kept, file: IdlFile, project: IdlProject, scope: Scope, locale: Locale): FixTools<string> {
  const edit = (range: TextRange, newText: string, uri = file.uri) => ({ uri, range, newText });
  return {
    file,
    project,
    scope,
    edit,
    fix(applicability, title, data, edits) {
      const text = kept.rule.messages[title];
      if (!text) throw new Error(`${kept.rule.id} has no title "${title}"`);
      return edits && edits.length > 0 ? { title: localize(text, locale, data), applicability, edits } : undefined;
    },
    replace: (at, newText) => edit(file.rangeOf(at), newText),
    insertBefore(at, newText) {
      const { start } = file.rangeOf(at);
      return edit({ start, end: start }, newText);
    },
    insertAfter(at, newText) {
      const { end } = file.rangeOf(at);
      return edit({ start: end, end }, newText);
    },
  };
}

const none: readonly never[] = [];

/** Turns what was kept into a finding at its place in this version of the file. */
function place(
  kept: Kept,
  range: TextRange,
  file: IdlFile,
  project: IdlProject,
  scope: Scope,
  locale: Locale,
): Finding {
  const { report, rule } = kept;
  const related = report.related?.map((each): RelatedPlace => {
    // A kept report may name an older version of this file.
    const where = each.file && each.file.uri !== file.uri ? each.file : file;
    const text = rule.messages[each.message];
    if (!text) throw new Error(`${rule.id} has no message "${each.message}"`);
    return { uri: where.uri, range: where.rangeOf(each.at), message: localize(text, locale, each.data) };
  });
  return {
    rule: rule.id,
    severity: kept.severity,
    message: kept.message,
    uri: file.uri,
    range,
    related: related ?? none,
    tags: report.tags ?? none,
    symbol: kept.symbol,
    fixes: () =>
      (report.fixes?.(toolsFor(kept, file, project, scope, locale)) ?? []).filter(
        (fix): fix is Fix => fix !== undefined,
      ),
  };
}

/** Runs all rules of the set over one version of a file. Pure but for the findings it keeps with untouched definitions. */
export function lintIdlFile(file: IdlFile, project: IdlProject, rules: IdlRuleSet): LintResult {
  const scope = createScope(file, project);
  const findings: Finding[] = [];
  const crashes: RuleCrash[] = [];
  const take = (all: readonly (Checked | undefined)[]): void => {
    for (let i = 0; i < all.length; i++) {
      const checked = all[i];
      if (checked === undefined || checked === clean) continue;
      const base = file.document.starts[i] ?? 0;
      for (const crash of checked.crashes) crashes.push(crash);
      for (const kept of checked.reports)
        findings.push(place(kept, shift(kept.report.at.span, base), file, project, scope, rules.locale));
    }
  };
  take(rules.own.cells(file));
  take(runLinkedRules(file, project, scope, rules));
  for (const active of rules.fileRules) {
    try {
      active.check(file, {
        options: active.options,
        file,
        project,
        scope,
        report(report) {
          const kept = keep(active, report, rules.locale);
          findings.push(place(kept, file.rangeOf(report.at), file, project, scope, rules.locale));
        },
      });
    } catch (error) {
      crashes.push({ rule: active.rule.id, error });
    }
  }
  return { findings, crashes };
}

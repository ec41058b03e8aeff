import type { z } from 'zod';
import { type Finding, type Fix, type Locale, localize, type RelatedPlace, type Severity } from '../core/finding';
import { shift, type TextRange } from '../core/range';
import type { RuleSetting } from '../core/rule';
import { createMemory, type Lookups, type Memory, type Recollection, watchScope } from './memory';
import { definitionOf, type IdlFile, type Place, symbolPath } from './model/file';
import type { Definition, Node } from './model/tree';
import type { IdlProject } from './resolve/project';
import { createScope, type Scope } from './resolve/scope';
import type { DefinitionRule, FileRule, FixTools, IdlRule, LinkedRule, Report } from './rule';

type AnyMessages = Readonly<Record<string, { readonly en: string; readonly zh: string }>>;
type AnyDefinitionRule = DefinitionRule<z.ZodType, AnyMessages>;
type AnyLinkedRule = LinkedRule<z.ZodType, AnyMessages>;
type AnyFileRule = FileRule<z.ZodType, AnyMessages>;
type AnyRule = AnyDefinitionRule | AnyLinkedRule | AnyFileRule;

interface Active<Rule> {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly options: unknown;
}

/** Rules, and those of them that look at a kind of definition. */
interface ByKind<Rule> {
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
  readonly definitionRules: ByKind<AnyDefinitionRule>;
  readonly linkedRules: ByKind<AnyLinkedRule>;
  readonly fileRules: readonly Active<AnyFileRule>[];
  /** What definition rules found, for as long as the definition lives; undefined where each file is linted once. */
  readonly kept: WeakMap<Definition, Checked> | undefined;
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
    if (rule.scope === 'definition')
      definitionRules.push({ rule: rule as unknown as AnyDefinitionRule, severity, options });
    else if (rule.scope === 'linked') linkedRules.push({ rule: rule as unknown as AnyLinkedRule, severity, options });
    else fileRules.push({ rule: rule as unknown as AnyFileRule, severity, options });
  }
  const isKept = lifetime === 'session';
  return {
    locale,
    definitionRules: { all: definitionRules, kinds: new Map() },
    linkedRules: { all: linkedRules, kinds: new Map() },
    fileRules,
    kept: isKept ? new WeakMap() : undefined,
    linked: isKept ? createMemory() : undefined,
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

/** Runs `check` for each rule, keeping what the others found when one throws. */
function runEach<Rule extends AnyDefinitionRule | AnyLinkedRule>(
  active: readonly Active<Rule>[],
  definition: Definition,
  locale: Locale,
  check: (rule: Rule, options: unknown, report: (report: Report<string>) => void) => void,
): Checked {
  let reports: Kept[] | undefined;
  let crashes: RuleCrash[] | undefined;
  let running: Active<Rule> | undefined;
  // One function for all rules: a check has ended before the next one begins.
  const report = (report: Report<string>): void => {
    if (!running) throw new Error('a rule reported when it was not asked');
    reports ??= [];
    reports.push(keep(running, report, locale));
  };
  for (const each of active) {
    if (definition.broken && !each.rule.brokenToo) continue;
    running = each;
    try {
      check(each.rule, each.options, report);
    } catch (error) {
      crashes ??= [];
      crashes.push({ rule: each.rule.id, error });
    }
  }
  running = undefined;
  return reports || crashes ? { reports: reports ?? [], crashes: crashes ?? [] } : clean;
}

function checkDefinition(definition: Definition, rules: IdlRuleSet): Checked {
  const active = rulesOn(rules.definitionRules, definition.kind);
  return runEach(active, definition, rules.locale, (rule, options, report) =>
    rule.check(definition, { options, report }),
  );
}

/** At a keystroke this and `runLinkedRules` are asked for every definition of the file, so they make nothing for those that are known. */
function runDefinitionRules(definition: Definition, rules: IdlRuleSet): Checked {
  const known = rules.kept?.get(definition);
  if (known) return known;
  const result = checkDefinition(definition, rules);
  rules.kept?.set(definition, result);
  return result;
}

function checkLinked(
  definition: Definition,
  file: IdlFile,
  project: IdlProject,
  scope: Scope,
  rules: IdlRuleSet,
): Checked {
  const active = rulesOn(rules.linkedRules, definition.kind);
  return runEach(active, definition, rules.locale, (rule, options, report) =>
    rule.check(definition, { options, file, project, scope, report }),
  );
}

/** What the linked rules find in the definition; run again only when what they found no longer holds. */
function runLinkedRules(
  definition: Definition,
  recollection: Recollection<Checked> | undefined,
  file: IdlFile,
  project: IdlProject,
  scope: Scope,
  rules: IdlRuleSet,
): Checked {
  if (!recollection) return checkLinked(definition, file, project, scope, rules);
  const known = recollection.get(definition);
  if (known) return known;
  const lookups: Lookups = { names: new Set(), failed: false };
  const result = checkLinked(definition, file, project, watchScope(scope, lookups), rules);
  if (!lookups.failed) recollection.keep(definition, result, lookups.names);
  return result;
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
  const related = (report.related ?? none).map((each): RelatedPlace => {
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
    related,
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
  const take = (checked: Checked, base: number): void => {
    if (checked === clean) return;
    for (const crash of checked.crashes) crashes.push(crash);
    for (const kept of checked.reports)
      findings.push(place(kept, shift(kept.report.at.span, base), file, project, scope, rules.locale));
  };
  const recollection = rules.linked?.recall(file, project);
  file.definitions.forEach((definition, i) => {
    const base = file.document.starts[i] ?? 0;
    const own = runDefinitionRules(definition, rules);
    const linked = runLinkedRules(definition, recollection, file, project, scope, rules);
    take(own, base);
    take(linked, base);
  });
  for (const active of rules.fileRules) {
    try {
      active.rule.check(file, {
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

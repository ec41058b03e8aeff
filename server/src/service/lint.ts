import type { z } from 'zod';
import {
  type Finding,
  type Fix,
  type IdlChange,
  type Locale,
  type Localized,
  localize,
  type RelatedPlace,
  type Severity,
} from '../core/finding';
import type { RuleSetting } from '../core/rule';
import { isBrowserFile } from './browserFile';
import type { ServiceFile } from './model/file';
import type { ServiceProject } from './model/project';
import type { FixTools, MessageData, Report, ServiceRule, ServiceRuleDefinition } from './rule';
import { symbolPath } from './symbolPath';
import type { ts } from './ts';

type AnyRule = ServiceRuleDefinition<z.ZodType, Readonly<Record<string, Localized>>>;

/** The service rules that are switched on, with one configuration's severities and options. */
export interface ServiceRuleSet {
  readonly locale: Locale;
  readonly rules: readonly { readonly rule: AnyRule; readonly severity: Severity; readonly options: unknown }[];
}

/** A finding whose fixes are worked out, so that it can leave the thread that the analysis runs in. */
export interface ServiceFinding extends Omit<Finding, 'fixes'> {
  readonly fixes: readonly Fix[];
}

/** A rule that threw, with the stack as text: errors of another thread lose theirs. */
export interface ServiceCrash {
  readonly rule: string;
  readonly error: string;
}

export interface ServiceLintResult {
  /** In no particular order. */
  readonly findings: readonly ServiceFinding[];
  readonly crashes: readonly ServiceCrash[];
}

/** Picks the rules that `settings` switch on. A rule without a setting is off. */
export function createServiceRuleSet(
  rules: readonly ServiceRule[],
  settings: ReadonlyMap<string, RuleSetting>,
  locale: Locale,
): ServiceRuleSet {
  const active: ServiceRuleSet['rules'][number][] = [];
  for (const rule of rules) {
    const setting = settings.get(rule.id);
    if (!setting || setting.severity === 'off') continue;
    active.push({ rule: rule as unknown as AnyRule, severity: setting.severity, options: setting.options });
  }
  return { locale, rules: active };
}

function text(rule: AnyRule, key: string): Localized {
  const found = rule.messages[key];
  if (!found) throw new Error(`${rule.id} has no message "${key}"`);
  return found;
}

/** The message in one language, texts among its data included. */
function say(rule: AnyRule, key: string, data: MessageData | undefined, locale: Locale): string {
  const plain = Object.entries(data ?? {}).map(([name, value]): [string, string | number] => [
    name,
    typeof value === 'object' ? localize(value, locale) : value,
  ]);
  return localize(text(rule, key), locale, Object.fromEntries(plain));
}

function toolsFor(rule: AnyRule, file: ServiceFile, project: ServiceProject, locale: Locale): FixTools<string> {
  const uriOf = (sourceFile: ts.SourceFile): string => project.fileOf(sourceFile).uri;
  const at = (node: ts.Node) => {
    const sourceFile = node.getSourceFile();
    return { uri: uriOf(sourceFile), start: node.getStart(sourceFile), end: node.getEnd() };
  };
  return {
    file,
    project,
    fix(applicability, title, data, edits) {
      return edits && edits.length > 0 ? { title: say(rule, title, data, locale), applicability, edits } : undefined;
    },
    replace(node, newText) {
      const { uri, start, end } = at(node);
      return { uri, range: { start, end }, newText };
    },
    insertBefore(node, newText) {
      const { uri, start } = at(node);
      return { uri, range: { start, end: start }, newText };
    },
    insertAfter(node, newText) {
      const { uri, end } = at(node);
      return { uri, range: { start: end, end }, newText };
    },
    edit: (range, newText, sourceFile = file.sourceFile) => ({ uri: uriOf(sourceFile), range, newText }),
  };
}

function place(
  rule: AnyRule,
  severity: Severity,
  report: Report<string>,
  file: ServiceFile,
  project: ServiceProject,
  locale: Locale,
): ServiceFinding {
  const node = 'kind' in report.at ? report.at : report.symbolOf;
  const tools = toolsFor(rule, file, project, locale);
  return {
    rule: rule.id,
    // A configured severity wins; the report's own stands only for the default.
    severity: report.severity && severity === rule.severity ? report.severity : severity,
    message: say(rule, report.message, report.data, locale),
    uri: file.uri,
    range: 'kind' in report.at ? file.rangeOf(report.at) : report.at,
    related: (report.related ?? []).map((each): RelatedPlace => {
      const { uri, range } = tools.replace(each.at, '');
      return { uri, range, message: say(rule, each.message, each.data, locale) };
    }),
    tags: report.tags ?? [],
    symbol: node ? symbolPath(node) : '',
    ...(rule.topic && { topic: rule.topic }),
    ...(report.idlChange && {
      idlChanges: [
        { ...report.idlChange.change, title: say(rule, report.idlChange.title, report.data, locale) } as IdlChange,
      ],
    }),
    fixes: (report.fixes?.(tools) ?? []).filter((fix): fix is Fix => fix !== undefined),
  };
}

/** Runs all rules of the set over one version of a file. A rule that throws costs its own findings in this file only. */
export function lintServiceFile(file: ServiceFile, project: ServiceProject, set: ServiceRuleSet): ServiceLintResult {
  const findings: ServiceFinding[] = [];
  const crashes: ServiceCrash[] = [];
  // Nodes know their parents once the program is bound, which making the checker does.
  void project.checker;
  if (isBrowserFile(file.sourceFile, project)) return { findings, crashes };
  for (const { rule, severity, options } of set.rules) {
    try {
      rule.check(file, {
        options,
        project,
        report: (report) => findings.push(place(rule, severity, report, file, project, set.locale)),
      });
    } catch (error) {
      crashes.push({ rule: rule.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  return { findings, crashes };
}

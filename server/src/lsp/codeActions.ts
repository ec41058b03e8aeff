import { type CodeAction, CodeActionKind, type CodeActionParams, type Diagnostic } from 'vscode-languageserver/node';
import { type Finding, type Fix, type Locale, type Localized, localize, type TextEdit } from '../core/finding';
import { overlap } from '../core/fix';
import { type TextRange, touches } from '../core/range';
import type { RuleCrash } from '../idl/lint';
import type { FixedText } from '../workspace/fixFile';
import { type Places, toDiagnostic, toWorkspaceEdit } from './convert';
import { fixAllKind, serverCommands, wants } from './features';
import { differences } from './textDiff';
import { texts } from './texts';

export interface CodeActionInput {
  readonly uri: string;
  readonly text: string;
  readonly findings: readonly Finding[];
  readonly locale: Locale;
  /** The text once every safe fix of the findings that `accepts` takes is in it. `fixesOf` computes a finding's fixes and does not throw. */
  readonly fixAll: (
    accepts: (finding: Finding) => boolean,
    fixesOf: (finding: Finding) => readonly Fix[],
  ) => FixedText | undefined;
  /** The edit that silences a finding's rule on its line, or in the whole file; undefined where that cannot be done. */
  readonly disableLine: (finding: Finding) => TextEdit | undefined;
  readonly disableFile: (finding: Finding) => TextEdit | undefined;
  readonly places: Places;
  /** Computing the fixes of a rule's finding threw: a bug of that rule. */
  readonly onCrash: (crash: RuleCrash) => void;
}

/** Findings and fixes of one place, in the order of the findings. */
interface Offered {
  readonly finding: Finding;
  readonly diagnostic: Diagnostic;
  readonly fixes: readonly Fix[];
}

function isEngineRule(rule: string): boolean {
  return rule.startsWith('thriftwise/');
}

/** The rules of the findings, each once, in order. */
function rulesOf(offered: readonly Offered[]): Map<string, Offered[]> {
  const rules = new Map<string, Offered[]>();
  for (const each of offered) rules.set(each.finding.rule, [...(rules.get(each.finding.rule) ?? []), each]);
  return rules;
}

/** What the client sent for a finding, so that it can tie the action to its own marker; else our own form of it. */
function diagnosticFor(finding: Finding, params: CodeActionParams, places: Places): Diagnostic {
  const own = toDiagnostic(finding, places);
  const same = (a: Diagnostic) =>
    a.code === own.code && a.message === own.message && JSON.stringify(a.range) === JSON.stringify(own.range);
  return params.context.diagnostics.find(same) ?? own;
}

/** The fixes of a finding that can be used. */
function fixesOf(finding: Finding, { onCrash }: CodeActionInput): readonly Fix[] {
  try {
    return finding.fixes().filter((fix) => !overlap(fix.edits));
  } catch (error) {
    onCrash({ rule: finding.rule, error });
    return [];
  }
}

/** One fixed text of the whole file, as an action's edit. */
function fixAllEdit(input: CodeActionInput, accepts: (finding: Finding) => boolean = () => true) {
  const { uri, text, places } = input;
  const fixed = input.fixAll(accepts, (finding) => fixesOf(finding, input));
  if (!fixed || fixed.applied === 0) return undefined;
  const edits = differences(text, fixed.text).map((each) => ({ uri, ...each }));
  if (edits.length === 0) return undefined;
  const edit = toWorkspaceEdit({ title: '', applicability: 'safe', edits }, places);
  return edit && { edit, applied: fixed.applied };
}

/** The light bulb's content for a place of a file, and `source.fixAll` for the whole. Edits are part of the actions. */
export function codeActions(params: CodeActionParams, range: TextRange, input: CodeActionInput): CodeAction[] {
  const { only } = params.context;
  const actions: CodeAction[] = [];
  if (wants(only, CodeActionKind.QuickFix)) actions.push(...quickFixes(params, range, input));
  if (only !== undefined && wants(only, fixAllKind)) {
    const all = fixAllEdit(input);
    if (all) actions.push({ title: say(input, texts.fixAll), kind: fixAllKind, edit: all.edit });
  }
  return actions;
}

function say(input: CodeActionInput, text: Localized, data: Readonly<Record<string, string | number>> = {}): string {
  return localize(text, input.locale, data);
}

function quickFixes(params: CodeActionParams, range: TextRange, input: CodeActionInput): CodeAction[] {
  const offered = input.findings
    .filter((finding) => touches(finding.range, range))
    .map(
      (finding): Offered => ({
        finding,
        diagnostic: diagnosticFor(finding, params, input.places),
        fixes: fixesOf(finding, input),
      }),
    );
  const rules = rulesOf(offered);
  return [
    ...offered.flatMap((each) => fixActions(each, (fix) => fix.applicability === 'safe', input)),
    ...offered.flatMap((each) => fixActions(each, (fix) => fix.applicability !== 'safe', input)),
    ...[...rules].flatMap(([rule, each]) => fixRuleAction(rule, each, input) ?? []),
    ...[...rules].flatMap(([rule, each]) => disableActions(rule, each, input, 'line')),
    ...[...rules].flatMap(([rule, each]) => disableActions(rule, each, input, 'file')),
    ...[...rules].flatMap(([rule, each]) => showRuleAction(rule, each, input) ?? []),
  ];
}

function fixActions(offered: Offered, accepts: (fix: Fix) => boolean, { places }: CodeActionInput): CodeAction[] {
  const safe = offered.fixes.filter(({ applicability }) => applicability === 'safe').length;
  return offered.fixes.filter(accepts).flatMap((fix) => {
    const edit = toWorkspaceEdit(fix, places);
    if (!edit) return [];
    const preferred = places.features.isPreferred && fix.applicability === 'safe' && safe === 1;
    return {
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [offered.diagnostic],
      edit,
      ...(preferred && { isPreferred: true }),
    };
  });
}

function fixRuleAction(rule: string, offered: readonly Offered[], input: CodeActionInput): CodeAction | undefined {
  if (!offered.some(({ fixes }) => fixes.some(({ applicability }) => applicability === 'safe'))) return undefined;
  if (input.findings.filter((finding) => finding.rule === rule).length < 2) return undefined;
  const all = fixAllEdit(input, (each) => each.rule === rule);
  if (!all || all.applied < 2) return undefined;
  return {
    title: say(input, texts.fixAllOfRule, { count: all.applied, rule }),
    kind: CodeActionKind.QuickFix,
    diagnostics: offered.map(({ diagnostic }) => diagnostic),
    edit: all.edit,
  };
}

function disableActions(
  rule: string,
  offered: readonly Offered[],
  input: CodeActionInput,
  what: 'line' | 'file',
): CodeAction[] {
  const [first] = offered;
  if (!first || isEngineRule(rule)) return [];
  const edit = what === 'line' ? input.disableLine(first.finding) : input.disableFile(first.finding);
  if (!edit) return [];
  const fix: Fix = { title: '', applicability: 'suggested', edits: [edit] };
  const converted = toWorkspaceEdit(fix, input.places);
  if (!converted) return [];
  return [
    {
      title: say(input, what === 'line' ? texts.disableLine : texts.disableFile, { rule }),
      kind: CodeActionKind.QuickFix,
      diagnostics: offered.map(({ diagnostic }) => diagnostic),
      edit: converted,
    },
  ];
}

function showRuleAction(rule: string, offered: readonly Offered[], input: CodeActionInput): CodeAction | undefined {
  const { openRuleCommand, showDocument } = input.places.features;
  const command = openRuleCommand ? 'thriftwise.openRule' : showDocument ? serverCommands.showRule : undefined;
  if (command === undefined) return undefined;
  const title = say(input, texts.showRule, { rule });
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: offered.map(({ diagnostic }) => diagnostic),
    command: { title, command, arguments: [rule] },
  };
}

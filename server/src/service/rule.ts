import type { z } from 'zod';
import type { Applicability, FindingTag, Fix, IdlChange, Localized, Severity, TextEdit, Topic } from '../core/finding';
import type { OptionsSchema } from '../core/options';
import type { TextRange } from '../core/range';
import type { RuleMeta } from '../core/rule';
import type { ServiceFile } from './model/file';
import type { ServiceProject } from './model/project';
import type { ts } from './ts';

/** What fills a message; a text in both languages is put in in the message's own. */
export type MessageData = Readonly<Record<string, string | number | Localized>>;

/** A place that explains a report, in whichever file the node stands. */
export interface Related<Key extends string> {
  readonly at: ts.Node;
  readonly message: Key;
  readonly data?: MessageData;
}

type WithoutTitle<Change> = Change extends unknown ? Omit<Change, 'title'> : never;
export type UntitledChange = WithoutTitle<IdlChange>;

/** What a rule says of one place of the file it checks. */
export interface Report<Key extends string> {
  /** What is underlined: as little as shows the mistake (the callee, not the whole call). A range counts in the file's text. */
  readonly at: ts.Node | TextRange;
  /** Names the symbol path (for baselines) when `at` is a range. */
  readonly symbolOf?: ts.Node;
  readonly message: Key;
  readonly data?: MessageData;
  readonly related?: readonly Related<Key>[];
  readonly tags?: readonly FindingTag[];
  /** A change of the IDL that is offered besides fixes, with the key of its title, which `data` fills. */
  readonly idlChange?: { readonly title: Key; readonly change: UntitledChange };
  /** Only where one rule has two weights; stands while the rule's severity is the default one, a configured severity wins. */
  readonly severity?: Severity;
  /** Computed right after the check, in the same version of every file. */
  readonly fixes?: (tools: FixTools<Key>) => readonly (Fix | undefined)[];
}

/** What a rule makes fixes with. Offsets and nodes are those of the version that was checked. */
export interface FixTools<Key extends string> {
  readonly file: ServiceFile;
  readonly project: ServiceProject;
  /** A fix with a localized title. Undefined when there are no edits. */
  fix(
    applicability: Applicability,
    title: Key,
    data: MessageData,
    edits: readonly TextEdit[] | undefined,
  ): Fix | undefined;
  /** An edit in the file that the node stands in. */
  replace(at: ts.Node, newText: string): TextEdit;
  insertBefore(at: ts.Node, newText: string): TextEdit;
  insertAfter(at: ts.Node, newText: string): TextEdit;
  /** An edit at absolute offsets of `file`, or of another source file. */
  edit(range: TextRange, newText: string, sourceFile?: ts.SourceFile): TextEdit;
}

export interface ServiceContext<Options, Key extends string> {
  readonly options: Options;
  readonly project: ServiceProject;
  report(report: Report<Key>): void;
}

/**
 * A rule over one TypeScript or JavaScript file. It may follow values into other files through `context.project`, never
 * reports outside of its own file, and stays silent where it is not sure.
 */
export interface ServiceRuleDefinition<Schema extends z.ZodType, Messages extends Readonly<Record<string, Localized>>>
  extends RuleMeta {
  readonly options: OptionsSchema<Schema>;
  readonly messages: Messages;
  readonly topic?: Topic;
  check(file: ServiceFile, context: ServiceContext<z.output<Schema>, Extract<keyof Messages, string>>): void;
}

/** A rule with the types of its options and messages put away: what tables and the runner hold. */
export type ServiceRule = Omit<ServiceRuleDefinition<z.ZodType, Readonly<Record<string, Localized>>>, 'check'> & {
  // Method syntax keeps the parameters bivariant, so each rule's own option and message types fit in.
  check(file: ServiceFile, context: never): void;
};

/** Declares a service rule; only there to let the types be inferred. */
export function serviceRule<Schema extends z.ZodType, const Messages extends Readonly<Record<string, Localized>>>(
  rule: ServiceRuleDefinition<Schema, Messages>,
): ServiceRuleDefinition<Schema, Messages> {
  return rule;
}

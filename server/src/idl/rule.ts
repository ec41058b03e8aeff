import type { z } from 'zod';
import type { Applicability, FindingTag, Fix, Localized, Severity, TextEdit } from '../core/finding';
import type { OptionsSchema } from '../core/options';
import type { TextRange } from '../core/range';
import type { RuleMeta } from '../core/rule';
import type { IdlFile, IdlHeader, Place } from './model/file';
import type { Definition, Node } from './model/tree';
import type { IdlProject } from './resolve/project';
import type { Scope } from './resolve/scope';

export type MessageData = Readonly<Record<string, string | number>>;

/** A place that explains a report, in this file or, with `file`, in another one. */
export interface Related<Key extends string> {
  readonly at: Node | Place;
  readonly file?: IdlHeader;
  readonly message: Key;
  readonly data?: MessageData;
}

/** What a rule says of one place. */
export interface Report<Key extends string> {
  /** What is underlined: as little as shows the mistake (a name, not the whole field). */
  readonly at: Node | Place;
  /** Names the symbol path (for baselines) when `at` is a place without a node. */
  readonly symbolOf?: Node;
  readonly message: Key;
  readonly data?: MessageData;
  readonly related?: readonly Related<Key>[];
  readonly tags?: readonly FindingTag[];
  /** Only where one rule has two weights; stands while the rule's severity is the default one, a configured severity wins. */
  readonly severity?: Severity;
  /**
   * Computes the fixes when somebody asks, perhaps in a later version of the file in which the definition is untouched.
   * Everything it needs beyond its own definition comes through `tools`.
   */
  readonly fixes?: (tools: FixTools<Key>) => readonly (Fix | undefined)[];
}

/** What a rule makes fixes with. Places are converted to the file's current version. */
export interface FixTools<Key extends string> {
  readonly file: IdlFile;
  readonly project: IdlProject;
  readonly scope: Scope;
  /** A fix with a localized title. Undefined when there are no edits. */
  fix(
    applicability: Applicability,
    title: Key,
    data: MessageData,
    edits: readonly TextEdit[] | undefined,
  ): Fix | undefined;
  /** An edit of this file. */
  replace(at: Node | Place, newText: string): TextEdit;
  insertBefore(at: Node | Place, newText: string): TextEdit;
  insertAfter(at: Node | Place, newText: string): TextEdit;
  /** An edit at absolute offsets of this file's text, or of the file `uri`. */
  edit(range: TextRange, newText: string, uri?: string): TextEdit;
}

export interface DefinitionContext<Options, Key extends string> {
  readonly options: Options;
  report(report: Report<Key>): void;
}

export interface FileContext<Options, Key extends string> extends DefinitionContext<Options, Key> {
  readonly file: IdlFile;
  readonly project: IdlProject;
  readonly scope: Scope;
}

/** The types that a rule's parts share: what its options parse to and which messages it has. */
interface IdlRuleBase<Schema extends z.ZodType, Messages extends Readonly<Record<string, Localized>>> extends RuleMeta {
  readonly options: OptionsSchema<Schema>;
  readonly messages: Messages;
}

/** A rule that is run definition by definition. */
interface EachDefinition {
  /** The kinds of definitions in which the rule can find anything; all when left out. The others are not shown to it. */
  readonly on?: readonly Definition['kind'][];
  readonly brokenToo?: boolean;
}

/**
 * A rule whose findings depend on one definition's own text (and the options) alone. They are kept with the definition
 * until it is edited, so `check` must not look anywhere else; names of other definitions need a file rule.
 * Definitions in which a syntax error lies are passed in only when `brokenToo` is set.
 */
export interface DefinitionRule<Schema extends z.ZodType, Messages extends Readonly<Record<string, Localized>>>
  extends IdlRuleBase<Schema, Messages>,
    EachDefinition {
  readonly scope: 'definition';
  check(definition: Definition, context: DefinitionContext<z.output<Schema>, Extract<keyof Messages, string>>): void;
}

/** A rule that looks at the whole file and, through `project` and `scope`, at others. Runs after every change, so it must be quick. */
export interface FileRule<Schema extends z.ZodType, Messages extends Readonly<Record<string, Localized>>>
  extends IdlRuleBase<Schema, Messages> {
  readonly scope: 'file';
  check(file: IdlFile, context: FileContext<z.output<Schema>, Extract<keyof Messages, string>>): void;
}

/**
 * A rule whose findings depend on one definition, its chunk's own text, and what the names in it resolve to through
 * `context.scope`. They are kept until the definition, a definition that was looked up, or an included file changes, so `check`
 * must neither walk over other definitions nor make a scope of its own for this file; such a rule is a file rule.
 * Findings of a definition in which a lookup failed are made anew each time, so suggestions may look anywhere.
 */
export interface LinkedRule<Schema extends z.ZodType, Messages extends Readonly<Record<string, Localized>>>
  extends IdlRuleBase<Schema, Messages>,
    EachDefinition {
  readonly scope: 'linked';
  check(definition: Definition, context: FileContext<z.output<Schema>, Extract<keyof Messages, string>>): void;
}

/** A rule with the types of its options and messages put away: what tables and the runner hold. */
export type IdlRule = (
  | Omit<DefinitionRule<z.ZodType, Readonly<Record<string, Localized>>>, 'check'>
  | Omit<LinkedRule<z.ZodType, Readonly<Record<string, Localized>>>, 'check'>
  | Omit<FileRule<z.ZodType, Readonly<Record<string, Localized>>>, 'check'>
) & {
  // Method syntax keeps the parameters bivariant, so each rule's own option and message types fit in.
  check(subject: never, context: never): void;
};

/** Declares a definition rule; only there to let the types be inferred. */
export function definitionRule<Schema extends z.ZodType, const Messages extends Readonly<Record<string, Localized>>>(
  rule: Omit<DefinitionRule<Schema, Messages>, 'scope'>,
): DefinitionRule<Schema, Messages> {
  return { ...rule, scope: 'definition' };
}

/** Declares a linked rule; only there to let the types be inferred. */
export function linkedRule<Schema extends z.ZodType, const Messages extends Readonly<Record<string, Localized>>>(
  rule: Omit<LinkedRule<Schema, Messages>, 'scope'>,
): LinkedRule<Schema, Messages> {
  return { ...rule, scope: 'linked' };
}

/** Declares a file rule; only there to let the types be inferred. */
export function fileRule<Schema extends z.ZodType, const Messages extends Readonly<Record<string, Localized>>>(
  rule: Omit<FileRule<Schema, Messages>, 'scope'>,
): FileRule<Schema, Messages> {
  return { ...rule, scope: 'file' };
}

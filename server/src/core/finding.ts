import type { TextRange } from './range';

/** How much a finding matters, from worst to mildest. */
export const severities = ['error', 'warning', 'information', 'hint'] as const;
export type Severity = (typeof severities)[number];

/** The languages that messages are written in. */
export const locales = ['en', 'zh-cn'] as const;
export type Locale = (typeof locales)[number];

/** One text in every language; `{name}` stands for a value that is filled in. */
export interface Localized {
  readonly en: string;
  readonly zh: string;
}

/**
 * How far a fix may go without being asked.
 * - `safe`: meaning, wire format and public names stay as they are; may run on save.
 * - `suggested`: correct in most cases, or changes a name or a signature; one at a time, by hand.
 * - `template`: inserts a snippet whose placeholders a person fills in.
 */
export type Applicability = 'safe' | 'suggested' | 'template';

/** Replaces `range` of the file `uri` by `newText`. For a `template`, `newText` is an LSP snippet. */
export interface TextEdit {
  readonly uri: string;
  readonly range: TextRange;
  readonly newText: string;
}

/** Independent edits that are applied together or not at all, each file's against one version of its text. */
export interface Fix {
  readonly title: string;
  readonly applicability: Applicability;
  readonly edits: readonly TextEdit[];
}

/** A change of a method in the IDL that would mend a finding in code; the edit is made by whoever holds the Thrift file. */
export type IdlChange = {
  readonly title: string;
  /** The file of the service that declares the method. */
  readonly uri: string;
  readonly service: string;
  readonly method: string;
} & ({ readonly kind: 'throws'; readonly exception: string } | { readonly kind: 'idempotent' });

/** A second place that explains a finding. */
export interface RelatedPlace {
  readonly uri: string;
  readonly range: TextRange;
  readonly message: string;
}

export type FindingTag = 'unnecessary' | 'deprecated';

/**
 * What several rules speak of. Findings of one topic at one place are told as one, after suppression: the gravest first, of equal ones that of the
 * lowest rank.
 */
export interface Topic {
  readonly name: 'retry';
  readonly rank: number;
}

/** One problem in one version of one file. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly uri: string;
  readonly range: TextRange;
  readonly related: readonly RelatedPlace[];
  readonly tags: readonly FindingTag[];
  /** The path of names that leads to the place, such as `UserService.GetUser.req`: stable while lines move. */
  readonly symbol: string;
  readonly topic?: Topic;
  /** Computes the fixes; costly ones (renames over many files) are paid for only when somebody asks. */
  readonly fixes: () => readonly Fix[];
  /** What could be changed in the IDL instead. */
  readonly idlChanges?: readonly IdlChange[];
}

/** Fills the `{name}` places of `template` from `data`; a name without a value stays as it is. */
export function fill(template: string, data: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, key: string) => String(data[key] ?? whole));
}

/** The text in `locale`, filled from `data`. */
export function localize(
  text: Localized,
  locale: Locale,
  data: Readonly<Record<string, string | number>> = {},
): string {
  return fill(locale === 'zh-cn' ? text.zh : text.en, data);
}

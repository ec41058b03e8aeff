import type { Applicability, Localized, Severity } from './finding';
import type { OptionsSchema } from './options';

export const families = ['idl', 'service', 'contract', 'thriftwise'] as const;
export type Family = (typeof families)[number];

/**
 * What a rule stands on: for IDL the language itself, the guide's conventions, the annotations of Kitex and Hertz; for services
 * the parts of reliability that the guide treats; the contract between the two; or the engine's own housekeeping (suppressions, config, limits).
 */
export const groups = [
  'language',
  'convention',
  'annotation',
  'timeout',
  'retry',
  'error',
  'connection',
  'lifecycle',
  'contract',
  'engine',
] as const;
export type Group = (typeof groups)[number];

export const presets = ['kitex', 'apache', 'strict', 'minimal'] as const;
export type PresetName = (typeof presets)[number];

export type SeveritySetting = Severity | 'off';

/** What everybody but the rule's own check needs to know: the single source of docs, schema, settings and links. */
export interface RuleMeta {
  /** `family/name`. */
  readonly id: string;
  readonly group: Group;
  /** One line for tables: what the rule finds. */
  readonly summary: Localized;
  /** The section of the Kitex guide that the rule serves, such as `5.1`; undefined where it is the language itself. */
  readonly guide?: string;
  /** Under the preset `kitex`. */
  readonly severity: SeveritySetting;
  /** Where another preset differs from what its group would give. */
  readonly presets?: Partial<Record<Exclude<PresetName, 'kitex'>, SeveritySetting>>;
  /** The boldest kind of fix that the rule offers. */
  readonly fix?: Applicability;
  readonly options: OptionsSchema;
  /** Message and fix-title texts by key. */
  readonly messages: Readonly<Record<string, Localized>>;
  /** The ids of thriftcheck's rules that a `nolint` annotation may name to silence this one. */
  readonly thriftcheck?: readonly string[];
}

/** The family is the id's first part. */
export function familyOf(id: string): string {
  return id.slice(0, id.indexOf('/'));
}

/** A rule's severity and parsed options as the configuration sets them. */
export interface RuleSetting {
  readonly severity: SeveritySetting;
  readonly options: unknown;
}

import type { Config, ConfigSchema } from '../config/schema';
import { type Locale, locales } from '../core/finding';
import type { InlayHintOptions } from '../idl/query/inlayHints';

/** The editor's settings for one workspace folder. */
export interface Settings {
  readonly enable: boolean;
  readonly locale: Locale | 'auto';
  /** The weakest layer of the configuration. */
  readonly config: Config;
  readonly inlayHints: InlayHintOptions;
}

export const defaultSettings: Settings = {
  enable: true,
  locale: 'auto',
  config: {},
  inlayHints: { enumValues: true, typedefs: true },
};

/** Which setting feeds which key of the configuration. */
const configKeys = {
  preset: 'extends',
  dialect: 'dialect',
  includePaths: 'includePaths',
  exclude: 'exclude',
  maxFindings: 'maxFindings',
  rules: 'rules',
} as const satisfies Readonly<Record<string, keyof Config>>;

/** Switches are on unless they are switched off. */
function readInlayHints(value: unknown): InlayHintOptions {
  const record = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  const { enumValues, typedefs } = record;
  return { enumValues: enumValues !== false, typedefs: typedefs !== false };
}

/** Reads what the client answers for the section `thriftwise`. A setting that is wrong is left out and told of. */
export function readSettings(
  value: unknown,
  schema: ConfigSchema,
): { readonly settings: Settings; readonly problems: readonly string[] } {
  const record = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  const problems: string[] = [];
  const config: Record<string, unknown> = {};
  for (const [setting, key] of Object.entries(configKeys)) {
    const given = record[setting];
    if (given === undefined || given === null) continue;
    const parsed = schema.safeParse({ [key]: given });
    if (parsed.success) config[key] = parsed.data[key];
    else problems.push(...parsed.error.issues.map((issue) => `thriftwise.${setting}: ${issue.message}`));
  }
  const { enable, locale: wanted, inlayHints } = record;
  const locale = locales.find((each) => each === wanted) ?? 'auto';
  return {
    settings: { enable: enable !== false, locale, config: config as Config, inlayHints: readInlayHints(inlayHints) },
    problems,
  };
}

/** The language of messages: the setting, else the client's display language. */
export function chooseLocale(setting: Settings['locale'], clientLocale: string | undefined): Locale {
  if (setting !== 'auto') return setting;
  return clientLocale !== undefined && /^zh\b/i.test(clientLocale.replace('_', '-')) ? 'zh-cn' : 'en';
}

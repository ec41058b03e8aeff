import type { Config, ConfigSchema } from '../config/schema';
import { type Locale, locales } from '../core/finding';
import type { InlayHintOptions } from '../idl/query/inlayHints';

/** The editor's settings for one workspace folder. */
export interface Settings {
  readonly enable: boolean;
  readonly locale: Locale | 'auto';
  /** How much memory the analysis of TypeScript may take. */
  readonly serviceMemoryMb: number;
  /** The weakest layer of the configuration. */
  readonly config: Config;
  readonly inlayHints: InlayHintOptions;
}

/** Enough for programs of some thousand files; a tenth of it is what most need. */
const defaultServiceMemoryMb = 2048;

export const defaultSettings: Settings = {
  enable: true,
  locale: 'auto',
  serviceMemoryMb: defaultServiceMemoryMb,
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
  service: 'service',
} as const satisfies Readonly<Record<string, keyof Config>>;

/** Switches are on unless they are switched off. */
function readInlayHints(value: unknown): InlayHintOptions {
  const record = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  const { enumValues, typedefs } = record;
  return { enumValues: enumValues !== false, typedefs: typedefs !== false };
}

/** The memory limit is no part of a configuration: there is one thread for all folders. */
function withoutMemory(given: unknown): unknown {
  if (typeof given !== 'object' || given === null) return given;
  const { memoryLimitMb: _, ...rest } = given as Readonly<Record<string, unknown>>;
  return rest;
}

function memoryOf(service: unknown): number {
  const { memoryLimitMb } = (service ?? {}) as { readonly memoryLimitMb?: unknown };
  return typeof memoryLimitMb === 'number' && memoryLimitMb > 0 ? memoryLimitMb : defaultServiceMemoryMb;
}

/** Reads what the client answers for the section `thriftwise`. A setting that is wrong is left out and told of. */
export function readSettings(
  value: unknown,
  schema: () => ConfigSchema,
): { readonly settings: Settings; readonly problems: readonly string[] } {
  const record = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  const problems: string[] = [];
  const config: Record<string, unknown> = {};
  for (const [setting, key] of Object.entries(configKeys)) {
    const given = record[setting];
    if (given === undefined || given === null) continue;
    const parsed = schema().safeParse({ [key]: key === 'service' ? withoutMemory(given) : given });
    if (parsed.success) config[key] = parsed.data[key];
    else problems.push(...parsed.error.issues.map((issue) => `thriftwise.${setting}: ${issue.message}`));
  }
  const { enable, locale: wanted, inlayHints } = record;
  const locale = locales.find((each) => each === wanted) ?? 'auto';
  const serviceMemoryMb = memoryOf(record['service']);
  const settings: Settings = {
    enable: enable !== false,
    locale,
    serviceMemoryMb,
    config: config as Config,
    inlayHints: readInlayHints(inlayHints),
  };
  return { settings, problems };
}

/** The language of messages: the setting, else the client's display language. */
export function chooseLocale(setting: Settings['locale'], clientLocale: string | undefined): Locale {
  if (setting !== 'auto') return setting;
  return clientLocale !== undefined && /^zh\b/i.test(clientLocale.replace('_', '-')) ? 'zh-cn' : 'en';
}

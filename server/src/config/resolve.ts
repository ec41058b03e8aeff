import { type DefaultOptions, noOptions } from '../core/options';
import { familyOf, type PresetName, type RuleMeta, type RuleSetting } from '../core/rule';
import { loadZod } from '../core/zod';
import type { ClientConfig } from './clients';
import type { FormatSettings } from './format';
import { presetSeverity } from './presets';
import {
  type Config,
  defaultExclude,
  defaultMaxFileSize,
  defaultMaxFindings,
  defaultService,
  type dialectNames,
  type ServiceConfig,
} from './schema';

/** A configuration with every default filled in: what the engine runs on. */
export interface ResolvedConfig {
  readonly preset: PresetName;
  readonly dialect: (typeof dialectNames)[number];
  /** As written; relative to the config file's folder. */
  readonly includePaths: readonly string[];
  readonly exclude: readonly string[];
  readonly maxFindings: number;
  /** In UTF-16 code units. */
  readonly maxFileSize: number;
  readonly service: ServiceConfig;
  /** Of every layer: a team's clients add to its colleagues'. */
  readonly clients: readonly ClientConfig[];
  /** What is left out is up to the surface. */
  readonly format: FormatSettings;
  readonly settings: ReadonlyMap<string, RuleSetting>;
}

const none = Object.freeze({});

function defaultsOf({ id, options }: RuleMeta, known: DefaultOptions): unknown {
  return options === noOptions ? none : (known[id] ?? options(loadZod()).parse({}));
}

function split(setting: unknown): { severity: RuleSetting['severity']; options: unknown } | undefined {
  if (setting === undefined) return undefined;
  const [severity, options] = Array.isArray(setting) ? setting : [setting, undefined];
  return { severity: severity as RuleSetting['severity'], options };
}

/** The members that any layer sets; the strongest layer wins for each. */
function mergeService(layers: readonly Config[]): ServiceConfig {
  const given = layers.flatMap(({ service }) => Object.entries(service ?? {}));
  return { ...defaultService, ...Object.fromEntries(given.filter(([, value]) => value !== undefined)) };
}

/**
 * Merges configurations, weakest first (the editor's settings, then the config file), over the preset that the strongest one names.
 * Within one configuration a rule's own entry wins over its family's. Where `defaults` lacks a rule, its schema is asked.
 */
export function resolveConfig(
  rules: readonly RuleMeta[],
  layers: readonly Config[],
  defaults: DefaultOptions = {},
): ResolvedConfig {
  const last = <Key extends keyof Config>(key: Key): Config[Key] | undefined =>
    layers.reduce<Config[Key] | undefined>((found, layer) => layer[key] ?? found, undefined);
  const preset = last('extends') ?? 'kitex';
  const settings = new Map<string, RuleSetting>();
  for (const rule of rules) {
    let severity = presetSeverity(rule, preset);
    let options: unknown;
    for (const layer of layers) {
      const entries = layer.rules as Readonly<Record<string, unknown>> | undefined;
      const family = split(entries?.[`${familyOf(rule.id)}/*`]);
      const own = split(entries?.[rule.id]);
      severity = own?.severity ?? family?.severity ?? severity;
      options = own?.options ?? options;
    }
    settings.set(rule.id, { severity, options: options ?? defaultsOf(rule, defaults) });
  }
  return {
    preset,
    dialect: last('dialect') ?? 'any',
    includePaths: last('includePaths') ?? [],
    exclude: last('exclude') ?? defaultExclude,
    maxFindings: last('maxFindings') ?? defaultMaxFindings,
    maxFileSize: last('maxFileSize') ?? defaultMaxFileSize,
    service: mergeService(layers),
    clients: layers.flatMap((layer) => layer.clients ?? []),
    format: Object.assign({}, ...layers.map((layer) => layer.format)) as FormatSettings,
    settings,
  };
}

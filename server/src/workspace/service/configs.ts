import type { RuleMeta } from '../../core/rule';
import { teamLibraries } from '../../service/catalogue/teamClients';
import { createServiceRuleSet, type ServiceRuleSet } from '../../service/lint';
import type { ServiceSettings } from '../../service/model/settings';
import type { ServiceRule } from '../../service/rule';
import { excluder } from '../exclude';
import type { ReportSetup } from '../finish';
import { compileGlob } from '../glob';
import { isInside } from '../uris';
import type { AnalysisConfig } from './protocol';

/** A configuration as the analysis works with it. */
export interface ReadyConfig {
  readonly config: AnalysisConfig;
  /** One object as long as it says the same: what was worked out about projects is kept by it. */
  readonly settings: ServiceSettings;
  readonly rules: ServiceRuleSet;
  readonly setup: ReportSetup;
  readonly isExcluded: (path: string) => boolean;
}

/** The configurations that the main thread sent, by their number. Those that tell projects apart are told from those that only judge what is found. */
export interface ReadyConfigs {
  get(id: number): ReadyConfig | undefined;
  /** The configuration whose folder is the nearest one around the path. */
  around(path: string): ReadyConfig | undefined;
  all(): readonly ReadyConfig[];
  /** Says whether projects may consist of other files now, or of other packages. */
  add(id: number, config: AnalysisConfig): boolean;
  /** All will be sent anew where they are needed; until then, those there are hold. */
  expire(): void;
  /**
   * Says whether a file of this path that is analysed by this configuration shows that another one is gone: then projects may consist of other
   * files now.
   */
  replaces(path: string, by: ReadyConfig): boolean;
  clear(): void;
}

interface Entry extends ReadyConfig {
  /** What projects consist of by it. */
  readonly shape: string;
  /** What is worked out about projects by it. */
  readonly meaning: string;
}

function shapeOf({ service, clients, maxFileSize, exclude, excludeFolder }: AnalysisConfig): string {
  const { enable, includeTests } = service;
  return JSON.stringify([enable, includeTests, clients, maxFileSize, exclude, excludeFolder]);
}

/** An empty set of configurations. `rules` are those that can be switched on, `all` those that suppressions may name. */
export function createReadyConfigs(rules: readonly ServiceRule[], all: readonly RuleMeta[]): ReadyConfigs {
  const configs = new Map<number, Entry>();
  let expired = new Set<number>();

  function around(path: string): ReadyConfig | undefined {
    let best: Entry | undefined;
    for (const each of configs.values()) {
      const { folder } = each.config;
      // Of two for one folder, the newer one.
      if (isInside(folder, path) && folder.length >= (best?.config.folder.length ?? 0)) best = each;
    }
    return best;
  }

  function dropExpired(): void {
    for (const id of expired) configs.delete(id);
    expired = new Set();
  }

  return {
    get: (id) => (expired.has(id) ? undefined : configs.get(id)),
    around,
    all: () => [...configs.values()],
    add(id, config) {
      const meaning = JSON.stringify([config.service, config.clients]);
      const same = [...configs.values()].find((each) => each.meaning === meaning);
      const before = [...configs].filter(([, each]) => each.config.folder === config.folder);
      const shape = shapeOf(config);
      const isKnown = before.at(-1)?.[1].shape === shape;
      for (const [old] of before) if (expired.delete(old)) configs.delete(old);
      if (!isKnown) dropExpired();
      configs.set(id, {
        config,
        settings: same?.settings ?? { ...config.service, clients: teamLibraries(config.clients) },
        rules: createServiceRuleSet(rules, config.settings, config.locale),
        setup: { config, locale: config.locale, registry: { all } },
        isExcluded: excluder(config.excludeFolder, config.exclude.map(compileGlob)),
        shape,
        meaning,
      });
      return !isKnown;
    },
    expire() {
      expired = new Set(configs.keys());
    },
    replaces(path, by) {
      if (expired.size === 0 || around(path)?.config.folder === by.config.folder) return false;
      dropExpired();
      return true;
    },
    clear() {
      configs.clear();
      expired.clear();
    },
  };
}

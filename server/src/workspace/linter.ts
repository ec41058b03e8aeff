import type { ResolvedConfig } from '../config/resolve';
import type { Locale } from '../core/finding';
import type { DefaultOptions } from '../core/options';
import type { RuleMeta } from '../core/rule';
import { createIdlRuleSet, type IdlRuleSet, type Lifetime, lintIdlFile } from '../idl/lint';
import type { IdlRule } from '../idl/rule';
import { isUncertain, suppressionsIn } from '../idl/suppressions';
import { rule as limit } from '../rules/thriftwise/limit';
import { rule as unreadableFile } from '../rules/thriftwise/unreadable-file';
import { engineFinding, fileStart, finishLint, type LintOutcome } from './finish';
import type { IdlWorkspace } from './idlWorkspace';

/** All rules: those that look at IDL, and those that only exist as entries: another thread or the engine itself reports them. */
export interface Registry {
  readonly idl: readonly IdlRule[];
  readonly all: readonly RuleMeta[];
  /** Saves making schemas for it; a rule that is left out is asked. */
  readonly defaults?: DefaultOptions;
}

/** One configuration made ready to lint with; keep it while the configuration stays the same. */
export interface LintSetup {
  readonly config: ResolvedConfig;
  readonly locale: Locale;
  readonly rules: IdlRuleSet;
  readonly registry: Registry;
}

export function createLintSetup(
  registry: Registry,
  config: ResolvedConfig,
  locale: Locale,
  lifetime?: Lifetime,
): LintSetup {
  return { config, locale, registry, rules: createIdlRuleSet(registry.idl, config.settings, locale, lifetime) };
}

const uncapped = new WeakMap<LintSetup, LintSetup>();

/** The same without `maxFindings`, for those who must see everything: fixes, and baselines, which take out their share before the rest is counted. */
export function everyFinding(setup: LintSetup): LintSetup {
  let every = uncapped.get(setup);
  if (!every) {
    every = { ...setup, config: { ...setup.config, maxFindings: Number.POSITIVE_INFINITY } };
    uncapped.set(setup, every);
  }
  return every;
}

/** Lints one file of the workspace in its newest version. */
export function lintFile(workspace: IdlWorkspace, uri: string, setup: LintSetup): LintOutcome {
  const file = workspace.file(uri);
  if (!file) {
    const why = workspace.whyUnreadable(uri);
    const findings =
      why?.kind === 'too-large'
        ? engineFinding(setup, limit, uri, fileStart, 'fileSize', { size: why.size, limit: why.limit })
        : why?.kind === 'unreadable'
          ? engineFinding(setup, unreadableFile, uri, fileStart, 'unreadable', { why: why.why })
          : [];
    return { findings, suppressed: [], crashes: [] };
  }
  const { findings, crashes } = lintIdlFile(file, workspace, setup.rules);
  return finishLint(setup, file, {
    findings,
    crashes,
    suppressions: suppressionsIn(file),
    isUncertain: (range) => isUncertain(file, range),
  });
}

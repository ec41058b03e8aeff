import { type ResolvedConfig, resolveConfig } from '../../server/src/config/resolve';
import type { Config } from '../../server/src/config/schema';
import type { Locale } from '../../server/src/core/finding';
import { allRules, idlRules } from '../../server/src/rules/registry.generated';
import type { LintOutcome } from '../../server/src/workspace/finish';
import { createIdlWorkspace, type IdlWorkspace } from '../../server/src/workspace/idlWorkspace';
import { createLintSetup, type LintSetup, lintFile, type Registry } from '../../server/src/workspace/linter';
import { createMemoryFiles } from '../../server/src/workspace/memoryFiles';

export const registry: Registry = { idl: idlRules, all: allRules };

/** The folder in which the files of a test stand. */
export const testRoot = '/workspace';

export function testUri(path: string): string {
  return `file://${testRoot}/${path}`;
}

/** A workspace in memory with the engine set up; paths are relative, such as `idl/user.thrift`. */
export interface TestWorkspace {
  readonly workspace: IdlWorkspace;
  readonly setup: LintSetup;
  readonly config: ResolvedConfig;
  lint(path: string): LintOutcome;
  text(path: string): string;
}

interface Engine {
  readonly config: ResolvedConfig;
  readonly setup: LintSetup;
}

const engines = new WeakMap<Config, Map<Locale, Engine>>();

/** Resolving a configuration takes longer than linting a short file, so it is done once for each object. */
function engineFor(config: Config, locale: Locale): Engine {
  const ofConfig = engines.get(config) ?? new Map<Locale, Engine>();
  engines.set(config, ofConfig);
  const known = ofConfig.get(locale);
  if (known) return known;
  const resolved = resolveConfig(allRules, [config]);
  const made = { config: resolved, setup: createLintSetup(registry, resolved, locale) };
  ofConfig.set(locale, made);
  return made;
}

const kitex: Config = {};

/** Builds a workspace of `files` in which every file is known, under `config` (the preset `kitex` where it says nothing). */
export function createTestWorkspace(
  files: Readonly<Record<string, string>>,
  config: Config = kitex,
  locale: Locale = 'en',
): TestWorkspace {
  const { config: resolved, setup } = engineFor(config, locale);
  const absolute = Object.fromEntries(Object.entries(files).map(([path, text]) => [`${testRoot}/${path}`, text]));
  const workspace = createIdlWorkspace({
    files: createMemoryFiles(absolute),
    roots: () => [testRoot],
    settingsFor: () => ({
      dialect: resolved.dialect,
      includePaths: resolved.includePaths.map((path) => `${testRoot}/${path}`),
      maxFileSize: resolved.maxFileSize,
    }),
  });
  for (const path of Object.keys(files)) workspace.load(testUri(path));
  return {
    workspace,
    setup,
    config: resolved,
    lint: (path) => lintFile(workspace, testUri(path), setup),
    text: (path) => files[path] ?? '',
  };
}

/** A configuration in which only the rules named are on (at their default severity, or as warnings). */
export function onlyRules(...ids: readonly string[]): Config {
  const rules: Record<string, unknown> = {
    'idl/*': 'off',
    'service/*': 'off',
    'contract/*': 'off',
    'thriftwise/*': 'off',
  };
  for (const id of ids) {
    const rule = allRules.find((each) => each.id === id);
    if (!rule && id === 'idl/syntax') continue;
    if (!rule) throw new Error(`there is no rule ${id}`);
    rules[id] = rule.severity === 'off' ? 'warning' : rule.severity;
  }
  return { rules: rules as NonNullable<Config['rules']> };
}

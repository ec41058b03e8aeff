import { posix } from 'node:path';
import { applyBaseline } from '../core/baseline';
import type { Finding } from '../core/finding';
import type { RuleCrash } from '../idl/lint';
import type { FolderConfig } from './configFiles';
import { capFindings, type LintOutcome } from './finish';
import type { IdlWorkspace } from './idlWorkspace';
import { everyFinding, lintFile } from './linter';
import { pathOf } from './uris';

/** What is found in a file once exclusion and baseline have had their say. */
export interface FileFindings {
  readonly findings: readonly Finding[];
  readonly crashes: readonly RuleCrash[];
}

export interface LintStore {
  /** The findings of the newest version. The same object while nothing changed that they depend on. */
  findings(uri: string): FileFindings;
  /** These files changed, or something that they include did. */
  touch(uris: Iterable<string>): void;
  touchAll(): void;
}

const nothing: FileFindings = { findings: [], crashes: [] };

/** Findings that say something about files beside a document which has no place on a disk. */
const needsDisk = new Set(['idl/unresolved-include']);

/** Leaves out what the baseline of a configuration accepts. */
export function withoutBaseline(
  findings: readonly Finding[],
  uri: string,
  { baseline }: FolderConfig,
): readonly Finding[] {
  const path = pathOf(uri);
  if (!baseline || path === undefined) return findings;
  const file = posix.relative(baseline.folder, path);
  const toKey = ({ rule, symbol }: Finding) => ({ rule, file, symbol });
  return applyBaseline(findings, toKey, baseline.entries, () => false).fresh;
}

/** Keeps findings until they are touched. `configFor` gives undefined where nothing is to be linted. */
export function createLintStore(
  workspace: IdlWorkspace,
  configFor: (uri: string) => FolderConfig | undefined,
): LintStore {
  let known = new Map<string, { readonly config: FolderConfig | undefined; readonly result: FileFindings }>();

  function compute(uri: string, config: FolderConfig | undefined): FileFindings {
    const path = pathOf(uri);
    if (!config || (path !== undefined && config.isExcluded(path))) return nothing;
    const { setup, baseline } = config;
    const { findings, crashes }: LintOutcome = lintFile(workspace, uri, baseline ? everyFinding(setup) : setup);
    const placed = path === undefined ? findings.filter(({ rule }) => !needsDisk.has(rule)) : findings;
    if (!baseline) return { findings: placed, crashes };
    return { findings: capFindings(setup, uri, [...withoutBaseline(placed, uri, config)]), crashes };
  }

  return {
    findings(uri) {
      const config = configFor(uri);
      const kept = known.get(uri);
      if (kept && kept.config === config) return kept.result;
      const result = compute(uri, config);
      known.set(uri, { config, result });
      return result;
    },
    touch(uris) {
      for (const uri of uris) known.delete(uri);
    },
    touchAll() {
      known = new Map();
    },
  };
}

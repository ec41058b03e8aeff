import { idlEdits } from '../../contract/changeIdl';
import type { Finding, Fix, IdlChange, TextEdit } from '../../core/finding';
import type { IdlProject } from '../../idl/resolve/project';
import { rule as internalError } from '../../rules/thriftwise/internal-error';
import type { FolderConfig } from '../configFiles';
import { engineFinding, fileStart, type LintOutcome } from '../finish';
import type { LintSetup } from '../linter';
import type { AnalysisFailure } from './analysis';
import type { AnalysisConfig, AnalysisOutcome } from './protocol';

const made = new WeakMap<LintSetup, AnalysisConfig>();

/** The part of a configuration that the analysis thread needs. The same object as long as the configuration says the same. */
export function analysisConfig({ setup, folder, exclude }: FolderConfig): AnalysisConfig {
  let config = made.get(setup);
  if (!config) {
    const { service, clients, settings, maxFindings, maxFileSize } = setup.config;
    config = {
      locale: setup.locale,
      service,
      clients,
      settings,
      maxFindings,
      maxFileSize,
      folder,
      exclude: exclude.patterns,
      excludeFolder: exclude.folder,
    };
    made.set(setup, config);
  }
  return config;
}

/** A finding with the edits that silence its rule, which only the analysis thread can make. */
export interface AnalysedFinding extends Finding {
  readonly disableLine: TextEdit | undefined;
  readonly disableFile: TextEdit | undefined;
}

/** The finding as the analysis thread gave it; undefined for any other. */
export function asAnalysed(finding: Finding): AnalysedFinding | undefined {
  return 'disableLine' in finding ? (finding as AnalysedFinding) : undefined;
}

/** The fixes that change code, and those that change the IDL as it stands when they are asked for. */
export function fixesOf(
  fixes: readonly Fix[],
  changes: readonly IdlChange[] | undefined,
  project: IdlProject,
): readonly Fix[] {
  const inIdl = (changes ?? []).flatMap((change): Fix[] => {
    const edits = idlEdits(change, project);
    return edits.length > 0 ? [{ title: change.title, applicability: 'suggested', edits }] : [];
  });
  return [...fixes, ...inIdl];
}

/** An answer of the analysis thread as linting gives it. Where the thread failed, the finding says so. */
export function toOutcome(
  answer: AnalysisOutcome | AnalysisFailure,
  uri: string,
  setup: LintSetup,
  project: IdlProject,
): LintOutcome {
  if (!('failure' in answer)) {
    const findings = answer.findings.map(
      (finding): AnalysedFinding => ({
        ...finding,
        fixes: () => fixesOf(finding.fixes, finding.idlChanges, project),
      }),
    );
    return { findings, suppressed: [], crashes: answer.crashes };
  }
  const data = { rule: 'service/*', error: answer.failure };
  const findings = engineFinding(setup, internalError, uri, fileStart, 'crashed', data);
  return { findings, suppressed: [], crashes: [{ rule: 'service/*', error: answer.failure }] };
}

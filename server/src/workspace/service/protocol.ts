import type { ClientConfig } from '../../config/clients';
import type { ServiceConfig } from '../../config/schema';
import type { IdlPart } from '../../contract/idl';
import type { ContractSites } from '../../contract/sites';
import type { Finding, Fix, Locale, TextEdit } from '../../core/finding';
import type { TextRange } from '../../core/range';
import type { RuleSetting } from '../../core/rule';
import type { Explanation } from '../../service/explain';
import type { ServiceCrash } from '../../service/lint';

export type { ContractSite, ContractSites, Rivals } from '../../contract/sites';
export type { ExplainedPlace, Explanation } from '../../service/explain';

/** What a configuration says of the files below its folder, as it crosses to the analysis thread. */
export interface AnalysisConfig {
  readonly locale: Locale;
  readonly settings: ReadonlyMap<string, RuleSetting>;
  readonly service: ServiceConfig;
  readonly clients: readonly ClientConfig[];
  readonly maxFindings: number;
  /** In UTF-16 code units. */
  readonly maxFileSize: number;
  /** What is a test, and what patterns of `exclude` mean, counts from here. Absolute. */
  readonly folder: string;
  readonly exclude: readonly string[];
  readonly excludeFolder: string;
}

/** A finding as it crosses between threads: its fixes are worked out. */
export interface PlainFinding extends Omit<Finding, 'fixes'> {
  readonly fixes: readonly Fix[];
  /** What silences the rule on this line, and in this file; undefined where that cannot be done. */
  readonly disableLine: TextEdit | undefined;
  readonly disableFile: TextEdit | undefined;
}

/** What was found in one version of one file. */
export interface AnalysisOutcome {
  readonly findings: readonly PlainFinding[];
  readonly crashes: readonly ServiceCrash[];
}

/** A mistake in a tsconfig. `path` may end in the line. */
export interface ProjectProblem {
  readonly path: string;
  readonly message: string;
}

/** To the analysis thread. They are handled one after another, in their order. */
export type ToAnalysis =
  | { readonly kind: 'config'; readonly id: number; readonly config: AnalysisConfig }
  /** The unsaved text of a file; undefined: the disk's holds. */
  | { readonly kind: 'text'; readonly path: string; readonly text: string | undefined }
  /** What files of the IDL say now, and those that say nothing any more; code is held against it from here on. */
  | { readonly kind: 'idl'; readonly changed: readonly IdlPart[]; readonly gone: readonly string[] }
  /** All files that are going to be linted, where that is known beforehand. */
  | { readonly kind: 'expect'; readonly paths: readonly string[] }
  /** Nothing more will come. */
  | { readonly kind: 'end' }
  | { readonly kind: 'changed'; readonly paths: readonly string[] }
  /** Configurations may say something else. Those that are needed are sent anew; projects stay where that leaves them as they are. */
  | { readonly kind: 'reconfigured' }
  /** Files came or went, or a tsconfig or package.json changed. All configurations are sent anew. */
  | { readonly kind: 'reload'; readonly paths: readonly string[] }
  | {
      readonly kind: 'lint';
      readonly id: number;
      readonly path: string;
      readonly uri: string;
      readonly config: number;
    }
  /** Where these files call methods of the IDL, and answer them. */
  | {
      readonly kind: 'sites';
      readonly id: number;
      readonly files: readonly { readonly path: string; readonly config: number }[];
    }
  /** How the bounds of the calls that touch `range` came about. */
  | {
      readonly kind: 'explain';
      readonly id: number;
      readonly path: string;
      readonly range: TextRange;
      readonly config: number;
    };

/** From the analysis thread: the answer to one `lint`. */
export interface LintAnswer {
  readonly kind: 'linted';
  readonly id: number;
  readonly outcome: AnalysisOutcome;
  readonly problems: readonly ProjectProblem[];
}

/** The answer to one `explain`. */
export interface ExplainAnswer {
  readonly kind: 'explained';
  readonly id: number;
  readonly explanations: readonly Explanation[];
}

/** The answer to one `sites`. */
export interface SitesAnswer {
  readonly kind: 'sites';
  readonly id: number;
  readonly found: ContractSites;
}

export type FromAnalysis = LintAnswer | ExplainAnswer | SitesAnswer;

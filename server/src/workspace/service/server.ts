import { posix } from 'node:path';
import { setIdl } from '../../contract/contract';
import { emptySummary, type IdlPart, summaryOf } from '../../contract/idl';
import { type ContractSites, contractRivals, contractSites, mayHoldSites } from '../../contract/sites';
import type { Finding } from '../../core/finding';
import { createLineIndex } from '../../core/lines';
import type { TextRange } from '../../core/range';
import type { RuleMeta } from '../../core/rule';
import { rule as limit } from '../../rules/thriftwise/limit';
import { rule as unreadableFile } from '../../rules/thriftwise/unreadable-file';
import { type Explanation, explainAt } from '../../service/explain';
import { createServiceHost, type Located } from '../../service/host';
import { lintServiceFile } from '../../service/lint';
import type { Disk } from '../../service/program/disk';
import type { IsWanted } from '../../service/program/resolution';
import type { ServiceRule } from '../../service/rule';
import { skipReason } from '../../service/skipped';
import { commentWriterAt, isCertain, suppressionsInSource } from '../../service/suppressions';
import { isBrowserCode, namesPackage } from '../../service/wanted';
import { disableFileEdit, disableLineEdit } from '../disable';
import type { FileSystem } from '../files';
import { engineFinding, fileStart, finishLint, type LintOutcome } from '../finish';
import { isInside, uriOf } from '../uris';
import { createReadyConfigs, type ReadyConfig } from './configs';
import type { AnalysisOutcome, FromAnalysis, ToAnalysis } from './protocol';

export interface AnalysisServerOptions {
  readonly files: FileSystem;
  readonly rules: readonly ServiceRule[];
  /** Every rule there is, for suppressions to name. */
  readonly all: readonly RuleMeta[];
  readonly isWanted: IsWanted;
  readonly answer: (message: FromAnalysis) => void;
}

/** Declaration files may be long: those of one package of ours have 4 MB. */
const maxDeclarationBytes = 16 * 1024 * 1024;
const maxProjects = 6;

function nothing(findings: readonly Finding[] = []): LintOutcome {
  return { findings, suppressed: [], crashes: [] };
}

const noSites: ContractSites = { sites: [], rivals: [] };

function plainCrashes({ crashes }: LintOutcome): AnalysisOutcome['crashes'] {
  return crashes.map(({ rule, error }) => ({ rule, error: String(error) }));
}

/** An outcome as it crosses to the other thread, without ways to disable rules: it says that there is no such text. */
function plain(outcome: LintOutcome): AnalysisOutcome {
  const findings = outcome.findings.map((finding) => ({
    ...finding,
    fixes: finding.fixes(),
    disableLine: undefined,
    disableFile: undefined,
  }));
  return { findings, crashes: plainCrashes(outcome) };
}

/** Makes the part that runs in the analysis thread: takes messages in their order, and answers each `lint` before it returns. */
export function createAnalysisServer(
  options: AnalysisServerOptions,
): (message: Exclude<ToAnalysis, { kind: 'end' }>) => void {
  const { files } = options;
  const configs = createReadyConfigs(options.rules, options.all);
  const idlParts = new Map<string, IdlPart>();
  let idl = emptySummary;

  function limitOf(path: string): number {
    if (path.includes('/node_modules/')) return maxDeclarationBytes;
    return configs.around(path)?.config.maxFileSize ?? maxDeclarationBytes;
  }

  const disk: Disk = {
    isFile: files.isFile,
    isFolder: files.isFolder,
    realPath: files.realPath,
    list: files.list,
    read(path) {
      const result = files.read(path, limitOf(path));
      return result.kind === 'text' ? result.text : undefined;
    },
  };
  /** Packages that rules know, and those that the team describes itself. */
  const isWanted: IsWanted = (name) =>
    options.isWanted(name) || configs.all().some(({ config }) => namesPackage(config.clients, name));
  const host = createServiceHost({
    disk,
    isWanted,
    isExcluded: (path) => configs.around(path)?.isExcluded(path) ?? false,
    uriOf,
    maxProjects,
    isLinted(path) {
      const ready = configs.around(path);
      const text = host.textOf(path);
      return ready !== undefined && text !== undefined && !isPassedOver(path, text, ready);
    },
  });

  /** Whether a file is left alone, because it is too large, a test, generated, or the analysis is switched off. */
  function isLeftAlone(path: string, text: string, { config }: ReadyConfig): boolean {
    if (!config.service.enable || text.length > config.maxFileSize) return true;
    const relative = isInside(config.folder, path) ? posix.relative(config.folder, path) : posix.basename(path);
    return skipReason(relative, text, config.service.includeTests) !== undefined;
  }

  /** Whether rules have nothing to say about a file: code for browsers has lenses, but no findings. */
  function isPassedOver(path: string, text: string, ready: ReadyConfig): boolean {
    return isLeftAlone(path, text, ready) || isBrowserCode(path, host.dependenciesOf(path));
  }

  function unreadable(path: string, uri: string, { setup, config }: ReadyConfig): LintOutcome {
    const result = files.read(path, config.maxFileSize);
    if (result.kind === 'too-large') {
      const data = { size: result.size, limit: config.maxFileSize };
      return nothing(engineFinding(setup, limit, uri, fileStart, 'fileSize', data));
    }
    if (result.kind !== 'unreadable') return nothing();
    return nothing(engineFinding(setup, unreadableFile, uri, fileStart, 'unreadable', { why: result.why }));
  }

  function analyse({ file, project }: Located, uri: string, { rules, setup }: ReadyConfig): AnalysisOutcome {
    setIdl(project, idl, host.textOf);
    const { findings, crashes } = lintServiceFile(file, project, rules);
    const suppressions = suppressionsInSource(file);
    const checked = { uri, text: file.text, lines: file.lines };
    const outcome = finishLint(setup, checked, {
      findings: findings.map(({ fixes, ...finding }) => ({ ...finding, fixes: () => fixes })),
      crashes,
      suppressions,
      isUncertain: () => !isCertain(file, project, isWanted),
    });
    const commentAt = (offset: number) => commentWriterAt(file.sourceFile, offset);
    return {
      findings: outcome.findings.map((finding) => ({
        ...finding,
        fixes: finding.fixes(),
        disableLine: disableLineEdit(checked, suppressions, finding, commentAt),
        disableFile: disableFileEdit(checked, suppressions, finding.rule),
      })),
      crashes: plainCrashes(outcome),
    };
  }

  function lint(path: string, uri: string, ready: ReadyConfig): AnalysisOutcome {
    const { config, setup } = ready;
    if (configs.replaces(path, ready)) host.reload([]);
    if (!config.service.enable) return plain(nothing());
    const text = host.textOf(path);
    if (text === undefined) return plain(unreadable(path, uri, ready));
    if (text.length > config.maxFileSize) {
      const data = { size: text.length, limit: config.maxFileSize };
      return plain(nothing(engineFinding(setup, limit, uri, fileStart, 'fileSize', data)));
    }
    if (isPassedOver(path, text, ready)) return plain(nothing());
    try {
      const located = host.locate(path, ready.settings);
      return located ? analyse(located, uri, ready) : plain(nothing());
    } catch (error) {
      // The compiler itself may fail on code that nobody has tried before.
      const file = { uri, text, lines: createLineIndex(text) };
      const crashes = [{ rule: 'service/*', error: error instanceof Error ? (error.stack ?? error.message) : error }];
      return plain(finishLint(setup, file, { findings: [], crashes, suppressions: [], isUncertain: () => true }));
    }
  }

  function explain(path: string, range: TextRange, { config, settings }: ReadyConfig): readonly Explanation[] {
    if (!config.service.enable) return [];
    const text = host.textOf(path);
    if (text === undefined || text.length > config.maxFileSize) return [];
    try {
      const located = host.locate(path, settings);
      return located ? explainAt(located.file, located.project, range, config.locale) : [];
    } catch {
      // Linting the same file tells of it.
      return [];
    }
  }

  function sites(path: string, ready: ReadyConfig): ContractSites {
    const text = host.textOf(path);
    if (text === undefined || !mayHoldSites(text, idl) || isLeftAlone(path, text, ready)) return noSites;
    try {
      const located = host.locate(path, ready.settings);
      if (!located) return noSites;
      const { file, project } = located;
      setIdl(project, idl, host.textOf);
      return { sites: contractSites(file, project), rivals: contractRivals(project) };
    } catch {
      // Linting the same file tells of it.
      return noSites;
    }
  }

  return (message) => {
    switch (message.kind) {
      case 'config':
        if (configs.add(message.id, message.config)) host.reload([]);
        break;
      case 'expect':
        host.expect(message.paths);
        break;
      case 'text':
        host.setText(message.path, message.text);
        break;
      case 'idl':
        for (const part of message.changed) idlParts.set(part.uri, part);
        for (const uri of message.gone) idlParts.delete(uri);
        idl = summaryOf(idlParts.values());
        break;
      case 'changed':
        host.changed(message.paths);
        break;
      case 'reconfigured':
        configs.expire();
        break;
      case 'reload':
        configs.clear();
        host.reload(message.paths);
        break;
      case 'lint': {
        const ready = configs.get(message.config);
        const outcome = ready ? lint(message.path, message.uri, ready) : plain(nothing());
        options.answer({ kind: 'linted', id: message.id, outcome, problems: host.problems() });
        break;
      }
      case 'sites': {
        const found = message.files.map(({ path, config }) => {
          const ready = configs.get(config);
          return ready ? sites(path, ready) : noSites;
        });
        // The files of one program have the same rivals.
        const rivals = [...new Set(found.flatMap((each) => each.rivals))];
        options.answer({
          kind: 'sites',
          id: message.id,
          found: { sites: found.flatMap((each) => each.sites), rivals },
        });
        break;
      }
      case 'explain': {
        const ready = configs.get(message.config);
        const explanations = ready ? explain(message.path, message.range, ready) : [];
        options.answer({ kind: 'explained', id: message.id, explanations });
        break;
      }
    }
  };
}

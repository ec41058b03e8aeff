import * as vscode from 'vscode';
import { configDocuments, serviceDocuments, thriftDocuments } from './selector';

/** What the server tells of itself (`thriftwise/status`). */
export interface ServerStatus {
  readonly state: 'healthy' | 'degraded';
  /** How many files of the workspace are known; not there until they have been counted. */
  readonly files?: number;
  readonly problems: readonly string[];
}

/** The entry in the language status of Thrift editors. */
export interface StatusItem extends vscode.Disposable {
  starting(): void;
  running(status: ServerStatus): void;
  stopped(why: string): void;
}

export function createStatusItem(): StatusItem {
  const item = vscode.languages.createLanguageStatusItem('thriftwise.status', [
    ...thriftDocuments,
    ...serviceDocuments,
    ...configDocuments,
  ]);
  item.name = 'Thriftwise';
  const showLog = { command: 'thriftwise.showLog', title: vscode.l10n.t('Show Log') };
  const restart = { command: 'thriftwise.restart', title: vscode.l10n.t('Restart') };

  return {
    starting() {
      item.text = 'Thriftwise';
      item.detail = vscode.l10n.t('Starting');
      item.severity = vscode.LanguageStatusSeverity.Information;
      item.busy = true;
      item.command = showLog;
    },
    running({ state, files, problems }) {
      item.busy = false;
      item.command = showLog;
      if (state === 'degraded') {
        item.severity = vscode.LanguageStatusSeverity.Warning;
        item.text = vscode.l10n.t('Thriftwise: degraded');
        item.detail = problems.join(' · ');
        return;
      }
      item.severity = vscode.LanguageStatusSeverity.Information;
      item.text = 'Thriftwise';
      item.detail =
        files === undefined ? vscode.l10n.t('Ready') : vscode.l10n.t('Ready, {0} Thrift files in the workspace', files);
    },
    stopped(why) {
      item.busy = false;
      item.severity = vscode.LanguageStatusSeverity.Error;
      item.text = vscode.l10n.t('Thriftwise: stopped');
      item.detail = why;
      item.command = restart;
    },
    dispose: () => item.dispose(),
  };
}

import * as vscode from 'vscode';
import { ExecuteCommandRequest, WorkDoneProgress } from 'vscode-languageclient/node';
import type { LanguageServer } from './languageServer';

/** What the server answers. */
interface Linted {
  readonly files: number;
  readonly findings: Readonly<Record<'error' | 'warning' | 'information' | 'hint', number>>;
  readonly cancelled: boolean;
}

let runs = 0;

/** Has every file of the workspace linted, with progress; the findings stay in the Problems view. */
export async function lintWorkspace(server: LanguageServer): Promise<void> {
  const client = server.client();
  if (!client) {
    void vscode.window.showWarningMessage(vscode.l10n.t('The Thriftwise language server is not running.'));
    return;
  }
  const title = vscode.l10n.t('Thriftwise: linting the workspace');
  const location = vscode.ProgressLocation.Notification;
  const linted = await vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    const workDoneToken = `thriftwise-lint-${++runs}`;
    let reached = 0;
    const listener = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
      if (value.kind !== 'report') return;
      const { message, percentage = reached } = value;
      progress.report({ increment: percentage - reached, ...(message === undefined ? {} : { message }) });
      reached = percentage;
    });
    try {
      const params = { command: 'thriftwise.server.lintWorkspace', workDoneToken };
      return (await client.sendRequest(ExecuteCommandRequest.type, params, token)) as Linted;
    } catch (error) {
      if (token.isCancellationRequested) return undefined;
      throw error;
    } finally {
      listener.dispose();
    }
  });
  if (linted && !linted.cancelled) await summarize(linted);
}

async function summarize({ files, findings }: Linted): Promise<void> {
  const { error, warning, information, hint } = findings;
  const others = information + hint;
  const message = vscode.l10n.t('Files: {0}. Errors: {1}, warnings: {2}, others: {3}.', files, error, warning, others);
  const show = vscode.l10n.t('Show Problems');
  const chosen = await vscode.window.showInformationMessage(message, ...(error + warning + others > 0 ? [show] : []));
  if (chosen === show) await vscode.commands.executeCommand('workbench.actions.view.problems');
}

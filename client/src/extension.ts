import * as vscode from 'vscode';
import { createConfigFile } from './createConfigFile';
import { explainCall, explanationDocuments } from './explainCall';
import { createLanguageServer } from './languageServer';
import { lintWorkspace } from './lintWorkspace';
import { openRule } from './rulePages';
import { showPlaces } from './showPlaces';
import { createStatusItem } from './statusItem';

/** Called by VS Code when the extension is first needed. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel('Thriftwise', { log: true });
  const status = createStatusItem();
  const server = createLanguageServer({ context, log, status });
  const { registerCommand } = vscode.commands;
  context.subscriptions.push(
    log,
    status,
    registerCommand('thriftwise.restart', () => server.restart()),
    registerCommand('thriftwise.showLog', () => log.show()),
    registerCommand('thriftwise.lintWorkspace', () => lintWorkspace(server)),
    registerCommand('thriftwise.openRule', (rule: unknown) => openRule(context.extensionUri, rule)),
    registerCommand('thriftwise.explainCall', (uri: unknown, position: unknown) => explainCall(server, uri, position)),
    explanationDocuments(),
    registerCommand('thriftwise.showPlaces', showPlaces),
    registerCommand('thriftwise.createConfig', () => createConfigFile()),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      // What the server offers is settled when it starts.
      if (event.affectsConfiguration('thriftwise.workspaceDiagnostics')) await server.restart();
    }),
    { dispose: () => void server.stop() },
  );
  await server.start();
}

import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  NotificationType,
  RevealOutputChannelOn,
  State,
  TransportKind,
} from 'vscode-languageclient/node';
import { createCrashPolicy } from './crashPolicy';
import { configDocuments, serviceDocuments, thriftDocuments } from './selector';
import type { ServerStatus, StatusItem } from './statusItem';

const statusNotification = new NotificationType<ServerStatus>('thriftwise/status');

export interface LanguageServerOptions {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly status: StatusItem;
}

/** The language server's process, started and stopped on the user's behalf. */
export interface LanguageServer {
  start(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
  /** Undefined while it is not running. */
  client(): LanguageClient | undefined;
}

export function createLanguageServer({ context, log, status }: LanguageServerOptions): LanguageServer {
  let client: LanguageClient | undefined;
  /** One start or stop after another, however quickly they are asked for. */
  let queue: Promise<void> = Promise.resolve();

  async function offerRestart(): Promise<void> {
    const message = vscode.l10n.t('The Thriftwise language server crashed 5 times in 3 minutes and was stopped.');
    status.stopped(message);
    const restart = vscode.l10n.t('Restart');
    const showLog = vscode.l10n.t('Show Log');
    const chosen = await vscode.window.showErrorMessage(message, restart, showLog);
    if (chosen === restart) await vscode.commands.executeCommand('thriftwise.restart');
    if (chosen === showLog) log.show();
  }

  function clientOptions(): LanguageClientOptions {
    const worthRestarting = createCrashPolicy();
    return {
      documentSelector: [...thriftDocuments, ...serviceDocuments, ...configDocuments],
      outputChannel: log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      // Diagnostics as you type are off unless asked for.
      diagnosticPullOptions: { onChange: true, onSave: true },
      initializationOptions: {
        status: true,
        openRuleCommand: true,
        explainCommand: true,
        showPlacesCommand: true,
        ownSnippets: true,
        suggestCommand: true,
        workspaceDiagnostics: vscode.workspace.getConfiguration('thriftwise').get('workspaceDiagnostics') === true,
      },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed() {
          if (worthRestarting(Date.now())) return { action: CloseAction.Restart, handled: true };
          void offerRestart();
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
    };
  }

  async function start(): Promise<void> {
    const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.cjs').fsPath;
    const run = { module, transport: TransportKind.ipc };
    const debug = { ...run, options: { execArgv: ['--nolazy', '--inspect=6011'] } };
    const started = new LanguageClient('thriftwise', 'Thriftwise', { run, debug }, clientOptions());
    started.onDidChangeState(({ newState }) => {
      if (newState === State.Starting) status.starting();
      if (newState === State.Running) status.running({ state: 'healthy', problems: [] });
    });
    started.onNotification(statusNotification, (params) => status.running(params));
    client = started;
    try {
      await started.start();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      log.error(why);
      status.stopped(vscode.l10n.t('The language server could not be started: {0}', why));
    }
  }

  async function stop(): Promise<void> {
    const running = client;
    client = undefined;
    // A server that crashed or never came up cannot be asked to stop.
    await running?.dispose().catch((error: unknown) => log.warn(String(error)));
  }

  function enqueue(task: () => Promise<void>): Promise<void> {
    queue = queue.then(task, task);
    return queue;
  }

  return {
    start: () => enqueue(start),
    restart: () =>
      enqueue(async () => {
        await stop();
        await start();
      }),
    stop: () => enqueue(stop),
    client: () => (client?.state === State.Running ? client : undefined),
  };
}

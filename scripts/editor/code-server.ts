/** Starts and stops a code-server (VS Code with its workbench in the browser) that nothing else on the machine notices. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CodeServerInstall, installCodeServer } from './install';
import { writeChinesePack } from './language-pack';

/** What a run of code-server needs to know. */
export interface CodeServerOptions {
  /** The extension to install, as a path to a `.vsix` file. */
  readonly vsix?: string;
  /** Absolute path of the folder that the URL opens. */
  readonly workspace: string;
  /** User settings on top of those that keep welcome pages, AI features and telemetry away. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** 0 or nothing: a free port. */
  readonly port?: number;
  /** The display language of VS Code; `vscode.env.language` answers this. */
  readonly locale?: 'en' | 'zh-cn';
}

/** A running code-server. */
export interface CodeServer {
  /** Address of the workbench with the workspace folder open. */
  readonly url: string;
  readonly userDataDir: string;
  readonly extensionsDir: string;
  /** Everything that the server has printed so far. */
  log(): string;
  /** Resolves with the exit code when the server ends, whoever ended it. */
  readonly exited: Promise<number | null>;
  /** Ends the server with all its children and removes its folders. May be called twice. */
  stop(): Promise<void>;
}

const baseSettings = {
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.experimentalOnboarding': false,
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'git.enabled': false,
  // In the browser VS Code saves by itself; people who read about "on save" expect what their desktop does.
  'files.autoSave': 'off',
};

const startTimeoutMs = 60_000;

/**
 * Installs code-server on demand, installs the extension into fresh folders, and starts the server on 127.0.0.1.
 *
 * Throws with the server's output when the extension cannot be installed or the server does not come up.
 */
export async function startCodeServer(options: CodeServerOptions): Promise<CodeServer> {
  const install = installCodeServer();
  const root = mkdtempSync(join(tmpdir(), 'thriftwise-editor-'));
  const userDataDir = join(root, 'user-data');
  const extensionsDir = join(root, 'extensions');
  try {
    mkdirSync(join(userDataDir, 'User'), { recursive: true });
    mkdirSync(extensionsDir);
    const settings = { ...baseSettings, ...options.settings };
    writeFileSync(join(userDataDir, 'User', 'settings.json'), JSON.stringify(settings, null, 2));
    if (options.locale === 'zh-cn') writeChinesePack(userDataDir);

    // A config file of its own: the default one lies in the home folder and would be created there.
    const dirs = [
      '--user-data-dir',
      userDataDir,
      '--extensions-dir',
      extensionsDir,
      '--config',
      join(root, 'config.yaml'),
    ];
    if (options.vsix !== undefined) installExtension(install, dirs, options.vsix);

    const serverArgs = [
      ...dirs,
      ...['--auth', 'none', '--bind-addr', `127.0.0.1:${options.port ?? 0}`],
      ...['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust', '--ignore-last-opened'],
      ...(options.locale === undefined ? [] : ['--locale', options.locale]),
    ];
    const child = spawn(
      install.node,
      ['--no-warnings', join(import.meta.dirname, 'supervise.ts'), root, install.node, install.entry, ...serverArgs],
      { env: cleanEnvironment(), stdio: ['pipe', 'pipe', 'pipe'] },
    );
    return await whenListening(child, options.workspace, { userDataDir, extensionsDir });
  } catch (error) {
    rmSync(root, { recursive: true, force: true });
    throw error;
  }
}

async function whenListening(
  child: ChildProcess,
  workspace: string,
  dirs: { readonly userDataDir: string; readonly extensionsDir: string },
): Promise<CodeServer> {
  let output = '';
  const exited = new Promise<number | null>((resolve) => {
    child.on('exit', resolve);
    child.on('error', () => resolve(null));
  });
  const stop = async (): Promise<void> => {
    child.stdin?.end();
    await exited;
  };

  const address = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => fail(`is not listening after ${startTimeoutMs} ms`), startTimeoutMs);
    const fail = (what: string): void => {
      clearTimeout(timer);
      reject(new Error(`code-server ${what}:\n${output}`));
    };
    const read = (data: Buffer): void => {
      output += data.toString();
      const found = /HTTP server listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('error', (error) => fail(`could not be started: ${error.message}`));
    child.on('exit', (code) => fail(`ended with code ${code}`));
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });

  return { url: `${address}/?folder=${encodeURIComponent(workspace)}`, ...dirs, log: () => output, exited, stop };
}

function installExtension(install: CodeServerInstall, dirs: readonly string[], vsix: string): void {
  const run = spawnSync(install.node, [install.entry, ...dirs, '--install-extension', vsix], {
    env: cleanEnvironment(),
    encoding: 'utf8',
  });
  // code-server answers 0 even when VS Code refused the extension.
  if (run.status !== 0 || !run.stdout.includes('was successfully installed')) {
    throw new Error(`code-server does not install ${vsix}:\n${run.stdout}${run.stderr}`);
  }
}

/** Without what another VS Code, npm or a Node debugger left in the environment, and without a marketplace. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(VSCODE_|npm_|NODE_OPTIONS$|PORT$|PASSWORD$|ELECTRON_)/;
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(own), EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: '' }) };
}

/**
 * Puts a real VS Code (code-server) and the Node it needs into `.cache/code-server/`.
 *
 * Both come from npm and from nowhere else. They are 600 MB and need Node 24, so they stay out of the
 * project's own dependencies: installed on demand, ignored by git.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What gets installed. A change here makes the next run install afresh. */
const versions = {
  node: '24.21.0',
  'code-server': '4.139.1',
} as const;

/** The root of the project. */
export const projectRoot = resolve(import.meta.dirname, '../..');

const cacheRoot = join(projectRoot, '.cache', 'code-server');
const marker = join(cacheRoot, 'installed.json');

/** Where the two programs lie once they are installed. */
export interface CodeServerInstall {
  /** The Node binary that code-server runs under. */
  readonly node: string;
  /** The script to hand to that Node. */
  readonly entry: string;
  /** VS Code's own folder inside code-server. */
  readonly vscode: string;
}

const install: CodeServerInstall = {
  node: join(cacheRoot, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node'),
  entry: join(cacheRoot, 'node_modules', 'code-server', 'out', 'node', 'entry.js'),
  vscode: join(cacheRoot, 'node_modules', 'code-server', 'lib', 'vscode'),
};

/**
 * Installs code-server and its Node unless the wanted versions are there already.
 *
 * Prints what it does. Throws with the failing command and its output when npm fails or when what it installed
 * does not start; nothing is then marked as installed, so the next call begins again.
 */
export function installCodeServer(): CodeServerInstall {
  if (isInstalled()) return install;

  console.log(`Installing code-server ${versions['code-server']} and Node ${versions.node} into ${cacheRoot} (620 MB)`);
  rmSync(cacheRoot, { recursive: true, force: true });
  mkdirSync(cacheRoot, { recursive: true });
  writeFileSync(join(cacheRoot, 'package.json'), `${JSON.stringify({ name: 'editor-under-test', private: true })}\n`);

  // The node package fetches the binary for this platform in its install script; code-server's script wants a compiler
  // for parts (terminal, native watcher) that nobody needs here.
  npm(cacheRoot, 'install', '--ignore-scripts=false', `node@${versions.node}`);
  npm(cacheRoot, 'install', '--ignore-scripts', `code-server@${versions['code-server']}`);
  npm(install.vscode, 'install', '--omit=dev', '--ignore-scripts');
  npm(join(install.vscode, 'extensions'), 'install', '--omit=dev', '--ignore-scripts');

  const started = spawnSync(install.node, [install.entry, '--version'], { encoding: 'utf8' });
  if (started.status !== 0 || !started.stdout.includes(versions['code-server'])) {
    throw new Error(`code-server was installed but does not start:\n${started.stdout}${started.stderr}`);
  }
  // Written under another name first: a marker that is there is a marker that is whole.
  writeFileSync(`${marker}.part`, `${JSON.stringify(versions)}\n`);
  renameSync(`${marker}.part`, marker);
  console.log('Installed.');
  return install;
}

function isInstalled(): boolean {
  if (!existsSync(marker) || !existsSync(install.node) || !existsSync(install.entry)) return false;
  return readFileSync(marker, 'utf8').trim() === JSON.stringify(versions);
}

function npm(cwd: string, ...args: readonly string[]): void {
  const command = ['npm', ...args, '--no-audit', '--no-fund', '--loglevel=error'];
  console.log(`  ${command.join(' ')}`);
  // Variables of an outer `npm run` describe the project, not this folder.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
  const [program = 'npm', ...rest] = command;
  const run = spawnSync(program, rest, { cwd, env, encoding: 'utf8', shell: process.platform === 'win32' });
  if (run.error) throw new Error(`Could not run npm: ${run.error.message}`);
  if (run.status !== 0) throw new Error(`${command.join(' ')} failed in ${cwd}:\n${run.stdout}${run.stderr}`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) installCodeServer();

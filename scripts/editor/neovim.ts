/** Runs Neovim's own language client against a server: a second, independent client that only knows pushed diagnostics. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Diagnostic } from 'vscode-languageserver-types';

/** One session of Neovim. */
export interface NeovimJob {
  /** The server's program and its arguments; it talks over stdio. */
  readonly command: readonly string[];
  /** Absolute path of the workspace folder. */
  readonly root: string;
  /** Absolute path of the file to open. */
  readonly file: string;
  readonly languageId: string;
  readonly initializationOptions?: unknown;
  /** What Neovim answers to `workspace/configuration`. */
  readonly settings?: unknown;
  /** A code action to take: the first whose title contains `title`, asked for at the first place of the text `at`. */
  readonly action?: { readonly at: string; readonly title: string };
  /** Whether the document is formatted in the end, with the buffer's own tab options. */
  readonly format?: boolean;
  /** A text to hover over. */
  readonly hover?: string;
  /** A text to go to the definition of. */
  readonly definition?: string;
  /** A text to rename what it names. */
  readonly rename?: { readonly at: string; readonly to: string };
  /** For each step; 15 s when nothing is said. */
  readonly timeoutMs?: number;
}

/** What Neovim saw. */
export interface NeovimResult {
  /** The diagnostics of the first push for the file. */
  readonly diagnostics: readonly Diagnostic[];
  /** The titles offered at the action's place. */
  readonly actions: readonly string[];
  /** The diagnostics of the text that the action left behind. */
  readonly after?: readonly Diagnostic[];
  /** What the hover's window held. */
  readonly hover?: string;
  /** Where the cursor was taken to. */
  readonly definition?: { readonly file: string; readonly line: string };
  /** All loaded Thrift files after the rename, by path. */
  readonly buffers?: Readonly<Record<string, string>>;
  /** The buffer in the end. Neovim does not save it. */
  readonly text: string;
  /** What the server asked to show. */
  readonly messages: readonly string[];
}

const defaultTimeoutMs = 15_000;

/** Runs a session. Throws with Neovim's own words when a step fails or nothing comes in time. */
export async function runNeovim(job: NeovimJob): Promise<NeovimResult> {
  const folder = mkdtempSync(join(tmpdir(), 'thriftwise-neovim-'));
  try {
    const timeoutMs = job.timeoutMs ?? defaultTimeoutMs;
    const jobFile = join(folder, 'job.json');
    const resultFile = join(folder, 'result.json');
    writeFileSync(jobFile, JSON.stringify({ ...job, timeoutMs, result: resultFile }));

    const output = await neovim(folder, jobFile, timeoutMs * 4);
    let result: NeovimResult & { readonly error?: string };
    try {
      result = JSON.parse(readFileSync(resultFile, 'utf8'));
    } catch {
      throw new Error(`Neovim wrote no result:\n${output}`);
    }
    if (result.error !== undefined) throw new Error(`Neovim: ${result.error}\n${output}\n${clientLog(folder)}`);
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The log of Neovim's client, where the server's stderr ends up. Its place differs between versions. */
function clientLog(folder: string): string {
  const logs = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('lsp.log'));
  return logs.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
}

/** Runs Neovim without anyone's configuration; answers what it printed. */
function neovim(folder: string, jobFile: string, timeoutMs: number): Promise<string> {
  const { NVIM = 'nvim' } = process.env;
  const lua = join(import.meta.dirname, 'neovim.lua');
  const env = {
    ...process.env,
    THRIFTWISE_JOB: jobFile,
    XDG_CONFIG_HOME: folder,
    XDG_DATA_HOME: folder,
    XDG_STATE_HOME: folder,
    XDG_CACHE_HOME: folder,
  };
  return new Promise((resolve, reject) => {
    const child = spawn(NVIM, ['--headless', '-u', 'NONE', '-i', 'NONE', '-n', '-c', `luafile ${lua}`], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    let output = '';
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString();
    });
    child.stderr.on('data', (data: Buffer) => {
      output += data.toString();
    });
    child.on('error', (error) => reject(new Error(`Cannot run ${NVIM}: ${error.message}`)));
    child.on('close', () => resolve(output));
  });
}

import type { CancellationToken, ProgressToken, ProtocolConnection } from 'vscode-languageserver/node';
import { type Finding, type Locale, localize, type Severity } from '../core/finding';
import { pause } from './pause';
import { beginProgress } from './progress';
import { texts } from './texts';

/** What linting every file of the workspace came to. */
export interface LintedWorkspace {
  readonly files: number;
  readonly findings: Readonly<Record<Severity, number>>;
  readonly cancelled: boolean;
}

export interface LintWorkspaceOptions {
  readonly connection: ProtocolConnection;
  readonly workDoneToken: ProgressToken | undefined;
  /** Whether the client lets the server begin progress of its own. */
  readonly canCreate: boolean;
  readonly token: CancellationToken;
  readonly locale: Locale;
  /** Resolves when the workspace has been read. */
  readonly ready: () => Promise<void>;
  readonly files: () => Promise<readonly string[]>;
  readonly findings: (uri: string) => Promise<readonly Finding[]>;
  /** Called with all files that are done so far. */
  readonly onFile: (done: readonly string[]) => void;
}

const every = 20;

/** Lints all files, one after another; messages are handled in between. */
export async function lintWorkspace(options: LintWorkspaceOptions): Promise<LintedWorkspace> {
  const { locale } = options;
  const title = localize(texts.linting, locale);
  const progress = await beginProgress(options.connection, title, options);
  const counts: Record<Severity, number> = { error: 0, warning: 0, information: 0, hint: 0 };
  const done: string[] = [];
  try {
    await options.ready();
    const files = await options.files();
    for (const uri of files) {
      await pause();
      if (progress.isCancelled()) break;
      for (const { severity } of await options.findings(uri)) counts[severity]++;
      done.push(uri);
      if (done.length % every !== 0) continue;
      options.onFile(done);
      const data = { done: done.length, all: files.length };
      progress.report(localize(texts.progress, locale, data), Math.floor((100 * done.length) / files.length));
    }
    options.onFile(done);
    return { files: done.length, findings: counts, cancelled: progress.isCancelled() };
  } finally {
    progress.end();
  }
}

import { applyFormatting, formatDocument } from '../idl/format/format';
import { detectIndentation } from '../idl/format/indentation';
import { defaultIndentation, formatOptionsOf } from '../idl/format/options';
import type { IdlFile } from '../idl/model/file';
import { isServicePath } from '../workspace/discover';
import { uriOf } from '../workspace/uris';
import type { UsageError } from './arguments';
import { type ChangedFile, diffOf, writablePlaces, writeChange } from './changedFile';
import { type Context, complain, type ExitCode } from './context';
import { displayPath } from './paths';
import { prepareFindings } from './report';
import { createSession, type Session } from './session';
import { printable } from './width';

interface Opened {
  readonly session: Session;
  /** What stdin holds, where that is what is formatted. */
  readonly stdin: string | undefined;
}

async function open(context: Context): Promise<Opened | UsageError> {
  const { arguments: given, terminal, locale, registry, analysisScript } = context;
  const name = given.value('stdin-filename');
  if (name !== undefined && given.positionals.some((path) => path !== '-'))
    return { usage: '--stdin-filename formats the text on stdin and takes no PATH besides.' };
  const stdin = name === undefined ? undefined : await terminal.stdin();
  const session = createSession({
    cwd: terminal.cwd,
    locale,
    registry,
    analysisScript,
    arguments: given,
    paths: name === undefined ? pathsOf(context) : [],
    ...(name !== undefined && stdin !== undefined && { stdin: { path: name, text: stdin } }),
  });
  return 'usage' in session ? session : { session, stdin };
}

/** The formatter is for Thrift; TypeScript in the same folders has its own. */
function thriftFiles({ targets }: Session): readonly string[] {
  return targets.files.filter((path) => !isServicePath(path));
}

function pathsOf({ arguments: given }: Context): readonly string[] {
  return given.positionals.length > 0 ? given.positionals : ['.'];
}

/** The formatted text. What no setting says about the indentation, the file itself does. */
function formatted(file: IdlFile, path: string, session: Session): string {
  const settings = session.configFor(path).format;
  const found = detectIndentation(file.document, settings.indentWidth);
  // A width that the file will not have any more would be another one the next time.
  const isKept = found && (settings.indentStyle ?? found.indentStyle) === found.indentStyle;
  const own = isKept ? found : defaultIndentation;
  return applyFormatting(file.text, formatDocument(file.document, formatOptionsOf(settings, own)).edits);
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** Tells of what stays as it is although the file is formatted. */
function leftOut({ document }: IdlFile): string | undefined {
  if (document.fbthrift) return `it is fbthrift (${document.fbthrift.construct}), which is not formatted`;
  const broken = document.chunks.filter(({ problems }) => problems.some(({ code }) => code !== 'dialect')).length;
  return broken > 0 ? `${plural(broken, 'definition')} with syntax errors stayed as written` : undefined;
}

interface Outcome {
  readonly changed: readonly ChangedFile[];
  readonly unchanged: number;
  readonly notes: readonly string[];
  readonly failures: readonly string[];
}

function formatAll(session: Session, cwd: string): Outcome {
  const changed: ChangedFile[] = [];
  const notes: string[] = [];
  const failures: string[] = [];
  let unchanged = 0;
  for (const path of thriftFiles(session)) {
    const uri = uriOf(path);
    const name = displayPath(cwd, path);
    const file = session.workspace.file(uri);
    if (!file) {
      const why = session.workspace.whyUnreadable(uri);
      const reason = why?.kind === 'too-large' ? `it has more than ${why.limit} characters` : 'it cannot be read';
      failures.push(`${name} was left as it is: ${reason}.`);
      continue;
    }
    const after = formatted(file, path, session);
    if (after === file.text) unchanged++;
    else changed.push({ path, before: file.text, after });
    const note = leftOut(file);
    if (note !== undefined) notes.push(`${name}: ${note}.`);
  }
  return { changed, unchanged, notes, failures };
}

/** Prints the text of stdin in its new form; with `--check` or `--dry-run`, what a file would get. */
async function answerStdin(context: Context, { changed }: Outcome, text: string): Promise<ExitCode> {
  const { terminal, arguments: given } = context;
  const [file] = changed;
  if (given.has('dry-run')) await terminal.out(file ? await diffOf(file, context) : '');
  else if (given.has('check')) await terminal.out(file ? `${printable(displayPath(terminal.cwd, file.path))}\n` : '');
  else await terminal.out(file?.after ?? text);
  return file && (given.has('check') || given.has('dry-run')) ? 1 : 0;
}

/** Mistakes in the configuration, a line each; nothing is formatted under one. */
function configMistakes(session: Session): string[] {
  for (const path of thriftFiles(session)) session.configFor(path);
  return prepareFindings(session.configFindings(), session).map(
    ({ file, range, message }) => `${file}:${range.start.line + 1}:${range.start.character + 1}: ${message}`,
  );
}

/** Writes, lists or shows the changes. Returns why some could not be written. */
async function carryOut(context: Context, changed: readonly ChangedFile[]): Promise<string[]> {
  const { terminal, arguments: given } = context;
  const failures: string[] = [];
  const dryRun = given.has('dry-run');
  const listed = given.has('check') || dryRun;
  const allowed = listed ? [] : writablePlaces(terminal.cwd, pathsOf(context));
  for (const file of changed) {
    const name = displayPath(terminal.cwd, file.path);
    const failure = listed ? undefined : writeChange(file, allowed);
    if (failure !== undefined) failures.push(`${name} was left as it is: ${failure}.`);
    else await terminal.out(dryRun ? await diffOf(file, context) : `${printable(name)}\n`);
  }
  return failures;
}

function summaryOf({ changed, unchanged }: Outcome, failed: number, listed: boolean): string {
  const done = changed.length - failed;
  const rest =
    unchanged > 0 ? ` ${plural(unchanged, 'file')} ${unchanged === 1 ? 'is' : 'are'} formatted already.` : '';
  if (done === 0) return unchanged > 0 ? `Nothing to format.${rest}` : 'Nothing to format.';
  return `${listed ? 'Would format' : 'Formatted'} ${plural(done, 'file')}.${rest}`;
}

/** `thriftwise format`. */
export async function format(context: Context): Promise<ExitCode> {
  const { terminal, arguments: given, colors } = context;
  const opened = await open(context);
  if ('usage' in opened) return complain(terminal, [opened.usage]);
  const { session, stdin } = opened;
  const { problems } = session.targets;
  const files = thriftFiles(session);
  if (problems.length > 0) await complain(terminal, problems);
  if (problems.length > 0 && files.length === 0) return 2;
  const mistakes = configMistakes(session);
  if (mistakes.length > 0)
    return complain(terminal, [...mistakes, 'Nothing was formatted: the configuration has mistakes.']);

  const outcome = formatAll(session, terminal.cwd);
  for (const note of outcome.notes) await terminal.err(`thriftwise: ${note}\n`);
  if (outcome.failures.length > 0 && stdin !== undefined) return complain(terminal, outcome.failures);
  if (stdin !== undefined) return answerStdin(context, outcome, stdin);
  const unwritten = await carryOut(context, outcome.changed);
  const listed = given.has('check') || given.has('dry-run');
  const summary = colors.bold(summaryOf(outcome, unwritten.length, listed));
  // What is listed or shown on stdout is to be piped, so the summary goes elsewhere.
  await (listed ? terminal.err : terminal.out)(`${summary}\n`);
  const failures = [...outcome.failures, ...unwritten];
  if (failures.length > 0 || problems.length > 0) return complain(terminal, failures);
  return listed && outcome.changed.length > 0 ? 1 : 0;
}

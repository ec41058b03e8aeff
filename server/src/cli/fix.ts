import { isUtf8 } from 'node:buffer';
import { readFileSync, realpathSync } from 'node:fs';
import { isInside } from '../workspace/uris';
import type { Colors } from './colors';
import { type Context, complain, type ExitCode } from './context';
import { type FixedFile, runFixPasses } from './fixPasses';
import { absolutePath, displayPath } from './paths';
import { prepareFindings } from './report';
import { createSession, type Session } from './session';
import { didYouMean } from './suggest';
import { printable } from './width';
import { writeWhole } from './writeWhole';

function realPath(path: string): string {
  return realpathSync.native(path).replaceAll('\\', '/');
}

/** Writes one file, whole or not at all. Returns why it was left as it is. */
function write({ path, before, after }: FixedFile, allowed: readonly string[]): string | undefined {
  try {
    const target = realPath(path);
    if (!allowed.some((folder) => isInside(folder, target))) return 'it is a link to a file outside of the paths given';
    const content = readFileSync(target);
    if (!isUtf8(content)) return 'it is not UTF-8, and writing it would change more than the fixes do';
    if (content.toString('utf8') !== before) return 'it has changed in the meantime';
    return writeWhole(target, Buffer.from(after));
  } catch (error) {
    return (error as Error).message;
  }
}

function colorDiff(diff: string, colors: Colors): string {
  return diff
    .split('\n')
    .map((line) => {
      if (/^(?:---|\+\+\+) /.test(line)) return colors.bold(line);
      if (line.startsWith('@@')) return colors.cyan(line);
      if (line.startsWith('+')) return colors.green(line);
      return line.startsWith('-') ? colors.red(line) : line;
    })
    .join('\n');
}

async function diffOf({ path, before, after }: FixedFile, context: Context): Promise<string> {
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import('diff');
  const name = displayPath(context.terminal.cwd, path);
  const patch = createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
  return colorDiff(patch, context.colors);
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function total({ byRule }: FixedFile): number {
  return [...byRule.values()].reduce((sum, count) => sum + count, 0);
}

function lineOf(file: FixedFile, name: string): string {
  const rules = [...file.byRule].sort(([a], [b]) => (a < b ? -1 : 1)).map(([rule, count]) => `${rule} (${count})`);
  return `${printable(name)}: ${rules.join(', ')}\n`;
}

function unknownRule(wanted: readonly string[], { registry }: Context): string | undefined {
  const ids = registry.all.map((rule) => rule.id);
  const unknown = wanted.find((id) => !ids.includes(id));
  return unknown === undefined ? undefined : `There is no rule "${unknown}".${didYouMean(unknown, ids)}`;
}

/** `thriftwise fix`. */
export async function fix(context: Context): Promise<ExitCode> {
  const { terminal, arguments: given, locale, registry, analysisScript } = context;
  const wanted = given.values('rule');
  const wrong = unknownRule(wanted, context);
  if (wrong !== undefined) return complain(terminal, [wrong]);
  const paths = given.positionals.length > 0 ? given.positionals : ['.'];
  const session = createSession({ cwd: terminal.cwd, locale, registry, analysisScript, arguments: given, paths });
  if ('usage' in session) return complain(terminal, [session.usage]);
  try {
    return await fixTargets(context, session, paths);
  } finally {
    await session.end();
  }
}

async function fixTargets(context: Context, session: Session, paths: readonly string[]): Promise<ExitCode> {
  const { terminal, arguments: given, colors } = context;
  const wanted = given.values('rule');
  const { problems, files } = session.targets;
  if (problems.length > 0) await complain(terminal, problems);
  if (problems.length > 0 && files.length === 0) return 2;
  for (const path of files) session.configFor(path);
  const broken = session.configFindings();
  if (broken.length > 0) {
    const lines = prepareFindings(broken, session).map(
      ({ file, range, message }) => `${file}:${range.start.line + 1}:${range.start.character + 1}: ${message}`,
    );
    return complain(terminal, [...lines, 'Nothing was fixed: the configuration has mistakes.']);
  }

  const outcome = await runFixPasses(session, (rule) => wanted.length === 0 || wanted.includes(rule));
  const dryRun = given.has('dry-run');
  const allowed = paths.map((path) => realPath(absolutePath(terminal.cwd, path)));
  const done: FixedFile[] = [];
  const failures: string[] = [];
  for (const file of outcome.files) {
    const name = displayPath(terminal.cwd, file.path);
    if (dryRun) await terminal.out(await diffOf(file, context));
    const failure = dryRun ? undefined : write(file, allowed);
    if (failure !== undefined) failures.push(`${name} was left as it is: ${failure}.`);
    else {
      done.push(file);
      if (!dryRun) await terminal.out(lineOf(file, name));
    }
  }
  const fixed = done.reduce((sum, file) => sum + total(file), 0);
  const left = outcome.remaining.length;
  const verb = dryRun ? 'Would fix' : 'Fixed';
  const summary =
    done.length === 0 ? 'Nothing to fix.' : `${verb} ${plural(fixed, 'problem')} in ${plural(done.length, 'file')}.`;
  const rest =
    left > 0 ? ` ${plural(left, 'problem')} ${left === 1 ? 'needs' : 'need'} a person: see "thriftwise check".` : '';
  // A diff on stdout is to be piped, so the summary goes elsewhere.
  await (dryRun ? terminal.err : terminal.out)(`${colors.bold(summary)}${rest}\n`);
  if (outcome.unsettled) failures.push('Some fixes undo each other; gave up after 10 passes.');
  failures.push(...outcome.crashes.map(({ rule, error }) => `The rule ${rule} failed: ${String(error)}.`));
  if (failures.length > 0 || problems.length > 0) return complain(terminal, failures);
  return dryRun && done.length > 0 ? 1 : 0;
}

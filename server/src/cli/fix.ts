import { diffOf, writablePlaces, writeChange } from './changedFile';
import { type Context, complain, type ExitCode } from './context';
import { type FixedFile, runFixPasses } from './fixPasses';
import { displayPath } from './paths';
import { prepareFindings } from './report';
import { createSession, type Session } from './session';
import { didYouMean } from './suggest';
import { printable } from './width';

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
  const options = { cwd: terminal.cwd, locale, registry, analysisScript, arguments: given };
  const session = createSession({ ...options, paths, everyFinding: true });
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
  const allowed = writablePlaces(terminal.cwd, paths);
  const done: FixedFile[] = [];
  const failures: string[] = [];
  for (const file of outcome.files) {
    const name = displayPath(terminal.cwd, file.path);
    if (dryRun) await terminal.out(await diffOf(file, context));
    const failure = dryRun ? undefined : writeChange(file, allowed);
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

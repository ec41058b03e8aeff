import type { Severity } from '../core/finding';
import { isServicePath } from '../workspace/discover';
import { worstOf } from '../workspace/finish';
import { pathOf, uriOf } from '../workspace/uris';
import type { UsageError } from './arguments';
import { acceptAll, type BaselineFile, readBaseline, writeBaseline } from './baselineFile';
import type { Format } from './commands';
import { type Context, complain, type ExitCode } from './context';
import { absolutePath, displayPath, kindOf } from './paths';
import {
  countSeverities,
  type Formatter,
  prepare,
  prepareFindings,
  type Report,
  type Reported,
  reaches,
  settle,
  sortReported,
} from './report';
import { createSession, type Session } from './session';
import type { Terminal } from './terminal';
import { createTiering } from './tiering';

interface Limits {
  /** Undefined: never fail. */
  readonly failOn: Severity | undefined;
  readonly maxWarnings: number | undefined;
}

const defaultBaselineName = 'thriftwise-baseline.json';

function readLimits({ arguments: given }: Context): Limits | UsageError {
  const failOn = given.value('fail-on') ?? 'warning';
  const most = given.value('max-warnings');
  if (most !== undefined && !/^\d+$/.test(most))
    return { usage: `--max-warnings needs a whole number, not "${most}".` };
  return {
    failOn: failOn === 'never' ? undefined : (failOn as Severity),
    maxWarnings: most === undefined ? undefined : Number(most),
  };
}

/** Formats are loaded when they are used. */
async function loadFormatter({ arguments: given, colors, program, terminal }: Context): Promise<Formatter> {
  switch ((given.value('format') ?? 'pretty') as Format) {
    case 'json':
      return (await import('./format/json')).formatJson;
    case 'github':
      return (await import('./format/github')).githubFormatter(terminal.env);
    case 'sarif':
      return (await import('./format/sarif')).sarifFormatter(program, terminal.env);
    case 'pretty':
      return (await import('./format/pretty')).prettyFormatter(colors);
  }
}

async function openSession(context: Context): Promise<Session | UsageError> {
  const { arguments: given, terminal, locale, registry, analysisScript } = context;
  const name = given.value('stdin-filename');
  const options = { cwd: terminal.cwd, locale, registry, analysisScript, arguments: given };
  if (name === undefined) {
    const paths = given.positionals.length > 0 ? given.positionals : ['.'];
    return createSession({ ...options, paths });
  }
  if (given.positionals.some((path) => path !== '-'))
    return { usage: '--stdin-filename lints the text on stdin and takes no PATH besides.' };
  return createSession({ ...options, paths: [], stdin: { path: name, text: await terminal.stdin() } });
}

interface Linted {
  /** In the order in which they are written. */
  readonly findings: readonly Reported[];
  /** Whether a rule threw. */
  readonly crashed: boolean;
  readonly files: readonly string[];
  /** Whether a config file is broken; nothing was linted then. */
  readonly broken: boolean;
}

/** Whether findings may be left out of what is written; their fixes are not worth computing before that is settled. */
function isSelective({ arguments: given }: Context, session: Session): boolean {
  const options = ['quiet', 'baseline', 'write-baseline'];
  const hasBaseline = (path: string): boolean => session.configFor(path).baseline !== undefined;
  return options.some((option) => given.has(option)) || session.targets.files.some(hasBaseline);
}

/** Lints Thrift files group by group, and forgets the trees of one before it reads the next. */
function lintIdl(context: Context, session: Session): { findings: Reported[]; crashed: boolean } {
  const { workspace, targets } = session;
  const pathOf = new Map(targets.files.filter((path) => !isServicePath(path)).map((path) => [uriOf(path), path]));
  const isKept = isSelective(context, session);
  const findings: Reported[] = [];
  // The thread that has a compiler would be patient as well, and take a third longer.
  const tier = targets.files.some(isServicePath) ? undefined : createTiering();
  let crashed = false;
  for (const group of workspace.groups()) {
    for (const uri of group) {
      const path = pathOf.get(uri);
      if (path === undefined) continue;
      const outcome = session.lint(path);
      tier?.(workspace.textOf(uri)?.length ?? 0);
      crashed ||= outcome.crashes.length > 0;
      for (const finding of outcome.findings) {
        const prepared = prepare(finding, session);
        findings.push(isKept ? prepared : settle(prepared));
      }
    }
    workspace.release(group);
  }
  return { findings, crashed };
}

async function lintAll(context: Context, session: Session): Promise<Linted> {
  const { files } = session.targets;
  for (const path of files) session.configFor(path);
  const broken = (): Linted => {
    const findings = prepareFindings(session.configFindings(), session);
    return { findings, crashed: false, files: [], broken: true };
  };
  if (session.configFindings().length > 0) return broken();
  const services = files.filter(isServicePath).map((path) => session.lintService(path));
  const idl = lintIdl(context, session);
  // An included file may lie below a configuration of its own.
  if (session.configFindings().length > 0) return broken();
  const outcomes = await Promise.all(services);
  const findings = outcomes.flatMap((outcome) => outcome.findings.map((finding) => prepare(finding, session)));
  return {
    findings: sortReported([...idl.findings, ...findings]),
    crashed: idl.crashed || outcomes.some(({ crashes }) => crashes.length > 0),
    files,
    broken: false,
  };
}

/** The baseline that holds for a file: the command line's, else its configuration's. */
function baselineChooser(
  context: Context,
  session: Session,
): ((path: string) => BaselineFile | undefined) | UsageError {
  const written = context.arguments.value('baseline');
  if (written === undefined) return (path) => session.configFor(path).baseline;
  const baseline = readBaseline(absolutePath(context.terminal.cwd, written), written);
  return 'usage' in baseline ? baseline : () => baseline;
}

async function acceptPresent(context: Context, session: Session, linted: Linted): Promise<ExitCode> {
  const { terminal, arguments: given, colors } = context;
  const configured = linted.files.map((path) => session.configFor(path).baseline?.path).find((path) => path);
  const named = given.value('write-baseline') || given.value('baseline');
  const path = named
    ? absolutePath(terminal.cwd, named)
    : (configured ?? absolutePath(terminal.cwd, defaultBaselineName));
  const name = displayPath(terminal.cwd, path);
  const previous = kindOf(path) === 'missing' ? { path, entries: [] } : readBaseline(path, name);
  if ('usage' in previous) return complain(terminal, [previous.usage]);
  const checked = new Set(linted.files.map(uriOf));
  const outcome = writeBaseline(path, linted.findings, previous.entries, checked);
  if ('usage' in outcome) return complain(terminal, [outcome.usage]);
  const count = outcome.count === 1 ? '1 finding' : `${outcome.count} findings`;
  await terminal.out(`${colors.green(`Accepted ${count} in ${name}.`)}\n`);
  for (const { file, message } of outcome.refused) await terminal.err(`thriftwise: ${file}: ${message}\n`);
  return outcome.refused.length > 0 ? 2 : 0;
}

/** Few large writes: each one may wait for the reader. */
const writeSize = 64 * 1024;

async function print(terminal: Terminal, parts: Iterable<string>): Promise<void> {
  let waiting = '';
  for (const part of parts) {
    waiting += part;
    if (waiting.length < writeSize) continue;
    await terminal.out(waiting);
    waiting = '';
  }
  await terminal.out(waiting);
}

function isFailure(findings: readonly Reported[], { failOn, maxWarnings }: Limits): boolean {
  if (failOn !== undefined && findings.some(({ severity }) => reaches(severity, failOn))) return true;
  return maxWarnings !== undefined && findings.filter(({ severity }) => severity === 'warning').length > maxWarnings;
}

/** `thriftwise check`. */
export async function check(context: Context): Promise<ExitCode> {
  const started = process.uptime();
  const { terminal } = context;
  const limits = readLimits(context);
  if ('usage' in limits) return complain(terminal, [limits.usage]);
  const session = await openSession(context);
  if ('usage' in session) return complain(terminal, [session.usage]);
  const { problems, files } = session.targets;
  if (problems.length > 0) await complain(terminal, problems);
  if (problems.length > 0 && files.length === 0 && session.configFindings().length === 0) return 2;
  try {
    return await report(context, session, limits, started);
  } finally {
    await session.end();
  }
}

/** Keeps every file to its `maxFindings`, as the linter does where no baseline has to be asked before. */
function capReported(findings: readonly Reported[], session: Session): readonly Reported[] {
  const byFile = new Map<string, Reported[]>();
  for (const finding of findings) {
    const list = byFile.get(finding.uri);
    if (list) list.push(finding);
    else byFile.set(finding.uri, [finding]);
  }
  return sortReported(
    [...byFile].flatMap(([uri, list]) => {
      const worst = worstOf(session.configFor(pathOf(uri) ?? uri).setup, uri, list);
      return worst ? [...worst.kept, ...worst.said.map((finding) => prepare(finding, session))] : list;
    }),
  );
}

async function report(context: Context, session: Session, limits: Limits, started: number): Promise<ExitCode> {
  const { terminal, arguments: given, registry, locale } = context;
  const { problems } = session.targets;
  const linted = await lintAll(context, session);
  for (const { path, message } of session.projectProblems())
    await terminal.err(`thriftwise: ${displayPath(terminal.cwd, path)}: ${message}\n`);
  if (given.has('write-baseline') && !linted.broken) return acceptPresent(context, session, linted);
  const chooser = baselineChooser(context, session);
  if ('usage' in chooser) return complain(terminal, [chooser.usage]);

  const { fresh: left, baselines } = acceptAll(linted.findings, chooser, new Set(linted.files.map(uriOf)));
  const fresh = baselines.length > 0 ? capReported(left, session) : left;
  const { failOn } = limits;
  const quiet = given.has('quiet') && failOn !== undefined && !linted.broken;
  const written: Report = {
    findings: quiet ? fresh.filter(({ severity }) => reaches(severity, failOn)) : fresh,
    summary: {
      files: linted.files.length,
      ...countSeverities(fresh),
      durationMs: Math.round((process.uptime() - started) * 1000),
    },
    baselines: baselines.map(({ path, ...rest }) => ({ file: displayPath(terminal.cwd, path), ...rest })),
    rules: registry.all,
    locale,
    cwd: terminal.cwd,
    sourceOf: session.sourceOf,
    nameOf: session.nameOf,
  };
  const formatter = await loadFormatter(context);
  await print(terminal, formatter(written));
  if (problems.length > 0 || linted.broken || linted.crashed) return 2;
  return isFailure(fresh, limits) ? 1 : 0;
}

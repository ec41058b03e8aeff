import type { Registry } from '../workspace/linter';
import { parseArguments } from './arguments';
import { type CommandSpec, commands } from './commands';
import { type Context, chooseColors, chooseLocale, complain, type ExitCode } from './context';
import { commandHelp, programHelp } from './help';
import type { Program } from './program';
import { didYouMean } from './suggest';
import type { Terminal } from './terminal';

/** What the entry wires to the commands. Everything heavy comes in when it is used. */
export interface Services {
  readonly program: Program;
  readonly registry: () => Promise<Registry>;
  /** The script of the thread that TypeScript is analysed in. */
  readonly analysisScript: string;
  /** Runs the language server; settles when it has been started. */
  readonly startServer: () => Promise<void>;
}

async function run(command: CommandSpec, context: Context): Promise<ExitCode> {
  switch (command.name) {
    case 'check':
      return (await import('./check')).check(context);
    case 'fix':
      return (await import('./fix')).fix(context);
    case 'format':
      return (await import('./formatFiles')).format(context);
    case 'rules':
      return (await import('./rules')).rules(context);
    default:
      return (await import('./explain')).explain(context);
  }
}

async function withoutCommand(first: string | undefined, terminal: Terminal, program: Program): Promise<ExitCode> {
  switch (first) {
    case undefined:
      await terminal.err(programHelp());
      return 2;
    case '-h':
    case '--help':
    case 'help':
      await terminal.out(programHelp());
      return 0;
    case '-V':
    case '--version':
      await terminal.out(`${program.version}\n`);
      return 0;
    default: {
      const names = commands.map(({ name }) => name);
      const isPath = /\.(?:thrift|[cm]?[jt]sx?)$/.test(first) || first.includes('/');
      const hint = isPath ? ` To lint it: thriftwise check ${first}` : didYouMean(first, names);
      return complain(terminal, [`There is no command "${first}".${hint}`, 'Commands: thriftwise --help']);
    }
  }
}

/**
 * Runs `thriftwise` with the words behind its name. Returns the exit code; undefined for a language server, which ends the
 * process itself. Never throws: a bug of ours is told on stderr.
 */
export async function main(
  argv: readonly string[],
  terminal: Terminal,
  services: Services,
): Promise<ExitCode | undefined> {
  const [first, ...rest] = argv;
  const asked = first === 'help' ? rest[0] : first;
  const command = commands.find(({ name }) => name === asked);
  try {
    if (!command) return await withoutCommand(first, terminal, services.program);
    if (first === 'help') {
      await terminal.out(commandHelp(command));
      return 0;
    }
    const given = parseArguments(command, rest);
    if ('usage' in given)
      return await complain(terminal, [given.usage, `The options: thriftwise ${command.name} --help`]);
    if (given.has('help')) {
      await terminal.out(commandHelp(command));
      return 0;
    }
    if (given.has('version')) {
      await terminal.out(`${services.program.version}\n`);
      return 0;
    }
    if (command.name === 'lsp') {
      if (!given.has('stdio'))
        return await complain(terminal, ['The language server speaks over stdio only: thriftwise lsp --stdio']);
      await services.startServer();
      return undefined;
    }
    return await run(command, {
      arguments: given,
      terminal,
      program: services.program,
      registry: await services.registry(),
      analysisScript: services.analysisScript,
      locale: chooseLocale(given.value('locale'), terminal.env),
      colors: chooseColors(given, terminal),
    });
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return complain(terminal, [`An internal failure; please report it.\n${what}`]);
  }
}

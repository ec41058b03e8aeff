import type { Locale } from '../core/finding';
import type { Registry } from '../workspace/linter';
import type { Arguments } from './arguments';
import { type Colors, createColors } from './colors';
import type { Program } from './program';
import type { Environment, Terminal } from './terminal';

/** 0 nothing found that counts, 1 findings that count, 2 wrong usage or a failure of our own. */
export type ExitCode = 0 | 1 | 2;

/** What every command runs with. */
export interface Context {
  readonly arguments: Arguments;
  readonly terminal: Terminal;
  readonly program: Program;
  readonly registry: Registry;
  /** The script of the thread that TypeScript is analysed in. */
  readonly analysisScript: string;
  readonly locale: Locale;
  readonly colors: Colors;
}

/** The language of messages: as told, else as the environment says. */
export function chooseLocale(given: string | undefined, env: Environment): Locale {
  if (given !== undefined) return given === 'zh-cn' ? 'zh-cn' : 'en';
  const wanted = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return /^zh(?:[_.@-]|$)/i.test(wanted) ? 'zh-cn' : 'en';
}

/** Colours as the flags and the terminal ask. */
export function chooseColors(given: Arguments, terminal: Terminal): Colors {
  const flag = given.has('no-color') ? false : given.has('color') ? true : undefined;
  return createColors({ flag, env: terminal.env, isTty: terminal.isTty });
}

/** Says what is wrong with the command line or the surroundings. */
export async function complain(terminal: Terminal, problems: readonly string[]): Promise<2> {
  await terminal.err(problems.map((problem) => `thriftwise: ${problem}\n`).join(''));
  return 2;
}

import { parseArgs } from 'node:util';
import type { CommandSpec, OptionSpec } from './commands';
import { didYouMean } from './suggest';

/** A command line read against its command's options. */
export interface Arguments {
  readonly positionals: readonly string[];
  has(option: string): boolean;
  /** The last value given; empty for an `optional` one without a value. */
  value(option: string): string | undefined;
  values(option: string): readonly string[];
}

/** Why a command line makes no sense, in words for the person who wrote it. */
export interface UsageError {
  readonly usage: string;
}

/** `--write-baseline x.json` is `--write-baseline=x.json`, and alone it is `--write-baseline=`. */
function settleOptional(argv: readonly string[], options: readonly OptionSpec[]): string[] {
  const settled: string[] = [];
  const end = argv.indexOf('--');
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? '';
    const optional =
      (end === -1 || i < end) && options.some((each) => each.kind === 'optional' && word === `--${each.name}`);
    const next = argv[i + 1];
    if (optional && next?.endsWith('.json') && !next.startsWith('-')) {
      settled.push(`${word}=${next}`);
      i++;
    } else settled.push(optional ? `${word}=` : word);
  }
  return settled;
}

function checkValue(spec: OptionSpec, value: string | undefined): UsageError | undefined {
  if (spec.kind === 'flag') {
    return value === undefined ? undefined : { usage: `--${spec.name} takes no value.` };
  }
  if (spec.kind === 'optional') return undefined;
  const wanted = spec.choices ? spec.choices.join(', ') : spec.placeholder;
  if (value === undefined || value === '') return { usage: `--${spec.name} needs a value (${wanted}).` };
  if (spec.choices && !spec.choices.includes(value))
    return { usage: `--${spec.name} cannot be "${value}"; it is one of ${wanted}.${didYouMean(value, spec.choices)}` };
  return undefined;
}

/** Reads what follows the command's name. */
export function parseArguments(command: CommandSpec, argv: readonly string[]): Arguments | UsageError {
  const { tokens } = parseArgs({
    args: settleOptional(argv, command.options),
    options: Object.fromEntries(
      command.options.map(({ name, short, kind }) => [
        name,
        { type: kind === 'flag' ? ('boolean' as const) : ('string' as const), ...(short ? { short } : {}) },
      ]),
    ),
    allowPositionals: true,
    // Our own checks tell more than the built-in ones.
    strict: false,
    tokens: true,
  });
  const given = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const spec = command.options.find((each) => each.name === token.name);
    if (!spec) {
      const names = command.options.map((each) => `--${each.name}`);
      return {
        usage: `"thriftwise ${command.name}" has no option ${token.rawName}.${didYouMean(token.rawName, names)}`,
      };
    }
    const wrong = checkValue(spec, token.value);
    if (wrong) return wrong;
    given.set(spec.name, [...(given.get(spec.name) ?? []), token.value ?? '']);
  }
  return {
    positionals,
    has: (option) => given.has(option),
    value: (option) => given.get(option)?.at(-1),
    values: (option) => given.get(option) ?? [],
  };
}

import { type CommandSpec, commands, type OptionSpec } from './commands';

const width = 92;

function wrap(text: string, indent: number, first = indent): string[] {
  const lines: string[] = [];
  let line = ' '.repeat(first);
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + word.length + 1 > width) {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    } else line += line.trim() === '' ? word : ` ${word}`;
  }
  return [...lines, line];
}

function flagText({ name, short, kind, choices, placeholder }: OptionSpec): string {
  const value = choices ? choices.join('|') : (placeholder ?? 'VALUE');
  const tail = kind === 'flag' ? '' : kind === 'optional' ? ` [${value}]` : ` ${value}`;
  return `  ${short ? `-${short}, ` : '    '}--${name}${tail}`;
}

/** The text of `thriftwise COMMAND --help`. */
export function commandHelp(command: CommandSpec): string {
  const column = 24;
  const options = command.options.flatMap((option) => {
    const flag = flagText(option);
    if (flag.length > column - 2) return [flag, ...wrap(option.help, column)];
    const [first = '', ...rest] = wrap(option.help, column);
    return [flag + first.slice(flag.length), ...rest];
  });
  return [
    `Usage: thriftwise ${command.name} ${command.arguments}`,
    '',
    ...wrap(command.summary, 0),
    ...(command.details ?? []).flatMap((paragraph) => ['', ...wrap(paragraph, 0)]),
    '',
    'Options:',
    ...options,
    ...(command.examples ? ['', 'Examples:', ...command.examples.map((example) => `  ${example}`)] : []),
    '',
  ].join('\n');
}

/** The text of `thriftwise --help`. */
export function programHelp(): string {
  return [
    'Thriftwise lints and formats Thrift IDL: the language and the conventions of Kitex.',
    '',
    'Usage: thriftwise COMMAND [options]',
    '',
    'Commands:',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(10)}${summary}`),
    '',
    'Options:',
    '  -h, --help      Show this help, or with a command, its help.',
    '  -V, --version   Show the version.',
    '',
    'Examples:',
    '  thriftwise check idl',
    '  thriftwise fix --dry-run idl',
    '  thriftwise format --check idl',
    '  thriftwise explain idl/field-naming',
    '',
  ].join('\n');
}

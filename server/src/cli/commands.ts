import { locales, severities } from '../core/finding';

/** One option of a command, as parsed and as shown by `--help`. */
export interface OptionSpec {
  readonly name: string;
  readonly short?: string;
  /** `flag`: no value. `value`: one. `values`: may be given again. `optional`: a value may follow when it ends in `.json`. */
  readonly kind: 'flag' | 'value' | 'values' | 'optional';
  /** What stands for the value in the help. */
  readonly placeholder?: string;
  /** The values allowed; any when left out. */
  readonly choices?: readonly string[];
  readonly help: string;
}

export interface CommandSpec {
  readonly name: string;
  readonly arguments: string;
  readonly summary: string;
  /** Paragraphs after the summary. */
  readonly details?: readonly string[];
  readonly options: readonly OptionSpec[];
  readonly examples?: readonly string[];
}

export const formats = ['pretty', 'json', 'sarif', 'github'] as const;
export type Format = (typeof formats)[number];

const help: OptionSpec = { name: 'help', short: 'h', kind: 'flag', help: 'Show this help.' };
const version: OptionSpec = { name: 'version', short: 'V', kind: 'flag', help: 'Show the version.' };
const color: readonly OptionSpec[] = [
  { name: 'color', kind: 'flag', help: 'Use colours even where no terminal is seen.' },
  { name: 'no-color', kind: 'flag', help: 'Use no colours (as does NO_COLOR).' },
];
const locale: OptionSpec = {
  name: 'locale',
  kind: 'value',
  choices: locales,
  help: 'The language of messages. Default: that of LC_ALL, LC_MESSAGES or LANG.',
};
const common = [...color, locale, help, version];

const config: OptionSpec = {
  name: 'config',
  kind: 'value',
  placeholder: 'FILE',
  help: 'Use this configuration for every file instead of the nearest thriftwise.json.',
};
const forceExclude: OptionSpec = {
  name: 'force-exclude',
  kind: 'flag',
  help: 'Leave out excluded files even when they are named on the command line (for pre-commit).',
};

const reading: readonly OptionSpec[] = [
  config,
  {
    name: 'include-path',
    short: 'I',
    kind: 'values',
    placeholder: 'DIR',
    help: 'A folder to look in for includes, after those of the configuration. May be given again.',
  },
  forceExclude,
];

export const checkCommand: CommandSpec = {
  name: 'check',
  arguments: '[options] [PATH...]',
  summary: 'Lint Thrift, TypeScript and JavaScript files.',
  details: [
    'PATH is a file, or a folder in which to look for .thrift, TypeScript and JavaScript files; "." when left out. A path named here is linted even when the ' +
      'configuration\'s "exclude" covers it; what is found below a folder is not. Folders named node_modules and .git are never entered. Tests, fixtures, generated code and code for browsers are passed ' +
      'over by the rules for services.',
    'Exit code: 0 nothing found that counts, 1 findings at or above --fail-on, 2 wrong usage, a broken configuration or an internal failure.',
  ],
  options: [
    { name: 'format', short: 'f', kind: 'value', choices: formats, help: 'How findings are written. Default: pretty.' },
    {
      name: 'fail-on',
      kind: 'value',
      choices: [...severities, 'never'],
      help: 'The mildest severity that makes the exit code 1. Default: warning.',
    },
    {
      name: 'max-warnings',
      kind: 'value',
      placeholder: 'N',
      help: 'Exit with 1 when there are more warnings than this.',
    },
    { name: 'quiet', short: 'q', kind: 'flag', help: 'Show only findings at or above --fail-on.' },
    {
      name: 'stdin-filename',
      kind: 'value',
      placeholder: 'FILE',
      help: 'Lint the text on stdin as if it were the content of FILE.',
    },
    { name: 'baseline', kind: 'value', placeholder: 'FILE', help: 'Leave out the findings that this file accepts.' },
    {
      name: 'write-baseline',
      kind: 'optional',
      placeholder: 'FILE.json',
      help: "Accept all present findings: write them to FILE.json (default: --baseline's file, or thriftwise-baseline.json).",
    },
    ...reading,
    ...common,
  ],
  examples: [
    'thriftwise check idl',
    'thriftwise check --format sarif idl > thriftwise.sarif',
    'thriftwise check --write-baseline idl && thriftwise check --baseline thriftwise-baseline.json idl',
    'thriftwise check --stdin-filename idl/user.thrift < draft.thrift',
  ],
};

export const fixCommand: CommandSpec = {
  name: 'fix',
  arguments: '[options] [PATH...]',
  summary: 'Apply the safe fixes.',
  details: [
    'Safe fixes keep the meaning, the wire format and all public names. Fixes that change a name or an id are only offered in the editor, ' +
      'one at a time. No file outside of the paths given is written.',
    'Exit code: 0 done, 1 (with --dry-run) something would change, 2 wrong usage, a broken configuration or a file that could not be written.',
  ],
  options: [
    { name: 'dry-run', short: 'n', kind: 'flag', help: 'Print a diff and write nothing.' },
    { name: 'rule', kind: 'values', placeholder: 'ID', help: 'Apply the fixes of this rule only. May be given again.' },
    ...reading,
    ...common,
  ],
  examples: ['thriftwise fix --dry-run idl', 'thriftwise fix --rule idl/implicit-enum-value idl/user.thrift'],
};

export const formatCommand: CommandSpec = {
  name: 'format',
  arguments: '[options] [PATH...]',
  summary: 'Format Thrift files.',
  details: [
    'Only white space changes, unless the configuration asks for other list separators. Comments, annotations and line ends stay. A definition with a ' +
      'syntax error stays as it is, and so does a file of fbthrift. What "format" in the configuration leaves out about the indentation is taken from the file.',
    'PATH is a .thrift file, or a folder in which to look for them; "." when left out.',
    'Exit code: 0 done, 1 (with --check or --dry-run) something would change, 2 wrong usage, a broken configuration or a file that could not be written.',
  ],
  options: [
    { name: 'check', kind: 'flag', help: 'List the files that would change and write nothing.' },
    { name: 'dry-run', short: 'n', kind: 'flag', help: 'Print a diff and write nothing.' },
    {
      name: 'stdin-filename',
      kind: 'value',
      placeholder: 'FILE',
      help: 'Format the text on stdin as if it were the content of FILE, and print the result.',
    },
    config,
    forceExclude,
    ...common,
  ],
  examples: [
    'thriftwise format idl',
    'thriftwise format --check idl',
    'thriftwise format --stdin-filename idl/user.thrift < draft.thrift',
  ],
};

export const rulesCommand: CommandSpec = {
  name: 'rules',
  arguments: '[options]',
  summary: 'List all rules.',
  options: [
    { name: 'format', short: 'f', kind: 'value', choices: ['pretty', 'json'], help: 'Default: pretty.' },
    ...common,
  ],
};

export const explainCommand: CommandSpec = {
  name: 'explain',
  arguments: '[options] RULE | FILE:LINE',
  summary: "Show a rule's page, or how the bounds of a call came about.",
  details: [
    'RULE: what it finds, why it matters, how to fix it. FILE:LINE, or FILE:LINE:COLUMN (both from 1): for each network call that starts there, or client that is made there, what limits its ' +
      'time, attempts and connections, step by step with places: why it is bounded, why not, or why it cannot be told.',
  ],
  options: [config, ...common],
  examples: [
    'thriftwise explain idl/field-naming',
    'thriftwise explain field-naming',
    'thriftwise explain src/users.ts:12',
  ],
};

export const lspCommand: CommandSpec = {
  name: 'lsp',
  arguments: '--stdio',
  summary: 'Run the language server, for editors.',
  options: [
    { name: 'stdio', kind: 'flag', help: 'Speak over stdin and stdout (the only way there is).' },
    // vscode-languageclient adds this to every server it starts; the language server reads it itself.
    { name: 'clientProcessId', kind: 'value', placeholder: 'PID', help: 'End when this process ends.' },
    help,
    version,
  ],
};

export const commands: readonly CommandSpec[] = [
  checkCommand,
  fixCommand,
  formatCommand,
  rulesCommand,
  explainCommand,
  lspCommand,
];

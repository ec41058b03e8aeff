import type { Severity } from '../../core/finding';
import { repositoryPath } from '../places';
import type { Formatter, Reported } from '../report';
import type { Environment } from '../terminal';

const commandOf: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function annotation({ severity, message, range, rule, related, fixes }: Reported, file: string): string {
  const { start, end } = range;
  // GitHub takes columns only for annotations of one line.
  const oneLine = start.line === end.line;
  const properties: readonly (readonly [string, string | number])[] = [
    ['file', file],
    ['line', start.line + 1],
    ...(oneLine ? [['col', start.character + 1] as const] : []),
    ['endLine', end.line + 1],
    ...(oneLine ? [['endColumn', end.character + 1] as const] : []),
    ['title', rule],
  ];
  const text = [
    message,
    ...related.map((each) => `${each.file}:${each.range.start.line + 1}: ${each.message}`),
    ...fixes.map((fix) => `fix: ${fix.title} (${fix.applicability})`),
  ].join('\n');
  const list = properties.map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${commandOf[severity]} ${list.join(',')}::${escapeData(text)}\n`;
}

/** Workflow commands that GitHub Actions shows as annotations of a change. Files are named from the repository's root. */
export function githubFormatter(env: Environment): Formatter {
  return function* (report) {
    for (const finding of report.findings) {
      yield annotation(finding, repositoryPath(finding.uri, report, env) ?? finding.file);
    }
  };
}

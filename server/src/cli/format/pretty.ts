import { type Locale, localize, type Severity, severities } from '../../core/finding';
import type { Colors } from '../colors';
import { frameOf } from '../frame';
import { type Formatter, hasFix, type Report, type Reported } from '../report';
import { severityCount, severityName, texts } from '../texts';
import { printable } from '../width';

function colorOf(severity: Severity, colors: Colors): (text: string) => string {
  switch (severity) {
    case 'error':
      return colors.red;
    case 'warning':
      return colors.yellow;
    case 'information':
      return colors.blue;
    case 'hint':
      return colors.green;
  }
}

function placeOf(file: string, { line, character }: { line: number; character: number }): string {
  return `${printable(file)}:${line + 1}:${character + 1}`;
}

function findingText(finding: Reported, report: Report, colors: Colors): string {
  const { locale } = report;
  const color = colorOf(finding.severity, colors);
  const label = localize(severityName(finding.severity), locale);
  const lines = [
    `${colors.bold(placeOf(finding.file, finding.range.start))}  ${color(label)}  ${colors.dim(finding.rule)}`,
    `  ${printable(finding.message)}`,
  ];
  const source = report.sourceOf(finding.uri);
  let gutter = '   ';
  if (source) {
    const { lineNumber, text, indent, mark } = frameOf(source, finding.range);
    gutter = ' '.repeat(String(lineNumber).length + 3);
    lines.push(`  ${colors.dim(`${lineNumber} |`)} ${text}`, `${gutter}${colors.dim('|')} ${indent}${color(mark)}`);
  }
  for (const each of finding.related)
    lines.push(`${gutter}${colors.dim('=')} ${placeOf(each.file, each.range.start)}: ${printable(each.message)}`);
  for (const { title, applicability } of finding.fixes) {
    const text = localize(texts.fix, locale, {
      title: printable(title),
      applicability: localize(texts[applicability], locale),
    });
    lines.push(`${gutter}${colors.dim('=')} ${colors.cyan(text)}`);
  }
  return `${lines.join('\n')}\n\n`;
}

function countText(one: { en: string; zh: string }, many: { en: string; zh: string }, count: number, locale: Locale) {
  return localize(count === 1 ? one : many, locale, { count });
}

function summaryText(report: Report, colors: Colors): string {
  const { summary, locale, findings, baselines } = report;
  const files = countText(texts.file, texts.files, summary.files, locale);
  const total = severities.reduce((sum, severity) => sum + summary[severity], 0);
  const lines: string[] = [];
  if (total === 0) lines.push(colors.green(localize(texts.clean, locale, { files })));
  else {
    const counts = severities
      .filter((severity) => summary[severity] > 0)
      .map((severity) => localize(severityCount(severity, summary[severity]), locale))
      .join(locale === 'zh-cn' ? '，' : ', ');
    const problems = countText(texts.problem, texts.problems, total, locale);
    const color = summary.error > 0 ? colors.red : colors.yellow;
    lines.push(color(colors.bold(localize(texts.found, locale, { problems, files, counts }))));
    const fixable = findings.filter((finding) => hasFix(finding, 'safe')).length;
    const suggested = findings.filter((finding) => !hasFix(finding, 'safe') && finding.fixes.length > 0).length;
    if (fixable > 0) lines.push(localize(texts.fixable, locale, { count: fixable }));
    if (suggested > 0) lines.push(localize(texts.suggestedCount, locale, { count: suggested }));
    const first = findings[0];
    if (first) lines.push(colors.dim(localize(texts.explain, locale, { rule: first.rule })));
  }
  for (const { file, covered, stale } of baselines) {
    if (covered > 0) lines.push(colors.dim(localize(texts.covered, locale, { count: covered, file })));
    if (stale > 0) lines.push(colors.dim(localize(texts.stale, locale, { count: stale, file })));
  }
  return `${lines.join('\n')}\n`;
}

/** For people: each finding with the line that it is about, and a summary. Lines and columns count from 1. */
export function prettyFormatter(colors: Colors): Formatter {
  return function* (report) {
    for (const finding of report.findings) yield findingText(finding, report, colors);
    yield summaryText(report, colors);
  };
}

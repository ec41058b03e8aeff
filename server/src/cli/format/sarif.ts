import { createHash } from 'node:crypto';
import { type Fix, localize, type Severity } from '../../core/finding';
import type { LineRange } from '../../core/range';
import type { RuleMeta } from '../../core/rule';
import { uriOf } from '../../workspace/uris';
import { repositoryPath, repositoryRoot } from '../places';
import type { Program } from '../program';
import type { Formatter, Report, Reported } from '../report';
import type { Environment } from '../terminal';

const levelOf: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

function region({ start, end }: LineRange) {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

function artifact(uri: string, report: Report, env: Environment) {
  const path = repositoryPath(uri, report, env);
  return path === undefined
    ? { uri }
    : { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}

function location(uri: string, range: LineRange, report: Report, env: Environment) {
  return { physicalLocation: { artifactLocation: artifact(uri, report, env), region: region(range) } };
}

/** A template's text holds placeholders, so only an editor can apply it. */
function fixData({ title, edits }: Fix, report: Report, env: Environment) {
  const uris = [...new Set(edits.map((edit) => edit.uri))];
  return {
    description: { text: title },
    artifactChanges: uris.map((uri) => ({
      artifactLocation: artifact(uri, report, env),
      replacements: edits.flatMap(({ uri: of, range, newText }) => {
        const source = of === uri ? report.sourceOf(uri) : undefined;
        return source ? [{ deletedRegion: region(source.rangeOf(range)), insertedContent: { text: newText } }] : [];
      }),
    })),
  };
}

function ruleData(rule: RuleMeta, program: Program, report: Report) {
  const severity = rule.severity === 'off' ? 'warning' : rule.severity;
  const page = program.page(rule.id);
  return {
    id: rule.id,
    name: rule.id.replace(/(?:^|[/-])(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: localize(rule.summary, report.locale) },
    helpUri: program.pageUri(rule.id),
    ...(page === undefined ? {} : { help: { text: page, markdown: page } }),
    defaultConfiguration: { level: levelOf[severity], enabled: rule.severity !== 'off' },
    properties: { tags: [rule.group], ...(rule.guide === undefined ? {} : { guide: rule.guide }) },
  };
}

/** A name for the finding that stays while lines move: the rule, the symbol, and which of several there it is. */
function fingerprints(findings: readonly Reported[]): string[] {
  const seen = new Map<string, number>();
  return findings.map(({ file, rule, symbol }) => {
    const key = `${file}\n${rule}\n${symbol}`;
    const ordinal = (seen.get(key) ?? 0) + 1;
    seen.set(key, ordinal);
    return createHash('sha256').update(`${rule}\n${symbol}\n${ordinal}`).digest('hex').slice(0, 32);
  });
}

/** A SARIF 2.1.0 log with one run, for code scanning. */
export function sarifFormatter(program: Program, env: Environment): Formatter {
  return function* (report) {
    const used = new Set(report.findings.map((finding) => finding.rule));
    const rules = report.rules.filter((rule) => used.has(rule.id));
    const index = new Map(rules.map((rule, i) => [rule.id, i]));
    const prints = fingerprints(report.findings);
    const head = {
      tool: {
        driver: {
          name: 'Thriftwise',
          semanticVersion: program.version,
          informationUri: program.homepage,
          rules: rules.map((rule) => ruleData(rule, program, report)),
        },
      },
      columnKind: 'utf16CodeUnits',
      originalUriBaseIds: { '%SRCROOT%': { uri: `${uriOf(repositoryRoot(report.cwd, env)).replace(/\/$/, '')}/` } },
    };
    yield '{ "version": "2.1.0",\n  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n';
    yield `  "runs": [{ ${JSON.stringify(head).slice(1, -1)},\n    "results": [`;
    for (const [i, finding] of report.findings.entries()) {
      const fixes = finding.fixes.filter((fix) => fix.applicability !== 'template');
      const result = {
        ruleId: finding.rule,
        ruleIndex: index.get(finding.rule) ?? -1,
        level: levelOf[finding.severity],
        message: { text: finding.message },
        locations: [
          {
            ...location(finding.uri, finding.range, report, env),
            ...(finding.symbol === '' ? {} : { logicalLocations: [{ fullyQualifiedName: finding.symbol }] }),
          },
        ],
        partialFingerprints: { 'ruleAndSymbol/v1': prints[i] },
        ...(finding.related.length === 0
          ? {}
          : {
              relatedLocations: finding.related.map((each, id) => ({
                id: id + 1,
                ...location(each.uri, each.range, report, env),
                message: { text: each.message },
              })),
            }),
        ...(fixes.length === 0 ? {} : { fixes: fixes.map((fix) => fixData(fix, report, env)) }),
      };
      yield `${i === 0 ? '\n' : ',\n'}      ${JSON.stringify(result)}`;
    }
    yield '\n    ] }] }\n';
  };
}

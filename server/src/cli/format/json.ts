import type { Formatter, Reported } from '../report';

function findingData({ rule, severity, message, file, range, related, fixes }: Reported) {
  return {
    rule,
    severity,
    message,
    file,
    range,
    related: related.map((each) => ({ file: each.file, range: each.range, message: each.message })),
    fixes: fixes.map(({ title, applicability }) => ({ title, applicability })),
  };
}

/** One JSON object, one finding a line. Lines and characters count from 0, as in LSP. */
export const formatJson: Formatter = function* ({ findings, summary }) {
  const { files, error, warning, information, hint, durationMs } = summary;
  yield '{ "version": 1,\n  "findings": [';
  for (const [i, finding] of findings.entries()) {
    yield `${i === 0 ? '\n' : ',\n'}    ${JSON.stringify(findingData(finding))}`;
  }
  yield findings.length === 0 ? '],\n' : '\n  ],\n';
  yield `  "summary": ${JSON.stringify({ files, error, warning, information, hint, durationMs })} }\n`;
};

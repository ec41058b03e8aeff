import type { Finding, TextEdit } from '../core/finding';
import { contains, type TextRange } from '../core/range';
import type { IdlFile } from '../idl/model/file';
import { suppressionsIn } from '../idl/suppressions';

function lineEnd(file: IdlFile): string {
  const { end } = file.lines.lineRange(0);
  return file.text.startsWith('\r\n', end) ? '\r\n' : '\n';
}

/** Whether a line that starts here starts inside a comment or a string, so that nothing can be put before it. */
function isInsideText(file: IdlFile, offset: number): boolean {
  const inside = ({ start, end }: TextRange, at: number) => start < at && at < end;
  return file.document.chunks.some((chunk, i) => {
    const at = offset - (file.document.starts[i] ?? 0);
    if (at < 0 || at > chunk.length) return false;
    return chunk.comments.some(({ span }) => inside(span, at)) || stringsOf(file, i).some((span) => inside(span, at));
  });
}

/** Strings that run over lines; only thriftgo has them. */
function stringsOf(file: IdlFile, chunk: number): TextRange[] {
  const found: TextRange[] = [];
  const definition = file.document.chunks[chunk]?.definition;
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) visit(each);
    else if (typeof value === 'object' && value !== null && 'span' in value) {
      if ('kind' in value && value.kind === 'StringLiteral' && 'text' in value && String(value.text).includes('\n'))
        found.push(value.span as TextRange);
      for (const [key, child] of Object.entries(value)) if (key !== 'parent') visit(child);
    }
  };
  visit(definition);
  return found;
}

/** Adds the rule to a directive that names rules already. */
function addTo(file: IdlFile, rules: readonly { readonly range: TextRange }[], rule: string): TextEdit | undefined {
  const last = rules.at(-1);
  return last && { uri: file.uri, range: { start: last.range.end, end: last.range.end }, newText: `, ${rule}` };
}

/** The edit that silences a finding's rule on the finding's line; undefined where no comment can be put. */
export function disableLine(file: IdlFile, finding: Finding): TextEdit | undefined {
  const { line } = file.lines.positionAt(finding.range.start);
  const range = file.lines.lineRange(line);
  const merged = suppressionsIn(file).find(
    ({ kind, covers, rules }) =>
      (kind === 'next-line' || kind === 'line') &&
      rules.length > 0 &&
      contains(covers, { start: finding.range.start, end: finding.range.start }),
  );
  if (merged) return addTo(file, merged.rules, finding.rule);
  if (isInsideText(file, range.start)) return undefined;
  const indent = /^[ \t]*/.exec(file.text.slice(range.start, range.end))?.[0] ?? '';
  const at = afterMark(file, range.start);
  const newText = `${indent}// thriftwise-disable-next-line ${finding.rule}${lineEnd(file)}`;
  return { uri: file.uri, range: { start: at, end: at }, newText };
}

/** The edit that silences a rule in the whole file. */
export function disableFile(file: IdlFile, rule: string): TextEdit | undefined {
  const merged = suppressionsIn(file).find(({ kind, rules }) => kind === 'file' && rules.length > 0);
  if (merged) return addTo(file, merged.rules, rule);
  const at = afterMark(file, 0);
  return {
    uri: file.uri,
    range: { start: at, end: at },
    newText: `// thriftwise-disable-file ${rule}${lineEnd(file)}`,
  };
}

/** Behind the byte order mark, where the file starts with one. */
function afterMark(file: IdlFile, offset: number): number {
  return offset === 0 && file.text.startsWith('\uFEFF') ? 1 : offset;
}

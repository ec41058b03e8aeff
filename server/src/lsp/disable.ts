import type { Finding, TextEdit } from '../core/finding';
import type { TextRange } from '../core/range';
import type { IdlFile } from '../idl/model/file';
import { suppressionsIn } from '../idl/suppressions';
import { disableFileEdit, disableLineEdit, lineComment } from '../workspace/disable';

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

/** The edit that silences a finding's rule on the finding's line; undefined where no comment can be put. */
export function disableLine(file: IdlFile, finding: Finding): TextEdit | undefined {
  return disableLineEdit(file, suppressionsIn(file), finding, (offset) =>
    isInsideText(file, offset) ? undefined : lineComment,
  );
}

/** The edit that silences a rule in the whole file. */
export function disableFile(file: IdlFile, rule: string): TextEdit | undefined {
  return disableFileEdit(file, suppressionsIn(file), rule);
}

import type { IdlFile } from '../model/file';
import type { Definition } from '../model/tree';

/** How the file ends its lines. */
export function lineEndOf(file: IdlFile): string {
  return file.text.includes('\r\n') ? '\r\n' : '\n';
}

/** Where to put a new definition before this one: above the comments that belong to it. */
export function startWithComments(file: IdlFile, definition: Definition): number {
  const { lines } = file;
  let { start } = file.rangeOf(definition);
  let { line } = lines.positionAt(start);
  if (file.text.slice(lines.lineRange(line).start, start).trim() !== '') return start;
  start = lines.lineRange(line).start;
  for (const comment of [...definition.comments].reverse()) {
    const range = file.rangeOf({ in: definition, span: comment.span });
    if (range.end > start) continue;
    const first = lines.positionAt(range.start).line;
    const { start: lineStart } = lines.lineRange(first);
    const isAlone = file.text.slice(lineStart, range.start).trim() === '';
    if (!isAlone || lines.positionAt(range.end).line < line - 1) break;
    line = first;
    start = lineStart;
  }
  return start;
}

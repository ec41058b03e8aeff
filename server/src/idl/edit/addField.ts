import type { TextEdit } from '../../core/finding';
import type { TextRange } from '../../core/range';
import { type IdlFile, isStructLike } from '../model/file';
import type { Field, StructLike } from '../model/tree';
import { membersOf } from '../model/walk';
import { lineEndOf } from './lines';

const defaultIndent = '    ';

function indentAt(file: IdlFile, offset: number): string {
  const line = file.lines.lineRange(file.lines.positionAt(offset).line);
  return /^[ \t]*/.exec(file.text.slice(line.start, offset))?.[0] ?? '';
}

function lineOf(file: IdlFile, offset: number): number {
  return file.lines.positionAt(offset).line;
}

/** The end of the line on which `offset` lies, or of the one where a comment ends that begins there. */
function endOfLine(file: IdlFile, owner: StructLike, offset: number): number {
  let line = lineOf(file, offset);
  for (const { span } of owner.comments) {
    const { start, end } = file.rangeOf({ in: owner, span });
    if (start >= offset && lineOf(file, start) === line) line = lineOf(file, end);
  }
  return file.lines.lineRange(line).end;
}

/** The indentation of fields in the file, else that of other members; four blanks where there is none to go by. */
export function fieldIndent(file: IdlFile): string {
  const structs = file.definitions.filter(isStructLike);
  for (const definition of [...structs, ...file.definitions]) {
    const [first] = membersOf(definition);
    const isBroken = first && lineOf(file, file.rangeOf(first).start) > lineOf(file, file.rangeOf(definition).start);
    if (first && isBroken) return indentAt(file, file.rangeOf(first).start) || defaultIndent;
  }
  return defaultIndent;
}

/** The separator of fields that are all separated but the last; undefined where a field's own is part of its line, or there is none. */
function separatorBetween(fields: readonly Field[]): string | undefined {
  const last = fields.at(-1)?.separator;
  return last ? undefined : fields.at(-2)?.separator?.text;
}

/** Adds a field behind the last one of `owner`, in the style of the others. `text` has no separator. Undefined where the body is not whole. */
export function addField(file: IdlFile, owner: StructLike, text: string): readonly TextEdit[] | undefined {
  if (owner.broken) return undefined;
  const eol = lineEndOf(file);
  const body = file.rangeOf({ in: owner, span: owner.body });
  const edit = (range: TextRange, newText: string): TextEdit => ({ uri: file.uri, range, newText });
  const insert = (at: number, newText: string) => edit({ start: at, end: at }, newText);
  const last = owner.fields.at(-1);
  const close = body.end - 1;
  if (!last) {
    const inner = { start: body.start + 1, end: close };
    const indent = indentAt(file, file.rangeOf(owner).start);
    if (file.text.slice(inner.start, inner.end).trim() === '')
      return [edit(inner, `${eol}${indent}${fieldIndent(file)}${text}${eol}${indent}`)];
    // A comment stands inside.
    const lineStart = file.lines.lineRange(lineOf(file, close)).start;
    return file.text.slice(lineStart, close).trim() === '' && lineStart > body.start
      ? [insert(lineStart, `${indent}${fieldIndent(file)}${text}${eol}`)]
      : [insert(close, `${text} `)];
  }
  const { end: fieldEnd } = file.rangeOf(last);
  const end = last.separator ? file.rangeOf({ in: owner, span: last.separator.span }).end : fieldEnd;
  const own = last.separator?.text ?? '';
  const between = separatorBetween(owner.fields);
  if (lineOf(file, end) === lineOf(file, close))
    return [insert(end, `${last.separator ? '' : (between ?? ',')} ${text}${own}`)];
  const edits = between ? [insert(fieldEnd, between)] : [];
  const at = endOfLine(file, owner, end);
  const line = `${eol}${indentAt(file, file.rangeOf(last).start)}${text}${own}`;
  // With nothing between the field and the line's end both would stand at one place.
  if (between && at === fieldEnd) return [insert(at, between + line)];
  return [...edits, insert(at, line)];
}

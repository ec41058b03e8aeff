import { contains, type TextRange } from '../core/range';
import { type Directive, parseDirective, type Suppression } from '../core/suppression';
import type { IdlFile } from './model/file';
import { keptWith } from './model/kept';
import type { Annotation, Comment, Definition, Node } from './model/tree';
import { annotationsIn, membersOf } from './model/walk';

/** What one definition's comments and annotations ask for, in the chunk's own offsets. */
interface Asked {
  readonly directives: readonly { readonly comment: Comment; readonly directive: Directive }[];
  readonly nolint: readonly {
    readonly span: TextRange;
    readonly covers: TextRange;
    readonly ids: readonly { readonly id: string; readonly range: TextRange }[];
  }[];
}

const nothing: Asked = { directives: [], nolint: [] };

function idsOf(list: string, offset: number): { id: string; range: TextRange }[] {
  return [...list.matchAll(/[^\s,"']+/g)].map((word) => {
    const start = offset + word.index;
    return { id: word[0], range: { start, end: start + word[0].length } };
  });
}

/** The definition or member that the comment stands before. */
function documented(definition: Definition, comment: Comment): Node | undefined {
  if (comment.span.end <= definition.span.start) return definition;
  return membersOf(definition).find((member) => member.span.start >= comment.span.end);
}

function nolintAnnotation(annotation: Annotation, on: Node) {
  const { value } = annotation;
  const ids = value?.kind === 'StringLiteral' ? idsOf(value.value, value.span.start + 1) : [];
  return { span: annotation.span, covers: on.span, ids };
}

function collect(definition: Definition): Asked {
  const directives: { comment: Comment; directive: Directive }[] = [];
  const nolint: Asked['nolint'][number][] = [];
  for (const comment of definition.comments) {
    const directive = parseDirective(comment.text);
    if (directive) directives.push({ comment, directive });
    const tag = /@nolint(?:\(([^)]*)\))?(?![\w-])/.exec(comment.text);
    const on = tag ? documented(definition, comment) : undefined;
    if (!tag || !on) continue;
    const start = comment.span.start + tag.index;
    const ids = tag[1] === undefined ? [] : idsOf(tag[1], start + '@nolint('.length);
    nolint.push({ span: { start, end: start + tag[0].length }, covers: on.span, ids });
  }
  for (const { list, on } of annotationsIn(definition)) {
    for (const item of list.items) if (item.key.text === 'nolint') nolint.push(nolintAnnotation(item, on));
  }
  return directives.length === 0 && nolint.length === 0 ? nothing : { directives, nolint };
}

const askedBy = keptWith(collect);

/** The lines that a directive covers. `next-line` skips blank lines and comment lines, so directives can be stacked. */
function coveredLines(file: IdlFile, directive: Directive, at: TextRange): TextRange {
  if (directive.kind === 'file') return { start: 0, end: file.text.length };
  const { lines, text } = file;
  if (directive.kind === 'line') return lines.lineRange(lines.positionAt(at.start).line);
  let line = lines.positionAt(at.end).line + 1;
  for (; line < lines.lineCount; line++) {
    const { start, end } = lines.lineRange(line);
    if (!/^\s*(?:$|\/\/|#|\/\*.*\*\/\s*$)/.test(text.slice(start, end))) break;
  }
  return lines.lineRange(line);
}

/** All suppressions of a file: `thriftwise-disable` comments, `nolint` annotations, `@nolint` in doc comments. */
export function suppressionsIn(file: IdlFile): Suppression[] {
  const found: Suppression[] = [];
  for (const definition of file.definitions) {
    const asked = askedBy(definition);
    if (asked === nothing) continue;
    const place = (span: TextRange) => file.rangeOf({ in: definition, span });
    for (const { comment, directive } of asked.directives) {
      const range = place(comment.span);
      const rules = directive.rules.map(({ id, range: inside }) => ({
        id,
        range: { start: range.start + inside.start, end: range.start + inside.end },
      }));
      found.push({
        range,
        covers: coveredLines(file, directive, range),
        kind: directive.kind,
        rules,
        reason: directive.reason,
      });
    }
    for (const { span, covers, ids } of asked.nolint) {
      const rules = ids.map(({ id, range }) => ({ id, range: place(range) }));
      found.push({ range: place(span), covers: place(covers), kind: 'nolint', rules, reason: undefined });
    }
  }
  return found;
}

/** Whether findings may be missing at this place because a syntax error kept rules from running there. */
export function isUncertain(file: IdlFile, range: TextRange): boolean {
  if (file.document.fbthrift) return true;
  return file.document.chunks.some((chunk, i) => {
    const start = file.document.starts[i] ?? 0;
    return chunk.definition.broken && contains({ start, end: start + chunk.length }, range);
  });
}

import { sideTable } from '../../core/sideTable';
import type { IdlFile } from './file';
import { definitionOf } from './file';
import type { Comment, Definition, Node } from './tree';

const emptyLine = /\n[ \t]*\r?\n/;
const withinLine = /^[ \t,;]*$/;

/** How many of the comments, which are in order, start before `offset`. */
function countBefore(comments: readonly Comment[], offset: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.span.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The text of the definition's chunk, in which its spans count. Whatever is read off it lives as long as the definition. */
export function chunkText(file: IdlFile, definition: Definition): string {
  const length = file.chunkOf(definition)?.length ?? definition.span.end;
  return file.textOf({ in: definition, span: { start: 0, end: length } });
}

/** Whether something other than the node shares the line before the comment: the comment then speaks of that. */
function trailsOther(text: string, comment: Comment, comments: readonly Comment[]): boolean {
  const lineStart = text.lastIndexOf('\n', comment.span.start - 1) + 1;
  let at = lineStart;
  for (let i = countBefore(comments, lineStart); comments[i] !== comment; i++) {
    const other = comments[i];
    if (!other) break;
    if (text.slice(at, other.span.start).trim() !== '') return true;
    at = other.span.end;
  }
  return text.slice(at, comment.span.start).trim() !== '';
}

/** Comments are part of the chunk, so they stay the same as long as the node does. */
const known = sideTable<Node, readonly Comment[]>();

/**
 * The comments that speak of a definition or a member: those right above it with no empty line between, one before it on its own line,
 * and one behind it (or behind the `{` of a definition) on the same line.
 */
export function commentsOf(file: IdlFile, node: Node): readonly Comment[] {
  let found = known.get(node);
  if (!found) {
    found = findComments(file, node);
    known.set(node, found);
  }
  return found;
}

function findComments(file: IdlFile, node: Node): readonly Comment[] {
  const definition = definitionOf(node);
  const { comments } = definition;
  if (comments.length === 0) return [];
  const text = chunkText(file, definition);
  const found: Comment[] = [];
  let { start } = node.span;
  for (let i = countBefore(comments, start) - 1; i >= 0; i--) {
    const comment = comments[i];
    const between = comment && text.slice(comment.span.end, start);
    // Line comments hold no line end, so one empty line is two line ends in what lies between.
    if (!comment || between === undefined || between.trim() !== '' || emptyLine.test(between)) break;
    const sharesLine = !between.includes('\n') && comment.kind !== 'line' && comment.kind !== 'hash';
    if (!sharesLine && trailsOther(text, comment, comments)) break;
    found.unshift(comment);
    ({ start } = comment.span);
  }
  const ends = 'body' in node ? [node.body.start + 1, node.span.end] : [node.span.end];
  for (const end of ends) {
    const comment = comments[countBefore(comments, end)];
    if (comment && withinLine.test(text.slice(end, comment.span.start))) found.push(comment);
  }
  return found;
}

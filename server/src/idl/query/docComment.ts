import { parseDirective } from '../../core/suppression';
import { commentsOf } from '../model/comments';
import type { IdlFile } from '../model/file';
import type { Comment, Node } from '../model/tree';

/** A line of a block comment without the star that stands before it. */
function withoutStar(line: string): string {
  return line.replace(/^\s*\* ?/, '').trimEnd();
}

function linesOf({ kind, text }: Comment): string[] {
  if (kind === 'line') return [text.replace(/^\/\/+ ?/, '').trimEnd()];
  if (kind === 'hash') return [text.replace(/^#+ ?/, '').trimEnd()];
  const inner = text.replace(/^\/\*+/, '').replace(/\*+\/$/, '');
  return inner.split(/\r\n|\r|\n/).map((line, i) => (i === 0 ? line.trim() : withoutStar(line)));
}

/** Whether the lines say nothing: a rule of dashes, stars or equals signs. */
function isOrnament(line: string): boolean {
  return /^[-=*#~_\s]+$/.test(line) && line.trim().length > 2;
}

function isLine({ kind }: Comment): boolean {
  return kind === 'line' || kind === 'hash';
}

/** Whether the comment stands behind the node, or in it, and not before. */
function isBehind(node: Node, { span }: Comment): boolean {
  return span.start > node.span.start;
}

/**
 * What the comments at a definition or member say, as Markdown, without their marks, directives and ornaments; empty when they
 * say nothing. Lines of `//` and `#` comments stay lines; a block comment flows as Markdown does.
 */
export function docOf(file: IdlFile, node: Node): string {
  let doc = '';
  let before: Comment | undefined;
  for (const comment of commentsOf(file, node)) {
    if (parseDirective(comment.text)) continue;
    const text = linesOf(comment)
      .filter((line) => !isOrnament(line))
      .join('\n')
      .trim();
    if (text === '') {
      // An empty `//` separates paragraphs.
      before = undefined;
      continue;
    }
    const goesOn = before && isLine(before) && isLine(comment) && isBehind(node, before) === isBehind(node, comment);
    doc += doc === '' ? text : `${goesOn ? '  \n' : '\n\n'}${text}`;
    before = comment;
  }
  return doc;
}

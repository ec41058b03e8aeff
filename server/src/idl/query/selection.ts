import { contains, type TextRange } from '../../core/range';
import type { IdlFile } from '../model/file';
import type { Node } from '../model/tree';
import { definitionAt, nodesAt } from './spot';

/** What a node holds without its brackets or quotes. */
function innerOf(node: Node): TextRange | undefined {
  const trim = ({ start, end }: TextRange) => ({ start: start + 1, end: Math.max(start + 1, end - 1) });
  if (node.kind === 'StringLiteral' || node.kind === 'ListLiteral' || node.kind === 'MapLiteral')
    return trim(node.span);
  if (node.kind === 'AnnotationList') return trim(node.span);
  if (node.kind === 'Method') return trim(node.argumentsSpan);
  return 'body' in node ? trim(node.body) : undefined;
}

/** The part of a dotted name around an offset of the text. */
function wordAt(text: string, range: TextRange, offset: number): TextRange {
  const word = /\w/;
  let { start, end } = { start: offset, end: offset };
  while (start > range.start && word.test(text.charAt(start - 1))) start--;
  while (end < range.end && word.test(text.charAt(end))) end++;
  return { start, end };
}

/** The stretches of text around an offset, smallest first, each inside the next one, the whole text last. */
export function selectionsAt(file: IdlFile, offset: number): readonly TextRange[] {
  const found: TextRange[] = [{ start: 0, end: file.text.length }];
  const place = definitionAt(file, offset);
  const at = place ? offset - place.start : 0;
  const comment = place?.definition.comments.find(({ span }) => span.start <= at && at <= span.end);
  if (place && comment) {
    if (contains(place.definition.span, comment.span))
      for (const node of nodesAt(file, offset)) add(file.rangeOf(node));
    add(file.rangeOf({ in: place.definition, span: comment.span }));
  } else {
    for (const node of nodesAt(file, offset)) {
      add(file.rangeOf(node));
      const inner = innerOf(node);
      if (place && inner) add(file.rangeOf({ in: place.definition, span: inner }));
      if (node.kind === 'Identifier') add(wordAt(file.text, file.rangeOf(node), offset));
    }
  }
  return found.reverse();

  /** Takes a range in when the offset lies in it and it is smaller than the last one. */
  function add(range: TextRange): void {
    const last = found.at(-1);
    const isSmaller = last && contains(last, range) && range.end - range.start < last.end - last.start;
    if (isSmaller && range.start <= offset && offset <= range.end && range.end > range.start) found.push(range);
  }
}

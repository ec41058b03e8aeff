import type { TextRange } from '../../core/range';
import { type Chunk, chunkAt, type IdlDocument } from '../model/document';
import { groupOf } from './layout';
import type { ChunkSpan } from './lexemes';

/** What has to be laid out to format a stretch as it is formatted with the whole document. */
export interface Vicinity {
  /** The chunks whose layout is that of the whole document. */
  readonly exact: ChunkSpan;
  /** Those with their neighbours, whose tokens they are set apart from. */
  readonly read: ChunkSpan;
}

/** Whether there is more in the chunk than what could not be read, or is blank: then it has a token. */
function isKnown(chunk: Chunk | undefined): boolean {
  return chunk !== undefined && chunk.definition.kind !== 'Unknown';
}

/** The start of the known chunk before `at`, or the first one. */
function before(chunks: readonly Chunk[], at: number): number {
  let from = Math.max(0, at - 1);
  while (from > 0 && !isKnown(chunks[from])) from--;
  return from;
}

/** The end of the known chunk that begins at `at` or behind it, or the last one. */
function behind(chunks: readonly Chunk[], at: number): number {
  let to = Math.min(chunks.length, at + 1);
  while (to < chunks.length && !isKnown(chunks[to - 1])) to++;
  return to;
}

const lineEnd = /[\r\n]/;

/** Whether the definition may be a row of a table that others are rows of, too: it has a column, and may take a single line. */
function mayBeRow({ text, chunks, starts }: IdlDocument, index: number): boolean {
  const chunk = chunks[index];
  if (!chunk || groupOf(chunk.definition) !== 'body') return chunk !== undefined;
  const { definition, comments } = chunk;
  if (!('body' in definition)) return false;
  const start = starts[index] ?? 0;
  const { body, span } = definition;
  if (lineEnd.test(text.slice(start + body.start, start + body.end))) return false;
  // The one column of such a definition is the comment behind it.
  const [comment] = comments.filter((each) => each.span.start >= span.end);
  return comment !== undefined && !lineEnd.test(text.slice(start + span.end, start + comment.span.start));
}

/** Makes the span longer by the tables that reach over its ends. */
function withTables(document: IdlDocument, { from, to }: ChunkSpan): ChunkSpan {
  const { chunks } = document;
  const groupAt = (index: number): string | undefined => {
    const definition = chunks[index]?.definition;
    return definition && groupOf(definition);
  };
  let hasRow = false;
  for (let i = from; i < to && !hasRow; i++) hasRow = groupAt(i) === 'body' && mayBeRow(document, i);
  const goesOn = (index: number, group: string | undefined): boolean =>
    groupAt(index) !== undefined && (groupAt(index) === group || !isKnown(chunks[index]));
  const isOpen = (group: string | undefined): boolean => group !== undefined && (group !== 'body' || hasRow);
  let [first, last] = [from, to];
  const [head, tail] = [groupAt(from), groupAt(to - 1)];
  if (isOpen(head)) while (goesOn(first - 1, head)) first--;
  if (isOpen(tail)) while (goesOn(last, tail)) last++;
  return { from: first, to: last };
}

/** What has to be laid out to know what becomes of the text in `stretch`, and of what touches it. */
export function vicinityOf(document: IdlDocument, stretch: TextRange): Vicinity {
  const { chunks } = document;
  const touched = {
    from: before(chunks, chunkAt(document, Math.max(0, stretch.start - 1))),
    to: behind(chunks, chunkAt(document, stretch.end) + 1),
  };
  const exact = withTables(document, touched);
  return { exact, read: { from: before(chunks, exact.from), to: behind(chunks, exact.to) } };
}

import type { TextRange } from '../../core/range';
import type { Chunk, IdlDocument } from '../model/document';
import { type FormatEdit, formatChunks, lineEndOf } from './format';
import type { ChunkSpan } from './lexemes';
import type { FormatOptions } from './options';
import { vicinityOf } from './vicinity';

/** What formatting a version of a document came to, for the next one. */
export interface KeptFormatting {
  readonly document: IdlDocument;
  readonly options: FormatOptions;
  readonly lineEnd: string;
  /** For each chunk, its edits, counted from where it starts. */
  readonly byChunk: readonly (readonly FormatEdit[])[];
}

function moved(edits: readonly FormatEdit[], by: number): readonly FormatEdit[] {
  if (edits.length === 0) return edits;
  return edits.map(({ range, newText }) => ({ range: { start: range.start + by, end: range.end + by }, newText }));
}

function isSame(a: FormatOptions, b: FormatOptions): boolean {
  return (Object.keys(a) as (keyof FormatOptions)[]).every((name) => a[name] === b[name]);
}

/** How many chunks at the start, and how many at the end, two versions share. */
function sharedEnds(before: readonly Chunk[], now: readonly Chunk[]): { readonly head: number; readonly tail: number } {
  const shorter = Math.min(before.length, now.length);
  let head = 0;
  while (head < shorter && before[head] === now[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  return { head, tail };
}

function stretchOf({ text, starts }: IdlDocument, { from, to }: ChunkSpan): TextRange {
  return { start: starts[from] ?? text.length, end: starts[to] ?? text.length };
}

/** The chunks of `document` to format again, with all that are laid out in another way because of them; undefined where all are. */
function toFormat(document: IdlDocument, kept: KeptFormatting): ChunkSpan | undefined {
  const [before, now] = [kept.document.chunks.length, document.chunks.length];
  const { head, tail } = sharedEnds(kept.document.chunks, document.chunks);
  // What made a table with the chunks that went lies around them in the old version.
  const old = vicinityOf(kept.document, stretchOf(kept.document, { from: head, to: before - tail })).exact;
  const fresh = vicinityOf(document, stretchOf(document, { from: head, to: now - tail })).exact;
  const span = { from: Math.min(old.from, fresh.from), to: Math.max(old.to - before + now, fresh.to) };
  return span.from > head || span.to < now - tail || span.to - span.from > now / 2 ? undefined : span;
}

/**
 * The edits of `formatDocument`, for a version of a document that was formatted before: what stayed as it was, with what it is laid out with, costs nothing.
 */
export function formatAgain(
  document: IdlDocument,
  options: FormatOptions,
  kept: KeptFormatting | undefined,
): { readonly edits: readonly FormatEdit[]; readonly kept: KeptFormatting } {
  const { chunks, starts } = document;
  const lineEnd = lineEndOf(document.text);
  const usable = kept && kept.lineEnd === lineEnd && isSame(kept.options, options) && !document.fbthrift;
  const span = usable && !kept.document.fbthrift ? toFormat(document, kept) : undefined;
  const all = { from: 0, to: chunks.length };
  const vicinity = span ? vicinityOf(document, stretchOf(document, span)) : { exact: all, read: all };
  const { from, to } = vicinity.exact;
  const fresh = formatChunks(document, options, vicinity).byChunk.map((edits, i) =>
    moved(edits, -(starts[from + i] ?? 0)),
  );
  const before = kept?.byChunk ?? [];
  const byChunk =
    span && (from > 0 || to < chunks.length)
      ? [...before.slice(0, from), ...fresh, ...before.slice(before.length - (chunks.length - to))]
      : fresh;
  return {
    edits: byChunk.flatMap((edits, i) => moved(edits, starts[i] ?? 0)),
    kept: { document, options, lineEnd, byChunk },
  };
}

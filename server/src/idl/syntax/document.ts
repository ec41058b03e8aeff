import { shift, type TextRange } from '../../core/range';
import { sideTable } from '../../core/sideTable';
import type { Chunk, Dialect, IdlDocument, SyntaxProblem, TextChange } from '../model/document';
import { parseChunk } from './chunk';
import { isLarge } from './reuse';
import { segmentsOf } from './segments';

export interface ParseOptions {
  readonly dialect: Dialect;
}

/** What an update has to know of the text before. */
interface Layout {
  readonly dialect: Dialect;
  /** Of each chunk: whether a scan may begin at its start. */
  readonly restarts: readonly boolean[];
  /** Of each chunk: how far behind its start text was looked at to settle its end. */
  readonly reaches: readonly number[];
}

/** Kept beside the documents, so that the type others see holds only what they may rely on. */
const layouts = sideTable<IdlDocument, Layout>();

interface Draft {
  readonly chunks: Chunk[];
  readonly starts: number[];
  readonly restarts: boolean[];
  readonly reaches: number[];
}

function finish(text: string, draft: Draft, dialect: Dialect): IdlDocument {
  const { chunks, starts, restarts, reaches } = draft;
  const at = chunks.findIndex((chunk) => chunk.fbthrift);
  const found = chunks[at]?.fbthrift;
  const fbthrift = found && { construct: found.construct, range: shift(found.span, starts[at] ?? 0) };
  const document: IdlDocument = { text, chunks, starts, fbthrift };
  layouts.set(document, { dialect, restarts, reaches });
  return document;
}

/** Parses a whole text. Never throws; what is wrong with the text stands in the chunks' `problems`. */
export function parseDocument(text: string, options: ParseOptions): IdlDocument {
  const draft: Draft = { chunks: [], starts: [], restarts: [], reaches: [] };
  for (const segment of segmentsOf(text, 0, options.dialect)) {
    draft.chunks.push(segment.recognize() ?? parseChunk(text.slice(segment.start, segment.end), options.dialect));
    draft.starts.push(segment.start);
    draft.restarts.push(segment.restart);
    draft.reaches.push(segment.reach - segment.start);
  }
  return finish(text, draft, options.dialect);
}

const headers: ReadonlySet<string> = new Set(['Include', 'CppInclude', 'Namespace']);

/** What every keyword of a header has in it. */
const headerWord = /include|namespace/g;

/**
 * The chunks before the first definition, in a part of the time that the whole text takes: equal to the first ones of `parseDocument`.
 * Undefined where a header may stand further down, which only the whole text tells.
 */
export function parseHeaders(text: string, options: ParseOptions): IdlDocument | undefined {
  const draft: Draft = { chunks: [], starts: [], restarts: [], reaches: [] };
  for (const segment of segmentsOf(text, 0, options.dialect)) {
    const chunk = segment.recognize() ?? parseChunk(text.slice(segment.start, segment.end), options.dialect);
    if (!headers.has(chunk.definition.kind)) {
      headerWord.lastIndex = segment.start;
      if (headerWord.test(text)) return undefined;
      break;
    }
    draft.chunks.push(chunk);
    draft.starts.push(segment.start);
    draft.restarts.push(segment.restart);
    draft.reaches.push(segment.reach - segment.start);
  }
  return finish(text, draft, options.dialect);
}

/** The last chunk at whose start a scan may begin so that it sees everything that the edit at `offset` can change. */
function restartBefore(document: IdlDocument, layout: Layout, offset: number): number {
  let chunk = document.starts.findIndex((start, i) => start + (layout.reaches[i] ?? 0) >= offset);
  if (chunk === -1) chunk = document.chunks.length - 1;
  while (chunk > 0 && !layout.restarts[chunk]) chunk--;
  return chunk;
}

function applyChange(document: IdlDocument, change: TextChange, dialect: Dialect): IdlDocument {
  const length = document.text.length;
  const start = Math.max(0, Math.min(change.range.start, length));
  const end = Math.max(start, Math.min(change.range.end, length));
  const text = document.text.slice(0, start) + change.text + document.text.slice(end);
  const layout = layouts.get(document);
  if (!layout) return parseDocument(text, { dialect });
  const delta = change.text.length - (end - start);
  const head = restartBefore(document, layout, start);
  const draft: Draft = {
    chunks: document.chunks.slice(0, head),
    starts: document.starts.slice(0, head),
    restarts: layout.restarts.slice(0, head),
    reaches: layout.reaches.slice(0, head),
  };
  /** The old chunk at or behind which the scan now is. */
  let old = head;
  /** The last old chunk that was taken over. A text that now stands twice needs two chunks: each knows its place by identity. */
  let taken = head - 1;
  for (const segment of segmentsOf(text, document.starts[head] ?? 0, dialect)) {
    const before = segment.start >= start + change.text.length ? segment.start - delta : segment.start;
    while (old < document.chunks.length && (document.starts[old] ?? 0) < before) old++;
    const aligned = document.starts[old] === before ? document.chunks[old] : undefined;
    if (
      aligned &&
      old > taken &&
      segment.restart &&
      layout.restarts[old] &&
      before >= end &&
      segment.start >= start + change.text.length
    ) {
      for (let i = old; i < document.chunks.length; i++) {
        const chunk = document.chunks[i];
        if (chunk) draft.chunks.push(chunk);
        draft.starts.push((document.starts[i] ?? 0) + delta);
        draft.restarts.push(layout.restarts[i] ?? false);
        draft.reaches.push(layout.reaches[i] ?? 0);
      }
      return finish(text, draft, dialect);
    }
    const slice = text.slice(segment.start, segment.end);
    const isSame = old > taken && aligned?.length === slice.length && document.text.startsWith(slice, before);
    const untouched = isSame ? aligned : undefined;
    if (untouched) taken = old;
    const previous = aligned && { chunk: aligned, text: document.text.slice(before, before + aligned.length) };
    // What is broken stays so for most of the strokes that mend it; a large definition is quicker read with what is kept of it.
    const isHopeless = previous !== undefined && previous.chunk.problems.length > 0 && isLarge(previous.chunk);
    const recognized = untouched || isHopeless ? undefined : segment.recognize();
    draft.chunks.push(untouched ?? recognized ?? parseChunk(slice, dialect, previous));
    draft.starts.push(segment.start);
    draft.restarts.push(segment.restart);
    draft.reaches.push(segment.reach - segment.start);
  }
  return finish(text, draft, dialect);
}

/**
 * The document after `changes`, which are applied one after another as in LSP: each one's range is in the text that the
 * ones before it left. Equal to parsing the new text; chunks that no change touched are the same objects.
 */
export function updateDocument(
  previous: IdlDocument,
  changes: readonly TextChange[],
  options: ParseOptions,
): IdlDocument {
  const { dialect } = options;
  const known = layouts.get(previous)?.dialect === dialect;
  const start = known ? previous : parseDocument(previous.text, options);
  return changes.reduce((document, change) => applyChange(document, change, dialect), start);
}

/** A problem at its place in the text. */
export interface PlacedProblem {
  /** The index of the chunk it belongs to. */
  readonly chunk: number;
  readonly range: TextRange;
  readonly problem: SyntaxProblem;
}

/**
 * All problems of the text in order, those that take the whole file to see (headers behind definitions) included.
 * None in a file of fbthrift, whatever it holds: see `fbthrift`.
 */
export function problemsOfDocument(document: IdlDocument): PlacedProblem[] {
  const placed: PlacedProblem[] = [];
  if (document.fbthrift) return placed;
  let defined = false;
  let before: Chunk | undefined;
  for (let chunk = 0; chunk < document.chunks.length; chunk++) {
    const each = document.chunks[chunk];
    if (!each) continue;
    const { definition, problems } = each;
    const isHeader = headers.has(definition.kind);
    const isBehindMistake = before !== undefined && before.problems.length > 0;
    before = each;
    if (problems.length === 0 && !isHeader) {
      defined ||= definition.kind !== 'Unknown';
      continue;
    }
    // What a broken definition leaves over is part of its mistake.
    if (isBehindMistake && problems[0]?.code === 'outside-definition') continue;
    const start = document.starts[chunk] ?? 0;
    if (defined && isHeader) {
      const { span, text } = definition.keyword;
      const problem: SyntaxProblem = { code: 'late-header', span, data: { found: text } };
      placed.push({ chunk, range: shift(span, start), problem });
    }
    if (!isHeader && definition.kind !== 'Unknown') defined = true;
    for (const problem of problems) placed.push({ chunk, range: shift(problem.span, start), problem });
  }
  return placed;
}

let isWarm = false;

/** Loads the grammar and has it read something, so that the first mistake that somebody types finds it ready. Takes some 50 ms. */
export function warmUp(): void {
  if (isWarm) return;
  isWarm = true;
  parseDocument(
    'enum A { B = 1 (a = "b"), 5 }\nstruct C { 1: required set<bool> a = [true] (b = "c"); 2: map<i32, d.E> f, g }\n' +
      'service F extends G { oneway void a(1: i32 b) throws (1: H c) (d = "e"), I j }\n',
    { dialect: 'any' },
  );
}

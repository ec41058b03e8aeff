import type { TextRange } from '../../core/range';
import type { IdlDocument } from '../model/document';
import { reindentComment } from './comments';
import { type Layout, layOut, type Unit } from './layout';
import { isBlockComment, isLineComment, type Lexeme, readLexemes } from './lexemes';
import type { FormatOptions } from './options';
import { alignTables } from './tables';
import { type Vicinity, vicinityOf } from './vicinity';

/** A change of white space; `range` counts in the document's text. */
export interface FormatEdit {
  readonly range: TextRange;
  readonly newText: string;
}

/** A formatted document, not yet applied. */
export interface Formatting {
  /** In order, without overlaps. */
  readonly edits: readonly FormatEdit[];
  /** The stretches that can be formatted by themselves, in order: members, and what is around them. */
  readonly units: readonly FormatUnit[];
}

export interface FormatUnit {
  /** With the white space before it; units tile the text up to its last lexeme. */
  readonly whole: TextRange;
  readonly content: TextRange;
}

/** What becomes of some chunks of a document. */
interface FormattedChunks {
  /** For each of them, its edits and those of the white space before it; for the last one of the document, what is behind it, too. */
  readonly byChunk: readonly (readonly FormatEdit[])[];
  readonly units: readonly FormatUnit[];
}

/** The line end that the text uses most; `\n` for a text of one line. */
export function lineEndOf(text: string): string {
  if (!text.includes('\r')) return '\n';
  const crlf = text.split('\r\n').length - 1;
  const lf = text.split('\n').length - 1 - crlf;
  const cr = text.split('\r').length - 1 - crlf;
  if (crlf > lf && crlf >= cr) return '\r\n';
  return cr > lf ? '\r' : '\n';
}

/** The edit without what both sides share at either end; a `\r\n` is never cut. */
function tighten(text: string, { start, end }: TextRange, newText: string): FormatEdit | undefined {
  const old = text.slice(start, end);
  if (old === newText) return undefined;
  const most = Math.min(old.length, newText.length);
  let tail = 0;
  while (tail < most && old.at(-1 - tail) === newText.at(-1 - tail)) tail++;
  const cuts = (at: number, of: string): boolean => of[at] === '\n' && of[at - 1] === '\r';
  while (tail > 0 && (cuts(old.length - tail, old) || cuts(newText.length - tail, newText))) tail--;
  let head = 0;
  while (head < most - tail && old[head] === newText[head]) head++;
  while (head > 0 && (cuts(head, old) || cuts(head, newText))) head--;
  return {
    range: { start: start + head, end: end - tail },
    newText: newText.slice(head, newText.length - tail),
  };
}

const lineEnds = /\r\n?/g;

/** The white space before a lexeme, rewritten. A byte order mark at the text's start is kept. */
function gapEdit(text: string, start: number, end: number, wanted: string, lineEnd: string): FormatEdit | undefined {
  const from = start === 0 && text.startsWith('\uFEFF') ? 1 : start;
  if (end - from === wanted.length && text.startsWith(wanted, from)) return undefined;
  if (text.slice(from, end).replace(lineEnds, '\n') === wanted) return undefined;
  return tighten(text, { start: from, end }, wanted.replaceAll('\n', lineEnd));
}

/** What becomes of a lexeme's own text: comments lose blanks at the end of a line comment, or move as a block. */
function rewriteComments(text: string, lexemes: readonly Lexeme[], layout: Layout, options: FormatOptions): void {
  lexemes.forEach((lexeme, i) => {
    const placed = layout.placed[i];
    if (!placed || placed.breaks === undefined) return;
    if (isLineComment(lexeme)) placed.text = lexeme.text.replace(/[ \t]+$/, '');
    else if (isBlockComment(lexeme) && (placed.breaks > 0 || i === 0))
      placed.text = reindentComment(text, lexeme, placed.lead, options);
  });
}

/** The ranges of the units that lie in a stretch of the lexemes. */
function unitRanges(lexemes: readonly Lexeme[], units: readonly Unit[], from: number, to: number): FormatUnit[] {
  return units.flatMap((unit): FormatUnit[] => {
    if (unit.from < from || unit.to > to) return [];
    const end = lexemes[unit.to - 1]?.end ?? 0;
    const start = lexemes[unit.from]?.start ?? end;
    return [{ whole: { start: lexemes[unit.from - 1]?.end ?? 0, end }, content: { start, end } }];
  });
}

/** Formats the chunks in `exact`, of which it is known how they are laid out when those in `read` are. */
export function formatChunks(
  document: IdlDocument,
  options: FormatOptions,
  { exact, read }: Vicinity,
): FormattedChunks {
  const { text, chunks } = document;
  if (document.fbthrift) return { byChunk: chunks.slice(exact.from, exact.to).map(() => []), units: [] };
  const file = readLexemes(document, read);
  const { lexemes, pieces } = file;
  const layout = layOut(file, options);
  rewriteComments(text, lexemes, layout, options);
  alignTables(text, lexemes, layout, options);
  const lineEnd = lineEndOf(text);
  const own = pieces.slice(exact.from - read.from, exact.to - read.from);
  const from = own[0]?.from ?? 0;
  const to = own.at(-1)?.to ?? 0;
  let before = lexemes[from - 1]?.end ?? 0;
  const byChunk = own.map((piece, at) => {
    const edits: FormatEdit[] = [];
    const add = (edit: FormatEdit | undefined): void => {
      if (edit) edits.push(edit);
    };
    for (let i = piece.from; i < piece.to; i++) {
      const lexeme = lexemes[i];
      const placed = layout.placed[i];
      if (!lexeme) continue;
      const { start, end, text: old } = lexeme;
      if (placed && placed.breaks !== undefined) {
        const wanted = placed.breaks === 0 ? placed.lead : '\n'.repeat(placed.breaks) + placed.lead;
        add(gapEdit(text, before, start, wanted, lineEnd));
        if (placed.text !== old) add(tighten(text, { start, end }, placed.text));
      }
      before = end;
    }
    // What a mistake stands at the end of may be its rest.
    if (exact.from + at === chunks.length - 1 && !piece.opaque)
      add(gapEdit(text, before, text.length, lexemes.length > 0 ? '\n' : '', lineEnd));
    return edits;
  });
  return { byChunk, units: unitRanges(lexemes, layout.units, from, to) };
}

function joined({ byChunk, units }: FormattedChunks): Formatting {
  return { edits: byChunk.flat(), units };
}

/**
 * Formats a document. Only white space changes (and list separators, where an option asks for it), so the tree and the comments stay; a
 * definition with a mistake in it stays as it is, and so does a file of fbthrift. Formatting the result again changes nothing. Never throws.
 */
export function formatDocument(document: IdlDocument, options: FormatOptions): Formatting {
  const all = { from: 0, to: document.chunks.length };
  return joined(formatChunks(document, options, { exact: all, read: all }));
}

/**
 * Formats a part of a document as `formatDocument` does: gives all of its edits and units that lie in `stretch` or touch it, and some more
 * around it. Costs what the definitions there cost, and those that make a table with them.
 */
export function formatAround(document: IdlDocument, options: FormatOptions, stretch: TextRange): Formatting {
  return joined(formatChunks(document, options, vicinityOf(document, stretch)));
}

/** The text with the edits made. */
export function applyFormatting(text: string, edits: readonly FormatEdit[]): string {
  let result = '';
  let at = 0;
  for (const { range, newText } of edits) {
    result += text.slice(at, range.start) + newText;
    at = range.end;
  }
  return result + text.slice(at);
}

import type { TextRange } from '../../core/range';
import { chunkAt } from '../model/document';
import type { IdlFile } from '../model/file';
import type { Comment } from '../model/tree';
import { Code, isKeyword, opensDefinition } from '../syntax/codes';
import { type Lexed, lex } from '../syntax/lexer';
import type { Place } from './place';
import { placeBehind } from './reader';

/** A string that the cursor stands in. */
export interface OpenString {
  /** What stands between the quotes; ends with the line where the string is not closed. */
  readonly range: TextRange;
  readonly quote: string;
  /** What stands between the opening quote and the cursor. */
  readonly typed: string;
}

/** Where the cursor stands in a text. */
export interface Cursor {
  readonly offset: number;
  /** The word before the cursor, dots included, and what follows of it behind the cursor. */
  readonly word: TextRange;
  /** What is written of the word. */
  readonly typed: string;
  readonly place: Place;
  readonly string: OpenString | undefined;
  /** The comment around the cursor; `place` says nothing then. */
  readonly comment: { readonly text: string; readonly start: number } | undefined;
}

const isWordPart = (c: number): boolean =>
  (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57) || c === 95 || c === 46;

function isIn(comment: Comment, at: number): boolean {
  const { start, end } = comment.span;
  if (at <= start) return false;
  const isClosed = (comment.kind === 'block' || comment.kind === 'doc') && comment.text.endsWith('*/');
  return isClosed ? at < end : at <= end;
}

const mostChunksBack = 64;

/** Reads from the last definition's keyword to `end`: through chunks that only hold what was left over, where need be. */
function lexBefore(file: IdlFile, chunk: number, end: number): Lexed {
  const { text, starts } = file.document;
  for (let i = chunk; ; i--) {
    const lexed = lex(text.slice(starts[i] ?? 0, end));
    if (i <= 0 || chunk - i >= mostChunksBack || opensDefinition(lexed.tape.codes[0] ?? Code.End)) return lexed;
  }
}

function openString(file: IdlFile, { tape, problems }: Lexed, end: number, offset: number): OpenString | undefined {
  const last = tape.codes.length - 1;
  const length = tape.text.length;
  if (tape.codes[last] !== Code.String || tape.ends[last] !== length) return undefined;
  const isOpen = problems.some(({ code, span }) => code === 'unterminated-string' && span.end === length);
  if (!isOpen) return undefined;
  const start = end - length + (tape.starts[last] ?? 0);
  const quote = file.text.slice(start, start + 1);
  const line = file.lines.lineRange(file.lines.positionAt(offset).line);
  const closed = file.text.slice(offset, line.end).indexOf(quote);
  return {
    range: { start: start + 1, end: closed === -1 ? offset : offset + closed },
    quote,
    typed: file.text.slice(start + 1, offset),
  };
}

/** Finds out where `offset` stands. Never throws, whatever the text. */
export function cursorAt(file: IdlFile, offset: number): Cursor {
  const { text } = file;
  const { starts, chunks } = file.document;
  let start = offset;
  let end = offset;
  while (start > 0 && isWordPart(text.charCodeAt(start - 1))) start--;
  while (isWordPart(text.charCodeAt(end))) end++;
  const index = chunkAt(file.document, offset);
  const base = starts[index] ?? 0;
  const found = chunks[index]?.comments.find((comment) => isIn(comment, offset - base));
  const comment = found && { text: found.text, start: base + found.span.start };
  const word = { start, end };
  const typed = text.slice(start, offset);
  if (comment) return { offset, word, typed, place: { kind: 'nothing' }, string: undefined, comment };
  const lexed = lexBefore(file, chunkAt(file.document, start), start);
  const string = openString(file, lexed, start, offset);
  const { tape } = lexed;
  const count = string ? tape.codes.length - 1 : tape.codes.length;
  const before = { ...tape, codes: tape.codes.slice(0, count) };
  const lastEnd = tape.ends[count - 1] ?? 0;
  const newline = /[\r\n]/.test(tape.text.slice(lastEnd, string ? tape.starts[count] : undefined));
  const isDefined = count === 0 || opensDefinition(tape.codes[0] ?? Code.End);
  const place: Place = isDefined ? placeBehind(before, newline) : { kind: newline ? 'definition' : 'nothing' };
  return { offset, word, typed, place, string, comment };
}

/** The ids of the fields that follow the cursor in the list that it stands in. */
export function idsBehind(file: IdlFile, { word }: Cursor): readonly string[] {
  const { text } = file;
  const { starts, chunks } = file.document;
  const index = chunkAt(file.document, word.end);
  const end = (starts[index] ?? 0) + (chunks[index]?.length ?? 0);
  const { codes, starts: from, ends: to, first, text: rest } = lex(text.slice(word.end, end)).tape;
  const ids: string[] = [];
  let depth = 0;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] ?? Code.End;
    if (first[i] && opensDefinition(code)) break;
    if (code === Code.OpenBrace || code === Code.OpenParen || code === Code.OpenBracket) depth++;
    else if (code === Code.CloseBrace || code === Code.CloseParen || code === Code.CloseBracket) {
      if (depth === 0) break;
      depth--;
    } else if (depth === 0 && code === Code.Integer && codes[i + 1] === Code.Colon)
      ids.push(rest.slice(from[i], to[i]));
  }
  return ids;
}

/** The name of the field whose type stands at the cursor, where it is written already. */
export function nameBehind(file: IdlFile, { word, offset }: Cursor): string | undefined {
  const line = file.lines.lineRange(file.lines.positionAt(offset).line);
  const { codes, starts, ends, text } = lex(file.text.slice(word.end, line.end)).tape;
  let at = 0;
  while (codes[at] === Code.CloseAngle) at++;
  const code = codes[at] ?? Code.End;
  return code === Code.Identifier || isKeyword(code) ? text.slice(starts[at], ends[at]) : undefined;
}

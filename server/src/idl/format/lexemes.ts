import type { Chunk, IdlDocument } from '../model/document';
import { Code, isComment } from '../syntax/codes';
import { createScanner } from '../syntax/scanner';

/** Chunks of a document: from `from` up to `to`. */
export interface ChunkSpan {
  readonly from: number;
  readonly to: number;
}

/** A token or a comment at its place in the file. */
export interface Lexeme {
  /** One of `Code`. */
  readonly code: number;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** How many lines end in the white space before it. */
  readonly breaks: number;
  /** Whether any white space stands before it. */
  readonly spaced: boolean;
}

/** The lexemes of one chunk: those from `from` up to `to` of the file's. */
export interface Piece {
  readonly chunk: Chunk;
  /** Where the chunk starts in the file. */
  readonly offset: number;
  readonly from: number;
  readonly to: number;
  /** Whether a mistake lies in the chunk, so that it and the white space around it stay as they are. */
  readonly opaque: boolean;
}

export interface LexedFile {
  readonly lexemes: readonly Lexeme[];
  readonly pieces: readonly Piece[];
}

/** Problems that say nothing against the tree. */
const harmless: ReadonlySet<string> = new Set(['dialect']);

function countBreaks(text: string, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (c === 10 || (c === 13 && text.charCodeAt(i + 1) !== 10)) count++;
  }
  return count;
}

/** Reads the lexemes of the chunks of `span`; a chunk with a mistake becomes a single one. */
export function readLexemes({ text, chunks, starts }: IdlDocument, span: ChunkSpan): LexedFile {
  const lexemes: Lexeme[] = [];
  const pieces: Piece[] = [];
  let before = starts[span.from] ?? 0;
  const add = (code: number, start: number, end: number): void => {
    const breaks = countBreaks(text, before, start);
    lexemes.push({ code, text: text.slice(start, end), start, end, breaks, spaced: start > before });
    before = end;
  };
  chunks.slice(span.from, span.to).forEach((chunk, i) => {
    const offset = starts[span.from + i] ?? 0;
    const slice = text.slice(offset, offset + chunk.length);
    const from = lexemes.length;
    const opaque = chunk.problems.some(({ code }) => !harmless.has(code));
    if (opaque) {
      // A byte order mark is white space here, and to `trim`.
      const start = slice.length - slice.trimStart().length;
      add(Code.Bad, offset + start, offset + start + slice.trim().length);
    } else {
      const scanner = createScanner(slice);
      const { lexeme } = scanner;
      for (scanner.next(); lexeme.code !== Code.End; scanner.next())
        add(lexeme.code, offset + lexeme.start, offset + lexeme.end);
    }
    pieces.push({ chunk, offset, from, to: lexemes.length, opaque });
  });
  return { lexemes, pieces };
}

/** Whether the lexeme is a comment that ends with its line. */
export function isLineComment({ code }: Lexeme): boolean {
  return code === Code.LineComment || code === Code.HashComment;
}

/** Whether the lexeme is a comment with an end of its own. */
export function isBlockComment({ code }: Lexeme): boolean {
  return isComment(code) && code !== Code.LineComment && code !== Code.HashComment;
}

const openers: ReadonlySet<number> = new Set([Code.OpenBrace, Code.OpenParen, Code.OpenBracket]);
const closers: ReadonlySet<number> = new Set([Code.CloseBrace, Code.CloseParen, Code.CloseBracket]);

/** For each lexeme of a piece that opens a bracket, the one that closes it. */
export function matchBrackets(lexemes: readonly Lexeme[], { from, to }: Piece): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  const open: number[] = [];
  for (let i = from; i < to; i++) {
    const code = lexemes[i]?.code ?? Code.End;
    if (openers.has(code)) open.push(i);
    else if (closers.has(code)) {
      const opener = open.pop();
      if (opener !== undefined) pairs.set(opener, i);
    }
  }
  return pairs;
}

/** Where the line begins that `offset` lies in. */
export function lineStartOf(text: string, offset: number): number {
  let at = offset;
  while (at > 0) {
    const c = text.charCodeAt(at - 1);
    if (c === 10 || c === 13) break;
    at--;
  }
  return at;
}

import type { SyntaxProblem, Token, TokenKind } from '../model/document';
import type { Comment } from '../model/tree';
import { Code, isComment, isKeyword } from './codes';
import { createScanner, type Lexeme } from './scanner';

/** The tokens of a text in parallel arrays, without comments and without characters that are none of Thrift's. */
export interface Tape {
  readonly text: string;
  readonly codes: readonly number[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Whether the token is the first one on its line. */
  readonly first: readonly boolean[];
}

/** A tape with what was put aside while it was read. */
export interface Lexed {
  readonly tape: Tape;
  readonly comments: readonly Comment[];
  readonly problems: readonly SyntaxProblem[];
}

function kindOfToken(code: number): TokenKind {
  if (isKeyword(code)) return 'keyword';
  switch (code) {
    case Code.End:
      return 'end';
    case Code.Identifier:
      return 'identifier';
    case Code.Integer:
      return 'integer';
    case Code.Double:
      return 'double';
    case Code.String:
      return 'string';
    case Code.Bad:
      return 'bad';
    default:
      return 'punctuation';
  }
}

export function kindOfComment(code: number): Comment['kind'] {
  if (code === Code.LineComment) return 'line';
  if (code === Code.HashComment) return 'hash';
  return code === Code.DocComment ? 'doc' : 'block';
}

function commentOf(text: string, lexeme: Lexeme): Comment {
  const { code, start, end } = lexeme;
  return { kind: kindOfComment(code), text: text.slice(start, end), span: { start, end } };
}

function problemOf(text: string, lexeme: Lexeme): SyntaxProblem | undefined {
  const { problem, start, end } = lexeme;
  return problem && { code: problem, span: { start, end }, data: { found: text.slice(start, end) } };
}

/** Whether a comment of several lines stands between two tokens, so that the second one begins its line. */
function spansLines(comment: Comment): boolean {
  return (comment.kind === 'block' || comment.kind === 'doc') && /[\r\n]/.test(comment.text);
}

/** Reads `text` for the parser. Never throws. */
export function lex(text: string): Lexed {
  const codes: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const first: boolean[] = [];
  const comments: Comment[] = [];
  const problems: SyntaxProblem[] = [];
  const scanner = createScanner(text);
  const { lexeme } = scanner;
  let newline = true;
  for (scanner.next(); lexeme.code !== Code.End; scanner.next()) {
    if (lexeme.newline) newline = true;
    const problem = problemOf(text, lexeme);
    if (problem) problems.push(problem);
    if (isComment(lexeme.code)) {
      const comment = commentOf(text, lexeme);
      if (spansLines(comment)) newline = true;
      comments.push(comment);
    } else if (lexeme.code !== Code.Bad) {
      codes.push(lexeme.code);
      starts.push(lexeme.start);
      ends.push(lexeme.end);
      first.push(newline);
      newline = false;
    }
  }
  return { tape: { text, codes, starts, ends, first }, comments, problems };
}

/** The tokens of `text` (no `end` token), its comments, and what is wrong with single tokens. Never throws. Spans count from the text's start. */
export function tokenize(text: string): {
  tokens: Token[];
  comments: Comment[];
  problems: SyntaxProblem[];
} {
  const tokens: Token[] = [];
  const comments: Comment[] = [];
  const problems: SyntaxProblem[] = [];
  const scanner = createScanner(text);
  const { lexeme } = scanner;
  for (scanner.next(); lexeme.code !== Code.End; scanner.next()) {
    const { code, start, end } = lexeme;
    const problem = problemOf(text, lexeme);
    if (problem) problems.push(problem);
    if (isComment(code)) comments.push(commentOf(text, lexeme));
    else tokens.push({ kind: kindOfToken(code), text: text.slice(start, end), span: { start, end } });
  }
  return { tokens, comments, problems };
}

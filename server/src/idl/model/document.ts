import type { TextRange } from '../../core/range';
import type { Comment, Definition, Keyword } from './tree';

/** What is wrong with the text itself; `code` chooses the message, `data` fills it. Spans count from the chunk's start. */
export interface SyntaxProblem {
  readonly code: SyntaxProblemCode;
  readonly span: TextRange;
  readonly data: Readonly<Record<string, string>>;
  /** For `unclosed`: the bracket that was opened and where its partner would stand. */
  readonly insert?: { readonly at: number; readonly text: string };
  /** For `unclosed`: the bracket that waits for its partner. */
  readonly opened?: TextRange;
}

export type SyntaxProblemCode =
  /** `{found}` stands where `{expected}` was due. */
  | 'unexpected'
  /** The text ends where `{expected}` was due. */
  | 'unexpected-end'
  /** `{open}` is never closed; `{close}` is missing. */
  | 'unclosed'
  /** A string without its closing quote. */
  | 'unterminated-string'
  /** A block comment without its end. */
  | 'unterminated-comment'
  /** `{found}` is no character of Thrift. */
  | 'bad-character'
  /** `{found}` is not a number Thrift knows, or does not fit in 64 bits. */
  | 'bad-number'
  /** `{found}` is no legal name (ends in a dot, two dots). */
  | 'bad-name'
  /** `{found}` is a keyword and cannot be a name. */
  | 'keyword-as-name'
  /** A constant without a value. */
  | 'missing-value'
  /** A construct the chosen dialect does not have; `{what}`, `{dialect}`. */
  | 'dialect'
  /** An include or a namespace behind the first definition. */
  | 'late-header'
  /** Something stands outside any definition. */
  | 'outside-definition'
  /** The nesting of types or literals goes too deep to be read; `{limit}`. */
  | 'too-deep';

/** One top-level definition with the text around it up to the next one. Chunks tile the text without gaps. */
export interface Chunk {
  /** In UTF-16 code units. */
  readonly length: number;
  readonly definition: Definition;
  /** Comments of the whole chunk, in order; the same array as `definition.comments`. */
  readonly comments: readonly Comment[];
  readonly problems: readonly SyntaxProblem[];
  /** The construct of fbthrift that stands here, where the chunk has problems because of one. */
  readonly fbthrift: { readonly construct: string; readonly span: TextRange } | undefined;
}

/** The tree of one text. Immutable: an edit makes a new document that shares the untouched chunks. */
export interface IdlDocument {
  readonly text: string;
  readonly chunks: readonly Chunk[];
  /** Where each chunk starts in the text. */
  readonly starts: readonly number[];
  /** The construct that shows the file to be fbthrift, where one does; no other syntax finding is made then. */
  readonly fbthrift: { readonly construct: string; readonly range: TextRange } | undefined;
}

export type TokenKind = 'identifier' | 'keyword' | 'integer' | 'double' | 'string' | 'punctuation' | 'bad' | 'end';

/** A token with its text, comments and white space left out. */
export interface Token extends Keyword {
  readonly kind: TokenKind;
}

/** Replaces `range` of the old text by `text`. */
export interface TextChange {
  readonly range: TextRange;
  readonly text: string;
}

/** Which compilers' extensions are accepted. `any` accepts the union of `apache` (0.17 through 0.25) and `thriftgo`. */
export const dialects = ['any', 'apache', 'thriftgo'] as const;
export type Dialect = (typeof dialects)[number];

/** The index of the chunk that holds an offset; at a border the one that begins there. */
export function chunkAt({ starts }: Pick<IdlDocument, 'starts'>, offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

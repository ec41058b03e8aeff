import { exact } from '../../core/exact';
import type { Comment } from '../model/tree';
import { Code, isComment } from './codes';
import { kindOfComment, type Tape } from './lexer';
import { createScanner } from './scanner';

/** A tape that is read on as far as it is asked for, with what lies beside the tokens. */
export interface LazyTape {
  readonly tape: Tape;
  /** Of each token: the end of the text that was looked at to read it and what stands before it. */
  readonly reaches: readonly number[];
  /** Whether characters that are none of Thrift's stand between the token and the one before, all on one line. */
  readonly spoilt: readonly boolean[];
  /** Reads on until token `index` is there; false when the text ends before. */
  has(index: number): boolean;
  /** The comments that begin in this stretch of what was read, spans counted from its start. Stretches must be asked for in order. */
  commentsIn(start: number, end: number): readonly Comment[];
  /** Whether a lexeme with which something is wrong begins in this stretch of what was read. Asked in order, too. */
  hasTrouble(start: number, end: number): boolean;
}

function hasLineEnd(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (c === 10 || c === 13) return true;
  }
  return false;
}

const noComments: readonly Comment[] = [];

/** A tape of `text` from offset `from` on. */
export function createLazyTape(text: string, from: number): LazyTape {
  const codes: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const first: boolean[] = [];
  const reaches: number[] = [];
  const spoilt: boolean[] = [];
  const commentCodes: number[] = [];
  const commentStarts: number[] = [];
  const commentEnds: number[] = [];
  const troubles: number[] = [];
  const scanner = createScanner(text, from);
  const { lexeme } = scanner;
  let newline = true;
  let reach = from;
  let bad = false;
  /** The first comment that was not asked for yet. */
  let comment = 0;
  let trouble = 0;
  return {
    tape: { text, codes, starts, ends, first },
    reaches,
    spoilt,
    has(index) {
      while (codes.length <= index) {
        scanner.next();
        if (lexeme.code === Code.End) return false;
        if (lexeme.newline) newline = true;
        if (lexeme.reach > reach) reach = lexeme.reach;
        if (lexeme.problem) troubles.push(lexeme.start);
        if (isComment(lexeme.code)) {
          if (!newline && hasLineEnd(text, lexeme.start, lexeme.end)) newline = true;
          commentCodes.push(lexeme.code);
          commentStarts.push(lexeme.start);
          commentEnds.push(lexeme.end);
        } else if (lexeme.code === Code.Bad) bad = true;
        else {
          codes.push(lexeme.code);
          starts.push(lexeme.start);
          ends.push(lexeme.end);
          first.push(newline);
          reaches.push(reach);
          spoilt.push(bad && !newline);
          bad = false;
          newline = false;
          reach = 0;
        }
      }
      return true;
    },
    commentsIn(start, end) {
      while (comment < commentStarts.length && (commentStarts[comment] ?? 0) < start) comment++;
      if ((commentStarts[comment] ?? end) >= end) return noComments;
      const comments: Comment[] = [];
      for (; (commentStarts[comment] ?? end) < end; comment++) {
        const from = commentStarts[comment] ?? 0;
        const to = commentEnds[comment] ?? 0;
        comments.push({
          kind: kindOfComment(commentCodes[comment] ?? Code.LineComment),
          text: text.slice(from, to),
          span: { start: from - start, end: to - start },
        });
      }
      return exact(comments);
    },
    hasTrouble(start, end) {
      while ((troubles[trouble] ?? start) < start) trouble++;
      return (troubles[trouble] ?? end) < end;
    },
  };
}

import type { Chunk, Dialect } from '../model/document';
import type { Definition } from '../model/tree';
import { Code, isComment, isKeyword, opensDefinition } from './codes';
import type { Draft } from './convert';
import { createLazyTape, type LazyTape } from './lazyTape';
import { recognize } from './recognize';
import { createScanner } from './scanner';
import { walkDefinition } from './walkDefinition';

/** A stretch of text that becomes one chunk. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  /** Whether it begins with the keyword of a definition (or the text), so that a scan may begin here. */
  readonly restart: boolean;
  /** The end of the text that was looked at to settle where the segment ends. */
  readonly reach: number;
  /**
   * The chunk, where the segment is certainly one definition without any mistake: equal to what `parseChunk` makes of its text,
   * in a fraction of the time. Undefined leaves the judgement to that. Only of use until the next segment is asked for.
   */
  recognize(): Chunk | undefined;
}

const unrecognized = (): undefined => undefined;

/** The tokens that a definition can end with. */
const endsDefinition: ReadonlySet<number> = new Set([
  Code.CloseBrace,
  Code.CloseParen,
  Code.CloseBracket,
  Code.Comma,
  Code.Semicolon,
  Code.String,
  Code.Integer,
  Code.Double,
  Code.Identifier,
  Code.True,
  Code.False,
]);

/** Whether the keyword at `index` opens a definition, `depth` brackets being open before it. */
function startsDefinition(lazy: LazyTape, index: number, from: number, depth: number): boolean {
  const { codes, first } = lazy.tape;
  if (!opensDefinition(codes[index] ?? Code.End)) return false;
  const before = index > from ? (codes[index - 1] ?? Code.End) : Code.End;
  const next = lazy.has(index + 1) ? (codes[index + 1] ?? Code.End) : Code.End;
  // A name or a path, or nothing yet; anything else shows it to be a name itself, or out of place.
  const continued =
    next === Code.Identifier ||
    isKeyword(next) ||
    next === Code.String ||
    next === Code.Star ||
    next === Code.OpenBrace ||
    next === Code.End;
  if (!first[index]) {
    // Elsewhere on a line it is more likely a word out of place than a new definition.
    const alongLine = !opensDefinition(next) && !first[index + 1];
    return depth === 0 && continued && alongLine && endsDefinition.has(before);
  }
  if (depth === 0) return true;
  return continued;
}

/** Comments, and characters that are none of Thrift's: they go with the definition on whose line they begin. */
const isLeftOver = (code: number): boolean => isComment(code) || code === Code.Bad;

/** Where the segment behind the token that ends at `after` begins, its first token being at `before`. */
function findCut(text: string, after: number, before: number): number {
  for (let i = after; i < before; i++) {
    const c = text.charCodeAt(i);
    if (c === 10) return i + 1;
    if (c !== 32 && c !== 9) break;
  }
  const scanner = createScanner(text, after);
  const { lexeme } = scanner;
  let at = after;
  for (scanner.next(); isLeftOver(lexeme.code) && lexeme.end <= before; scanner.next()) {
    if (lexeme.newline) break;
    at = lexeme.end;
  }
  const limit = Math.min(lexeme.start, before);
  for (let i = at; i < limit; i++) {
    const c = text.charCodeAt(i);
    if (c === 10) return i + 1;
    if (c === 13) return text.charCodeAt(i + 1) === 10 ? i + 2 : i + 1;
  }
  return limit;
}

/**
 * Cuts `text`, from offset `from` (0 or the start of a segment that was marked `restart`), into segments without gaps.
 * The last one ends where the text does. A text without tokens is one segment.
 */
export function* segmentsOf(text: string, from: number, dialect: Dialect): Generator<Segment, void, undefined> {
  const lazy = createLazyTape(text, from);
  const { codes, starts, ends } = lazy.tape;
  let start = from;
  let restart = true;
  let index = 0;
  let hasStart = lazy.has(0);
  while (hasStart) {
    const head = index;
    const depth: number[] = [];
    let next = head;
    let reach = 0;
    // Where the first body closes: when that is the last token, nothing stands behind the definition.
    let closedAt = -1;
    const isDefinition = opensDefinition(codes[head] ?? Code.End);
    for (;;) {
      const code = codes[next] ?? Code.End;
      reach = Math.max(reach, lazy.reaches[next] ?? 0);
      openOrClose(depth, code);
      if (code === Code.CloseBrace && closedAt === -1 && depth.length === 0) closedAt = next;
      next++;
      if (!lazy.has(next)) break;
      if (startsDefinition(lazy, next, head, depth.length)) break;
    }
    hasStart = lazy.has(next);
    // The next definition's first two tokens had a say in where this one ends.
    for (let i = next; i < next + 2; i++) reach = Math.max(reach, lazy.has(i) ? (lazy.reaches[i] ?? 0) : text.length);
    let end = next;
    let definition: Draft<Definition> | undefined;
    if (isDefinition && closedAt !== next - 1) {
      definition = recognize(lazy.tape, head, next, start, dialect);
    }
    if (isDefinition && closedAt !== next - 1 && !definition) {
      const walk = walkDefinition(lazy.tape, head, next, dialect);
      if (!walk.stuck && walk.at < next && !lazy.spoilt[walk.at]) end = walk.at;
    }
    if (end < next) {
      const cut = findCut(text, ends[end - 1] ?? start, starts[end] ?? text.length);
      yield { start, end: cut, restart, reach, recognize: unrecognized };
      start = cut;
      restart = false;
    }
    const from = start;
    const cut = hasStart ? findCut(text, ends[next - 1] ?? start, starts[next] ?? text.length) : text.length;
    const recognizeChunk = (): Chunk | undefined => {
      if (lazy.hasTrouble(from, cut)) return undefined;
      definition ??= recognize(lazy.tape, head, next, from, dialect);
      return definition && chunkOf(definition, lazy, from, cut);
    };
    yield {
      start,
      end: cut,
      restart,
      reach,
      recognize: isDefinition && end === next ? recognizeChunk : unrecognized,
    };
    start = cut;
    restart = true;
    index = next;
  }
  if (index === 0) yield { start: from, end: text.length, restart: true, reach: text.length, recognize: unrecognized };
}

const noProblems: Chunk['problems'] = [];

function chunkOf(definition: Draft<Definition>, lazy: LazyTape, start: number, end: number): Chunk {
  const comments = lazy.commentsIn(start, end);
  definition.comments = comments;
  return { length: end - start, definition, comments, problems: noProblems, fbthrift: undefined };
}

/** Keeps the stack of open brackets; a closing one also closes the weaker ones that were left open inside. */
function openOrClose(open: number[], code: number): void {
  if (code === Code.OpenBrace || code === Code.OpenParen || code === Code.OpenBracket) open.push(code);
  else if (code === Code.CloseBrace) {
    const at = open.lastIndexOf(Code.OpenBrace);
    open.length = at === -1 ? 0 : at;
  } else if (code === Code.CloseParen) {
    const at = open.lastIndexOf(Code.OpenParen);
    if (at > open.lastIndexOf(Code.OpenBrace)) open.length = at;
  } else if (code === Code.CloseBracket && open.at(-1) === Code.OpenBracket) open.pop();
}

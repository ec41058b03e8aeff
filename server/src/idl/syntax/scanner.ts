import { Code, codeOfWord, opensDefinition } from './codes';

export type LexicalProblem = 'unterminated-string' | 'unterminated-comment' | 'bad-character' | 'bad-number';

/** The lexeme that was read last; the scanner overwrites it. Comments are lexemes too. */
export interface Lexeme {
  /** One of `Code`. */
  code: number;
  start: number;
  end: number;
  /** The end of the text that was looked at to read it; beyond `end` for an unclosed string or comment. */
  reach: number;
  /** Whether a line ended between the lexeme before and this one. */
  newline: boolean;
  problem: LexicalProblem | undefined;
}

export interface Scanner {
  readonly lexeme: Lexeme;
  /** Reads the next lexeme into `lexeme`. Never throws; at the end of the text, and ever after, the code is `End`. */
  next(): void;
}

const wordStart = 1;
const wordPart = 2;
const digit = 4;
const hexDigit = 8;
const lineEnd = 16;
const blank = 32;
const quote = 64;
const punctuation = 128;

/** What each ASCII character can be, as a sum of the above: most runs are over before this is compiled, and a look-up beats comparisons then. */
const traits = new Uint8Array(128);

function mark(characters: string, trait: number): void {
  for (let i = 0; i < characters.length; i++) {
    const c = characters.charCodeAt(i);
    traits[c] = (traits[c] ?? 0) | trait;
  }
}

mark('0123456789', digit | hexDigit | wordPart);
mark('abcdefABCDEF', hexDigit);
mark('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_', wordStart | wordPart);
mark('.', wordPart);
mark('\n\r', lineEnd);
mark(' \t\v\f', blank);
mark('"\'', quote);
mark('{}(),:;=<>[]*&', punctuation);

/** Whether the character (NaN behind the end of a text) has one of the traits. */
const is = (c: number, trait: number): boolean => c < 128 && ((traits[c] ?? 0) & trait) !== 0;
const byteOrderMark = 0xfeff;
const isDigit = (c: number): boolean => is(c, digit);
const isWordStart = (c: number): boolean => is(c, wordStart);
const isHexDigit = (c: number): boolean => is(c, hexDigit);
const isLineEnd = (c: number): boolean => c === 10 || c === 13;
const isBlank = (c: number): boolean => is(c, blank) || c === byteOrderMark;
const isQuote = (c: number): boolean => c === 34 || c === 39;
const isPunctuation = (c: number): boolean => is(c, punctuation);

function endOfLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isLineEnd(text.charCodeAt(at))) at++;
  return at;
}

/** Where an open comment ends at the latest: with its line, and the lines behind it that begin with the usual star. */
function endOfStarredLines(text: string, from: number): number {
  let end = endOfLine(text, from);
  while (end < text.length) {
    const next = text.charCodeAt(end) === 13 && text.charCodeAt(end + 1) === 10 ? end + 2 : end + 1;
    if (text.charCodeAt(skipBlanks(text, next)) !== 42) break;
    end = endOfLine(text, next);
  }
  return end;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  return at;
}

function wordEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && ((traits[text.charCodeAt(at)] ?? 0) & wordPart) !== 0) at++;
  return at;
}

/** Whether the line at `at` (past its indentation) begins like a definition or a numbered field, which no string goes on into. */
function beginsMember(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  if (isDigit(c)) {
    let end = at + 1;
    while (isDigit(text.charCodeAt(end))) end++;
    return text.charCodeAt(skipBlanks(text, end)) === Code.Colon;
  }
  if (!isWordStart(c)) return false;
  const end = wordEnd(text, at);
  if (!opensDefinition(codeOfWord(text, at, end))) return false;
  const next = text.charCodeAt(skipBlanks(text, end));
  return isWordStart(next) || isQuote(next) || next === Code.Star;
}

/** Whether what stands behind a closing quote is what may stand behind a string. */
function endsString(text: string, after: number): boolean {
  const at = skipBlanks(text, after);
  if (at >= text.length) return true;
  const c = text.charCodeAt(at);
  if (c === 47) return text.charCodeAt(at + 1) === 47 || text.charCodeAt(at + 1) === 42;
  return isLineEnd(c) || c === 44 || c === 59 || c === 41 || c === 93 || c === 125 || c === 58 || c === 35;
}

/** Reads `text` from `from` on. */
export function createScanner(text: string, from = 0): Scanner {
  const length = text.length;
  const lexeme: Lexeme = { code: Code.End, start: from, end: from, reach: from, newline: false, problem: undefined };
  let at = from;
  // Both are the first one at or behind where they were last looked for, so that no stretch is searched twice.
  let commentClose = -1;
  let lineComment = -1;

  const emit = (code: number, start: number, end: number, problem?: LexicalProblem, reach = end + 1): void => {
    lexeme.code = code;
    lexeme.start = start;
    lexeme.end = end;
    lexeme.problem = problem;
    lexeme.reach = reach;
    at = end;
  };

  /** The first block comment at or behind `start` that is the first thing on its line. */
  const findLineComment = (start: number): number => {
    if (lineComment >= start) return lineComment;
    let found = text.indexOf('/*', start);
    while (found !== -1) {
      let before = found - 1;
      while (before >= 0 && isBlank(text.charCodeAt(before))) before--;
      if (before < 0 || isLineEnd(text.charCodeAt(before))) break;
      found = text.indexOf('/*', found + 2);
    }
    lineComment = found === -1 ? length : found;
    return lineComment;
  };

  const blockComment = (start: number): void => {
    if (commentClose < start + 2) {
      const found = text.indexOf('*/', start + 2);
      commentClose = found === -1 ? length : found;
    }
    const nextOpen = findLineComment(start + 2);
    const kind =
      text.charCodeAt(start + 2) === 42 && text.charCodeAt(start + 3) !== 47 ? Code.DocComment : Code.BlockComment;
    // A block comment at a line's start inside an open one means that the open one was never closed.
    if (commentClose < length && nextOpen > commentClose) emit(kind, start, commentClose + 2);
    else
      emit(
        kind,
        start,
        endOfStarredLines(text, start),
        'unterminated-comment',
        Math.min(commentClose, nextOpen, length) + 3,
      );
  };

  const string = (start: number): void => {
    const quote = text.charCodeAt(start);
    let end = start + 1;
    let lineEnd = -1;
    for (; end < length; end++) {
      const c = text.charCodeAt(end);
      if (c === quote) {
        if (lineEnd === -1 || endsString(text, end + 1)) {
          // What decides about a string over several lines lies in the line behind it.
          emit(Code.String, start, end + 1, undefined, lineEnd === -1 ? end + 2 : endOfLine(text, end + 1) + 1);
          return;
        }
        break;
      }
      if (c === 92) {
        if (!isLineEnd(text.charCodeAt(end + 1))) end++;
      } else if (isLineEnd(c)) {
        if (lineEnd === -1) lineEnd = end;
        if (beginsMember(text, skipBlanks(text, end + 1))) break;
      }
    }
    const stop = lineEnd === -1 ? Math.min(end, length) : lineEnd;
    emit(Code.String, start, stop, 'unterminated-string', endOfLine(text, Math.min(end + 1, length)) + 1);
  };

  const number = (start: number): void => {
    let end = start;
    let c = text.charCodeAt(end);
    if (c === 43 || c === 45) c = text.charCodeAt(++end);
    const prefix = text.charCodeAt(end + 1);
    if (c === 48 && prefix === 120) {
      end += 2;
      const digits = end;
      while (isHexDigit(text.charCodeAt(end))) end++;
      emit(Code.Integer, start, end, end === digits ? 'bad-number' : undefined);
      return;
    }
    if (c === 48 && prefix === 111 && isDigit(text.charCodeAt(end + 2))) {
      end += 2;
      while (isDigit(text.charCodeAt(end))) end++;
      emit(Code.Integer, start, end);
      return;
    }
    let code: number = Code.Integer;
    while (isDigit(text.charCodeAt(end))) end++;
    if (text.charCodeAt(end) === 46 && isDigit(text.charCodeAt(end + 1))) {
      code = Code.Double;
      end += 2;
      while (isDigit(text.charCodeAt(end))) end++;
    }
    const e = text.charCodeAt(end);
    if (e === 101 || e === 69) {
      let digits = end + 1;
      const sign = text.charCodeAt(digits);
      if (sign === 43 || sign === 45) digits++;
      if (isDigit(text.charCodeAt(digits))) {
        code = Code.Double;
        end = digits;
        while (isDigit(text.charCodeAt(end))) end++;
      }
    }
    emit(code, start, end, undefined, end + 3);
  };

  const startsNumber = (c: number, start: number): boolean => {
    if (isDigit(c)) return true;
    if (c !== 43 && c !== 45 && c !== 46) return false;
    const next = text.charCodeAt(start + 1);
    if (isDigit(next)) return true;
    return c !== 46 && next === 46 && isDigit(text.charCodeAt(start + 2));
  };

  const startsLexeme = (c: number, start: number): boolean =>
    isWordStart(c) ||
    isPunctuation(c) ||
    isQuote(c) ||
    c === 35 ||
    (c === 47 && (text.charCodeAt(start + 1) === 47 || text.charCodeAt(start + 1) === 42)) ||
    startsNumber(c, start);

  const bad = (start: number): void => {
    let end = start + 1;
    for (; end < length; end++) {
      const c = text.charCodeAt(end);
      if (isBlank(c) || isLineEnd(c) || startsLexeme(c, end)) break;
    }
    emit(Code.Bad, start, end, 'bad-character', end + 3);
  };

  return {
    lexeme,
    next() {
      lexeme.newline = false;
      let c = 0;
      let kind = 0;
      for (; at < length; at++) {
        c = text.charCodeAt(at);
        kind = traits[c] ?? 0;
        if ((kind & lineEnd) !== 0) lexeme.newline = true;
        else if ((kind & blank) === 0 && c !== byteOrderMark) break;
      }
      if (at >= length) {
        emit(Code.End, length, length);
        return;
      }
      const start = at;
      if ((kind & wordStart) !== 0) {
        const end = wordEnd(text, start + 1);
        emit(codeOfWord(text, start, end), start, end);
      } else if ((kind & punctuation) !== 0) emit(c, start, start + 1);
      else if ((kind & quote) !== 0) string(start);
      else if (c === 35) emit(Code.HashComment, start, endOfLine(text, start));
      else if (c === 47 && text.charCodeAt(start + 1) === 47) emit(Code.LineComment, start, endOfLine(text, start));
      else if (c === 47 && text.charCodeAt(start + 1) === 42) blockComment(start);
      else if (startsNumber(c, start)) number(start);
      else bad(start);
    },
  };
}

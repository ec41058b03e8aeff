import type { SyntaxProblemCode } from '../model/document';
import { Code, isKeyword } from './codes';
import type { Expected } from './expected';
import type { Tape } from './lexer';

/**
 * The walk goes over the tokens of one definition before the grammar does. It settles what the grammar cannot know
 * (which words are names, which tokens it lacks), finds the members that are broken, and says what is wrong with them,
 * so that the grammar gets only tokens it accepts and one broken member takes nothing else along.
 */
export interface Walk {
  readonly tape: Tape;
  readonly dialect: 'any' | 'apache' | 'thriftgo';
  /** One past the last token that may be looked at. */
  readonly end: number;
  at: number;
  depth: number;
  /** The code under which the grammar sees a token, where it is another one than its own; `dropped` for not at all. */
  readonly marks: Map<number, number>;
  /** Tokens that are missing in the text: the grammar sees `code` before token `before`. In order. */
  readonly inserts: { readonly before: number; readonly code: number }[];
  /** What is wrong, mended in the token stream by marks and inserts. */
  readonly issues: Issue[];
  /** Why the last function answered false. */
  failure: Issue | undefined;
  /** Token ranges of members, each with the number of issues before and after it. */
  readonly units: Unit[];
  /** The token of the definition's name, once it was seen. */
  nameAt: number | undefined;
  /** One past the last token of the broken member that was stepped over last. */
  brokenTo: number;
  /** Whether the walk could not make sense of the definition's frame, so that no end of it is known. */
  stuck: boolean;
  tooDeep: boolean;
}

export interface Unit {
  readonly from: number;
  readonly to: number;
}

/** Something wrong at token `at` (`end` of the walk when the tokens ran out). */
export interface Issue {
  readonly code: SyntaxProblemCode;
  readonly at: number;
  readonly expected?: Expected;
  /** The bracket that is not closed. */
  readonly opener?: number;
  readonly what?: string;
  /** Whether the token itself is out of place, rather than something missing in front of it. */
  readonly stray?: boolean;
  /** The brackets that are missing here, innermost first. */
  readonly missing?: string;
}

/** Marks a token that the grammar does not get to see. */
export const dropped = -1;

/** How many levels of brackets are read; more is no IDL and would exhaust the stack. */
export const depthLimit = 200;

export function createWalk(tape: Tape, from: number, end: number, dialect: Walk['dialect']): Walk {
  return {
    tape,
    dialect,
    end,
    at: from,
    depth: 0,
    marks: new Map(),
    inserts: [],
    issues: [],
    failure: undefined,
    units: [],
    nameAt: undefined,
    brokenTo: -1,
    stuck: false,
    tooDeep: false,
  };
}

/** The code of the token `ahead` places on; `End` behind the last one. */
export function peek(w: Walk, ahead = 0): number {
  return codeAt(w, w.at + ahead);
}

export function codeAt(w: Walk, index: number): number {
  return index < w.end ? (w.tape.codes[index] ?? Code.End) : Code.End;
}

export function isFirst(w: Walk, index = w.at): boolean {
  return w.tape.first[index] ?? false;
}

export function fail(w: Walk, code: SyntaxProblemCode, expected: Expected, at = w.at): false {
  w.failure = { code, expected, at };
  return false;
}

/** Whether the current token is `code`; if so, steps over it. */
export function accept(w: Walk, code: number): boolean {
  if (peek(w) !== code) return false;
  w.at++;
  return true;
}

export function drop(w: Walk, from: number, to: number): void {
  for (let i = from; i < to; i++) w.marks.set(i, dropped);
}

/**
 * Reports the bracket at `opener` as unclosed and lets the grammar see `closer` here. Brackets that are missing at one
 * place are one mistake, and none of their own behind a broken member, which may well have swallowed the closing one.
 */
export function closeMissing(w: Walk, opener: number, closer: number): true {
  w.inserts.push({ before: w.at, code: closer });
  if (w.brokenTo === w.at) return true;
  const missing = String.fromCharCode(closer);
  const last = w.issues.at(-1);
  const isBody = closer === Code.CloseBrace && w.depth === 0;
  if (last?.code === 'unclosed' && last.at === w.at && !isBody)
    w.issues[w.issues.length - 1] = { ...last, missing: `${last.missing ?? ''}${missing}` };
  else w.issues.push({ code: 'unclosed', at: w.at, opener, missing });
  return true;
}

/** Goes one level deeper; false when that is too deep. Every true needs a `leave`. */
export function enter(w: Walk): boolean {
  if (w.depth >= depthLimit) {
    w.tooDeep = true;
    w.stuck = true;
    w.failure = { code: 'too-deep', at: w.at };
    return false;
  }
  w.depth++;
  return true;
}

export function leave(w: Walk, result: boolean): boolean {
  w.depth--;
  return result;
}

/** Reports a construct that the chosen dialect lacks. */
export function requireDialect(w: Walk, at: number, dialect: 'apache' | 'thriftgo', what: string): void {
  if (w.dialect !== 'any' && w.dialect !== dialect) w.issues.push({ code: 'dialect', at, what });
}

const followsName: ReadonlySet<number> = new Set([
  Code.End,
  Code.Equals,
  Code.OpenParen,
  Code.CloseParen,
  Code.OpenBrace,
  Code.CloseBrace,
  Code.Comma,
  Code.Semicolon,
  Code.Integer,
  Code.Extends,
  Code.XsdAll,
  Code.XsdOptional,
  Code.XsdNillable,
  Code.XsdAttrs,
]);

/** Whether the word at `index` stands like a name although it is a keyword. */
export function standsAsName(w: Walk, index = w.at): boolean {
  if (!isKeyword(codeAt(w, index))) return false;
  return followsName.has(codeAt(w, index + 1)) || isFirst(w, index + 1);
}

export type NameKind = 'definition-name' | 'field-name' | 'method-name' | 'item-name';

/** A name. Keywords are taken for names of members where a compiler of the dialect does, and reported elsewhere. */
export function walkName(w: Walk, kind: NameKind): boolean {
  const code = peek(w);
  if (code === Code.Identifier) {
    w.at++;
    return true;
  }
  const mayBegin = kind === 'item-name' || !isFirst(w);
  if (!mayBegin || !standsAsName(w)) return fail(w, 'unexpected', kind);
  // thriftgo knows no keywords among the names of members; Apache takes them for fields.
  const legal = kind === 'field-name' || (kind !== 'definition-name' && w.dialect !== 'apache');
  const truth = code === Code.True || code === Code.False;
  if (!legal || (truth && w.dialect === 'apache')) w.issues.push({ code: 'keyword-as-name', at: w.at });
  w.marks.set(w.at, Code.Identifier);
  w.at++;
  return true;
}

/** The units that lie in no other one, in order. */
export function outermost(units: readonly Unit[]): Unit[] {
  const outer: Unit[] = [];
  // A member is listed behind what lies in it.
  for (let i = units.length - 1; i >= 0; i--) {
    const unit = units[i];
    const last = outer.at(-1);
    if (unit && !(last && last.from <= unit.from)) outer.push(unit);
  }
  return outer.reverse();
}

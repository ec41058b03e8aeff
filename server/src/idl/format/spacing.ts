import { Code, isComment } from '../syntax/codes';
import type { Lexeme } from './lexemes';
import type { GroupKind } from './marks';

/** What the blank between two lexemes on one line hangs on. */
export interface Neighbours {
  readonly before: Lexeme;
  readonly here: Lexeme;
  readonly after: Lexeme | undefined;
  /** The innermost bracket around both, or the one that the first opens or the second closes; undefined outside of brackets. */
  readonly group: GroupKind | undefined;
  /** What `here` opens. */
  readonly opens: GroupKind | undefined;
  /** Whether the author set blanks inside of the braces of this literal. */
  readonly padded: boolean;
}

const hugsBefore: ReadonlySet<number> = new Set([
  Code.Comma,
  Code.Semicolon,
  Code.CloseParen,
  Code.CloseAngle,
  Code.CloseBracket,
]);
const hugsBehind: ReadonlySet<number> = new Set([Code.OpenParen, Code.OpenAngle, Code.OpenBracket]);

/** Whether a blank stands between two lexemes on one line. */
export function hasBlank({ before, here, after, group, opens, padded }: Neighbours): boolean {
  if (hugsBefore.has(here.code)) return false;
  if (hugsBehind.has(before.code)) return isComment(here.code) && here.spaced;
  if (isComment(here.code) || isComment(before.code)) return true;
  if (here.code === Code.CloseBrace)
    return before.code === Code.OpenBrace ? false : group === 'literal' ? padded : true;
  if (before.code === Code.OpenBrace) return group === 'literal' ? padded : true;
  if (here.code === Code.Colon) return false;
  if (here.code === Code.OpenAngle) return before.code === Code.String;
  if (here.code === Code.OpenParen) return opens !== 'arguments';
  if (group === 'annotations') {
    // Both `a = "b"` and `a="b"` are usual; half of either is a slip.
    if (here.code === Code.Equals) return here.spaced || after?.spaced === true;
    if (before.code === Code.Equals) return before.spaced || here.spaced;
  }
  return true;
}

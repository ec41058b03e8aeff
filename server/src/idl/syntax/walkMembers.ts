import { Code, isKeyword, isRequiredness, isSeparator, isXsd, opensType } from './codes';
import {
  accept,
  closeMissing,
  codeAt,
  drop,
  dropped,
  enter,
  fail,
  isFirst,
  leave,
  peek,
  requireDialect,
  type Walk,
  walkName,
} from './walk';
import { looksLikeField, looksLikeMethod, walkAnnotations, walkType, walkValue } from './walkParts';

/** How one kind of member is read, and where a next one may begin when it cannot be. */
interface MemberKind {
  readonly walk: (w: Walk) => boolean;
  /** Whether a member begins at `index`, which is the first token on its line; `deep` when brackets are open before it. */
  readonly begins: (w: Walk, index: number, deep: boolean) => boolean;
  readonly next: 'next-field' | 'next-item' | 'next-method';
}

const fieldKind: MemberKind = {
  walk: walkField,
  begins: (w, index, deep) =>
    looksLikeField(w, index) ||
    isRequiredness(codeAt(w, index)) ||
    (!deep &&
      ((codeAt(w, index) === Code.Integer && codeAt(w, index + 1) === Code.Colon) ||
        (opensType(codeAt(w, index)) && codeAt(w, index + 1) === Code.Identifier))),
  next: 'next-field',
};

const itemKind: MemberKind = {
  walk: walkItem,
  begins: (w, index, deep) => !deep && codeAt(w, index) === Code.Identifier,
  next: 'next-item',
};

const methodKind: MemberKind = {
  walk: walkMethod,
  begins: (w, index) => {
    const code = codeAt(w, index);
    return code === Code.Void || code === Code.Oneway || code === Code.Async || looksLikeMethod(w, index);
  },
  next: 'next-method',
};

/** A member of a struct, an argument, or an entry of a throws clause. */
function walkField(w: Walk): boolean {
  const from = w.at;
  if (peek(w) === Code.Integer) {
    w.at++;
    if (!accept(w, Code.Colon))
      return continuesLine(w, from) ? fail(w, 'unexpected', 'field', from) : fail(w, 'unexpected', ':');
  }
  if (isRequiredness(peek(w))) w.at++;
  if (!opensType(peek(w))) return fail(w, 'unexpected', w.at === from ? 'field' : 'type');
  if (!walkType(w)) return false;
  if (peek(w) === Code.Ampersand) {
    requireDialect(w, w.at, 'apache', '"&"');
    w.marks.set(w.at, dropped);
    w.at++;
  }
  if (!walkName(w, 'field-name')) return false;
  if (accept(w, Code.Equals) && !walkValue(w)) return false;
  while (isXsd(peek(w))) if (!walkXsd(w)) return false;
  if (peek(w) === Code.OpenParen && !walkAnnotations(w)) return false;
  if (isSeparator(peek(w))) w.at++;
  return true;
}

function walkXsd(w: Walk): boolean {
  const from = w.at++;
  requireDialect(w, from, 'apache', 'xsd_*');
  if (codeAt(w, from) === Code.XsdAttrs) {
    if (!accept(w, Code.OpenBrace)) return fail(w, 'unexpected', '{');
    if (!enter(w)) return false;
    while (peek(w) !== Code.CloseBrace) if (!walkField(w)) return leave(w, false);
    leave(w, true);
    w.at++;
  }
  drop(w, from, w.at);
  return true;
}

function walkItem(w: Walk): boolean {
  if (isKeyword(peek(w)) && continuesLine(w, w.at)) return fail(w, 'unexpected', 'item-name');
  if (!walkName(w, 'item-name')) return false;
  if (accept(w, Code.Equals) && !accept(w, Code.Integer)) return fail(w, 'unexpected', 'integer');
  if (peek(w) === Code.OpenParen && !walkAnnotations(w)) return false;
  if (isSeparator(peek(w))) w.at++;
  return true;
}

function walkMethod(w: Walk): boolean {
  if (peek(w) === Code.Oneway || peek(w) === Code.Async) w.at++;
  if (!accept(w, Code.Void)) {
    if (!opensType(peek(w))) return fail(w, 'unexpected', isFirst(w) ? 'method' : 'result-type');
    if (!walkType(w)) return false;
  }
  if (!walkName(w, 'method-name')) return false;
  if (peek(w) !== Code.OpenParen) return fail(w, 'unexpected', '(');
  if (!walkFieldList(w)) return false;
  if (accept(w, Code.Throws)) {
    if (peek(w) !== Code.OpenParen) return fail(w, 'unexpected', '(');
    if (!walkFieldList(w)) return false;
  }
  if (peek(w) === Code.OpenParen && !walkAnnotations(w)) return false;
  if (isSeparator(peek(w))) w.at++;
  return true;
}

/** `( fields )` of arguments or a throws clause; a broken field is left out. */
function walkFieldList(w: Walk): boolean {
  const opener = w.at++;
  for (;;) {
    const code = peek(w);
    if (code === Code.CloseParen) {
      w.at++;
      return true;
    }
    if (
      code === Code.End ||
      code === Code.CloseBrace ||
      (code === Code.Throws && codeAt(w, opener - 1) !== Code.Throws) ||
      (isFirst(w) && (code === Code.Oneway || code === Code.Void || looksLikeMethod(w, w.at)))
    )
      return closeMissing(w, opener, Code.CloseParen);
    if (!walkMember(w, fieldKind, Code.CloseParen)) return false;
  }
}

/** Reads one member; a broken one is reported, stepped over, and not shown to the grammar. False only when the nesting is too deep. */
function walkMember(w: Walk, kind: MemberKind, closer: number): boolean {
  const from = w.at;
  const issues = w.issues.length;
  const inserts = w.inserts.length;
  const units = w.units.length;
  if (!kind.walk(w)) {
    if (w.tooDeep) return false;
    const failure = w.failure ?? { code: 'unexpected', at: from, expected: 'field' };
    // What was mended before the failure has told of the same mistake.
    const mended = w.inserts.length > inserts || w.units.length > units;
    w.inserts.length = inserts;
    const to = findNext(w, from, kind, closer);
    drop(w, from, to);
    // What follows on the line of a broken member is the rest of the same mistake.
    if (w.brokenTo === from && !isFirst(w, from)) w.issues.length = issues;
    else if (!mended) {
      if (failure.at !== from) w.issues.push(failure);
      else w.issues.push({ ...failure, stray: true, ...(continuesLine(w, from) && { expected: kind.next }) });
    } else if (w.issues.length === issues) w.issues.push(failure);
    w.at = to;
    w.brokenTo = to;
  }
  w.units.push({ from, to: w.at });
  return true;
}

/** Whether a member stands on this line before the token at `index`, with no separator behind it. */
function continuesLine(w: Walk, index: number): boolean {
  const before = codeAt(w, index - 1);
  return !isFirst(w, index) && !isSeparator(before) && before !== Code.OpenBrace && before !== Code.OpenParen;
}

/** Where to go on behind the broken member that begins at `from`: always beyond `from`. */
function findNext(w: Walk, from: number, kind: MemberKind, closer: number): number {
  return seekNext(w, from, kind, closer, true) ?? seekNext(w, from, kind, closer, false) ?? w.end;
}

function seekNext(w: Walk, from: number, kind: MemberKind, closer: number, nested: boolean): number | undefined {
  const open: number[] = [];
  for (let i = from; i < w.end; i++) {
    const code = codeAt(w, i);
    const depth = nested ? open.length : 0;
    if (i > from && isFirst(w, i) && kind.begins(w, i, depth > 0)) return i;
    if (i > from && closer === Code.CloseParen && isFirst(w, i) && looksLikeMethod(w, i)) return i;
    if (depth === 0) {
      if (i > from && (code === closer || code === Code.CloseBrace)) return i;
      if (isSeparator(code) && !insideAngles(w, from, i)) return i + 1;
    }
    if (code === Code.OpenBrace || code === Code.OpenParen || code === Code.OpenBracket) open.push(code);
    else if (code === Code.CloseBrace) {
      const at = open.lastIndexOf(Code.OpenBrace);
      if (at === -1) return i > from ? i : undefined;
      open.length = at;
    } else if (code === Code.CloseParen) {
      const at = open.lastIndexOf(Code.OpenParen);
      if (at > open.lastIndexOf(Code.OpenBrace)) open.length = at;
      else if (closer === Code.CloseParen && i > from) return i;
    } else if (code === Code.CloseBracket && open.at(-1) === Code.OpenBracket) open.pop();
  }
  return nested && open.length === 0 ? w.end : undefined;
}

/** Whether the separator at `index` stands between the `<` and `>` of a type. */
function insideAngles(w: Walk, from: number, index: number): boolean {
  if (codeAt(w, index + 1) === Code.Integer) return false;
  let depth = 0;
  for (let i = index - 1; i >= from && i > index - 64; i--) {
    const code = codeAt(w, i);
    if (code === Code.CloseAngle) depth++;
    else if (code === Code.OpenAngle && depth-- === 0) return true;
  }
  return false;
}

/** From `{` to `}`: reads members to the end of the body, or of the tokens. False only when the nesting is too deep. */
function walkBody(w: Walk, kind: MemberKind): boolean {
  const opener = w.at++;
  for (;;) {
    if (accept(w, Code.CloseBrace)) return true;
    if (peek(w) === Code.End) return closeMissing(w, opener, Code.CloseBrace);
    if (!walkMember(w, kind, Code.CloseBrace)) return false;
  }
}

export const walkStructBody = (w: Walk): boolean => walkBody(w, fieldKind);
export const walkEnumBody = (w: Walk): boolean => walkBody(w, itemKind);
export const walkServiceBody = (w: Walk): boolean => walkBody(w, methodKind);

/** `{ "a", "b" }` of a senum. */
export function walkSenumBody(w: Walk): boolean {
  const opener = w.at++;
  for (;;) {
    if (accept(w, Code.CloseBrace)) return true;
    if (peek(w) === Code.End) return closeMissing(w, opener, Code.CloseBrace);
    if (!accept(w, Code.String)) {
      w.issues.push({ code: 'unexpected', at: w.at, expected: 'string' });
      w.marks.set(w.at, dropped);
      w.at++;
    }
    if (isSeparator(peek(w))) w.at++;
  }
}

/** The annotations behind a definition; broken ones are reported and left out. */
export function walkTail(w: Walk): boolean {
  if (peek(w) !== Code.OpenParen) return true;
  const from = w.at;
  const inserts = w.inserts.length;
  if (walkAnnotations(w)) return true;
  if (w.failure) w.issues.push(w.failure);
  w.inserts.length = inserts;
  drop(w, from, w.end);
  w.stuck = true;
  return true;
}

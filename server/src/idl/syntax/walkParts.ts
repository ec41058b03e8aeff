import { Code, isBaseType, isKeyword, isSeparator, opensType } from './codes';
import {
  accept,
  closeMissing,
  codeAt,
  drop,
  enter,
  fail,
  isFirst,
  leave,
  peek,
  requireDialect,
  type Walk,
} from './walk';

/** Whether the `(` at `index` opens annotations rather than the arguments of a method. */
export function opensAnnotations(w: Walk, index: number): boolean {
  const key = codeAt(w, index + 1);
  if (key === Code.CloseParen) return true;
  if (key !== Code.Identifier && !isKeyword(key)) return false;
  const next = codeAt(w, index + 2);
  return next === Code.Equals || next === Code.CloseParen || isSeparator(next);
}

/** The index behind the type at `index`, or -1. Looks only; closed brackets are demanded. */
function typeEnd(w: Walk, index: number, depth = 0): number {
  if (depth > 50) return -1;
  const code = codeAt(w, index);
  let at = index + 1;
  if (code === Code.Map || code === Code.Set || code === Code.List) {
    if (codeAt(w, at) === Code.CppType) at += 2;
    if (codeAt(w, at) !== Code.OpenAngle) return -1;
    at = typeEnd(w, at + 1, depth + 1);
    if (at === -1) return -1;
    if (code === Code.Map) {
      if (codeAt(w, at) !== Code.Comma) return -1;
      at = typeEnd(w, at + 1, depth + 1);
      if (at === -1) return -1;
    }
    if (codeAt(w, at) !== Code.CloseAngle) return -1;
    at++;
    if (codeAt(w, at) === Code.CppType) at += 2;
  } else if (code !== Code.Identifier && !isBaseType(code)) return -1;
  if (opensTypeAnnotations(w, at)) {
    let end = at + 1;
    while (end < w.end && codeAt(w, end) !== Code.CloseParen) end++;
    at = end + 1;
  }
  return at;
}

/** Whether a method begins at `index`: a result, a name, and the bracket of its arguments. */
export function looksLikeMethod(w: Walk, index: number): boolean {
  let at = index;
  const modifier = codeAt(w, at);
  if (modifier === Code.Oneway || modifier === Code.Async) at++;
  at = codeAt(w, at) === Code.Void ? at + 1 : typeEnd(w, at);
  if (at === -1) return false;
  const name = codeAt(w, at);
  if (name !== Code.Identifier && !isKeyword(name)) return false;
  return (
    codeAt(w, at + 1) === Code.OpenParen && !(opensAnnotations(w, at + 1) && codeAt(w, at + 2) !== Code.CloseParen)
  );
}

/** Whether a field with an id begins at `index`: unlike the entry of a map literal, a type stands behind the colon. */
export function looksLikeField(w: Walk, index: number): boolean {
  if (codeAt(w, index) !== Code.Integer || codeAt(w, index + 1) !== Code.Colon) return false;
  const next = codeAt(w, index + 2);
  if (next === Code.Required || next === Code.Optional) return true;
  if (next === Code.Identifier) {
    const after = codeAt(w, index + 3);
    return (after === Code.Identifier && codeAt(w, index + 4) !== Code.Colon) || after === Code.Ampersand;
  }
  return opensType(next);
}

/** `( key = "value", flag )`. */
export function walkAnnotations(w: Walk): boolean {
  const opener = w.at++;
  for (;;) {
    const code = peek(w);
    if (code === Code.CloseParen) {
      w.at++;
      return true;
    }
    if (code !== Code.Identifier && !isKeyword(code)) {
      if (code === Code.End || code === Code.CloseBrace || isFirst(w)) return closeMissing(w, opener, Code.CloseParen);
      return fail(w, 'unexpected', 'annotation');
    }
    if (isFirst(w) && (looksLikeMethod(w, w.at) || (peek(w, 1) === Code.Equals && peek(w, 2) === Code.Integer)))
      return closeMissing(w, opener, Code.CloseParen);
    if (isKeyword(code)) {
      // Only thriftgo takes it for a key, and there every key has a value.
      if (peek(w, 1) !== Code.Equals) return fail(w, 'unexpected', 'annotation');
      requireDialect(w, w.at, 'thriftgo', `"${w.tape.text.slice(w.tape.starts[w.at], w.tape.ends[w.at])}"`);
      w.marks.set(w.at, Code.Identifier);
    }
    w.at++;
    if (accept(w, Code.Equals)) {
      if (peek(w) === Code.Integer) {
        w.issues.push({ code: 'unexpected', at: w.at, expected: 'string' });
        w.at++;
      } else if (!accept(w, Code.String)) return fail(w, 'unexpected', 'string');
    }
    if (isSeparator(peek(w))) w.at++;
  }
}

/** Whether the `(` at `index`, behind a type, opens annotations; `()` does only when a name follows. */
function opensTypeAnnotations(w: Walk, index: number): boolean {
  if (codeAt(w, index) !== Code.OpenParen || !opensAnnotations(w, index)) return false;
  if (codeAt(w, index + 1) !== Code.CloseParen) return true;
  const next = codeAt(w, index + 2);
  return next === Code.CloseAngle || next === Code.Comma || (next === Code.Identifier && !isFirst(w, index + 2));
}

function walkTypeAnnotations(w: Walk): boolean {
  return opensTypeAnnotations(w, w.at) ? walkAnnotations(w) : true;
}

function walkCppType(w: Walk): boolean {
  if (!accept(w, Code.CppType)) return true;
  return accept(w, Code.String) || fail(w, 'unexpected', 'string');
}

const stopsType: ReadonlySet<number> = new Set([
  Code.OpenBrace,
  Code.CloseBrace,
  Code.OpenParen,
  Code.CloseParen,
  Code.Semicolon,
  Code.OpenAngle,
]);

/** Whether a `>` still follows on this line, so that the current token is one too many rather than the bracket missing. */
function closesLater(w: Walk): boolean {
  for (let i = w.at; i < w.end; i++) {
    if (i > w.at && isFirst(w, i)) return false;
    const code = codeAt(w, i);
    if (code === Code.CloseAngle) return true;
    if (stopsType.has(code)) return false;
  }
  return false;
}

function walkContainer(w: Walk): boolean {
  const isMap = peek(w) === Code.Map;
  const isList = peek(w) === Code.List;
  w.at++;
  if (isList && peek(w) === Code.CppType) {
    // Newer Apache compilers take it on this side too; the grammar does not.
    drop(w, w.at, w.at + 2);
  }
  if (!walkCppType(w)) return false;
  const opener = w.at;
  if (!accept(w, Code.OpenAngle)) return fail(w, 'unexpected', '<');
  if (!walkType(w)) return false;
  if (isMap) {
    if (!accept(w, Code.Comma)) return fail(w, 'unexpected', ',');
    if (!walkType(w)) return false;
  }
  if (!accept(w, Code.CloseAngle)) {
    if (peek(w) !== Code.End && !isFirst(w) && closesLater(w)) return fail(w, 'unexpected', '>');
    closeMissing(w, opener, Code.CloseAngle);
  }
  if (isList && !walkCppType(w)) return false;
  return walkTypeAnnotations(w);
}

/** A type with its annotations. */
export function walkType(w: Walk): boolean {
  const code = peek(w);
  if (code === Code.Map || code === Code.Set || code === Code.List) return enter(w) && leave(w, walkContainer(w));
  if (code === Code.Identifier || code === Code.Slist) {
    // To the grammar only a base type has annotations.
    if (opensTypeAnnotations(w, w.at + 1)) {
      if (code === Code.Identifier && !isUuid(w, w.at)) requireDialect(w, w.at + 1, 'thriftgo', 'annotations');
      w.marks.set(w.at, Code.String_);
    } else if (code === Code.Slist) w.marks.set(w.at, Code.Identifier);
    w.at++;
    return walkTypeAnnotations(w);
  }
  if (!isBaseType(code)) return fail(w, 'unexpected', 'type');
  if (code === Code.I8) w.marks.set(w.at, Code.Byte);
  w.at++;
  return walkTypeAnnotations(w);
}

function isUuid(w: Walk, index: number): boolean {
  return w.tape.text.slice(w.tape.starts[index], w.tape.ends[index]) === 'uuid';
}

function walkListLiteral(w: Walk): boolean {
  const opener = w.at++;
  for (;;) {
    if (accept(w, Code.CloseBracket)) return true;
    if (endsLiteral(w)) return closeMissing(w, opener, Code.CloseBracket);
    if (!walkValue(w)) return false;
    if (isSeparator(peek(w))) w.at++;
  }
}

function walkMapLiteral(w: Walk): boolean {
  const opener = w.at++;
  for (;;) {
    if (accept(w, Code.CloseBrace)) return true;
    if (endsLiteral(w)) return closeMissing(w, opener, Code.CloseBrace);
    if (!walkValue(w)) return false;
    if (!accept(w, Code.Colon)) return fail(w, 'unexpected', ':');
    if (!walkValue(w)) return false;
    if (isSeparator(peek(w))) w.at++;
  }
}

/** Whether what stands here can be no part of a literal, but what comes behind it. */
function endsLiteral(w: Walk): boolean {
  const code = peek(w);
  if (code === Code.End || code === Code.CloseBrace || code === Code.CloseParen) return true;
  return isFirst(w) && (looksLikeField(w, w.at) || code === Code.Required || code === Code.Optional);
}

/** A constant value. */
export function walkValue(w: Walk): boolean {
  const code = peek(w);
  switch (code) {
    case Code.Integer:
      if (w.dialect === 'apache' && w.tape.text.slice(w.tape.starts[w.at], w.tape.ends[w.at]).startsWith('0o'))
        requireDialect(w, w.at, 'thriftgo', '0o');
      w.at++;
      return true;
    case Code.True:
    case Code.False:
      w.marks.set(w.at, Code.Identifier);
      w.at++;
      return true;
    case Code.Double:
    case Code.String:
    case Code.Identifier:
      w.at++;
      return true;
    case Code.OpenBracket:
      return enter(w) && leave(w, walkListLiteral(w));
    case Code.OpenBrace:
      return enter(w) && leave(w, walkMapLiteral(w));
    default:
      return fail(w, 'unexpected', 'value');
  }
}

import { Code, isKeyword, isSeparator } from './codes';
import type { Tape } from './lexer';
import { accept, codeAt, createWalk, drop, fail, isFirst, peek, requireDialect, type Walk, walkName } from './walk';
import { walkEnumBody, walkSenumBody, walkServiceBody, walkStructBody, walkTail } from './walkMembers';
import { opensAnnotations, walkAnnotations, walkType, walkValue } from './walkParts';

/**
 * Walks the definition whose keyword is at `from`. Afterwards `at` is one past its last token, unless it is `stuck`:
 * then everything up to `end` has to be taken for it.
 */
export function walkDefinition(tape: Tape, from: number, end: number, dialect: Walk['dialect']): Walk {
  const w = createWalk(tape, from, end, dialect);
  w.at++;
  if (!walkKind(w, codeAt(w, from))) {
    w.stuck = true;
    // With a bracket missing before, the failure is most likely that one's consequence.
    if (w.failure && !w.tooDeep && w.issues.at(-1)?.code !== 'unclosed') w.issues.push(w.failure);
    drop(w, w.at, end);
  }
  return w;
}

function walkKind(w: Walk, keyword: number): boolean {
  switch (keyword) {
    case Code.Include:
    case Code.CppInclude:
      return (accept(w, Code.String) || fail(w, 'unexpected', 'path')) && walkSeparators(w);
    case Code.Namespace:
      return walkNamespace(w);
    case Code.CppNamespace:
    case Code.PhpNamespace:
      return (accept(w, Code.Identifier) || fail(w, 'unexpected', 'namespace-name')) && walkSeparators(w);
    case Code.Const:
      return walkConst(w);
    case Code.Typedef:
      return walkTypedef(w);
    case Code.Service:
      return walkService(w);
    default:
      return walkBlock(w, keyword);
  }
}

/** `;` or `,` behind a definition, which people write although neither compiler takes it everywhere. */
function walkSeparators(w: Walk, legal: 'apache' | 'none' = 'none'): boolean {
  while (isSeparator(peek(w))) {
    if (legal === 'apache') requireDialect(w, w.at, 'apache', '";"');
    else if (w.dialect !== 'any') w.issues.push({ code: 'dialect', at: w.at, what: '";"' });
    drop(w, w.at, w.at + 1);
    w.at++;
  }
  return true;
}

function walkNamespace(w: Walk): boolean {
  const scope = peek(w);
  if (scope === Code.Star) w.marks.set(w.at, Code.Identifier);
  else if (isKeyword(scope) && !isFirst(w)) w.marks.set(w.at, Code.Identifier);
  else if (scope !== Code.Identifier) return fail(w, 'unexpected', 'namespace-scope');
  w.at++;
  if (peek(w) === Code.String) {
    w.issues.push({ code: 'unexpected', at: w.at, expected: 'namespace-name' });
    w.at++;
  } else if (isKeyword(peek(w)) && !isFirst(w)) {
    w.issues.push({ code: 'keyword-as-name', at: w.at });
    w.marks.set(w.at, Code.Identifier);
    w.at++;
  } else if (!accept(w, Code.Identifier)) return fail(w, 'unexpected', 'namespace-name');
  if (peek(w) === Code.OpenParen && scope === Code.Star) requireDialect(w, w.at, 'thriftgo', 'annotations');
  return walkTail(w) && walkSeparators(w);
}

function walkConst(w: Walk): boolean {
  if (!walkType(w)) return false;
  w.nameAt = w.at;
  if (!walkName(w, 'definition-name')) return unnamed(w);
  const equals = w.at;
  if (!accept(w, Code.Equals)) {
    const code = peek(w);
    if (code !== Code.End && !isFirst(w) && !isSeparator(code)) return fail(w, 'unexpected', '=');
    w.issues.push({ code: 'missing-value', at: w.at - 1 });
  } else if (!walkValue(w)) {
    // The grammar gets the constant without its value.
    drop(w, equals, w.end);
    return false;
  }
  if (isSeparator(peek(w))) w.at++;
  const tail = w.at;
  if (peek(w) === Code.OpenParen && opensAnnotations(w, tail)) {
    requireDialect(w, tail, 'thriftgo', 'annotations');
    if (!walkAnnotations(w)) return false;
    w.inserts.splice(0, w.inserts.length, ...w.inserts.filter((insert) => insert.before <= tail));
    drop(w, tail, w.at);
  }
  return true;
}

function unnamed(w: Walk): false {
  w.nameAt = undefined;
  return false;
}

function walkTypedef(w: Walk): boolean {
  if (!walkType(w)) return false;
  w.nameAt = w.at;
  if (!walkName(w, 'definition-name')) return unnamed(w);
  return walkTail(w) && walkSeparators(w, 'apache');
}

/** Steps to the `{` of a body. When it is missing, what stands instead is reported and the grammar gets an empty body. */
function walkToBody(w: Walk): 'body' | 'none' {
  if (peek(w) === Code.OpenBrace) return 'body';
  w.issues.push({ code: 'unexpected', at: w.at, expected: '{' });
  for (let i = w.at; i < w.end; i++) {
    const code = codeAt(w, i);
    if (code === Code.OpenBrace) {
      drop(w, w.at, i);
      w.at = i;
      return 'body';
    }
    if (i > w.at && isFirst(w, i)) break;
  }
  drop(w, w.at, w.end);
  w.inserts.push({ before: w.at, code: Code.OpenBrace }, { before: w.at, code: Code.CloseBrace });
  w.stuck = true;
  return 'none';
}

function walkBlock(w: Walk, keyword: number): boolean {
  w.nameAt = w.at;
  const walkBody = keyword === Code.Enum ? walkEnumBody : keyword === Code.Senum ? walkSenumBody : walkStructBody;
  if (!walkName(w, 'definition-name')) {
    unnamed(w);
    return walkNameless(w, walkBody);
  }
  if (peek(w) === Code.XsdAll) {
    if (keyword === Code.Struct || keyword === Code.Union) requireDialect(w, w.at, 'apache', 'xsd_all');
    else w.issues.push({ code: 'unexpected', at: w.at, expected: '{' });
    drop(w, w.at, w.at + 1);
    w.at++;
  }
  if (walkToBody(w) === 'none') return true;
  return walkBody(w) && walkTail(w) && walkSeparators(w);
}

/** A body without a name in front: the name's lack is reported, and nothing else. */
function walkNameless(w: Walk, walkBody: (w: Walk) => boolean): boolean {
  const failure = w.failure;
  if (peek(w) === Code.OpenBrace) {
    if (!walkBody(w)) return false;
    const known = w.at;
    w.issues.length = 0;
    w.failure = failure;
    if (failure) w.issues.push(failure);
    w.at = known;
    return walkTail(w) && walkSeparators(w);
  }
  return false;
}

function walkService(w: Walk): boolean {
  w.nameAt = w.at;
  if (!walkName(w, 'definition-name')) {
    unnamed(w);
    return walkNameless(w, walkServiceBody);
  }
  const at = w.at;
  if (accept(w, Code.Extends)) {
    if (peek(w) === Code.Identifier) w.at++;
    else {
      w.issues.push({ code: 'unexpected', at: w.at, expected: 'service-name' });
      drop(w, at, w.at);
      if (peek(w) !== Code.OpenBrace) {
        drop(w, w.at, w.end);
        w.inserts.push({ before: w.at, code: Code.OpenBrace }, { before: w.at, code: Code.CloseBrace });
        w.stuck = true;
        return true;
      }
    }
  }
  if (walkToBody(w) === 'none') return true;
  return walkServiceBody(w) && walkTail(w) && walkSeparators(w);
}

import { exact } from '../../core/exact';
import type { Dialect } from '../model/document';
import type {
  AnnotationList,
  Comment,
  Const,
  Definition,
  Enum,
  EnumItem,
  Field,
  Include,
  Keyword,
  Method,
  Namespace,
  Node,
  Service,
  StructLike,
  Throws,
  Typedef,
} from '../model/tree';
import { Code, isSeparator } from './codes';
import { type Draft, unfinished } from './convert';
import type { Tape } from './lexer';
import {
  accept,
  identifierAt,
  integerAt,
  isFirst,
  isPlainName,
  keywordAt,
  peek,
  type Reading,
  readAnnotations,
  readDeclaredName,
  readType,
  readValue,
  spanFrom,
  stringAt,
} from './recognizeParts';

/** Shared by the many nodes without any. */
const noComments: readonly Comment[] = [];
const noWords: readonly Keyword[] = [];

type AnyInclude = Omit<Include, 'kind'> & { readonly kind: 'Include' | 'CppInclude' };
type AnyStruct = Omit<StructLike, 'kind'> & { readonly kind: StructLike['kind'] };

/**
 * Reads the tokens `[from, to)` of a tape as one definition, in a single pass that makes the plain tree at once. The spans count from
 * `base`. Undefined at the first thing that is not certainly right, rare constructs included: then the walk and the grammar judge,
 * whose tree of the same tokens would have been equal to this one. The comments are left to the caller.
 */
export function recognize(
  tape: Tape,
  from: number,
  to: number,
  base: number,
  dialect: Dialect,
): Draft<Definition> | undefined {
  const r: Reading = { tape, end: to, base, dialect, at: from + 1, depth: 0 };
  const definition = readDefinition(r, from);
  return definition && r.at === to ? definition : undefined;
}

function readDefinition(r: Reading, from: number): Draft<Definition> | undefined {
  switch (r.tape.codes[from]) {
    case Code.Include:
      return readInclude(r, from, 'Include');
    case Code.CppInclude:
      return readInclude(r, from, 'CppInclude');
    case Code.Namespace:
      return readNamespace(r, from);
    case Code.Const:
      return readConst(r, from);
    case Code.Typedef:
      return readTypedef(r, from);
    case Code.Enum:
      return readEnum(r, from);
    case Code.Struct:
      return readStruct(r, from, 'Struct');
    case Code.Union:
      return readStruct(r, from, 'Union');
    case Code.Exception:
      return readStruct(r, from, 'Exception');
    case Code.Service:
      return readService(r, from);
    default:
      return undefined;
  }
}

/** Separators behind a definition, which are no part of it. Whether they are legal depends on the dialect. */
function skipSeparators(r: Reading): boolean {
  if (!isSeparator(peek(r))) return true;
  if (r.dialect !== 'any') return false;
  while (isSeparator(peek(r))) r.at++;
  return true;
}

/** The annotations behind a definition; false when they are not certain. */
function readTail(r: Reading, node: { annotations: AnnotationList | undefined }): boolean {
  if (peek(r) !== Code.OpenParen) return true;
  node.annotations = readAnnotations(r, node as Node);
  return node.annotations !== undefined;
}

/** Settles where the definition ends: with the token before this one, separators not counted. */
function close(r: Reading, node: { readonly span: { end: number } }): void {
  node.span.end = (r.tape.ends[r.at - 1] ?? 0) - r.base;
}

function readInclude(r: Reading, from: number, kind: 'Include' | 'CppInclude'): Draft<Definition> | undefined {
  if (peek(r) !== Code.String) return undefined;
  const span = spanFrom(r, from);
  const node = unfinished<AnyInclude>({
    kind,
    span,
    parent: undefined,
    keyword: keywordAt(r, from),
    broken: false,
    comments: noComments,
    path: undefined,
  });
  const path = stringAt(r, r.at++, node as Node);
  if (!path) return undefined;
  node.path = path;
  close(r, { span });
  return skipSeparators(r) ? (node as Draft<Definition>) : undefined;
}

function readNamespace(r: Reading, from: number): Draft<Definition> | undefined {
  const scope = peek(r);
  if (scope !== Code.Identifier && scope !== Code.Star) return undefined;
  const span = spanFrom(r, from);
  const node = unfinished<Namespace>({
    kind: 'Namespace',
    span,
    parent: undefined,
    keyword: keywordAt(r, from),
    broken: false,
    comments: noComments,
    scope: undefined,
    name: undefined,
    annotations: undefined,
  });
  const at = r.at++;
  if (peek(r) !== Code.Identifier || !isPlainName(r, r.at) || (scope === Code.Identifier && !isPlainName(r, at)))
    return undefined;
  node.scope = identifierAt(r, at, node as Node);
  node.name = identifierAt(r, r.at++, node as Node);
  if (peek(r) === Code.OpenParen && scope === Code.Star && r.dialect !== 'any') return undefined;
  if (!readTail(r, node)) return undefined;
  close(r, { span });
  return skipSeparators(r) ? (node as Draft<Definition>) : undefined;
}

function readConst(r: Reading, from: number): Draft<Definition> | undefined {
  const span = spanFrom(r, from);
  const node = unfinished<Const>({
    kind: 'Const',
    span,
    parent: undefined,
    keyword: keywordAt(r, from),
    broken: false,
    comments: noComments,
    type: undefined,
    name: undefined,
    value: undefined,
    separator: undefined,
  });
  const type = readType(r, node as Node);
  if (!type) return undefined;
  node.type = type;
  const name = readDeclaredName(r, node as Node);
  if (!name || !accept(r, Code.Equals)) return undefined;
  node.name = name;
  node.value = readValue(r, node as Node);
  if (!node.value) return undefined;
  close(r, { span });
  if (isSeparator(peek(r))) node.separator = keywordAt(r, r.at++);
  return node;
}

function readTypedef(r: Reading, from: number): Draft<Definition> | undefined {
  const span = spanFrom(r, from);
  const node = unfinished<Typedef>({
    kind: 'Typedef',
    span,
    parent: undefined,
    keyword: keywordAt(r, from),
    broken: false,
    comments: noComments,
    type: undefined,
    name: undefined,
    annotations: undefined,
    separator: undefined,
  });
  const type = readType(r, node as Node);
  if (!type) return undefined;
  node.type = type;
  const name = readDeclaredName(r, node as Node);
  if (!name) return undefined;
  node.name = name;
  if (!readTail(r, node)) return undefined;
  close(r, { span });
  if (isSeparator(peek(r))) node.separator = keywordAt(r, r.at);
  return skipSeparators(r) ? (node as Draft<Definition>) : undefined;
}

function readEnum(r: Reading, from: number): Draft<Definition> | undefined {
  const span = spanFrom(r, from);
  const items: EnumItem[] = [];
  const node = unfinished<Enum>({
    kind: 'Enum',
    span,
    parent: undefined,
    keyword: keywordAt(r, from),
    broken: false,
    comments: noComments,
    name: undefined,
    items,
    body: undefined,
    annotations: undefined,
  });
  const name = readDeclaredName(r, node as Node);
  if (!name || peek(r) !== Code.OpenBrace) return undefined;
  node.name = name;
  const body = spanFrom(r, r.at++);
  while (peek(r) !== Code.CloseBrace) {
    const item = readItem(r, node as Node);
    if (!item) return undefined;
    items.push(item);
  }
  node.items = exact(items);
  r.at++;
  close(r, { span: body });
  node.body = body;
  if (!readTail(r, node)) return undefined;
  close(r, { span });
  return skipSeparators(r) ? (node as Draft<Definition>) : undefined;
}

function readItem(r: Reading, parent: Node): EnumItem | undefined {
  const span = spanFrom(r, r.at);
  const node = unfinished<EnumItem>({
    kind: 'EnumItem',
    span,
    parent,
    name: undefined,
    value: undefined,
    annotations: undefined,
    separator: undefined,
  });
  const name = readDeclaredName(r, node as Node);
  if (!name) return undefined;
  node.name = name;
  if (accept(r, Code.Equals)) {
    if (peek(r) !== Code.Integer) return undefined;
    node.value = integerAt(r, r.at++, node as Node);
    if (!node.value) return undefined;
  }
  if (peek(r) === Code.OpenParen) {
    node.annotations = readAnnotations(r, node as Node);
    if (!node.annotations) return undefined;
  }
  close(r, { span });
  if (isSeparator(peek(r))) node.separator = keywordAt(r, r.at++);
  return node as EnumItem;
}

function readStruct(r: Reading, from: number, kind: StructLike['kind']): Draft<Definition> | undefined {
  const span = spanFrom(r, from);
  const fields: Field[] = [];
  const node = unfinished<AnyStruct>({
    kind,
    span,
    parent: undefined,
    keyword: keywordAt(r, from),
    broken: false,
    comments: noComments,
    name: undefined,
    xsd: noWords,
    fields,
    body: undefined,
    annotations: undefined,
  });
  const name = readDeclaredName(r, node as Node);
  if (!name || peek(r) !== Code.OpenBrace) return undefined;
  node.name = name;
  const body = spanFrom(r, r.at++);
  while (peek(r) !== Code.CloseBrace) {
    const field = readField(r, node as Node);
    if (!field) return undefined;
    fields.push(field);
  }
  node.fields = exact(fields);
  r.at++;
  close(r, { span: body });
  node.body = body;
  if (!readTail(r, node)) return undefined;
  close(r, { span });
  return skipSeparators(r) ? (node as Draft<Definition>) : undefined;
}

function readField(r: Reading, parent: Node): Field | undefined {
  const span = spanFrom(r, r.at);
  const node = unfinished<Field>({
    kind: 'Field',
    span,
    parent,
    id: undefined,
    requiredness: undefined,
    reference: undefined,
    type: undefined,
    name: undefined,
    defaultValue: undefined,
    annotations: undefined,
    xsd: noWords,
    separator: undefined,
  });
  if (peek(r) === Code.Integer) {
    node.id = integerAt(r, r.at++, node as Node);
    if (!node.id || !accept(r, Code.Colon)) return undefined;
  }
  const requiredness = peek(r);
  if (requiredness === Code.Required || requiredness === Code.Optional)
    node.requiredness = keywordAt(r, r.at++) as Field['requiredness'];
  const type = readType(r, node as Node);
  if (!type) return undefined;
  node.type = type;
  if (peek(r) === Code.Ampersand && r.dialect === 'any') node.reference = keywordAt(r, r.at++);
  const name = readMemberName(r, node as Node);
  if (!name) return undefined;
  node.name = name;
  if (accept(r, Code.Equals)) {
    node.defaultValue = readValue(r, node as Node);
    if (!node.defaultValue) return undefined;
  }
  if (peek(r) === Code.OpenParen) {
    node.annotations = readAnnotations(r, node as Node);
    if (!node.annotations) return undefined;
  }
  close(r, { span });
  if (isSeparator(peek(r))) node.separator = keywordAt(r, r.at++);
  return node as Field;
}

/** The name of a field or method. Which keywords are names there is a matter of dialect, and of what stands behind them. */
function readMemberName(r: Reading, parent: Node): ReturnType<typeof readDeclaredName> {
  if (r.dialect !== 'any' || peek(r) <= Code.CloseBrace) return readDeclaredName(r, parent);
  if (isFirst(r, r.at)) return undefined;
  const next = peek(r, 1);
  if (next !== Code.End && isFirst(r, r.at + 1)) return identifierAt(r, r.at++, parent);
  switch (next) {
    case Code.Integer:
    case Code.Equals:
    case Code.OpenParen:
    case Code.CloseParen:
    case Code.CloseBrace:
    case Code.Comma:
    case Code.Semicolon:
      return identifierAt(r, r.at++, parent);
    default:
      return undefined;
  }
}

function readService(r: Reading, from: number): Draft<Definition> | undefined {
  const span = spanFrom(r, from);
  const methods: Method[] = [];
  const node = unfinished<Service>({
    kind: 'Service',
    span,
    parent: undefined,
    keyword: keywordAt(r, from),
    broken: false,
    comments: noComments,
    name: undefined,
    extends: undefined,
    methods,
    body: undefined,
    annotations: undefined,
  });
  const name = readDeclaredName(r, node as Node);
  if (!name) return undefined;
  node.name = name;
  if (accept(r, Code.Extends)) {
    if (peek(r) !== Code.Identifier || !isPlainName(r, r.at)) return undefined;
    node.extends = identifierAt(r, r.at++, node as Node);
  }
  if (peek(r) !== Code.OpenBrace) return undefined;
  const body = spanFrom(r, r.at++);
  while (peek(r) !== Code.CloseBrace) {
    const method = readMethod(r, node as Node);
    if (!method) return undefined;
    methods.push(method);
  }
  node.methods = exact(methods);
  r.at++;
  close(r, { span: body });
  node.body = body;
  if (!readTail(r, node)) return undefined;
  close(r, { span });
  return skipSeparators(r) ? (node as Draft<Definition>) : undefined;
}

function readMethod(r: Reading, parent: Node): Method | undefined {
  const span = spanFrom(r, r.at);
  const node = unfinished<Method>({
    kind: 'Method',
    span,
    parent,
    oneway: undefined,
    returns: undefined,
    name: undefined,
    argumentsSpan: undefined,
    arguments: undefined,
    throws: undefined,
    annotations: undefined,
    separator: undefined,
  });
  const modifier = peek(r);
  if (modifier === Code.Oneway || modifier === Code.Async) node.oneway = keywordAt(r, r.at++);
  const returns = peek(r) === Code.Void ? keywordAt(r, r.at++) : readType(r, node as Node);
  if (!returns) return undefined;
  node.returns = returns;
  const name = readMemberName(r, node as Node);
  if (!name || peek(r) !== Code.OpenParen) return undefined;
  node.name = name;
  const argumentsSpan = spanFrom(r, r.at);
  const args = readFieldList(r, node as Node);
  if (!args) return undefined;
  node.arguments = args;
  close(r, { span: argumentsSpan });
  node.argumentsSpan = argumentsSpan;
  if (peek(r) === Code.Throws) {
    node.throws = readThrows(r, node as Node);
    if (!node.throws) return undefined;
  }
  if (peek(r) === Code.OpenParen) {
    node.annotations = readAnnotations(r, node as Node);
    if (!node.annotations) return undefined;
  }
  close(r, { span });
  if (isSeparator(peek(r))) node.separator = keywordAt(r, r.at++);
  return node as Method;
}

function readThrows(r: Reading, parent: Node): Throws | undefined {
  const span = spanFrom(r, r.at++);
  const node = unfinished<Throws>({ kind: 'Throws', span, parent, fields: undefined });
  if (peek(r) !== Code.OpenParen) return undefined;
  const fields = readFieldList(r, node as Node);
  if (!fields) return undefined;
  node.fields = fields;
  close(r, { span });
  return node as Throws;
}

/** From `(` to behind `)`. */
function readFieldList(r: Reading, parent: Node): readonly Field[] | undefined {
  const fields: Field[] = [];
  r.at++;
  for (;;) {
    const code = peek(r);
    if (code === Code.CloseParen) {
      r.at++;
      return exact(fields);
    }
    // What begins a line and has no id may be the next method, the bracket having been forgotten.
    if (code !== Code.Integer && code !== Code.Required && code !== Code.Optional && isFirst(r, r.at)) return undefined;
    const field = readField(r, parent);
    if (!field) return undefined;
    fields.push(field);
  }
}

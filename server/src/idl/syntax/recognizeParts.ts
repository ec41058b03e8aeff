import { exact } from '../../core/exact';
import type { Dialect } from '../model/document';
import type {
  Annotation,
  AnnotationList,
  BaseType,
  BaseTypeName,
  ConstValue,
  DoubleLiteral,
  Identifier,
  IntLiteral,
  Keyword,
  ListLiteral,
  ListType,
  MapEntry,
  MapLiteral,
  MapType,
  NamedType,
  Node,
  SetType,
  StringLiteral,
  Type,
  ValueReference,
} from '../model/tree';
import { isInt64, surelyFits } from './checks';
import { Code, isBaseType, isSeparator } from './codes';
import { type Draft, integerValue, unfinished } from './convert';
import type { Tape } from './lexer';

/** How far a definition has been read. */
export interface Reading {
  readonly tape: Tape;
  /** One past the definition's last token. */
  readonly end: number;
  /** The offset from which spans count. */
  readonly base: number;
  readonly dialect: Dialect;
  at: number;
  depth: number;
}

interface OpenSpan {
  readonly start: number;
  end: number;
}

/** Deeper nesting is left to the walk, which knows the limit. */
const depthLimit = 100;

export function peek(r: Reading, ahead = 0): number {
  const index = r.at + ahead;
  return index < r.end ? (r.tape.codes[index] ?? Code.End) : Code.End;
}

export function accept(r: Reading, code: number): boolean {
  if (peek(r) !== code) return false;
  r.at++;
  return true;
}

export function isFirst(r: Reading, index: number): boolean {
  return r.tape.first[index] ?? false;
}

/** The span of a node that begins with token `index`; as it is, it ends there too. */
export function spanFrom(r: Reading, index: number): OpenSpan {
  return { start: (r.tape.starts[index] ?? 0) - r.base, end: (r.tape.ends[index] ?? 0) - r.base };
}

function textAt(r: Reading, index: number): string {
  return r.tape.text.slice(r.tape.starts[index], r.tape.ends[index]);
}

export function keywordAt(r: Reading, index: number): Keyword {
  return { text: textAt(r, index), span: spanFrom(r, index) };
}

export function identifierAt(r: Reading, index: number, parent: Node): Identifier {
  return { kind: 'Identifier', span: spanFrom(r, index), parent, text: textAt(r, index) };
}

/** Whether the name at `index` has no dot at its end nor two in a row. */
export function isPlainName(r: Reading, index: number): boolean {
  const { text, starts, ends } = r.tape;
  const end = (ends[index] ?? 0) - 1;
  if (text.charCodeAt(end) === 46) return false;
  for (let i = (starts[index] ?? 0) + 1; i < end; i++)
    if (text.charCodeAt(i) === 46 && text.charCodeAt(i + 1) === 46) return false;
  return true;
}

/** A name without dots. */
export function readDeclaredName(r: Reading, parent: Node): Identifier | undefined {
  if (peek(r) !== Code.Identifier) return undefined;
  const name = identifierAt(r, r.at++, parent);
  return name.text.includes('.') ? undefined : name;
}

const smallValues: readonly bigint[] = Array.from({ length: 256 }, (_, i) => BigInt(i));

/** The value of a number as written; nearly all are small and need no arithmetic of large ones. */
function numberOf(text: string): bigint {
  if (text.length <= 3) {
    let value = 0;
    for (let i = 0; i < text.length; i++) {
      const digit = text.charCodeAt(i) - 48;
      if (digit < 0 || digit > 9) return integerValue(text);
      value = value * 10 + digit;
    }
    return smallValues[value] ?? integerValue(text);
  }
  return integerValue(text);
}

export function integerAt(r: Reading, index: number, parent: Node): IntLiteral | undefined {
  const text = textAt(r, index);
  // Only thriftgo knows octal numbers.
  if (r.dialect !== 'any' && text.includes('o')) return undefined;
  const value = numberOf(text);
  if (text.length > surelyFits && !isInt64(value)) return undefined;
  return { kind: 'IntLiteral', span: spanFrom(r, index), parent, text, value };
}

export function stringAt(r: Reading, index: number, parent: Node): StringLiteral | undefined {
  const text = textAt(r, index);
  // Only thriftgo reads strings over several lines.
  if (r.dialect !== 'any' && /[\r\n]/.test(text)) return undefined;
  return { kind: 'StringLiteral', span: spanFrom(r, index), parent, text, value: text.slice(1, -1) };
}

/** `( key = "value", flag )`. */
export function readAnnotations(r: Reading, parent: Node): AnnotationList | undefined {
  const span = spanFrom(r, r.at++);
  const items: Annotation[] = [];
  const node = unfinished<AnnotationList>({ kind: 'AnnotationList', span, parent, items: undefined });
  for (;;) {
    if (peek(r) === Code.CloseParen) {
      span.end = (r.tape.ends[r.at++] ?? 0) - r.base;
      node.items = exact(items);
      return node as AnnotationList;
    }
    const item = readAnnotation(r, node as Node);
    if (!item) return undefined;
    items.push(item);
    if (isSeparator(peek(r))) r.at++;
  }
}

function readAnnotation(r: Reading, parent: Node): Annotation | undefined {
  if (peek(r) !== Code.Identifier || !isPlainName(r, r.at)) return undefined;
  const next = peek(r, 1);
  const span = spanFrom(r, r.at);
  const node = unfinished<Annotation>({ kind: 'Annotation', span, parent, key: undefined, value: undefined });
  node.key = identifierAt(r, r.at++, node as Node);
  if (next === Code.Equals) {
    r.at++;
    if (peek(r) !== Code.String) return undefined;
    node.value = stringAt(r, r.at, node as Node);
    if (!node.value) return undefined;
    span.end = (r.tape.ends[r.at++] ?? 0) - r.base;
  } else if (next !== Code.CloseParen && !isSeparator(next)) return undefined;
  return node as Annotation;
}

/** A type with its annotations. */
export function readType(r: Reading, parent: Node): Type | undefined {
  const code = peek(r);
  let type: Type | undefined;
  if (code === Code.Identifier) type = readNamedType(r, parent);
  else if (isBaseType(code)) type = baseTypeAt(r, r.at++, textAt(r, r.at - 1) as BaseTypeName, parent);
  else if (code === Code.Map) type = nested(r, parent, readMapType);
  else if (code === Code.List || code === Code.Set) type = nested(r, parent, readListType);
  if (type && peek(r) === Code.OpenParen) return withAnnotations(r, type);
  return type;
}

function withAnnotations(r: Reading, type: Draft<Type>): Type | undefined {
  // On the names of types only thriftgo knows annotations. An empty pair of brackets may be a method's arguments.
  if ((type.kind === 'NamedType' && r.dialect !== 'any') || peek(r, 1) === Code.CloseParen) return undefined;
  const annotations = readAnnotations(r, type);
  if (!annotations) return undefined;
  type.annotations = annotations;
  type.span = { start: type.span.start, end: annotations.span.end };
  return type;
}

function baseTypeAt(r: Reading, index: number, name: BaseTypeName, parent: Node): BaseType {
  return { kind: 'BaseType', span: spanFrom(r, index), parent, name, annotations: undefined };
}

function readNamedType(r: Reading, parent: Node): BaseType | NamedType | undefined {
  if (!isPlainName(r, r.at)) return undefined;
  const index = r.at++;
  const text = textAt(r, index);
  if (text === 'uuid' && r.dialect !== 'thriftgo') return baseTypeAt(r, index, text, parent);
  const node = unfinished<NamedType>({
    kind: 'NamedType',
    span: spanFrom(r, index),
    parent,
    name: undefined,
    annotations: undefined,
  });
  node.name = { kind: 'Identifier', span: spanFrom(r, index), parent: node as Node, text };
  return node as NamedType;
}

function readListType(r: Reading, parent: Node): ListType | SetType | undefined {
  const code = peek(r);
  const span = spanFrom(r, r.at++);
  if (!accept(r, Code.OpenAngle)) return undefined;
  const node = unfinished<ListType | SetType>({
    kind: code === Code.Set ? 'SetType' : 'ListType',
    span,
    parent,
    element: undefined,
    annotations: undefined,
  });
  const element = readType(r, node as Node);
  if (!element || peek(r) !== Code.CloseAngle) return undefined;
  node.element = element;
  span.end = (r.tape.ends[r.at++] ?? 0) - r.base;
  return peek(r) === Code.CppType ? undefined : (node as ListType | SetType);
}

function readMapType(r: Reading, parent: Node): MapType | undefined {
  const span = spanFrom(r, r.at++);
  if (!accept(r, Code.OpenAngle)) return undefined;
  const node = unfinished<MapType>({
    kind: 'MapType',
    span,
    parent,
    key: undefined,
    value: undefined,
    annotations: undefined,
  });
  const key = readType(r, node as Node);
  if (!key || !accept(r, Code.Comma)) return undefined;
  node.key = key;
  const value = readType(r, node as Node);
  if (!value || peek(r) !== Code.CloseAngle) return undefined;
  node.value = value;
  span.end = (r.tape.ends[r.at++] ?? 0) - r.base;
  return node as MapType;
}

/** A constant value. */
export function readValue(r: Reading, parent: Node): ConstValue | undefined {
  switch (peek(r)) {
    case Code.Integer:
      return integerAt(r, r.at++, parent);
    case Code.Double:
      return doubleAt(r, r.at++, parent);
    case Code.String:
      return stringAt(r, r.at++, parent);
    case Code.Identifier:
      return isPlainName(r, r.at) ? referenceAt(r, r.at++, parent) : undefined;
    case Code.True:
    case Code.False:
      return referenceAt(r, r.at++, parent);
    case Code.OpenBracket:
      return nested(r, parent, readListLiteral);
    case Code.OpenBrace:
      return nested(r, parent, readMapLiteral);
    default:
      return undefined;
  }
}

function nested<T>(r: Reading, parent: Node, read: (r: Reading, parent: Node) => T | undefined): T | undefined {
  if (r.depth >= depthLimit) return undefined;
  r.depth++;
  const node = read(r, parent);
  r.depth--;
  return node;
}

function doubleAt(r: Reading, index: number, parent: Node): DoubleLiteral {
  const text = textAt(r, index);
  return { kind: 'DoubleLiteral', span: spanFrom(r, index), parent, text, value: Number(text) };
}

function referenceAt(r: Reading, index: number, parent: Node): ValueReference {
  const node = unfinished<ValueReference>({
    kind: 'ValueReference',
    span: spanFrom(r, index),
    parent,
    name: undefined,
  });
  node.name = identifierAt(r, index, node as Node);
  return node as ValueReference;
}

function readListLiteral(r: Reading, parent: Node): ListLiteral | undefined {
  const span = spanFrom(r, r.at++);
  const elements: ConstValue[] = [];
  const node = unfinished<ListLiteral>({ kind: 'ListLiteral', span, parent, elements: undefined });
  while (peek(r) !== Code.CloseBracket) {
    const element = readValue(r, node as Node);
    if (!element) return undefined;
    elements.push(element);
    if (isSeparator(peek(r))) r.at++;
  }
  span.end = (r.tape.ends[r.at++] ?? 0) - r.base;
  node.elements = exact(elements);
  return node as ListLiteral;
}

function readMapLiteral(r: Reading, parent: Node): MapLiteral | undefined {
  const span = spanFrom(r, r.at++);
  const entries: MapEntry[] = [];
  const node = unfinished<MapLiteral>({ kind: 'MapLiteral', span, parent, entries: undefined });
  while (peek(r) !== Code.CloseBrace) {
    const entry = readEntry(r, node as Node);
    if (!entry) return undefined;
    entries.push(entry);
    if (isSeparator(peek(r))) r.at++;
  }
  span.end = (r.tape.ends[r.at++] ?? 0) - r.base;
  node.entries = exact(entries);
  return node as MapLiteral;
}

function readEntry(r: Reading, parent: Node): MapEntry | undefined {
  const span = spanFrom(r, r.at);
  const node = unfinished<MapEntry>({ kind: 'MapEntry', span, parent, key: undefined, value: undefined });
  // A numbered line may be a field, the bracket having been forgotten: `1: Type name`.
  if (peek(r) === Code.Integer && isFirst(r, r.at) && peek(r, 2) === Code.Identifier) {
    const behind = peek(r, 3);
    if (behind === Code.Identifier || behind === Code.Ampersand) return undefined;
  }
  const key = readValue(r, node as Node);
  if (!key || !accept(r, Code.Colon)) return undefined;
  node.key = key;
  const value = readValue(r, node as Node);
  if (!value) return undefined;
  node.value = value;
  span.end = value.span.end;
  return node as MapEntry;
}

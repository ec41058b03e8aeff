import type { ParserRuleContext } from 'antlr4ts/ParserRuleContext';
import type { ParseTree } from 'antlr4ts/tree/ParseTree';
import type { TextRange } from '../../core/range';
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
  NamedType,
  Node,
  SetType,
  StringLiteral,
  Type,
  ValueReference,
} from '../model/tree';
import { baseTypeNames } from '../model/tree';
import type { GrammarToken } from './grammar';
import type { Tape } from './lexer';
import { isTerminal, Rule, TokenType } from './rules';

/** A node while it is made: its children need it as their parent. */
export type Draft<T> = { -readonly [K in keyof T]: T[K] };

/**
 * A node whose children are still to come. All of its keys are there from the start: objects that grow key by key take
 * several times as long to make.
 */
export function unfinished<T>(node: { readonly [K in keyof T]: T[K] | undefined }): Draft<T> {
  return node as Draft<T>;
}

/** What every step of the conversion needs. */
export interface Conversion {
  readonly tape: Tape;
  readonly dialect: Dialect;
}

const baseTypes: ReadonlySet<string> = new Set(baseTypeNames);

export function childrenOf(context: ParserRuleContext): readonly ParseTree[] {
  return context.children ?? [];
}

export function ruleOf(tree: ParseTree): number {
  return isTerminal(tree) ? -1 : (tree as ParserRuleContext).ruleIndex;
}

/** The child that was read by `rule`. */
export function childOf(context: ParserRuleContext, rule: number): ParserRuleContext | undefined {
  for (const child of childrenOf(context)) if (ruleOf(child) === rule) return child as ParserRuleContext;
  return undefined;
}

export function childrenBy(context: ParserRuleContext, rule: number): ParserRuleContext[] {
  return childrenOf(context).filter((child): child is ParserRuleContext => ruleOf(child) === rule);
}

/** The tokens that are direct children. */
export function terminalsOf(context: ParserRuleContext, type?: number): GrammarToken[] {
  const tokens: GrammarToken[] = [];
  for (const child of childrenOf(context)) {
    if (isTerminal(child) && (type === undefined || child.symbol.type === type))
      tokens.push(child.symbol as GrammarToken);
  }
  return tokens;
}

export function spanOfToken(token: GrammarToken): TextRange {
  return { start: token.startIndex, end: token.stopIndex + 1 };
}

/** From the first to the last token, the separator behind left out. */
export function spanOf(context: ParserRuleContext): TextRange {
  const start = context.start.startIndex;
  const children = childrenOf(context);
  for (let i = children.length - 1; i >= 0; i--) {
    const child = children[i];
    if (!child || ruleOf(child) === Rule.listSeparator) continue;
    if (isTerminal(child)) return { start, end: child.symbol.stopIndex + 1 };
    return { start, end: ((child as ParserRuleContext).stop ?? context.start).stopIndex + 1 };
  }
  return { start, end: start };
}

export function textOf(c: Conversion, span: TextRange): string {
  return c.tape.text.slice(span.start, span.end);
}

export function keywordOf(c: Conversion, token: GrammarToken): Keyword {
  const span = spanOfToken(token);
  return { text: textOf(c, span), span };
}

export function separatorOf(c: Conversion, context: ParserRuleContext): Keyword | undefined {
  const separator = childOf(context, Rule.listSeparator);
  const token = separator && terminalsOf(separator)[0];
  return token && keywordOf(c, token);
}

export function identifierOf(c: Conversion, token: GrammarToken, parent: Node): Identifier {
  const span = spanOfToken(token);
  return { kind: 'Identifier', span, parent, text: textOf(c, span) };
}

/** The value of a whole number as written: decimal, `0x` or `0o`, signed. A number without digits counts as 0. */
export function integerValue(text: string): bigint {
  const negative = text.startsWith('-');
  const digits = negative || text.startsWith('+') ? text.slice(1) : text;
  if (digits.length === 0 || digits === '0x') return 0n;
  const value = BigInt(digits);
  return negative ? -value : value;
}

export function integerOf(c: Conversion, token: GrammarToken, parent: Node): IntLiteral {
  const span = spanOfToken(token);
  const text = textOf(c, span);
  return { kind: 'IntLiteral', span, parent, text, value: integerValue(text) };
}

export function stringOf(c: Conversion, token: GrammarToken, parent: Node): StringLiteral {
  const span = spanOfToken(token);
  const text = textOf(c, span);
  const closed = text.length > 1 && text.endsWith(text.charAt(0));
  return { kind: 'StringLiteral', span, parent, text, value: text.slice(1, closed ? -1 : undefined) };
}

/** The single token of a rule such as `integer`. */
function onlyToken(context: ParserRuleContext): GrammarToken {
  return context.start as GrammarToken;
}

export function annotationsOf(c: Conversion, context: ParserRuleContext, parent: Node): AnnotationList | undefined {
  const list = childOf(context, Rule.typeAnnotations);
  return list && annotationListOf(c, list, parent);
}

/** `type_annotations`. */
export function annotationListOf(c: Conversion, context: ParserRuleContext, parent: Node): AnnotationList {
  const node: Draft<AnnotationList> = { kind: 'AnnotationList', span: spanOf(context), parent, items: [] };
  node.items = childrenBy(context, Rule.typeAnnotation).map((each) => annotationOf(c, each, node));
  return node;
}

function annotationOf(c: Conversion, context: ParserRuleContext, parent: Node): Annotation {
  const node = unfinished<Annotation>({
    kind: 'Annotation',
    span: spanOf(context),
    parent,
    key: undefined,
    value: undefined,
  });
  node.key = identifierOf(c, onlyToken(context), node);
  const value = childOf(context, Rule.annotationValue);
  if (value) {
    const token = onlyToken(value);
    node.value = token.type === TokenType.literal ? stringOf(c, token, node) : integerOf(c, token, node);
  }
  return node;
}

/** `field_type` as a type. */
export function typeOf(c: Conversion, context: ParserRuleContext, parent: Node): Type {
  const child = childrenOf(context)[0];
  const isToken = child === undefined || isTerminal(child);
  const rule = isToken ? undefined : (child as ParserRuleContext);
  if (rule?.ruleIndex === Rule.containerType) return containerOf(c, rule, parent);
  const token = onlyToken(context);
  const span = spanOf(context);
  const text = c.tape.text.slice(token.startIndex, token.stopIndex + 1);
  let node: Draft<BaseType | NamedType>;
  if (baseTypes.has(text) && !(text === 'uuid' && c.dialect === 'thriftgo'))
    node = { kind: 'BaseType', span, parent, name: text as BaseTypeName, annotations: undefined };
  else {
    const named = unfinished<NamedType>({ kind: 'NamedType', span, parent, name: undefined, annotations: undefined });
    named.name = identifierOf(c, token, named);
    node = named;
  }
  if (rule) node.annotations = annotationsOf(c, rule, node);
  return node;
}

function containerOf(c: Conversion, context: ParserRuleContext, parent: Node): Type {
  const inner = childrenOf(context)[0] as ParserRuleContext;
  const types = childrenBy(inner, Rule.fieldType);
  const [first, second] = types;
  const span = spanOf(context);
  let node: Type;
  if (inner.ruleIndex === Rule.mapType) {
    const map = unfinished<Extract<Type, { kind: 'MapType' }>>({
      kind: 'MapType',
      span,
      parent,
      key: undefined,
      value: undefined,
      annotations: undefined,
    });
    if (!first || !second) throw new Error('a map without its types');
    map.key = typeOf(c, first, map);
    map.value = typeOf(c, second, map);
    node = map;
  } else {
    const kind = inner.ruleIndex === Rule.setType ? 'SetType' : 'ListType';
    const list = unfinished<SetType | ListType>({ kind, span, parent, element: undefined, annotations: undefined });
    if (!first) throw new Error('a container without its type');
    list.element = typeOf(c, first, list);
    node = list;
  }
  (node as Draft<Type>).annotations = annotationsOf(c, context, node);
  return node;
}

/** `const_value` as a value. */
export function constValueOf(c: Conversion, context: ParserRuleContext, parent: Node): ConstValue {
  const child = childrenOf(context)[0];
  const rule = child ? ruleOf(child) : -1;
  const token = onlyToken(context);
  if (rule === Rule.constList) return listOf(c, child as ParserRuleContext, parent);
  if (rule === Rule.constMap) return mapOf(c, child as ParserRuleContext, parent);
  if (rule === Rule.integer) return integerOf(c, token, parent);
  if (token.type === TokenType.literal) return stringOf(c, token, parent);
  const span = spanOfToken(token);
  if (token.type === TokenType.double) {
    const text = textOf(c, span);
    const node: DoubleLiteral = { kind: 'DoubleLiteral', span, parent, text, value: Number(text) };
    return node;
  }
  const node = unfinished<ValueReference>({ kind: 'ValueReference', span, parent, name: undefined });
  node.name = identifierOf(c, token, node);
  return node;
}

function listOf(c: Conversion, context: ParserRuleContext, parent: Node): ListLiteral {
  const node: Draft<ListLiteral> = { kind: 'ListLiteral', span: spanOf(context), parent, elements: [] };
  node.elements = childrenBy(context, Rule.constValue).map((each) => constValueOf(c, each, node));
  return node;
}

function mapOf(c: Conversion, context: ParserRuleContext, parent: Node): MapLiteral {
  const node: Draft<MapLiteral> = { kind: 'MapLiteral', span: spanOf(context), parent, entries: [] };
  node.entries = childrenBy(context, Rule.constMapEntry).map((each) => entryOf(c, each, node));
  return node;
}

function entryOf(c: Conversion, context: ParserRuleContext, parent: Node): MapEntry {
  const [key, value] = childrenBy(context, Rule.constValue);
  if (!key || !value) throw new Error('a map entry without its halves');
  const node = unfinished<MapEntry>({
    kind: 'MapEntry',
    span: spanOf(context),
    parent,
    key: undefined,
    value: undefined,
  });
  node.key = constValueOf(c, key, node);
  node.value = constValueOf(c, value, node);
  return node;
}

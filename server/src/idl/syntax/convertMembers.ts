import type { ParserRuleContext } from 'antlr4ts/ParserRuleContext';
import { ThriftParser } from 'thrift-parser-ts/lib/ThriftParser';
import type { EnumItem, Field, Keyword, Method, Node, Throws } from '../model/tree';
import { Code, isXsd } from './codes';
import {
  annotationsOf,
  type Conversion,
  childOf,
  childrenBy,
  constValueOf,
  type Draft,
  identifierOf,
  integerOf,
  keywordOf,
  separatorOf,
  spanOf,
  terminalsOf,
  typeOf,
} from './convert';
import type { GrammarToken } from './grammar';

function only(tokens: readonly GrammarToken[]): GrammarToken {
  const token = tokens[0];
  if (!token) throw new Error('a member without its name');
  return token;
}

function nameOf(context: ParserRuleContext): GrammarToken {
  return only(terminalsOf(context, ThriftParser.IDENTIFIER));
}

function keywordAt(c: Conversion, index: number): Keyword {
  const span = { start: c.tape.starts[index] ?? 0, end: c.tape.ends[index] ?? 0 };
  return { text: c.tape.text.slice(span.start, span.end), span };
}

/** The `xsd_*` words from token `from` on, which the grammar was not shown, and where the last one ends. */
function xsdOf(c: Conversion, from: number): { words: Keyword[]; end: number | undefined } {
  const { codes, ends } = c.tape;
  const words: Keyword[] = [];
  let at = from;
  while (isXsd(codes[at] ?? Code.End)) {
    words.push(keywordAt(c, at));
    if (codes[at] === Code.XsdAttrs) {
      let depth = 0;
      for (at++; at < codes.length; at++) {
        if (codes[at] === Code.OpenBrace) depth++;
        else if (codes[at] === Code.CloseBrace && --depth === 0) break;
      }
    }
    at++;
  }
  return { words, end: words.length > 0 ? ends[at - 1] : undefined };
}

function requirednessOf(c: Conversion, context: ParserRuleContext | undefined): Field['requiredness'] {
  const keyword = context && keywordOf(c, context.start as GrammarToken);
  if (!keyword) return undefined;
  return { text: keyword.text === 'required' ? 'required' : 'optional', span: keyword.span };
}

export function fieldOf(c: Conversion, context: ParserRuleContext, parent: Node): Field {
  const node = { kind: 'Field', span: spanOf(context), parent } as Draft<Field>;
  const id = childOf(context, ThriftParser.RULE_field_id);
  const type = childOf(context, ThriftParser.RULE_field_type);
  const value = childOf(context, ThriftParser.RULE_const_value);
  if (!type) throw new Error('a field without its type');
  const name = nameOf(context);
  node.id = id && integerOf(c, id.start as GrammarToken, node);
  node.requiredness = requirednessOf(c, childOf(context, ThriftParser.RULE_field_req));
  node.reference = c.tape.codes[name.index - 1] === Code.Ampersand ? keywordAt(c, name.index - 1) : undefined;
  node.type = typeOf(c, type, node);
  node.name = identifierOf(c, name, node);
  node.defaultValue = value && constValueOf(c, value, node);
  node.annotations = annotationsOf(c, context, node);
  const last = value?.stop as GrammarToken | undefined;
  const xsd = xsdOf(c, (last ?? name).index + 1);
  node.xsd = xsd.words;
  if (xsd.end !== undefined && xsd.end > node.span.end) node.span = { start: node.span.start, end: xsd.end };
  node.separator = separatorOf(c, context);
  return node;
}

export function enumItemOf(c: Conversion, context: ParserRuleContext, parent: Node): EnumItem {
  const node = { kind: 'EnumItem', span: spanOf(context), parent } as Draft<EnumItem>;
  const value = childOf(context, ThriftParser.RULE_integer);
  node.name = identifierOf(c, nameOf(context), node);
  node.value = value && integerOf(c, value.start as GrammarToken, node);
  node.annotations = annotationsOf(c, context, node);
  node.separator = separatorOf(c, context);
  return node;
}

export function methodOf(c: Conversion, context: ParserRuleContext, parent: Node): Method {
  const node = { kind: 'Method', span: spanOf(context), parent } as Draft<Method>;
  const oneway = childOf(context, ThriftParser.RULE_oneway);
  const returns = childOf(context, ThriftParser.RULE_function_type);
  const throws = childOf(context, ThriftParser.RULE_throws_list);
  if (!returns) throw new Error('a method without its result');
  const type = childOf(returns, ThriftParser.RULE_field_type);
  const open = only(terminalsOf(context, ThriftParser.T__21));
  const close = only(terminalsOf(context, ThriftParser.T__22));
  node.oneway = oneway && keywordOf(c, oneway.start as GrammarToken);
  node.returns = type ? typeOf(c, type, node) : keywordOf(c, returns.start as GrammarToken);
  node.name = identifierOf(c, nameOf(context), node);
  node.argumentsSpan = { start: open.startIndex, end: close.stopIndex + 1 };
  node.arguments = fieldsOf(c, context, node);
  node.throws = throws && throwsOf(c, throws, node);
  node.annotations = annotationsOf(c, context, node);
  node.separator = separatorOf(c, context);
  return node;
}

function throwsOf(c: Conversion, context: ParserRuleContext, parent: Node): Throws {
  const node: Draft<Throws> = { kind: 'Throws', span: spanOf(context), parent, fields: [] };
  node.fields = fieldsOf(c, context, node);
  return node;
}

export function fieldsOf(c: Conversion, context: ParserRuleContext, parent: Node): Field[] {
  return childrenBy(context, ThriftParser.RULE_field).map((each) => fieldOf(c, each, parent));
}

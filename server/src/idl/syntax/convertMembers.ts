import type { ParserRuleContext } from 'antlr4ts/ParserRuleContext';
import type { EnumItem, Field, Keyword, Method, Node, Throws } from '../model/tree';
import { Code, isXsd } from './codes';
import {
  annotationListOf,
  type Conversion,
  childrenBy,
  childrenOf,
  constValueOf,
  type Draft,
  identifierOf,
  integerOf,
  keywordOf,
  spanOf,
  typeOf,
  unfinished,
} from './convert';
import type { GrammarToken } from './grammar';
import { isTerminal, Rule, TokenType } from './rules';

/** Shared by the many fields without any. */
const nothing: readonly Keyword[] = [];

function only(token: GrammarToken | undefined): GrammarToken {
  if (!token) throw new Error('a member without its name');
  return token;
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

function requirednessOf(c: Conversion, context: ParserRuleContext): Field['requiredness'] {
  const { text, span } = keywordOf(c, context.start as GrammarToken);
  return { text: text === 'required' ? 'required' : 'optional', span };
}

export function fieldOf(c: Conversion, context: ParserRuleContext, parent: Node): Field {
  const node = unfinished<Field>({
    kind: 'Field',
    span: spanOf(context),
    parent,
    id: undefined,
    requiredness: undefined,
    reference: undefined,
    type: undefined,
    name: undefined,
    defaultValue: undefined,
    annotations: undefined,
    xsd: nothing,
    separator: undefined,
  });
  let name: GrammarToken | undefined;
  let last: GrammarToken | undefined;
  for (const child of childrenOf(context)) {
    if (isTerminal(child)) {
      if (child.symbol.type !== TokenType.identifier) continue;
      name = child.symbol as GrammarToken;
      last = name;
      node.name = identifierOf(c, name, node);
      if (c.tape.codes[name.index - 1] === Code.Ampersand) node.reference = keywordAt(c, name.index - 1);
      continue;
    }
    const rule = child as ParserRuleContext;
    switch (rule.ruleIndex) {
      case Rule.fieldId:
        node.id = integerOf(c, rule.start as GrammarToken, node);
        break;
      case Rule.fieldReq:
        node.requiredness = requirednessOf(c, rule);
        break;
      case Rule.fieldType:
        node.type = typeOf(c, rule, node);
        break;
      case Rule.constValue:
        node.defaultValue = constValueOf(c, rule, node);
        last = rule.stop as GrammarToken;
        break;
      case Rule.typeAnnotations:
        node.annotations = annotationListOf(c, rule, node);
        break;
      default:
        node.separator = keywordOf(c, rule.start as GrammarToken);
    }
  }
  const after = only(last).index + 1;
  if (isXsd(c.tape.codes[after] ?? Code.End)) {
    const xsd = xsdOf(c, after);
    node.xsd = xsd.words;
    if (xsd.end !== undefined && xsd.end > node.span.end) node.span = { start: node.span.start, end: xsd.end };
  }
  return node;
}

export function enumItemOf(c: Conversion, context: ParserRuleContext, parent: Node): EnumItem {
  const node = unfinished<EnumItem>({
    kind: 'EnumItem',
    span: spanOf(context),
    parent,
    name: undefined,
    value: undefined,
    annotations: undefined,
    separator: undefined,
  });
  node.name = identifierOf(c, context.start as GrammarToken, node);
  for (const child of childrenOf(context)) {
    if (isTerminal(child)) continue;
    const rule = child as ParserRuleContext;
    if (rule.ruleIndex === Rule.integer) node.value = integerOf(c, rule.start as GrammarToken, node);
    else if (rule.ruleIndex === Rule.typeAnnotations) node.annotations = annotationListOf(c, rule, node);
    else node.separator = keywordOf(c, rule.start as GrammarToken);
  }
  return node;
}

export function methodOf(c: Conversion, context: ParserRuleContext, parent: Node): Method {
  const args: Field[] = [];
  const node = unfinished<Method>({
    kind: 'Method',
    span: spanOf(context),
    parent,
    oneway: undefined,
    returns: undefined,
    name: undefined,
    argumentsSpan: undefined,
    arguments: args,
    throws: undefined,
    annotations: undefined,
    separator: undefined,
  });
  let open = context.start.startIndex;
  for (const child of childrenOf(context)) {
    if (isTerminal(child)) {
      const token = child.symbol as GrammarToken;
      if (token.type === TokenType.identifier) node.name = identifierOf(c, token, node);
      else if (token.type === TokenType.openParen) open = token.startIndex;
      else node.argumentsSpan = { start: open, end: token.stopIndex + 1 };
      continue;
    }
    const rule = child as ParserRuleContext;
    switch (rule.ruleIndex) {
      case Rule.oneway:
        node.oneway = keywordOf(c, rule.start as GrammarToken);
        break;
      case Rule.functionType:
        node.returns = returnsOf(c, rule, node);
        break;
      case Rule.field:
        args.push(fieldOf(c, rule, node));
        break;
      case Rule.throwsList:
        node.throws = throwsOf(c, rule, node);
        break;
      case Rule.typeAnnotations:
        node.annotations = annotationListOf(c, rule, node);
        break;
      default:
        node.separator = keywordOf(c, rule.start as GrammarToken);
    }
  }
  return node;
}

function returnsOf(c: Conversion, context: ParserRuleContext, parent: Node): Method['returns'] {
  const child = childrenOf(context)[0];
  if (!child || isTerminal(child)) return keywordOf(c, context.start as GrammarToken);
  return typeOf(c, child as ParserRuleContext, parent);
}

function throwsOf(c: Conversion, context: ParserRuleContext, parent: Node): Throws {
  const node: Draft<Throws> = { kind: 'Throws', span: spanOf(context), parent, fields: [] };
  node.fields = fieldsOf(c, context, node);
  return node;
}

export function fieldsOf(c: Conversion, context: ParserRuleContext, parent: Node): Field[] {
  return childrenBy(context, Rule.field).map((each) => fieldOf(c, each, parent));
}

import type { ParserRuleContext } from 'antlr4ts/ParserRuleContext';
import type { TextRange } from '../../core/range';
import type {
  Comment,
  Const,
  CppInclude,
  Definition,
  Enum,
  Include,
  Keyword,
  Namespace,
  Senum,
  Service,
  StructLike,
  Typedef,
  Unknown,
} from '../model/tree';
import { Code, isSeparator } from './codes';
import {
  annotationsOf,
  type Conversion,
  childOf,
  childrenBy,
  constValueOf,
  type Draft,
  identifierOf,
  keywordOf,
  separatorOf,
  spanOf,
  stringOf,
  terminalsOf,
  typeOf,
} from './convert';
import { enumItemOf, fieldsOf, methodOf } from './convertMembers';
import type { GrammarToken } from './grammar';
import { Rule, TokenType } from './rules';

/** What a definition has beyond its grammar. */
export interface Frame {
  readonly comments: readonly Comment[];
  readonly broken: boolean;
}

function base(c: Conversion, context: ParserRuleContext, frame: Frame) {
  return {
    span: spanOf(context),
    parent: undefined,
    keyword: keywordOf(c, context.start as GrammarToken),
    broken: frame.broken,
    comments: frame.comments,
  };
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the grammar took an incomplete definition');
  return value;
}

/** The first word behind the keyword that the grammar took for a name. */
function nameOf(context: ParserRuleContext): GrammarToken {
  return required(terminalsOf(context, TokenType.identifier)[0]);
}

function bodyOf(context: ParserRuleContext): TextRange {
  const open = required(terminalsOf(context, TokenType.openBrace)[0]);
  const close = required(terminalsOf(context, TokenType.closeBrace)[0]);
  return { start: open.startIndex, end: close.stopIndex + 1 };
}

function includeOf(c: Conversion, context: ParserRuleContext, frame: Frame): Include | CppInclude {
  const kind = context.ruleIndex === Rule.include ? 'Include' : 'CppInclude';
  const node = { kind, ...base(c, context, frame) } as Draft<Include | CppInclude>;
  node.path = stringOf(c, required(terminalsOf(context, TokenType.literal)[0]), node);
  return node;
}

function namespaceOf(c: Conversion, context: ParserRuleContext, frame: Frame): Namespace {
  const node = { kind: 'Namespace', ...base(c, context, frame) } as Draft<Namespace>;
  const [, second, third] = terminalsOf(context);
  const name = required(third ?? second);
  node.scope = third && second ? identifierOf(c, second, node) : undefined;
  node.name = name.type === TokenType.literal ? stringOf(c, name, node) : identifierOf(c, name, node);
  node.annotations = annotationsOf(c, context, node);
  return node;
}

function constOf(c: Conversion, context: ParserRuleContext, frame: Frame): Const {
  const node = { kind: 'Const', ...base(c, context, frame) } as Draft<Const>;
  const value = childOf(context, Rule.constValue);
  node.type = typeOf(c, required(childOf(context, Rule.fieldType)), node);
  node.name = identifierOf(c, nameOf(context), node);
  node.value = value && constValueOf(c, value, node);
  node.separator = separatorOf(c, context);
  return node;
}

function typedefOf(c: Conversion, context: ParserRuleContext, frame: Frame): Typedef {
  const node = { kind: 'Typedef', ...base(c, context, frame) } as Draft<Typedef>;
  node.type = typeOf(c, required(childOf(context, Rule.fieldType)), node);
  node.name = identifierOf(c, nameOf(context), node);
  node.annotations = annotationsOf(c, context, node);
  const after = (context.stop as GrammarToken).index + 1;
  const { codes, starts, ends, text } = c.tape;
  const span = { start: starts[after] ?? 0, end: ends[after] ?? 0 };
  node.separator = isSeparator(codes[after] ?? Code.End) ? { text: text.slice(span.start, span.end), span } : undefined;
  return node;
}

function enumOf(c: Conversion, context: ParserRuleContext, frame: Frame): Enum {
  const node = { kind: 'Enum', ...base(c, context, frame) } as Draft<Enum>;
  node.name = identifierOf(c, nameOf(context), node);
  node.items = childrenBy(context, Rule.enumField).map((each) => enumItemOf(c, each, node));
  node.body = bodyOf(context);
  node.annotations = annotationsOf(c, context, node);
  return node;
}

function senumOf(c: Conversion, context: ParserRuleContext, frame: Frame): Senum {
  const node = { kind: 'Senum', ...base(c, context, frame) } as Draft<Senum>;
  node.name = identifierOf(c, nameOf(context), node);
  node.items = terminalsOf(context, TokenType.literal).map((each) => stringOf(c, each, node));
  node.body = bodyOf(context);
  node.annotations = annotationsOf(c, context, node);
  return node;
}

function structOf(c: Conversion, context: ParserRuleContext, frame: Frame): StructLike {
  const kind = context.ruleIndex === Rule.struct ? 'Struct' : context.ruleIndex === Rule.union ? 'Union' : 'Exception';
  const node = { kind, ...base(c, context, frame) } as Draft<StructLike>;
  const name = nameOf(context);
  const { codes, starts, ends, text } = c.tape;
  const xsd: Keyword[] = [];
  if (codes[name.index + 1] === Code.XsdAll) {
    const span = { start: starts[name.index + 1] ?? 0, end: ends[name.index + 1] ?? 0 };
    xsd.push({ text: text.slice(span.start, span.end), span });
  }
  node.name = identifierOf(c, name, node);
  node.xsd = xsd;
  node.fields = fieldsOf(c, context, node);
  node.body = bodyOf(context);
  node.annotations = annotationsOf(c, context, node);
  return node;
}

function serviceOf(c: Conversion, context: ParserRuleContext, frame: Frame): Service {
  const node = { kind: 'Service', ...base(c, context, frame) } as Draft<Service>;
  const [name, parent] = terminalsOf(context, TokenType.identifier);
  node.name = identifierOf(c, required(name), node);
  node.extends = parent && identifierOf(c, parent, node);
  node.methods = childrenBy(context, Rule.function).map((each) => methodOf(c, each, node));
  node.body = bodyOf(context);
  node.annotations = annotationsOf(c, context, node);
  return node;
}

/** The grammar's tree of one definition as the plain tree. The grammar's tree may be let go afterwards. */
export function definitionOf(c: Conversion, context: ParserRuleContext, frame: Frame): Definition {
  switch (context.ruleIndex) {
    case Rule.include:
    case Rule.cppInclude:
      return includeOf(c, context, frame);
    case Rule.namespace:
      return namespaceOf(c, context, frame);
    case Rule.const:
      return constOf(c, context, frame);
    case Rule.typedef:
      return typedefOf(c, context, frame);
    case Rule.enum:
      return enumOf(c, context, frame);
    case Rule.senum:
      return senumOf(c, context, frame);
    case Rule.service:
      return serviceOf(c, context, frame);
    default:
      return structOf(c, context, frame);
  }
}

/** A definition of which nothing but, perhaps, its name is known. `nameAt` is a token. */
export function unknownOf(c: Conversion, frame: Frame, nameAt: number | undefined): Unknown {
  const { starts, ends, text } = c.tape;
  const start = starts[0] ?? 0;
  const keywordSpan = { start, end: ends[0] ?? start };
  const node: Draft<Unknown> = {
    kind: 'Unknown',
    span: { start, end: ends.at(-1) ?? start },
    parent: undefined,
    keyword: { text: text.slice(keywordSpan.start, keywordSpan.end), span: keywordSpan },
    broken: frame.broken,
    comments: frame.comments,
    name: undefined,
  };
  if (nameAt !== undefined && nameAt < starts.length) {
    const span = { start: starts[nameAt] ?? 0, end: ends[nameAt] ?? 0 };
    node.name = { kind: 'Identifier', span, parent: node, text: text.slice(span.start, span.end) };
  }
  return node;
}

import type { ANTLRErrorListener } from 'antlr4ts/ANTLRErrorListener';
import type { ParserRuleContext } from 'antlr4ts/ParserRuleContext';
import type { Token } from 'antlr4ts/Token';
import type { TokenSource } from 'antlr4ts/TokenSource';
import type { ThriftParser } from 'thrift-parser-ts/lib/ThriftParser';
import { Code } from './codes';
import type { GrammarPackages } from './grammarPackages';
import type { Tape } from './lexer';
import { grammar } from './rules';
import { dropped } from './walk';

/** What the grammar is to read: the tokens of a tape under the codes that the walk gave them. */
export interface GrammarInput {
  readonly tape: Tape;
  readonly marks: ReadonlyMap<number, number>;
  readonly inserts: readonly { readonly before: number; readonly code: number }[];
  /** Ranges of tokens that are left out, in order. */
  readonly skips: readonly { readonly from: number; readonly to: number }[];
}

/** A token as the grammar sees it. `index` is its place on the tape; for an inserted token that of the token behind it. */
export interface GrammarToken extends Token {
  readonly index: number;
}

/** Either the tree, or the tape index of the first token that the grammar did not take. */
export type GrammarResult = { readonly tree: ParserRuleContext } | { readonly refusedAt: number };

const endOfInput = -1;

function typesOf({ ThriftParser }: GrammarPackages): ReadonlyMap<number, number> {
  return new Map<number, number>([
    [Code.End, endOfInput],
    [Code.Include, ThriftParser.T__0],
    [Code.Namespace, ThriftParser.T__1],
    [Code.Star, ThriftParser.T__2],
    [Code.CppNamespace, ThriftParser.T__3],
    [Code.PhpNamespace, ThriftParser.T__4],
    [Code.CppInclude, ThriftParser.T__5],
    [Code.Const, ThriftParser.T__6],
    [Code.Equals, ThriftParser.T__7],
    [Code.Typedef, ThriftParser.T__8],
    [Code.Enum, ThriftParser.T__9],
    [Code.OpenBrace, ThriftParser.T__10],
    [Code.CloseBrace, ThriftParser.T__11],
    [Code.Senum, ThriftParser.T__12],
    [Code.Struct, ThriftParser.T__13],
    [Code.Union, ThriftParser.T__14],
    [Code.Exception, ThriftParser.T__15],
    [Code.Service, ThriftParser.T__16],
    [Code.Extends, ThriftParser.T__17],
    [Code.Colon, ThriftParser.T__18],
    [Code.Required, ThriftParser.T__19],
    [Code.Optional, ThriftParser.T__20],
    [Code.OpenParen, ThriftParser.T__21],
    [Code.CloseParen, ThriftParser.T__22],
    [Code.Oneway, ThriftParser.T__23],
    [Code.Async, ThriftParser.T__24],
    [Code.Void, ThriftParser.T__25],
    [Code.Throws, ThriftParser.T__26],
    [Code.Map, ThriftParser.T__27],
    [Code.OpenAngle, ThriftParser.T__28],
    [Code.CloseAngle, ThriftParser.T__29],
    [Code.Set, ThriftParser.T__30],
    [Code.List, ThriftParser.T__31],
    [Code.CppType, ThriftParser.T__32],
    [Code.OpenBracket, ThriftParser.T__33],
    [Code.CloseBracket, ThriftParser.T__34],
    [Code.Semicolon, ThriftParser.T__35],
    [Code.Integer, ThriftParser.INTEGER],
    [Code.Double, ThriftParser.DOUBLE],
    [Code.Bool, ThriftParser.TYPE_BOOL],
    [Code.Byte, ThriftParser.TYPE_BYTE],
    [Code.I16, ThriftParser.TYPE_I16],
    [Code.I32, ThriftParser.TYPE_I32],
    [Code.I64, ThriftParser.TYPE_I64],
    [Code.Double_, ThriftParser.TYPE_DOUBLE],
    [Code.String_, ThriftParser.TYPE_STRING],
    [Code.Binary, ThriftParser.TYPE_BINARY],
    [Code.String, ThriftParser.LITERAL],
    [Code.Comma, ThriftParser.COMMA],
  ]);
}

/** The grammar's token types by our codes. Whatever has no code of its own is a name to the grammar. */
let typeOfCode: ReadonlyMap<number, number> | undefined;

function tokensFor(input: GrammarInput, from: number, to: number): GrammarToken[] {
  const { tape, marks, inserts, skips } = input;
  const tokens: GrammarToken[] = [];
  const packages = grammar();
  typeOfCode ??= typesOf(packages);
  const types = typeOfCode;
  const name = packages.ThriftParser.IDENTIFIER;
  const add = (index: number, code: number, start: number, end: number): void => {
    tokens.push({
      index,
      type: types.get(code) ?? name,
      text: undefined,
      startIndex: start,
      stopIndex: end - 1,
      tokenIndex: tokens.length,
      line: 1,
      charPositionInLine: 0,
      channel: 0,
      tokenSource: undefined,
      inputStream: undefined,
    });
  };
  let insert = 0;
  let skip = 0;
  for (let i = from; i <= to; i++) {
    for (let next = skips[skip]; next && next.from === i; next = skips[++skip]) i = next.to;
    for (let next = inserts[insert]; next && next.before <= i; next = inserts[++insert]) {
      if (next.before !== i) continue;
      const at = tape.ends[i - 1] ?? 0;
      add(i, next.code, at, at);
    }
    if (i === to) break;
    const code = marks.get(i) ?? tape.codes[i] ?? Code.End;
    if (code !== dropped) add(i, code, tape.starts[i] ?? 0, tape.ends[i] ?? 0);
  }
  const end = tape.ends[to - 1] ?? 0;
  add(to, Code.End, end, end);
  return tokens;
}

function sourceOf(tokens: readonly GrammarToken[]): TokenSource {
  let at = 0;
  return {
    nextToken(): Token {
      const token = tokens[Math.min(at++, tokens.length - 1)];
      if (!token) throw new Error('no token to read');
      return token;
    },
    line: 1,
    charPositionInLine: 0,
    inputStream: undefined,
    sourceName: 'chunk',
    tokenFactory: grammar().CommonTokenFactory.DEFAULT,
  };
}

function parseRule(parser: ThriftParser, keyword: number): ParserRuleContext {
  switch (keyword) {
    case Code.Include:
      return parser.include_();
    case Code.CppInclude:
      return parser.cpp_include();
    case Code.Namespace:
    case Code.CppNamespace:
    case Code.PhpNamespace:
      return parser.namespace_();
    case Code.Const:
      return parser.const_rule();
    case Code.Typedef:
      return parser.typedef_();
    case Code.Enum:
      return parser.enum_rule();
    case Code.Senum:
      return parser.senum();
    case Code.Struct:
      return parser.struct_();
    case Code.Union:
      return parser.union_();
    case Code.Exception:
      return parser.exception_();
    default:
      return parser.service();
  }
}

/** Reads the tokens `[from, to)`, the first of which is the keyword of a definition, with the grammar. All of them must be taken. */
export function parseDefinition(input: GrammarInput, from: number, to: number): GrammarResult {
  const tokens = tokensFor(input, from, to);
  const { CommonTokenStream, ThriftParser } = grammar();
  const stream = new CommonTokenStream(sourceOf(tokens));
  const parser = new ThriftParser(stream);
  let refusedAt: number | undefined;
  const listener: ANTLRErrorListener<Token> = {
    syntaxError: (_recognizer, offending) => {
      // Errors behind the first one follow from it.
      if (refusedAt === undefined) refusedAt = tokens[offending?.tokenIndex ?? -1]?.index ?? from;
    },
  };
  parser.removeErrorListeners();
  parser.addErrorListener(listener);
  const tree = parseRule(parser, input.tape.codes[from] ?? Code.End);
  if (refusedAt !== undefined) return { refusedAt };
  const next = tokens[stream.index];
  return next && next.type !== endOfInput ? { refusedAt: next.index } : { tree };
}

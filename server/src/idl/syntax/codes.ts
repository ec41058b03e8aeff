/**
 * What a token is, as one small number: punctuation is its own character code, keywords count from `firstKeyword`,
 * everything else is below 32. The scanner, the walker and the grammar's token table all speak these codes.
 * An enum, since the build writes its numbers where its names stand.
 */
export enum Code {
  End = 0,
  Identifier = 1,
  Integer = 2,
  Double = 3,
  String = 4,
  Bad = 5,
  LineComment = 10,
  HashComment = 11,
  BlockComment = 12,
  DocComment = 13,
  Ampersand = 38,
  OpenParen = 40,
  CloseParen = 41,
  Star = 42,
  Comma = 44,
  Colon = 58,
  Semicolon = 59,
  OpenAngle = 60,
  Equals = 61,
  CloseAngle = 62,
  OpenBracket = 91,
  CloseBracket = 93,
  OpenBrace = 123,
  CloseBrace = 125,
  // Keywords that open a definition, 200 to 219.
  Include = 200,
  CppInclude = 201,
  Namespace = 202,
  CppNamespace = 203,
  PhpNamespace = 204,
  Const = 205,
  Typedef = 206,
  Enum = 207,
  Senum = 208,
  Struct = 209,
  Union = 210,
  Exception = 211,
  Service = 212,
  // Base types, 220 to 239.
  Bool = 220,
  Byte = 221,
  I8 = 222,
  I16 = 223,
  I32 = 224,
  I64 = 225,
  Double_ = 226,
  String_ = 227,
  Binary = 228,
  Slist = 229,
  // The rest, from 240.
  Map = 240,
  Set = 241,
  List = 242,
  Void = 243,
  Required = 244,
  Optional = 245,
  Oneway = 246,
  Async = 247,
  Throws = 248,
  Extends = 249,
  CppType = 250,
  XsdAll = 251,
  XsdOptional = 252,
  XsdNillable = 253,
  XsdAttrs = 254,
  True = 255,
  False = 256,
}

const firstKeyword = 200;

const keywords: ReadonlyMap<string, number> = new Map([
  ['include', Code.Include],
  ['cpp_include', Code.CppInclude],
  ['namespace', Code.Namespace],
  ['cpp_namespace', Code.CppNamespace],
  ['php_namespace', Code.PhpNamespace],
  ['const', Code.Const],
  ['typedef', Code.Typedef],
  ['enum', Code.Enum],
  ['senum', Code.Senum],
  ['struct', Code.Struct],
  ['union', Code.Union],
  ['exception', Code.Exception],
  ['service', Code.Service],
  ['bool', Code.Bool],
  ['byte', Code.Byte],
  ['i8', Code.I8],
  ['i16', Code.I16],
  ['i32', Code.I32],
  ['i64', Code.I64],
  ['double', Code.Double_],
  ['string', Code.String_],
  ['binary', Code.Binary],
  ['slist', Code.Slist],
  ['map', Code.Map],
  ['set', Code.Set],
  ['list', Code.List],
  ['void', Code.Void],
  ['required', Code.Required],
  ['optional', Code.Optional],
  ['oneway', Code.Oneway],
  ['async', Code.Async],
  ['throws', Code.Throws],
  ['extends', Code.Extends],
  ['cpp_type', Code.CppType],
  ['xsd_all', Code.XsdAll],
  ['xsd_optional', Code.XsdOptional],
  ['xsd_nillable', Code.XsdNillable],
  ['xsd_attrs', Code.XsdAttrs],
  ['true', Code.True],
  ['false', Code.False],
]);

const longest = 13;

/** By first letter (from `a`) and length: whether any keyword is like that. Most words need no look-up then. */
const shapes = new Uint8Array(26 * (longest + 1));
for (const keyword of keywords.keys()) shapes[shapeOf(keyword.charCodeAt(0), keyword.length)] = 1;

function shapeOf(first: number, length: number): number {
  return (first - 97) * (longest + 1) + length;
}

/** The code of the word at `[start, end)` of `text`: a keyword's, or `Identifier`. */
export function codeOfWord(text: string, start: number, end: number): number {
  const length = end - start;
  const first = text.charCodeAt(start);
  if (length > longest || first < 97 || shapes[shapeOf(first, length)] !== 1) return Code.Identifier;
  return keywords.get(text.slice(start, end)) ?? Code.Identifier;
}

/** Every keyword, in no particular order. */
export const keywordTexts: readonly string[] = [...keywords.keys()];

export const isKeyword = (code: number): boolean => code >= firstKeyword;
export const opensDefinition = (code: number): boolean => code >= Code.Include && code <= Code.Service;
export const isBaseType = (code: number): boolean => code >= Code.Bool && code <= Code.Slist;
export const isContainer = (code: number): boolean => code === Code.Map || code === Code.Set || code === Code.List;
/** Whether a type can begin with this token. */
export const opensType = (code: number): boolean => code === Code.Identifier || isBaseType(code) || isContainer(code);
export const isSeparator = (code: number): boolean => code === Code.Comma || code === Code.Semicolon;
export const isRequiredness = (code: number): boolean => code === Code.Required || code === Code.Optional;
export const isXsd = (code: number): boolean => code >= Code.XsdOptional && code <= Code.XsdAttrs;
export const isComment = (code: number): boolean => code >= Code.LineComment && code <= Code.DocComment;

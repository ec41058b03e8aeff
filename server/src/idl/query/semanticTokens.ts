import type { TextRange } from '../../core/range';
import { linkedColumn } from '../memory';
import { childrenOf } from '../model/children';
import type { IdlFile } from '../model/file';
import type { Definition, Identifier, NamedDefinition, Node } from '../model/tree';
import type { IdlProject } from '../resolve/project';
import { createScope, type Scope } from '../resolve/scope';
import { type IdlSymbol, memberSymbol, type NameRole, partsOf } from './symbol';
import type { TokenModifier, TokenType } from './tokenLegend';

export interface SemanticToken {
  /** Absolute, within one line. */
  readonly range: TextRange;
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

const definitionTypes: Readonly<Record<NamedDefinition['kind'], TokenType>> = {
  Const: 'variable',
  Typedef: 'type',
  Enum: 'enum',
  Senum: 'enum',
  Struct: 'struct',
  Union: 'struct',
  Exception: 'class',
  Service: 'interface',
};

function typeOf(symbol: IdlSymbol): TokenType {
  switch (symbol.kind) {
    case 'definition':
      return definitionTypes[symbol.node.kind];
    case 'field':
      return 'property';
    case 'item':
      return 'enumMember';
    case 'include':
      return 'namespace';
    default:
      return symbol.kind;
  }
}

const none: readonly TokenModifier[] = [];

function modifiersOf(symbol: IdlSymbol, isDeclaration: boolean): readonly TokenModifier[] {
  const isReadonly = symbol.kind === 'item' || (symbol.kind === 'definition' && symbol.node.kind === 'Const');
  const annotations = 'annotations' in symbol.node ? symbol.node.annotations : undefined;
  // Apache's own generators know this annotation.
  const isDeprecated = annotations?.items.some(({ key }) => key.text === 'deprecated') ?? false;
  if (!isDeclaration && !isReadonly && !isDeprecated) return none;
  return [
    ...(isDeclaration ? (['declaration'] as const) : none),
    ...(isReadonly ? (['readonly'] as const) : none),
    ...(isDeprecated ? (['deprecated'] as const) : none),
  ];
}

function ofSymbol(symbol: IdlSymbol, range: TextRange, isDeclaration: boolean): SemanticToken {
  return { range, type: typeOf(symbol), modifiers: modifiersOf(symbol, isDeclaration) };
}

/** What the tokens of a definition are read with. */
interface Reading {
  readonly file: IdlFile;
  readonly scope: Scope;
  /** Where the definition's chunk begins: tokens count from there. */
  readonly start: number;
  readonly tokens: SemanticToken[];
}

function relative({ start, end }: TextRange, { start: from }: Reading): TextRange {
  return { start: start - from, end: end - from };
}

function addName(name: Identifier, role: NameRole, reading: Reading): void {
  const { start } = relative(reading.file.rangeOf(name), reading);
  for (const { span, symbol } of partsOf(name.text, role, reading.scope))
    reading.tokens.push(ofSymbol(symbol, { start: start + span.start, end: start + span.end }, false));
}

function declared(node: Node, file: IdlFile): IdlSymbol | undefined {
  if (node.kind === 'Field' || node.kind === 'EnumItem' || node.kind === 'Method') return memberSymbol(file, node);
  return node.kind in definitionTypes ? { kind: 'definition', file, node: node as NamedDefinition } : undefined;
}

/** What kind of thing a name refers to; undefined for one that declares something. */
function roleOf(name: Identifier, node: Node): NameRole | undefined {
  if (node.kind === 'NamedType') return 'type';
  if (node.kind === 'ValueReference') return 'value';
  return node.kind === 'Service' && name === node.extends ? 'service' : undefined;
}

function addIdentifier(name: Identifier, node: Node, reading: Reading): void {
  const { file, tokens } = reading;
  if (name.text === '') return;
  const role = roleOf(name, node);
  if (role) addName(name, role, reading);
  else if (node.kind === 'Annotation')
    tokens.push({ range: relative(file.rangeOf(name), reading), type: 'decorator', modifiers: none });
  else if (node.kind === 'Namespace') {
    if (name === node.name)
      tokens.push({ range: relative(file.rangeOf(name), reading), type: 'namespace', modifiers: none });
  } else {
    const symbol = declared(node, file);
    if (symbol && symbol.kind !== 'include' && name === symbol.node.name)
      tokens.push(ofSymbol(symbol, relative(file.rangeOf(name), reading), true));
  }
}

function visit(node: Node, reading: Reading): void {
  for (const child of childrenOf(node)) {
    if (child.kind === 'Identifier') addIdentifier(child, node, reading);
    else visit(child, reading);
  }
}

function touches(file: IdlFile, definition: Definition, within: TextRange): boolean {
  const { start, end } = file.rangeOf(definition);
  return start < within.end && within.start < end;
}

/** The names in one definition. */
export interface DefinitionTokens {
  readonly definition: Definition;
  /** In the order of the text; their ranges count from where the definition's chunk begins. */
  readonly tokens: readonly SemanticToken[];
}

/** Where the definition's chunk begins. */
export function chunkStart(file: IdlFile, definition: Definition): number {
  return file.rangeOf({ in: definition, span: { start: 0, end: 0 } }).start;
}

function tokensIn(definition: Definition, scope: Scope): DefinitionTokens | undefined {
  const { file } = scope;
  const tokens: SemanticToken[] = [];
  visit(definition, { file, scope, start: chunkStart(file, definition), tokens });
  if (tokens.length === 0) return undefined;
  return { definition, tokens: tokens.sort((a, b) => a.range.start - b.range.start) };
}

const byDefinition = linkedColumn(tokensIn);

/**
 * The names of a file, or of the definitions that touch a part of it, by the definitions that they stand in, in the order of the text. In a file that
 * is edited, a definition's are the same object as long as neither it nor what it names changes. Names that mean nothing are left out.
 */
export function definitionTokens(file: IdlFile, project: IdlProject, within?: TextRange): readonly DefinitionTokens[] {
  const scope = createScope(file, project);
  if (!within) return byDefinition(scope, project);
  return file.definitions.flatMap((each) => (touches(file, each, within) ? (tokensIn(each, scope) ?? []) : []));
}

/** The same with ranges that count in the file. */
export function semanticTokens(file: IdlFile, project: IdlProject): readonly SemanticToken[] {
  return definitionTokens(file, project).flatMap(({ definition, tokens }) => {
    const start = chunkStart(file, definition);
    return tokens.map((token) => ({
      ...token,
      range: { start: token.range.start + start, end: token.range.end + start },
    }));
  });
}

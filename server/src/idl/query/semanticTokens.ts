import type { TextRange } from '../../core/range';
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

/** What the tokens of a file are read with. */
interface Reading {
  readonly file: IdlFile;
  readonly scope: Scope;
  readonly tokens: SemanticToken[];
}

function addName(name: Identifier, role: NameRole, { file, scope, tokens }: Reading): void {
  const { start } = file.rangeOf(name);
  for (const { span, symbol } of partsOf(name.text, role, scope))
    tokens.push(ofSymbol(symbol, { start: start + span.start, end: start + span.end }, false));
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
  else if (node.kind === 'Annotation') tokens.push({ range: file.rangeOf(name), type: 'decorator', modifiers: none });
  else if (node.kind === 'Namespace') {
    if (name === node.name) tokens.push({ range: file.rangeOf(name), type: 'namespace', modifiers: none });
  } else {
    const symbol = declared(node, file);
    if (symbol && symbol.kind !== 'include' && name === symbol.node.name)
      tokens.push(ofSymbol(symbol, file.rangeOf(name), true));
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

/** The names of a file, or of the definitions that touch a part of it, in the order of the text. Names that mean nothing are left out. */
export function semanticTokens(file: IdlFile, project: IdlProject, within?: TextRange): readonly SemanticToken[] {
  const scope = createScope(file, project);
  const tokens: SemanticToken[] = [];
  for (const definition of file.definitions) {
    if (within && !touches(file, definition, within)) continue;
    visit(definition, { file, scope, tokens });
  }
  return tokens.sort((a, b) => a.range.start - b.range.start);
}

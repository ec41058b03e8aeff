import { shift, type TextRange } from '../../core/range';
import { childrenOf } from '../model/children';
import { chunkAt } from '../model/document';
import { type IdlFile, isNamed } from '../model/file';
import type {
  Annotation,
  BaseType,
  CppInclude,
  Definition,
  EnumItem,
  Field,
  Identifier,
  Include,
  Keyword,
  Method,
  NamedDefinition,
  Namespace,
  Node,
  StringLiteral,
} from '../model/tree';
import { tokenize } from '../syntax/lexer';

/** What stands at a place of a file, before any name is looked up. `range` is absolute. */
export type Spot = { readonly range: TextRange } & (
  | { readonly role: 'definition'; readonly node: NamedDefinition }
  | { readonly role: 'member'; readonly node: Field | EnumItem | Method }
  | { readonly role: 'type' | 'value' | 'service'; readonly node: Identifier }
  | { readonly role: 'base-type'; readonly node: BaseType }
  /** A string that is the key of a literal: the name of a field, where the literal is a struct's. */
  | { readonly role: 'literal-key'; readonly node: StringLiteral }
  | { readonly role: 'include'; readonly node: Include | CppInclude }
  | { readonly role: 'annotation-key' | 'annotation-value'; readonly node: Annotation }
  | { readonly role: 'namespace'; readonly node: Namespace }
  | { readonly role: 'keyword'; readonly node: Field | Method; readonly keyword: Keyword }
  /** A name in text that could not be read: what it is of can only be guessed. */
  | { readonly role: 'loose'; readonly node: Definition; readonly name: string }
);

/** The definition in whose chunk an offset lies, with the chunk's start; undefined in a file without any. */
export function definitionAt(
  file: IdlFile,
  offset: number,
): { readonly definition: Definition; readonly start: number } | undefined {
  const index = chunkAt(file.document, offset);
  const definition = file.definitions[index];
  const start = file.document.starts[index];
  return definition && start !== undefined ? { definition, start } : undefined;
}

function descend(definition: Definition, holds: (node: Node) => boolean): Node[] {
  const path: Node[] = [];
  for (let at: Node | undefined = holds(definition) ? definition : undefined; at; at = childrenOf(at).find(holds))
    path.push(at);
  return path;
}

const isWord = (node: Node | undefined): boolean => node?.kind === 'Identifier' || node?.kind === 'StringLiteral';

/** The nodes around an offset of the file, outermost first. Of two that meet there, the one with a word at the offset goes first. */
export function nodesAt(file: IdlFile, offset: number): readonly Node[] {
  const place = definitionAt(file, offset);
  if (!place) return [];
  const at = offset - place.start;
  const inside = descend(place.definition, ({ span }) => span.start <= at && at < span.end);
  if (isWord(inside.at(-1))) return inside;
  const touching = descend(place.definition, ({ span }) => span.start < at && at <= span.end);
  return isWord(touching.at(-1)) ? touching : inside;
}

function keywordSpot(file: IdlFile, path: readonly Node[], offset: number): Spot | undefined {
  const node = path.findLast((each) => each.kind === 'Field' || each.kind === 'Method');
  const definition = path[0];
  if (!node || !definition) return undefined;
  const keyword = node.kind === 'Field' ? node.requiredness : node.oneway;
  if (!keyword) return undefined;
  const range = file.rangeOf({ in: definition as Definition, span: keyword.span });
  return range.start <= offset && offset <= range.end ? { role: 'keyword', node, keyword, range } : undefined;
}

function identifierSpot(node: Identifier, range: TextRange): Spot | undefined {
  const { parent } = node;
  switch (parent?.kind) {
    case 'NamedType':
      return { role: 'type', node, range };
    case 'ValueReference':
      return node.text === 'true' || node.text === 'false' ? undefined : { role: 'value', node, range };
    case 'Annotation':
      return { role: 'annotation-key', node: parent, range };
    case 'Namespace':
      return { role: 'namespace', node: parent, range };
    case 'Field':
    case 'EnumItem':
    case 'Method':
      return { role: 'member', node: parent, range };
    case 'Service':
      return parent.extends === node ? { role: 'service', node, range } : { role: 'definition', node: parent, range };
    case 'Unknown':
      return { role: 'loose', node: parent, name: node.text, range };
    default:
      return parent && parent.parent === undefined && isNamed(parent as Definition)
        ? { role: 'definition', node: parent as NamedDefinition, range }
        : undefined;
  }
}

function stringSpot(node: StringLiteral, range: TextRange): Spot | undefined {
  const { parent } = node;
  switch (parent?.kind) {
    case 'Include':
    case 'CppInclude':
      return { role: 'include', node: parent, range };
    case 'Annotation':
      return { role: 'annotation-value', node: parent, range };
    case 'MapEntry':
      return parent.key === node ? { role: 'literal-key', node, range } : undefined;
    case 'Namespace':
      return { role: 'namespace', node: parent, range };
    default:
      return undefined;
  }
}

/** A name among the tokens of a broken chunk that no node has taken up. */
function looseSpot(file: IdlFile, offset: number): Spot | undefined {
  const place = definitionAt(file, offset);
  if (!place?.definition.broken) return undefined;
  const { definition, start } = place;
  const text = file.text.slice(start, start + (file.chunkOf(definition)?.length ?? 0));
  const at = offset - start;
  const token = tokenize(text).tokens.find(
    ({ kind, span }) => kind === 'identifier' && span.start <= at && at <= span.end,
  );
  return token && { role: 'loose', node: definition, name: token.text, range: shift(token.span, start) };
}

/** What stands at an offset of the file; undefined where nothing can be asked about. */
export function spotAt(file: IdlFile, offset: number): Spot | undefined {
  const path = nodesAt(file, offset);
  const node = path.at(-1);
  if (!node) return looseSpot(file, offset);
  const range = file.rangeOf(node);
  if (node.kind === 'Identifier') return identifierSpot(node, range);
  if (node.kind === 'StringLiteral') return stringSpot(node, range);
  if (node.kind === 'IntLiteral' && node.parent?.kind === 'Annotation')
    return { role: 'annotation-value', node: node.parent, range };
  const keyword = keywordSpot(file, path, offset);
  if (keyword) return keyword;
  if (node.kind === 'BaseType') return { role: 'base-type', node, range };
  if (node.kind === 'Include' || node.kind === 'CppInclude') return { role: 'include', node, range };
  return looseSpot(file, offset);
}

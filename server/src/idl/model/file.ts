import { createLineIndex, type LineIndex } from '../../core/lines';
import { shift, type TextRange } from '../../core/range';
import type { Chunk, IdlDocument } from './document';
import type { Definition, Include, NamedDefinition, Namespace, Node, Service } from './tree';

/** A place in a definition's chunk that no node covers exactly. */
export interface Place {
  readonly in: Definition;
  readonly span: TextRange;
}

/** One version of one Thrift file: the tree with what can be read off it without looking at other files. */
export interface IdlFile {
  readonly uri: string;
  readonly text: string;
  readonly document: IdlDocument;
  readonly lines: LineIndex;
  readonly definitions: readonly Definition[];
  readonly includes: readonly Include[];
  readonly namespaces: readonly Namespace[];
  /** Named definitions by name; more than one where a name is given twice. */
  readonly named: ReadonlyMap<string, readonly NamedDefinition[]>;
  /** The place in this version's text. The node must belong to this file. */
  rangeOf(at: Node | Place): TextRange;
  textOf(at: Node | Place): string;
  chunkOf(definition: Definition): Chunk | undefined;
}

/** The definition that a node stands in (itself, for a definition). */
export function definitionOf(node: Node): Definition {
  let at: Node = node;
  while (at.parent !== undefined) at = at.parent;
  return at as Definition;
}

/** Whether the definition has a name of its own that others may use. */
export function isNamed(definition: Definition): definition is NamedDefinition {
  switch (definition.kind) {
    case 'Include':
    case 'CppInclude':
    case 'Namespace':
    case 'Unknown':
      return false;
    default:
      return true;
  }
}

/** Whether it is a struct, union or exception. */
export function isStructLike(definition: Definition): definition is Extract<Definition, { fields: unknown }> {
  return definition.kind === 'Struct' || definition.kind === 'Union' || definition.kind === 'Exception';
}

/** The path of names to a node, such as `UserService.GetUser.req`; empty outside named definitions. */
export function symbolPath(node: Node): string {
  const names: string[] = [];
  for (let at: Node | undefined = node; at !== undefined; at = at.parent) {
    if ('name' in at && typeof at.name === 'object' && at.kind !== 'NamedType' && at.kind !== 'ValueReference') {
      names.push(at.name.kind === 'Identifier' ? at.name.text : at.name.value);
    }
  }
  return names.reverse().join('.');
}

/** The program name that other files use for this one: the file name without `.thrift`. */
export function programName(uriOrPath: string): string {
  const base = uriOrPath.slice(uriOrPath.lastIndexOf('/') + 1);
  return base.endsWith('.thrift') ? base.slice(0, -'.thrift'.length) : base;
}

/** What one version of a file has and the other has not. The two share the objects of untouched chunks. */
export function changedDefinitions(
  before: readonly Definition[],
  now: readonly Definition[],
): { readonly removed: readonly Definition[]; readonly added: readonly Definition[] } {
  let head = 0;
  while (head < before.length && head < now.length && before[head] === now[head]) head++;
  let tail = 0;
  const shorter = Math.min(before.length, now.length) - head;
  while (tail < shorter && before[before.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  return { removed: before.slice(head, before.length - tail), added: now.slice(head, now.length - tail) };
}

type Named = ReadonlyMap<string, readonly NamedDefinition[]>;

/** The maps of names that were asked for, so that the next version can begin with one. */
const namedBy = new WeakMap<IdlFile, Named>();

function collectNamed(definitions: readonly Definition[]): Named {
  const map = new Map<string, NamedDefinition[]>();
  for (const definition of definitions) {
    if (!isNamed(definition)) continue;
    const others = map.get(definition.name.text);
    if (others) others.push(definition);
    else map.set(definition.name.text, [definition]);
  }
  return map;
}

/** The names of `now`, made from those of an earlier version. */
function updateNamed(named: Named, before: readonly Definition[], now: readonly Definition[]): Named {
  const { removed, added } = changedDefinitions(before, now);
  const map = new Map(named);
  for (const definition of removed) if (isNamed(definition)) map.delete(definition.name.text);
  for (const definition of added) {
    if (!isNamed(definition)) continue;
    const { text } = definition.name;
    // Of several definitions with one name the order counts, which only the whole file tells.
    if (map.has(text)) return collectNamed(now);
    map.set(text, [definition]);
  }
  const hidTwin = removed.some((each) => isNamed(each) && (named.get(each.name.text)?.length ?? 0) > 1);
  return hidTwin ? collectNamed(now) : map;
}

/** Builds the file view of a document, quicker with the version before it. Cheap: maps are made when first asked for. */
export function createIdlFile(uri: string, document: IdlDocument, previous?: IdlFile): IdlFile {
  const definitions = document.chunks.map((chunk) => chunk.definition);
  let places: Map<Definition, number> | undefined;
  let lines: LineIndex | undefined;
  let named: Named | undefined;
  // Not the previous version itself, which would keep all versions before it alive.
  const earlierNamed = previous && namedBy.get(previous);
  let earlier = earlierNamed && previous && { named: earlierNamed, definitions: previous.definitions };
  const indexOf = (definition: Definition): number => {
    places ??= new Map(definitions.map((each, i) => [each, i]));
    return places.get(definition) ?? -1;
  };
  const rangeOf = (at: Node | Place): TextRange => {
    const definition = 'in' in at ? at.in : definitionOf(at);
    const base = document.starts[indexOf(definition)];
    if (base === undefined) throw new Error(`the node belongs to another version of ${uri}`);
    return shift(at.span, base);
  };
  const file: IdlFile = {
    uri,
    text: document.text,
    document,
    definitions,
    includes: definitions.filter((definition) => definition.kind === 'Include'),
    namespaces: definitions.filter((definition) => definition.kind === 'Namespace'),
    get lines() {
      lines ??= createLineIndex(document.text);
      return lines;
    },
    get named() {
      if (!named) {
        named = earlier ? updateNamed(earlier.named, earlier.definitions, definitions) : collectNamed(definitions);
        earlier = undefined;
        namedBy.set(file, named);
      }
      return named;
    },
    rangeOf,
    textOf(at) {
      const range = rangeOf(at);
      return document.text.slice(range.start, range.end);
    },
    chunkOf: (definition) => document.chunks[indexOf(definition)],
  };
  return file;
}

/** All methods of the file's services, with their service. */
export function* methodsOf(file: IdlFile): Generator<{ service: Service; method: Service['methods'][number] }> {
  for (const definition of file.definitions) {
    if (definition.kind !== 'Service') continue;
    for (const method of definition.methods) yield { service: definition, method };
  }
}

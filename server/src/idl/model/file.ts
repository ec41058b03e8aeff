import { createLineIndex, type LineIndex } from '../../core/lines';
import { shift, type TextRange } from '../../core/range';
import { column } from './column';
import type { Chunk, IdlDocument } from './document';
import { createLineage, type Lineage } from './lineage';
import { collectNames, type Names } from './names';
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
  readonly named: Names;
  /** The same for all versions of the file that an editor's changes led from one to the next. */
  readonly lineage: Lineage;
  /** Where the definition stands in `definitions`; -1 for one of another version. */
  indexOf(definition: Definition): number;
  /** The place in this version's text. The node must belong to this file. */
  rangeOf(at: Node | Place): TextRange;
  textOf(at: Node | Place): string;
  chunkOf(definition: Definition): Chunk | undefined;
}

/** A file of which nobody may have read more than what stands before its definitions. */
export type IdlHeader = Pick<IdlFile, 'uri' | 'includes' | 'namespaces' | 'rangeOf'>;

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
  const dot = base.lastIndexOf('.');
  return dot > 0 ? base.slice(0, dot) : base;
}

const includes = column((definition) => (definition.kind === 'Include' ? definition : undefined));
const namespaces = column((definition) => (definition.kind === 'Namespace' ? definition : undefined));

/** The names of `definitions`, made from those of another version where they were asked for. */
function namesFor(lineage: Lineage, definitions: readonly Definition[]): Names {
  const known = lineage.names;
  let names: Names | undefined;
  if (known) {
    const { removed, added } = lineage.changeBetween(known.of, definitions);
    names = known.names.after(removed.filter(isNamed), added.filter(isNamed));
  }
  names ??= collectNames(definitions.filter(isNamed));
  lineage.names = { of: definitions, names };
  return names;
}

/**
 * A class because of its getters: V8 gives each object literal with some a hidden class of its own, which slows what reads it and keeps all
 * that the getters see until the next full collection.
 */
class File implements IdlFile {
  readonly text: string;
  #lines: LineIndex | undefined;
  #named: Names | undefined;

  constructor(
    readonly uri: string,
    readonly document: IdlDocument,
    readonly definitions: readonly Definition[],
    readonly lineage: Lineage,
  ) {
    this.text = document.text;
  }

  get includes(): readonly Include[] {
    return includes.of(this);
  }

  get namespaces(): readonly Namespace[] {
    return namespaces.of(this);
  }

  get lines(): LineIndex {
    this.#lines ??= createLineIndex(this.text);
    return this.#lines;
  }

  get named(): Names {
    this.#named ??= namesFor(this.lineage, this.definitions);
    return this.#named;
  }

  indexOf(definition: Definition): number {
    return this.lineage.places.find(this.definitions, definition);
  }

  rangeOf(at: Node | Place): TextRange {
    const definition = 'in' in at ? at.in : definitionOf(at);
    const base = this.document.starts[this.indexOf(definition)];
    if (base === undefined) throw new Error(`the node belongs to another version of ${this.uri}`);
    return shift(at.span, base);
  }

  textOf(at: Node | Place): string {
    const range = this.rangeOf(at);
    return this.text.slice(range.start, range.end);
  }

  chunkOf(definition: Definition): Chunk | undefined {
    return this.document.chunks[this.indexOf(definition)];
  }
}

/** Builds the file view of a document, quicker with the version before it. Cheap: what costs is made when first asked for. */
export function createIdlFile(uri: string, document: IdlDocument, previous?: IdlFile): IdlFile {
  const definitions = document.chunks.map((chunk) => chunk.definition);
  const lineage = previous?.lineage ?? createLineage();
  if (previous) {
    lineage.isEdited = true;
    lineage.places.follow(lineage.changeBetween(previous.definitions, definitions));
  }
  return new File(uri, document, definitions, lineage);
}

/** All methods of the file's services, with their service. */
export function* methodsOf(file: IdlFile): Generator<{ service: Service; method: Service['methods'][number] }> {
  for (const definition of file.definitions) {
    if (definition.kind !== 'Service') continue;
    for (const method of definition.methods) yield { service: definition, method };
  }
}

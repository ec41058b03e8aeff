import type { TextRange } from '../../core/range';
import { sideTable } from '../../core/sideTable';
import type { IdlFile } from '../model/file';
import type { Definition, EnumItem, Field, Method, Node } from '../model/tree';
import { isVoid, type Member, membersOf } from '../model/walk';
import { printType, printValue } from './print';

export type OutlineKind =
  | 'namespace'
  | 'const'
  | 'typedef'
  | 'enum'
  | 'item'
  | 'struct'
  | 'union'
  | 'exception'
  | 'field'
  | 'service'
  | 'method';

/** Something that a list of a file's contents shows, with what is inside it. */
export interface OutlineEntry {
  readonly kind: OutlineKind;
  readonly name: string;
  /** What stands beside the name, such as a field's type. */
  readonly detail: string;
  readonly node: Node;
  /** The node whose place is the name's. */
  readonly nameNode: Node;
  readonly children: readonly OutlineEntry[];
}

function ofField(node: Field): OutlineEntry {
  const { id, requiredness, type, name } = node;
  const detail = `${id ? `${id.text}: ` : ''}${requiredness ? `${requiredness.text} ` : ''}${printType(type)}`;
  return { kind: 'field', name: name.text, detail, node, nameNode: name, children: [] };
}

function ofItem(node: EnumItem): OutlineEntry {
  const detail = node.value ? `= ${node.value.text}` : '';
  return { kind: 'item', name: node.name.text, detail, node, nameNode: node.name, children: [] };
}

function ofMethod(node: Method): OutlineEntry {
  const args = node.arguments.map(({ type }) => printType(type)).join(', ');
  const detail = `(${args}): ${isVoid(node.returns) ? 'void' : printType(node.returns)}`;
  return { kind: 'method', name: node.name.text, detail, node, nameNode: node.name, children: [] };
}

function ofMember(member: Member): OutlineEntry {
  if (member.kind === 'Field') return ofField(member);
  return member.kind === 'EnumItem' ? ofItem(member) : ofMethod(member);
}

const kindOf = {
  Struct: 'struct',
  Union: 'union',
  Exception: 'exception',
  Enum: 'enum',
  Service: 'service',
} as const;

function read(node: Definition): OutlineEntry | undefined {
  switch (node.kind) {
    case 'Include':
    case 'CppInclude':
    case 'Unknown':
      return undefined;
    case 'Namespace': {
      const name = node.name.kind === 'Identifier' ? node.name.text : node.name.value;
      const detail = node.scope?.text ?? node.keyword.text;
      return { kind: 'namespace', name, detail, node, nameNode: node.name, children: [] };
    }
    case 'Const': {
      const detail = `${printType(node.type)}${node.value ? ` = ${printValue(node.value)}` : ''}`;
      return { kind: 'const', name: node.name.text, detail, node, nameNode: node.name, children: [] };
    }
    case 'Typedef':
      return {
        kind: 'typedef',
        name: node.name.text,
        detail: printType(node.type),
        node,
        nameNode: node.name,
        children: [],
      };
    case 'Senum':
      return { kind: 'enum', name: node.name.text, detail: 'senum', node, nameNode: node.name, children: [] };
    default: {
      const detail = node.kind === 'Service' && node.extends ? `extends ${node.extends.text}` : '';
      const children = membersOf(node).map(ofMember);
      return { kind: kindOf[node.kind], name: node.name.text, detail, node, nameNode: node.name, children };
    }
  }
}

const entries = sideTable<Definition, { readonly entry: OutlineEntry | undefined }>();

/** What a definition contributes to the outline; kept with it. Undefined for includes and what could not be read. */
export function outlineOf(definition: Definition): OutlineEntry | undefined {
  let known = entries.get(definition);
  if (!known) {
    known = { entry: read(definition) };
    entries.set(definition, known);
  }
  return known.entry;
}

/** The contents of a file, in the order of the text. Entries without a name are left out. */
export function outline(file: IdlFile): readonly OutlineEntry[] {
  return file.definitions.flatMap((definition) => {
    const entry = outlineOf(definition);
    return entry && entry.name !== '' ? entry : [];
  });
}

/** The place of an entry, and of its name inside it. */
export function placeOf(
  file: IdlFile,
  { node, nameNode }: OutlineEntry,
): { readonly whole: TextRange; readonly name: TextRange } {
  return { whole: file.rangeOf(node), name: file.rangeOf(nameNode) };
}

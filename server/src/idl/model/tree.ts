import type { TextRange } from '../../core/range';

/**
 * The plain tree of Thrift IDL. Every `span` counts from the start of the chunk that holds the node, so a chunk
 * that an edit only moved keeps its tree; `IdlFile.rangeOf(node)` gives the place in the file. Nodes are never changed.
 */
export interface NodeBase {
  /** From the node's first to its last token, counted from the chunk's start. Trailing separators are left out. */
  readonly span: TextRange;
  /** The node around this one; undefined for a definition. */
  readonly parent: Node | undefined;
}

/** A name as written; dots are part of it (`base.User`). */
export interface Identifier extends NodeBase {
  readonly kind: 'Identifier';
  readonly text: string;
}

export interface IntLiteral extends NodeBase {
  readonly kind: 'IntLiteral';
  readonly text: string;
  /** The exact value, signs and hexadecimal understood. */
  readonly value: bigint;
}

export interface DoubleLiteral extends NodeBase {
  readonly kind: 'DoubleLiteral';
  readonly text: string;
  readonly value: number;
}

export interface StringLiteral extends NodeBase {
  readonly kind: 'StringLiteral';
  /** With its quotes, as written. */
  readonly text: string;
  /** Without the quotes, escapes (`\n`, `\"`, `\\` ...) left as written. */
  readonly value: string;
}

/** A constant or an enum item named as a value: `LIMIT`, `Color.RED`, `base.Color.RED`. `true` and `false` are references too. */
export interface ValueReference extends NodeBase {
  readonly kind: 'ValueReference';
  readonly name: Identifier;
}

export interface ListLiteral extends NodeBase {
  readonly kind: 'ListLiteral';
  readonly elements: readonly ConstValue[];
}

export interface MapEntry extends NodeBase {
  readonly kind: 'MapEntry';
  readonly key: ConstValue;
  readonly value: ConstValue;
}

export interface MapLiteral extends NodeBase {
  readonly kind: 'MapLiteral';
  readonly entries: readonly MapEntry[];
}

export type ConstValue = IntLiteral | DoubleLiteral | StringLiteral | ValueReference | ListLiteral | MapLiteral;

/** `key = "value"` inside `( ... )`. Without a value the annotation is a flag. */
export interface Annotation extends NodeBase {
  readonly kind: 'Annotation';
  readonly key: Identifier;
  readonly value: StringLiteral | IntLiteral | undefined;
}

/** `( a = "b", c )` behind a type, a member or a definition. */
export interface AnnotationList extends NodeBase {
  readonly kind: 'AnnotationList';
  readonly items: readonly Annotation[];
}

export const baseTypeNames = [
  'bool',
  'byte',
  'i8',
  'i16',
  'i32',
  'i64',
  'double',
  'string',
  'binary',
  'uuid',
  'slist',
] as const;
export type BaseTypeName = (typeof baseTypeNames)[number];

export interface BaseType extends NodeBase {
  readonly kind: 'BaseType';
  readonly name: BaseTypeName;
  readonly annotations: AnnotationList | undefined;
}

export interface NamedType extends NodeBase {
  readonly kind: 'NamedType';
  readonly name: Identifier;
  readonly annotations: AnnotationList | undefined;
}

export interface ListType extends NodeBase {
  readonly kind: 'ListType';
  readonly element: Type;
  readonly annotations: AnnotationList | undefined;
}

export interface SetType extends NodeBase {
  readonly kind: 'SetType';
  readonly element: Type;
  readonly annotations: AnnotationList | undefined;
}

export interface MapType extends NodeBase {
  readonly kind: 'MapType';
  readonly key: Type;
  readonly value: Type;
  readonly annotations: AnnotationList | undefined;
}

export type Type = BaseType | NamedType | ListType | SetType | MapType;

/** A keyword at its place, such as `required`, `oneway` or `void`. */
export interface Keyword {
  readonly text: string;
  readonly span: TextRange;
}

/** A member of a struct, union or exception, an argument, or an entry of a throws clause: the parent tells which. */
export interface Field extends NodeBase {
  readonly kind: 'Field';
  /** The id before the colon; its span leaves the colon out. */
  readonly id: IntLiteral | undefined;
  readonly requiredness: (Keyword & { readonly text: 'required' | 'optional' }) | undefined;
  /** Whether `&` stands between type and name (Apache: by reference). */
  readonly reference: Keyword | undefined;
  readonly type: Type;
  readonly name: Identifier;
  readonly defaultValue: ConstValue | undefined;
  readonly annotations: AnnotationList | undefined;
  /** Apache's `xsd_optional`, `xsd_nillable`, `xsd_attrs { ... }`, in the order written. */
  readonly xsd: readonly Keyword[];
  /** The `,` or `;` behind the field. */
  readonly separator: Keyword | undefined;
}

export interface EnumItem extends NodeBase {
  readonly kind: 'EnumItem';
  readonly name: Identifier;
  readonly value: IntLiteral | undefined;
  readonly annotations: AnnotationList | undefined;
  readonly separator: Keyword | undefined;
}

/** `throws ( ... )`. */
export interface Throws extends NodeBase {
  readonly kind: 'Throws';
  readonly fields: readonly Field[];
}

export interface Method extends NodeBase {
  readonly kind: 'Method';
  /** `oneway`, or the older `async`. */
  readonly oneway: Keyword | undefined;
  /** The result type, or the keyword `void`. */
  readonly returns: Type | Keyword;
  readonly name: Identifier;
  /** `( ... )` of the arguments, brackets included. */
  readonly argumentsSpan: TextRange;
  readonly arguments: readonly Field[];
  readonly throws: Throws | undefined;
  readonly annotations: AnnotationList | undefined;
  readonly separator: Keyword | undefined;
}

export interface DefinitionBase extends NodeBase {
  readonly parent: undefined;
  /** The keyword that opens the definition. */
  readonly keyword: Keyword;
  /** Whether a syntax error lies in the definition: what stands in the tree was understood, but members may be missing. */
  readonly broken: boolean;
  /** The comments of the chunk, spans counted from the chunk's start; those before the definition (its doc comment) included. */
  readonly comments: readonly Comment[];
}

/** A comment with its marks (`//`, `#`, `/* ... *\/`), as written. */
export interface Comment {
  readonly kind: 'line' | 'hash' | 'block' | 'doc';
  readonly text: string;
  readonly span: TextRange;
}

export interface Include extends DefinitionBase {
  readonly kind: 'Include';
  readonly path: StringLiteral;
}

export interface CppInclude extends DefinitionBase {
  readonly kind: 'CppInclude';
  readonly path: StringLiteral;
}

/** `namespace SCOPE NAME`; `cpp_namespace X` and `php_namespace X` are read as the scopes `cpp` and `php` (see `keyword`). */
export interface Namespace extends DefinitionBase {
  readonly kind: 'Namespace';
  /** Undefined for `cpp_namespace` and `php_namespace`. `*` counts as an identifier. */
  readonly scope: Identifier | undefined;
  readonly name: Identifier | StringLiteral;
  readonly annotations: AnnotationList | undefined;
}

export interface Const extends DefinitionBase {
  readonly kind: 'Const';
  readonly type: Type;
  readonly name: Identifier;
  readonly value: ConstValue | undefined;
  readonly separator: Keyword | undefined;
}

export interface Typedef extends DefinitionBase {
  readonly kind: 'Typedef';
  readonly type: Type;
  readonly name: Identifier;
  readonly annotations: AnnotationList | undefined;
  readonly separator: Keyword | undefined;
}

export interface Enum extends DefinitionBase {
  readonly kind: 'Enum';
  readonly name: Identifier;
  readonly items: readonly EnumItem[];
  /** From `{` to `}`, both included; ends where the text does when `}` is missing. */
  readonly body: TextRange;
  readonly annotations: AnnotationList | undefined;
}

/** The long gone `senum Name { "a", "b" }`. */
export interface Senum extends DefinitionBase {
  readonly kind: 'Senum';
  readonly name: Identifier;
  readonly items: readonly StringLiteral[];
  readonly body: TextRange;
  readonly annotations: AnnotationList | undefined;
}

interface StructLikeBase extends DefinitionBase {
  readonly name: Identifier;
  readonly fields: readonly Field[];
  /** From `{` to `}`, both included; ends where the text does when `}` is missing. */
  readonly body: TextRange;
  /** `xsd_all` behind the name. */
  readonly xsd: readonly Keyword[];
  readonly annotations: AnnotationList | undefined;
}

export interface Struct extends StructLikeBase {
  readonly kind: 'Struct';
}

export interface Union extends StructLikeBase {
  readonly kind: 'Union';
}

export interface Exception extends StructLikeBase {
  readonly kind: 'Exception';
}

export type StructLike = Struct | Union | Exception;

export interface Service extends DefinitionBase {
  readonly kind: 'Service';
  readonly name: Identifier;
  readonly extends: Identifier | undefined;
  readonly methods: readonly Method[];
  readonly body: TextRange;
  readonly annotations: AnnotationList | undefined;
}

/** A chunk of which no definition could be made out. */
export interface Unknown extends DefinitionBase {
  readonly kind: 'Unknown';
  /** What the definition seems to be called, where it has a keyword and a name: references to it are not at fault. */
  readonly name: Identifier | undefined;
}

export type Header = Include | CppInclude | Namespace;
export type NamedDefinition = Const | Typedef | Enum | Senum | StructLike | Service;
export type Definition = Header | NamedDefinition | Unknown;

export type Node =
  | Definition
  | Identifier
  | ConstValue
  | MapEntry
  | Annotation
  | AnnotationList
  | Type
  | Field
  | EnumItem
  | Throws
  | Method;

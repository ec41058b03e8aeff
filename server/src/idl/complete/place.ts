import type { Type } from '../model/tree';

/** What a list of fields belongs to. */
export type FieldList = 'struct' | 'union' | 'exception' | 'arguments' | 'throws';

/** What an annotation stands at, with what its keys depend on. */
export interface Annotated {
  readonly kind: 'field' | 'method' | 'service' | 'struct' | 'enum' | 'item' | 'typedef' | 'type' | 'other';
  /** Of a field: the list that it stands in, its type, and its name. */
  readonly field?: {
    readonly list: FieldList;
    readonly type: Type;
    readonly name: string;
    readonly isOptional: boolean;
    /** The names of the fields before it and its own. */
    readonly names: readonly string[];
  };
  /** Of a method: its name. */
  readonly name?: string;
}

/** A step from a literal into what it holds. */
export type Step =
  | { readonly kind: 'element' }
  | { readonly kind: 'key'; readonly used: readonly string[] }
  | { readonly kind: 'value'; readonly key: string | undefined };

/** What may be written at a place, told from what stands before it. */
export type Place =
  | { readonly kind: 'nothing' }
  /** A definition or a header may begin. */
  | { readonly kind: 'definition' }
  | { readonly kind: 'include' }
  | { readonly kind: 'namespace-scope' }
  | { readonly kind: 'namespace-name'; readonly scope: string }
  /** A field may begin, with its id. */
  | { readonly kind: 'field'; readonly list: FieldList; readonly ids: readonly string[] }
  /** Behind the id of a field: its requiredness, or its type. */
  | { readonly kind: 'field-head'; readonly list: FieldList; readonly method: string | undefined }
  | {
      readonly kind: 'type';
      readonly where: FieldList | 'result' | 'typedef' | 'const';
      /** Inside `list<>`, `set<>` or `map<>`. */
      readonly inside: 'element' | 'key' | 'value' | undefined;
      /** The method whose argument it is. */
      readonly method: string | undefined;
    }
  /** A method may begin. */
  | { readonly kind: 'method' }
  /** Behind `oneway`. */
  | { readonly kind: 'oneway-result' }
  /** Behind a method's arguments; `method`: another one may begin as well. */
  | { readonly kind: 'throws'; readonly method: boolean }
  | { readonly kind: 'extends' }
  /** The name of the service that is extended. */
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'value'; readonly type: Type | undefined; readonly path: readonly Step[] }
  | { readonly kind: 'enum-value'; readonly used: readonly string[] }
  | { readonly kind: 'annotation-key'; readonly on: Annotated; readonly used: readonly string[] }
  | { readonly kind: 'annotation-value'; readonly on: Annotated; readonly key: string };

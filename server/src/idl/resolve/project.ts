import type { IdlFile, IdlHeader } from '../model/file';

/** Where an include leads. Paths in messages are given as the user would write them. */
export type IncludeTarget =
  | { readonly kind: 'found'; readonly uri: string }
  /** No such file; `nearest` are paths that exist and would be written almost the same, best first. */
  | { readonly kind: 'missing'; readonly nearest: readonly string[] }
  /** There is a file, but outside the workspace folders and include paths, so it is not read. */
  | { readonly kind: 'outside' };

/** The files that a Thrift file is seen among. The workspace implements it; nothing here touches a disk. */
export interface IdlProject {
  /** The newest version of a file (unsaved text first); undefined when it cannot be read. */
  file(uri: string): IdlFile | undefined;
  resolveInclude(from: string, path: string): IncludeTarget;
  /** The known files that include `uri` directly. */
  includersOf(uri: string): readonly IdlFile[];
  /** How a file in `from` would write an include of `target`. */
  includePathFor(from: string, target: string): string;
  /** All known Thrift files: where "add the include" looks for a name. */
  allFiles(): Iterable<IdlFile>;
  /**
   * The headers of the known Thrift files right in the folder (its URI, without a slash at the end), by URI; none has to be read to its
   * end for them. The same list as long as none of them changes.
   */
  headersIn(folder: string): readonly IdlHeader[];
  /** The place of a file below its workspace folder, with `/`: `idl/user/service.thrift`. Undefined outside of all folders. */
  relativePath(uri: string): string | undefined;
}

import type { Dialect } from '../model/document';
import type { IdlFile } from '../model/file';
import type { IdlProject } from '../resolve/project';
import type { Scope } from '../resolve/scope';
import type { Cursor } from './cursor';

/** A file or folder that an include may name. */
export interface IncludeChoice {
  readonly name: string;
  readonly isFolder: boolean;
}

/** A snippet of the snippet file, with LSP's placeholders. */
export interface Snippet {
  readonly name: string;
  readonly prefixes: readonly string[];
  readonly description: string;
  readonly body: string;
}

/** What completion works with. */
export interface CompletionInput {
  readonly file: IdlFile;
  readonly scope: Scope;
  readonly project: IdlProject;
  readonly cursor: Cursor;
  readonly dialect: Dialect;
  /** What lies in the folder that the beginning of an include's path leads to (`../common/`, or nothing). */
  readonly includeChoices: (folder: string) => readonly IncludeChoice[];
  /** The ids of all rules. */
  readonly rules: readonly string[];
  /** Empty for a client that has them itself. */
  readonly snippets: readonly Snippet[];
}

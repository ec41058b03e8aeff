import type { TextEdit } from '../../core/finding';
import type { TextRange } from '../../core/range';

/** What a candidate is; the editor chooses its picture by it. */
export type CandidateKind =
  | 'struct'
  | 'enum'
  | 'typedef'
  | 'service'
  | 'item'
  | 'constant'
  | 'base-type'
  | 'keyword'
  | 'value'
  | 'number'
  | 'field'
  | 'annotation'
  | 'namespace'
  | 'file'
  | 'folder'
  | 'rule'
  | 'snippet';

/** Where a candidate is declared, so that its documentation can be found when somebody asks. */
export interface Declared {
  readonly uri: string;
  /** The definition's name. */
  readonly name: string;
  /** Of an enum: the item. */
  readonly item?: string;
}

/** Something that may be written at the cursor. */
export interface Candidate {
  readonly kind: CandidateKind;
  /** What is shown, and matched with what is typed. */
  readonly label: string;
  /** What is written, where it is not the label. */
  readonly insert?: string;
  /** Whether `insert` is an LSP snippet. */
  readonly isSnippet?: boolean;
  /** What is matched with what is typed, where it is not the label. */
  readonly filter?: string;
  /** What is replaced, where it is not the word under the cursor. */
  readonly range?: TextRange;
  /** Shown beside the label: a type, a file. */
  readonly detail?: string;
  readonly declared?: Declared;
  /** The include that has to be added, with the edit that does it. */
  readonly include?: { readonly path: string; readonly edit: TextEdit };
  /** Whether more is to be offered once this is written. */
  readonly continues?: boolean;
}

/** The candidates, best first. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  /** Whether there are more that what is typed next may bring up. */
  readonly isIncomplete: boolean;
}

/** Whether the letters of `typed` stand in `text` in this order, whatever their case. */
export function matches(typed: string, text: string): boolean {
  if (typed === '') return true;
  const wanted = typed.toLowerCase();
  const given = text.toLowerCase();
  let at = 0;
  for (const letter of wanted) {
    at = given.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

export function keywords(...words: readonly string[]): Candidate[] {
  return words.map((label) => ({ kind: 'keyword', label }));
}

/** Which columns of members that follow each other are lined up. */
export const alignments = ['auto', 'none', 'names', 'comments', 'all'] as const;
/**
 * - `auto`: the columns that the author lined up stay lined up, the others are set one blank apart.
 * - `none`: no column.
 * - `names`: requiredness, types, names and the numbers of an enum.
 * - `comments`: comments at the end of lines.
 * - `all`: all of these, and defaults and annotations.
 */
export type Alignment = (typeof alignments)[number];

/** Where the `{` of a definition stands: as written, on the line of the name, or on the next one. */
export const bracePlaces = ['preserve', 'sameLine', 'nextLine'] as const;
export type BracePlace = (typeof bracePlaces)[number];

/** What stands behind the members of structs, enums and services that are written over several lines. */
export const separatorStyles = ['preserve', 'comma', 'semicolon', 'none'] as const;
export type SeparatorStyle = (typeof separatorStyles)[number];

export interface FormatOptions {
  /** One level of indentation: a tab, or that many blanks. */
  readonly indentStyle: 'space' | 'tab';
  /** Blanks a level; what a tab counts for. At least 1. */
  readonly indentWidth: number;
  /** The column that arguments and throws clauses are broken at, and that a definition on one line has to keep. */
  readonly printWidth: number;
  readonly align: Alignment;
  readonly braces: BracePlace;
  readonly separators: SeparatorStyle;
}

import type { alignments, bracePlaces, FormatSettings, separatorStyles } from '../../config/format';

export interface FormatOptions {
  /** One level of indentation: a tab, or that many blanks. */
  readonly indentStyle: 'space' | 'tab';
  /** Blanks a level; what a tab counts for. At least 1. */
  readonly indentWidth: number;
  /** The column that arguments and throws clauses are broken at, and that a definition on one line has to keep. */
  readonly printWidth: number;
  /**
   * - `auto`: the columns that the author lined up stay lined up, the others are set one blank apart.
   * - `none`: no column.
   * - `names`: requiredness, types, names and the numbers of an enum.
   * - `comments`: comments at the end of lines.
   * - `all`: all of these, and defaults and annotations.
   */
  readonly align: (typeof alignments)[number];
  readonly braces: (typeof bracePlaces)[number];
  readonly separators: (typeof separatorStyles)[number];
}

export type Indentation = Pick<FormatOptions, 'indentStyle' | 'indentWidth'>;

export const defaultIndentation: Indentation = { indentStyle: 'space', indentWidth: 4 };

/** The settings with every default filled in. Where they do not tell how to indent, `indentation` does. */
export function formatOptionsOf(settings: FormatSettings, indentation: Indentation): FormatOptions {
  return {
    indentStyle: settings.indentStyle ?? indentation.indentStyle,
    indentWidth: settings.indentWidth ?? indentation.indentWidth,
    printWidth: settings.printWidth ?? 120,
    align: settings.align ?? 'auto',
    braces: settings.braces ?? 'preserve',
    separators: settings.separators ?? 'preserve',
  };
}

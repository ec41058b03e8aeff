import type { z } from 'zod';
import type { Zod } from '../core/zod';

/** Which columns of members that follow each other are lined up. */
export const alignments = ['auto', 'none', 'names', 'comments', 'all'] as const;
/** Where the `{` of a definition stands. */
export const bracePlaces = ['preserve', 'sameLine', 'nextLine'] as const;
/** What stands behind fields and enum items that take a line each. */
export const separatorStyles = ['preserve', 'comma', 'semicolon', 'none'] as const;

/** Makes the schema of `format` in `thriftwise.json`. */
export const createFormatSchema = (z: Zod) =>
  z.strictObject({
    indentStyle: z.enum(['space', 'tab']).optional().meta({
      markdownDescription:
        "Indent with blanks or tabs. Default: the editor's setting; in a terminal, as the file does it.",
    }),
    indentWidth: z.int().min(1).max(8).optional().meta({
      markdownDescription:
        "Blanks a level, or what a tab counts for. Default: the editor's setting; in a terminal, as the file does it, else 4.",
    }),
    printWidth: z.int().min(40).max(400).optional().meta({
      markdownDescription: 'Where arguments and throws clauses are broken, one a line. Default: 120.',
    }),
    align: z.enum(alignments).optional().meta({
      markdownDescription:
        'What is lined up in lines that follow each other: `auto` (default) keeps the columns that are lined up already, `none`, `names` (types, names and enum numbers), `comments` (at the end of lines), `all`.',
    }),
    braces: z.enum(bracePlaces).optional().meta({
      markdownDescription:
        'Where the `{` of a definition stands: `preserve` (default), `sameLine` or `nextLine`. What is on one line stays there.',
    }),
    separators: z.enum(separatorStyles).optional().meta({
      markdownDescription:
        'What ends fields and enum items that take a line each: `preserve` (default), `comma`, `semicolon` or `none`.',
    }),
  });

/** What a configuration says about formatting; what it leaves out is up to the surface. */
export type FormatSettings = z.output<ReturnType<typeof createFormatSchema>>;

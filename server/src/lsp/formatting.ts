import {
  DocumentFormattingRequest,
  DocumentOnTypeFormattingRequest,
  DocumentRangeFormattingRequest,
  type FormattingOptions,
  type TextEdit,
} from 'vscode-languageserver/node';
import { sideTable } from '../core/sideTable';
import { formatAgain, type KeptFormatting } from '../idl/format/again';
import type { FormatEdit } from '../idl/format/format';
import { type FormatOptions, formatOptionsOf, type Indentation } from '../idl/format/options';
import { formatSelection, formatTyped } from '../idl/format/selection';
import type { IdlFile } from '../idl/model/file';
import type { Lineage } from '../idl/model/lineage';
import { fileOf, handler, type RequestContext } from './handler';

const mostBlanks = 8;

/** What formatting a file came to the last time. */
const keptBy = sideTable<Lineage, KeptFormatting>();

/** How the editor indents this document; `thriftwise.json` goes before it. */
function indentationOf({ tabSize, insertSpaces }: FormattingOptions): Indentation {
  const width = Math.max(1, Math.min(mostBlanks, Math.floor(tabSize) || 1));
  return { indentStyle: insertSpaces ? 'space' : 'tab', indentWidth: width };
}

function answer(
  params: { readonly textDocument: { readonly uri: string }; readonly options: FormattingOptions },
  context: RequestContext,
  format: (file: IdlFile, options: FormatOptions) => readonly FormatEdit[],
): TextEdit[] | null {
  const asked = fileOf(params, context);
  if (!asked) return null;
  const { file, config } = asked;
  const edits = format(file, formatOptionsOf(config.format, indentationOf(params.options)));
  return edits.map(({ range, newText }) => ({ range: file.lines.rangeOf(range), newText }));
}

// All three are answered for the text of the moment in which they arrive: their edits count in it.

export const formatting = handler(
  DocumentFormattingRequest.type,
  (params, context) =>
    answer(params, context, ({ document, lineage }, options) => {
      const { edits, kept } = formatAgain(document, options, keptBy.get(lineage));
      keptBy.set(lineage, kept);
      return edits;
    }),
  'nothing',
);

export const rangeFormatting = handler(
  DocumentRangeFormattingRequest.type,
  (params, context) =>
    answer(params, context, ({ document, lines }, options) => {
      const { start, end } = params.range;
      return formatSelection(document, options, { start: lines.offsetAt(start), end: lines.offsetAt(end) });
    }),
  'nothing',
);

export const onTypeFormatting = handler(
  DocumentOnTypeFormattingRequest.type,
  (params, context) =>
    answer(params, context, ({ document, lines }, options) =>
      formatTyped(document, options, lines.offsetAt(params.position), params.ch),
    ),
  'nothing',
);

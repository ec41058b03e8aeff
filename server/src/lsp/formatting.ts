import {
  DocumentFormattingRequest,
  DocumentOnTypeFormattingRequest,
  DocumentRangeFormattingRequest,
  type FormattingOptions,
  type TextEdit,
} from 'vscode-languageserver/node';
import { type FormatEdit, type Formatting, formatDocument } from '../idl/format/format';
import { formatOptionsOf, type Indentation } from '../idl/format/options';
import { editsForRange, editsWhileTyping } from '../idl/format/selection';
import type { IdlFile } from '../idl/model/file';
import { fileOf, handler, type RequestContext } from './handler';

const mostBlanks = 8;

/** How the editor indents this document; `thriftwise.json` goes before it. */
function indentationOf({ tabSize, insertSpaces }: FormattingOptions): Indentation {
  const width = Math.max(1, Math.min(mostBlanks, Math.floor(tabSize) || 1));
  return { indentStyle: insertSpaces ? 'space' : 'tab', indentWidth: width };
}

function answer(
  params: { readonly textDocument: { readonly uri: string }; readonly options: FormattingOptions },
  context: RequestContext,
  choose: (file: IdlFile, formatting: Formatting) => readonly FormatEdit[],
): TextEdit[] | null {
  const asked = fileOf(params, context);
  if (!asked) return null;
  const { file, config } = asked;
  const formatting = formatDocument(file.document, formatOptionsOf(config.format, indentationOf(params.options)));
  return choose(file, formatting).map(({ range, newText }) => ({ range: file.lines.rangeOf(range), newText }));
}

// All three are answered for the text of the moment in which they arrive: their edits count in it.

export const formatting = handler(
  DocumentFormattingRequest.type,
  (params, context) => answer(params, context, (_, { edits }) => edits),
  'nothing',
);

export const rangeFormatting = handler(
  DocumentRangeFormattingRequest.type,
  (params, context) =>
    answer(params, context, ({ lines }, whole) => {
      const { start, end } = params.range;
      return editsForRange(whole, { start: lines.offsetAt(start), end: lines.offsetAt(end) });
    }),
  'nothing',
);

export const onTypeFormatting = handler(
  DocumentOnTypeFormattingRequest.type,
  (params, context) =>
    answer(params, context, ({ document, lines }, whole) =>
      editsWhileTyping(document, whole, lines.offsetAt(params.position), params.ch),
    ),
  'nothing',
);

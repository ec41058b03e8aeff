import type {
  DocumentFormattingParams,
  DocumentOnTypeFormattingParams,
  DocumentRangeFormattingParams,
  FormattingOptions,
  TextEdit,
} from 'vscode-languageserver/node';
import { type FormatEdit, type Formatting, formatDocument } from '../idl/format/format';
import { formatOptionsOf, type Indentation } from '../idl/format/options';
import { editsForRange, editsWhileTyping } from '../idl/format/selection';
import type { IdlFile } from '../idl/model/file';
import { normalizeUri } from '../workspace/uris';
import { type Engine, isConfigUri } from './engine';

/** Answers the three formatting requests from the version of the document that is newest when they arrive. */
export interface FormattingFeature {
  format(params: DocumentFormattingParams): TextEdit[];
  formatRange(params: DocumentRangeFormattingParams): TextEdit[];
  formatOnType(params: DocumentOnTypeFormattingParams): TextEdit[];
}

const mostBlanks = 8;

/** How the editor indents this document; `thriftwise.json` goes before it. */
function indentationOf({ tabSize, insertSpaces }: FormattingOptions): Indentation {
  const width = Math.max(1, Math.min(mostBlanks, Math.floor(tabSize) || 1));
  return { indentStyle: insertSpaces ? 'space' : 'tab', indentWidth: width };
}

export function createFormatting(engine: Pick<Engine, 'workspace' | 'configFor'>): FormattingFeature {
  function answer(
    { textDocument, options }: { readonly textDocument: { readonly uri: string }; readonly options: FormattingOptions },
    choose: (file: IdlFile, formatting: Formatting) => readonly FormatEdit[],
  ): TextEdit[] {
    const uri = normalizeUri(textDocument.uri);
    const config = engine.configFor(uri);
    const file = config && !isConfigUri(uri) ? engine.workspace.file(uri) : undefined;
    if (!config || !file) return [];
    const formatting = formatDocument(file.document, formatOptionsOf(config.format, indentationOf(options)));
    return choose(file, formatting).map(({ range, newText }) => ({ range: file.lines.rangeOf(range), newText }));
  }

  return {
    format: (params) => answer(params, (_, { edits }) => edits),
    formatRange: (params) =>
      answer(params, ({ lines }, formatting) => {
        const { start, end } = params.range;
        return editsForRange(formatting, { start: lines.offsetAt(start), end: lines.offsetAt(end) });
      }),
    formatOnType: (params) =>
      answer(params, ({ document, lines }, formatting) =>
        editsWhileTyping(document, formatting, lines.offsetAt(params.position), params.ch),
      ),
  };
}

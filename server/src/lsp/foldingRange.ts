import { type FoldingRange, FoldingRangeKind, FoldingRangeRequest } from 'vscode-languageserver/node';
import { foldsOf } from '../idl/query/folding';
import { fileOf, handler } from './handler';
import { rangeIn } from './locations';

const kinds = {
  comment: FoldingRangeKind.Comment,
  imports: FoldingRangeKind.Imports,
  region: FoldingRangeKind.Region,
  code: undefined,
} as const;

export const foldingRange = handler(FoldingRangeRequest.type, (params, context) => {
  const asked = fileOf(params, context);
  if (!asked) return null;
  const { file } = asked;
  const { places } = context.engine;
  const { lineFoldingOnly } = places.features;
  const byStart = new Map<number, FoldingRange>();
  for (const fold of foldsOf(file)) {
    const { start, end } = rangeIn(file.uri, fold.range, places);
    // A closing bracket stays visible on its own line.
    const endLine = fold.closed && lineFoldingOnly ? end.line - 1 : end.line;
    if (endLine <= start.line) continue;
    const kind = kinds[fold.kind];
    const range: FoldingRange = { startLine: start.line, endLine, ...(kind && { kind }) };
    if (!lineFoldingOnly) Object.assign(range, { startCharacter: start.character, endCharacter: end.character });
    // Of two that begin on one line an editor shows one: the larger.
    const other = byStart.get(start.line);
    if (!lineFoldingOnly || !other || other.endLine < endLine)
      byStart.set(lineFoldingOnly ? start.line : byStart.size, range);
  }
  return [...byStart.values()];
});

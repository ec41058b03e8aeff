import type { IdlFile } from '../../server/src/idl/model/file';
import { describeAt } from '../../server/src/idl/query/describe';
import { foldsOf } from '../../server/src/idl/query/folding';
import { inlayHints } from '../../server/src/idl/query/inlayHints';
import { occurrencesOf } from '../../server/src/idl/query/occurrences';
import { outline, placeOf } from '../../server/src/idl/query/outline';
import { semanticTokens } from '../../server/src/idl/query/semanticTokens';
import { type IdlSymbol, symbolAt, typesOf } from '../../server/src/idl/query/symbol';
import type { IdlWorkspace } from '../../server/src/workspace/idlWorkspace';

function placeOfSymbol({ kind, file, node }: IdlSymbol): string {
  const { start, end } = file.rangeOf(node);
  return `${kind} ${file.uri} ${start}-${end}`;
}

/** Everything that is known of a place, in a form that two workspaces can be compared by. */
export function answersAt(workspace: IdlWorkspace, file: IdlFile, offset: number): unknown {
  const found = symbolAt(file, offset, workspace);
  if (!found) return undefined;
  return {
    range: found.range,
    symbol: placeOfSymbol(found.symbol),
    types: typesOf(found.symbol, workspace).map(placeOfSymbol),
    occurrences: [...occurrencesOf(found.symbol, workspace)]
      .map(({ uri, range, kind }) => `${uri} ${range.start}-${range.end} ${kind}`)
      .sort(),
    hover: describeAt(file, offset, { project: workspace, locale: 'en', countUses: true }),
  };
}

/** What an editor shows of a whole file, in a form that two workspaces can be compared by. */
export function viewsOf(workspace: IdlWorkspace, file: IdlFile): unknown {
  const within = { start: 0, end: file.text.length };
  return {
    tokens: semanticTokens(file, workspace),
    hints: inlayHints(file, within, workspace, { enumValues: true, typedefs: true }),
    folds: foldsOf(file),
    outline: outline(file).map((entry) => [entry.name, entry.detail, placeOf(file, entry)]),
  };
}

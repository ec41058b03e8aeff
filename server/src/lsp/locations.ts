import type { Location, LocationLink, Position, Range } from 'vscode-languageserver/node';
import { createLineIndex } from '../core/lines';
import type { TextRange } from '../core/range';
import type { IdlFile } from '../idl/model/file';
import type { IdlSymbol } from '../idl/query/symbol';
import type { Places } from './convert';

const noLines = createLineIndex('');

/** The offset of a position in a text whose lines `places` knows. */
export function offsetIn(file: IdlFile, position: Position, places: Places): number {
  return (places.linesOf(file.uri) ?? file.lines).offsetAt(position);
}

export function rangeIn(uri: string, range: TextRange, places: Places): Range {
  return (places.linesOf(uri) ?? noLines).rangeOf(range);
}

export function locationOf(uri: string, range: TextRange, places: Places): Location {
  return { uri: places.clientUri(uri), range: rangeIn(uri, range, places) };
}

/** Where a symbol is declared, and its name there. An include is declared by the file that it leads to. */
export function declarationOf(
  symbol: IdlSymbol,
): { readonly uri: string; readonly whole: TextRange; readonly name: TextRange } | undefined {
  const { file, node } = symbol;
  if (symbol.kind === 'include') {
    const top = { start: 0, end: 0 };
    return symbol.target && { uri: symbol.target.uri, whole: top, name: top };
  }
  return { uri: file.uri, whole: file.rangeOf(node), name: file.rangeOf(symbol.node.name) };
}

/** The declarations of symbols as a client wants them: with the clicked part, where it takes links. */
export function declarationLinks(
  symbols: readonly IdlSymbol[],
  origin: { readonly uri: string; readonly range: TextRange },
  places: Places,
  links: boolean,
): Location[] | LocationLink[] {
  const declared = symbols.flatMap((symbol) => declarationOf(symbol) ?? []);
  if (!links) return declared.map(({ uri, name }) => locationOf(uri, name, places));
  const originSelectionRange = rangeIn(origin.uri, origin.range, places);
  return declared.map(({ uri, whole, name }) => ({
    originSelectionRange,
    targetUri: places.clientUri(uri),
    targetRange: rangeIn(uri, whole, places),
    targetSelectionRange: rangeIn(uri, name, places),
  }));
}

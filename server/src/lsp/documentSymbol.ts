import {
  type DocumentSymbol,
  DocumentSymbolRequest,
  type Position,
  type Range,
  type SymbolInformation,
} from 'vscode-languageserver/node';
import type { LineIndex } from '../core/lines';
import type { IdlFile } from '../idl/model/file';
import type { Definition } from '../idl/model/tree';
import { type OutlineEntry, outlineOf } from '../idl/query/outline';
import { fileOf, handler } from './handler';
import { withKeptJson } from './keptJson';
import { symbolKinds } from './symbols';

/** Tells positions of offsets in a definition. */
type At = (offset: number) => Position;

/** The place of an entry and of its name. What begins or ends in one place shares the object: a large file has thousands. */
function placesOf({ node: { span }, nameNode }: OutlineEntry, at: At): { whole: Range; name: Range } {
  const name = nameNode.span;
  const start = at(span.start);
  const nameStart = name.start === span.start ? start : at(name.start);
  const nameEnd = at(name.end);
  const end = name.end === span.end ? nameEnd : at(span.end);
  return { whole: { start, end }, name: { start: nameStart, end: nameEnd } };
}

/** Leaves out what would be empty, which is a tenth of the answer. */
function toDocumentSymbol(entry: OutlineEntry, at: At): DocumentSymbol {
  const { name, detail, kind, children } = entry;
  const places = placesOf(entry, at);
  const symbol: DocumentSymbol = { name, kind: symbolKinds[kind], range: places.whole, selectionRange: places.name };
  if (detail !== '') symbol.detail = detail;
  const inner: DocumentSymbol[] = [];
  for (const child of children) if (child.name !== '') inner.push(toDocumentSymbol(child, at));
  if (inner.length > 0) symbol.children = inner;
  return symbol;
}

function flatten(entry: OutlineEntry, at: At, uri: string, container: string | undefined, into: SymbolInformation[]) {
  const { name, kind, node, children } = entry;
  const location = { uri, range: { start: at(node.span.start), end: at(node.span.end) } };
  const symbol: SymbolInformation = { name, kind: symbolKinds[kind], location };
  if (container !== undefined) symbol.containerName = container;
  into.push(symbol);
  for (const child of children) if (child.name !== '') flatten(child, at, uri, name, into);
}

/** What was answered for a definition that began at a place. */
interface Kept<Symbols> extends Position {
  readonly uri: string;
  readonly symbols: Symbols;
}

/**
 * Converts definitions; what stands where it stood when it was asked about last is not converted again. In a large file that is nearly
 * all at most keystrokes, and thousands of small objects that would be made and collected each time.
 */
function createConversion<Symbols>(convert: (entry: OutlineEntry, at: At, uri: string) => Symbols) {
  const known = new WeakMap<Definition, Kept<Symbols>>();
  return (file: IdlFile, lines: LineIndex, uri: string): Symbols[] =>
    file.definitions.flatMap((definition, i): Symbols[] => {
      const entry = outlineOf(definition);
      if (!entry || entry.name === '') return [];
      const base = file.document.starts[i] ?? 0;
      const { line, character } = lines.positionAt(base + definition.span.start);
      const kept = known.get(definition);
      if (kept && kept.line === line && kept.character === character && kept.uri === uri) return [kept.symbols];
      const symbols = convert(entry, (offset) => lines.positionAt(base + offset), uri);
      known.set(definition, { line, character, uri, symbols });
      return [symbols];
    });
}

const hierarchical = createConversion(toDocumentSymbol);

const flat = createConversion((entry, at, uri) => {
  const symbols: SymbolInformation[] = [];
  flatten(entry, at, uri, undefined, symbols);
  return symbols;
});

export const documentSymbol = handler(DocumentSymbolRequest.type, (params, context) => {
  const asked = fileOf(params, context);
  if (!asked) return null;
  const { file } = asked;
  const { places } = context.engine;
  const lines = places.linesOf(file.uri) ?? file.lines;
  const uri = places.clientUri(file.uri);
  const symbols = places.features.hierarchicalSymbols ? hierarchical(file, lines, uri) : flat(file, lines, uri).flat();
  return withKeptJson<DocumentSymbol | SymbolInformation>(symbols) as DocumentSymbol[] | SymbolInformation[];
});

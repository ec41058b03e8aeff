import {
  type SemanticTokens,
  type SemanticTokensDelta,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
} from 'vscode-languageserver/node';
import type { LineIndex } from '../core/lines';
import type { TextRange } from '../core/range';
import { sideTable } from '../core/sideTable';
import type { IdlFile } from '../idl/model/file';
import { chunkStart, type DefinitionTokens, definitionTokens } from '../idl/query/semanticTokens';
import { tokenModifiers, tokenTypes } from '../idl/query/tokenLegend';
import type { Engine } from './engine';
import { fileOf, handler } from './handler';
import { offsetIn } from './locations';

const modifierBits = Object.fromEntries(tokenModifiers.map((modifier, i) => [modifier, 1 << i]));
const typeNumbers = Object.fromEntries(tokenTypes.map((type, i) => [type, i]));

/** A place that counts from the line in which a definition's chunk begins, and in that line from where it begins. */
interface Offset {
  readonly line: number;
  readonly character: number;
}

/** The tokens of a definition as the protocol has them, wherever it stands. */
interface Encoded {
  readonly first: Offset;
  readonly last: Offset;
  /** Five numbers a token: lines and characters count from the token before. Those of the first are put in when it is known where it stands. */
  readonly data: readonly number[];
}

const known = sideTable<DefinitionTokens, Encoded>();

function encode(of: DefinitionTokens, start: number, lines: LineIndex): Encoded {
  const from = lines.positionAt(start);
  const data: number[] = [];
  let first: Offset | undefined;
  let last: Offset = { line: 0, character: 0 };
  for (const { range, type, modifiers } of of.tokens) {
    const { line, character } = lines.positionAt(start + range.start);
    const at = { line: line - from.line, character: line === from.line ? character - from.character : character };
    const inLine = at.line === last.line ? at.character - last.character : at.character;
    const bits = modifiers.reduce((sum, modifier) => sum | (modifierBits[modifier] ?? 0), 0);
    data.push(at.line - last.line, inLine, range.end - range.start, typeNumbers[type] ?? 0, bits);
    first ??= at;
    last = at;
  }
  return { first: first ?? last, last, data };
}

/** The tokens of definitions one after another. What is kept of a definition holds wherever it moves. */
function join(all: readonly DefinitionTokens[], file: IdlFile, { places }: Engine): number[] {
  const lines = places.linesOf(file.uri) ?? file.lines;
  const data: number[] = [];
  let line = 0;
  let character = 0;
  for (const each of all) {
    const start = chunkStart(file, each.definition);
    let encoded = known.get(each);
    if (!encoded) {
      encoded = encode(each, start, lines);
      known.set(each, encoded);
    }
    const from = lines.positionAt(start);
    const place = ({ line: inner, character: column }: Offset): Offset => ({
      line: from.line + inner,
      character: inner === 0 ? from.character + column : column,
    });
    const [first, last] = [place(encoded.first), place(encoded.last)];
    data.push(first.line - line, first.line === line ? first.character - character : first.character);
    for (let i = 2; i < encoded.data.length; i++) data.push(encoded.data[i] ?? 0);
    line = last.line;
    character = last.character;
  }
  return data;
}

interface Sent {
  readonly resultId: string;
  readonly data: number[];
}

/** What clients were sent last, by file: a delta tells what differs from it. */
const sentBy = new WeakMap<Engine, Map<string, Sent>>();
/** More files than anybody has on the screen; for a file that was forgotten everything is sent anew. */
const maxSent = 32;
let lastId = 0;

function remember(engine: Engine, uri: string, data: number[]): Sent {
  const sent = sentBy.get(engine) ?? new Map<string, Sent>();
  sentBy.set(engine, sent);
  const entry = { resultId: `${++lastId}`, data };
  sent.delete(uri);
  sent.set(uri, entry);
  const [oldest] = sent.keys();
  if (sent.size > maxSent && oldest !== undefined) sent.delete(oldest);
  return entry;
}

function tokensOf(file: IdlFile, engine: Engine, within?: TextRange): number[] {
  const all = definitionTokens(file, engine.workspace, within);
  return join(all, file, engine);
}

/** One edit that makes the old numbers the new ones; none where they are the same. */
function deltaOf(before: readonly number[], now: readonly number[]): SemanticTokensDelta['edits'] {
  let head = 0;
  while (head < before.length && head < now.length && before[head] === now[head]) head++;
  if (head === before.length && head === now.length) return [];
  let tail = 0;
  const shorter = Math.min(before.length, now.length) - head;
  while (tail < shorter && before[before.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  return [{ start: head, deleteCount: before.length - head - tail, data: now.slice(head, now.length - tail) }];
}

export const semanticTokensFull = handler(SemanticTokensRequest.type, (params, context): SemanticTokens | null => {
  const asked = fileOf(params, context);
  if (!asked) return null;
  const { resultId, data } = remember(context.engine, asked.file.uri, tokensOf(asked.file, context.engine));
  return { resultId, data };
});

export const semanticTokensDelta = handler(
  SemanticTokensDeltaRequest.type,
  (params, context): SemanticTokens | SemanticTokensDelta | null => {
    const asked = fileOf(params, context);
    if (!asked) return null;
    const { engine } = context;
    const { uri } = asked.file;
    const before = sentBy.get(engine)?.get(uri);
    const { resultId, data } = remember(engine, uri, tokensOf(asked.file, engine));
    return before?.resultId === params.previousResultId
      ? { resultId, edits: deltaOf(before.data, data) }
      : { resultId, data };
  },
);

export const semanticTokensRange = handler(
  SemanticTokensRangeRequest.type,
  (params, context): SemanticTokens | null => {
    const asked = fileOf(params, context);
    if (!asked) return null;
    const { places } = context.engine;
    const { start, end } = params.range;
    const within = { start: offsetIn(asked.file, start, places), end: offsetIn(asked.file, end, places) };
    return { data: tokensOf(asked.file, context.engine, within) };
  },
);

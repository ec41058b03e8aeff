import {
  type SemanticTokens,
  type SemanticTokensDelta,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
} from 'vscode-languageserver/node';
import type { TextRange } from '../core/range';
import type { IdlFile } from '../idl/model/file';
import { type SemanticToken, semanticTokens } from '../idl/query/semanticTokens';
import { tokenModifiers, tokenTypes } from '../idl/query/tokenLegend';
import type { Engine } from './engine';
import { fileOf, handler } from './handler';
import { offsetIn, rangeIn } from './locations';

const modifierBits = Object.fromEntries(tokenModifiers.map((modifier, i) => [modifier, 1 << i]));

/** Five numbers a token, as the protocol has them: lines and characters count from the token before. */
function encode(tokens: readonly SemanticToken[], file: IdlFile, engine: Engine): number[] {
  const data: number[] = [];
  let line = 0;
  let character = 0;
  for (const { range, type, modifiers } of tokens) {
    const { start } = rangeIn(file.uri, range, engine.places);
    const bits = modifiers.reduce((sum, modifier) => sum | (modifierBits[modifier] ?? 0), 0);
    const inLine = start.line === line ? start.character - character : start.character;
    data.push(start.line - line, inLine, range.end - range.start, tokenTypes.indexOf(type), bits);
    line = start.line;
    character = start.character;
  }
  return data;
}

interface Sent {
  readonly resultId: string;
  readonly data: readonly number[];
}

/** What clients were sent last, by file: a delta tells what differs from it. */
const sentBy = new WeakMap<Engine, Map<string, Sent>>();
/** More files than anybody has on the screen; for a file that was forgotten everything is sent anew. */
const maxSent = 32;
let lastId = 0;

function remember(engine: Engine, uri: string, data: readonly number[]): Sent {
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
  return encode(semanticTokens(file, engine.workspace, within), file, engine);
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
  return { resultId, data: [...data] };
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
      : { resultId, data: [...data] };
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

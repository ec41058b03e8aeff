import type { Message } from 'vscode-languageserver/node';

/** Known to all bundles: the engine marks what the entry point writes. */
const mark: unique symbol = Symbol.for('thriftwise.keptJson') as never;

interface Marked {
  [mark]?: true;
}

/** Marks an answer whose elements stay the same objects from one answer to the next, and are never changed: their JSON is kept. */
export function withKeptJson<Item extends object>(items: Item[]): Item[] {
  (items as Marked)[mark] = true;
  return items;
}

function isMarked(value: unknown): value is readonly object[] {
  return Array.isArray(value) && (value as Marked)[mark] === true;
}

/** Writes messages as `JSON.stringify` does, marked answers with what was written of their elements before. */
export function createJsonWriter(): (message: Message) => string {
  const known = new WeakMap<object, string>();
  const textOf = (item: object): string => {
    const text = known.get(item) ?? JSON.stringify(item);
    known.set(item, text);
    return text;
  };
  return (message) => {
    if (!('result' in message) || !isMarked(message.result)) return JSON.stringify(message);
    const { result, ...rest } = message;
    return `${JSON.stringify(rest).slice(0, -1)},"result":[${result.map(textOf).join(',')}]}`;
  };
}

import type { IdlFile } from '../model/file';
import type { Definition } from '../model/tree';
import { tokenize } from '../syntax/lexer';

const definers: ReadonlySet<string> = new Set([
  'const',
  'typedef',
  'enum',
  'senum',
  'struct',
  'union',
  'exception',
  'service',
]);

const words = new WeakMap<Definition, ReadonlySet<string>>();

/**
 * The names that a broken chunk may mean to define. No tree knows them, so this reads tokens: all words where the
 * name's own place is unknown, else those behind a keyword that opens a definition (one that was swallowed).
 */
function namesMeant(file: IdlFile, definition: Definition): ReadonlySet<string> {
  const known = words.get(definition);
  if (known) return known;
  const length = file.chunkOf(definition)?.length ?? 0;
  const text = file.textOf({ in: definition, span: { start: 0, end: length } });
  const all = tokenize(text).tokens.map((token) => token.text);
  const anywhere = definition.kind === 'Unknown' || definition.kind === 'Typedef' || definition.kind === 'Const';
  const names = new Set(anywhere ? all : all.filter((_, i) => definers.has(all[i - 1] ?? '')));
  words.set(definition, names);
  return names;
}

/**
 * Whether a definition that could not be read may be the one that `name` means (its first part, where it has dots).
 * While somebody types, a name must not turn unknown only because its definition is broken for a moment.
 */
export function mayDefine(file: IdlFile, name: string): boolean {
  const dot = name.indexOf('.');
  const first = dot === -1 ? name : name.slice(0, dot);
  return file.definitions.some((definition) => definition.broken && namesMeant(file, definition).has(first));
}

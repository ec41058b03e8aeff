/** The TypeScript snippets as a person gets them: expanded, in a file of this repository, so that imports resolve. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import { expandSnippet } from '../grammar/snippet-expander';

export interface Snippet {
  readonly prefix: string | readonly string[];
  readonly description: string;
  readonly body: readonly string[];
}

/** What is typed over tab stops, by their number. */
export type Typed = Readonly<Record<number, string>>;

export const root = join(import.meta.dirname, '../..');
/** Ignored by git. */
export const cache = join(root, '.cache/snippets');

const { nativeImport } = createRequire(import.meta.url)('./native-import.cjs') as {
  nativeImport(url: string): Promise<unknown>;
};

export const snippets = JSON.parse(readFileSync(join(root, 'snippets/typescript.json'), 'utf8')) as Readonly<
  Record<string, Snippet>
>;

export function prefixesOf({ prefix }: Snippet): readonly string[] {
  return [prefix].flat();
}

/** The packages that a description names in brackets at its end. */
export function packagesOf({ description }: Snippet): readonly string[] {
  return /\(([^()]+)\)$/.exec(description)?.[1]?.split(', ') ?? [];
}

/** The text that a prefix inserts. Throws when no snippet has it. */
export function expand(prefix: string, typed: Typed = {}): string {
  const snippet = Object.values(snippets).find((each) => prefixesOf(each).includes(prefix));
  if (snippet === undefined) throw new Error(`no snippet with the prefix ${prefix}`);
  return expandSnippet(snippet.body, typed);
}

/** Writes what a prefix inserts as JavaScript, `after` behind it, and returns the file's path. */
export function emit(prefix: string, typed: Typed = {}, after = ''): string {
  const { code } = transformSync(`${expand(prefix, typed)}\n${after}`, {
    loader: 'ts',
    format: 'esm',
    target: 'node20',
  });
  const directory = join(cache, 'run');
  const path = join(directory, `${prefix}-${createHash('sha256').update(code).digest('hex').slice(0, 12)}.mjs`);
  mkdirSync(directory, { recursive: true });
  writeFileSync(path, code);
  return path;
}

let loaded = 0;

/** Runs what a prefix inserts, afresh at each call, and returns its exports, which the caller knows the types of. */
export async function load<Exports>(prefix: string, typed: Typed = {}): Promise<Exports> {
  loaded += 1;
  return (await nativeImport(`${pathToFileURL(emit(prefix, typed))}?${loaded}`)) as Exports;
}

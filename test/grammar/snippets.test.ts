import { describe, expect, test } from 'vitest';
import { parseDocument, problemsOfDocument } from '../../server/src/idl/syntax/document';
import { snippetContexts } from './snippet-contexts';
import { expandSnippet } from './snippet-expander';
import { innermost, loadGrammar, readProjectFile, tokenize } from './tokenize';

interface Snippet {
  readonly scope: string;
  readonly prefix: string | string[];
  readonly description: string;
  readonly body: string[];
}

const snippets = JSON.parse(readProjectFile('snippets/thrift.json')) as Record<string, Snippet>;
const names = Object.keys(snippets);

/** The snippet in the text around it, as a file would hold it right after it was inserted. */
function expandInContext(name: string): string {
  const { before, after } = contextOf(name);
  return before + expandSnippet(snippets[name]?.body ?? []) + after;
}

function contextOf(name: string): (typeof snippetContexts)[string] {
  const context = snippetContexts[name];
  if (context === undefined) throw new Error(`no context for the snippet ${name}`);
  return context;
}

test('every snippet has a context, and every context a snippet', () => {
  expect(Object.keys(snippetContexts).sort()).toEqual([...names].sort());
  expect(names.length).toBeGreaterThan(15);
});

describe.each(names)('%s', async (name) => {
  const grammar = await loadGrammar('source.thrift');
  const snippet = snippets[name];

  test('is described, and reached by plain prefixes', () => {
    expect(snippet?.scope).toBe('thrift');
    expect(snippet?.description).toMatch(/^[A-Z].{8,}[^.]$/);
    for (const prefix of [snippet?.prefix ?? []].flat()) expect(prefix).toMatch(/^[a-z0-9][a-z0-9-]*$/);
  });

  test('tab stops are numbered without gaps, and the cursor ends at $0', () => {
    const body = snippet?.body.join('\n') ?? '';
    const stops = [...body.matchAll(/\$\{?(\d+)/g)].map(([, index]) => Number(index));
    const highest = Math.max(...stops);
    expect([...new Set(stops)].sort((a, b) => a - b)).toEqual(Array.from({ length: highest + 1 }, (_, n) => n));
  });

  test('expands to Thrift', () => {
    const text = expandInContext(name);
    expect(text).not.toMatch(/[$|]/);
    const document = parseDocument(text, { dialect: 'any' });
    expect(problemsOfDocument(document)).toEqual([]);
    expect(document.chunks.every(({ definition }) => !definition.broken && definition.kind !== 'Unknown')).toBe(true);
  });

  test('every word of it is coloured', () => {
    const plain = tokenize(grammar, expandInContext(name)).filter(
      (token) => token.text.trim() !== '' && innermost(token) === '(none)',
    );
    expect(plain).toEqual([]);
  });

  test('the files around it are Thrift, too', () => {
    for (const [path, text] of Object.entries(contextOf(name).files ?? {})) {
      expect(problemsOfDocument(parseDocument(text, { dialect: 'any' })), path).toEqual([]);
    }
  });
});

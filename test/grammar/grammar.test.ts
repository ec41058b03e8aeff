import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { grammarTestPath, innermost, loadGrammar, tokenize } from './tokenize';

/**
 * A fixture holds Thrift behind `>`, each line followed by what the grammar makes of it: carets below the characters
 * and the scope they get, one line a token, every character but white space accounted for. Lines of `--` are titles.
 * `vitest -u` writes the expectations anew; read the difference before you keep it.
 */
function renderFixture(fixture: string, tokens: ReturnType<typeof tokenize>): string {
  const lines: string[] = [];
  let sourceLine = 0;
  for (const line of fixture.split('\n')) {
    if (line.startsWith('--') || line === '') lines.push(line);
    if (!line.startsWith('>')) continue;
    lines.push(line);
    for (const token of tokens) {
      if (token.line !== sourceLine || token.text.trim() === '') continue;
      const lead = token.text.length - token.text.trimStart().length;
      const carets = '^'.repeat(token.text.trim().length);
      lines.push(`${' '.repeat(1 + token.start + lead)}${carets} ${innermost(token)}`);
    }
    sourceLine += 1;
  }
  return lines.join('\n');
}

const sourceOf = (fixture: string): string =>
  fixture
    .split('\n')
    .filter((line) => line.startsWith('>'))
    .map((line) => line.slice(1))
    .join('\n');

describe('every token has its scope', async () => {
  const grammar = await loadGrammar('source.thrift');
  const names = readdirSync(grammarTestPath('fixtures')).filter((name) => name.endsWith('.tokens'));

  test('there are fixtures', () => {
    expect(names.length).toBeGreaterThan(5);
  });

  test.each(names)('%s', async (name) => {
    const path = grammarTestPath(`fixtures/${name}`);
    const fixture = readFileSync(path, 'utf8');
    const rendered = renderFixture(fixture, tokenize(grammar, sourceOf(fixture)));
    expect(rendered).not.toMatch(/\^ \(none\)/);
    await expect(rendered).toMatchFileSnapshot(path);
  });
});

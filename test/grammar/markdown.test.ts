import { describe, expect, test } from 'vitest';
import type { IRawGrammar } from 'vscode-textmate';
import { innermost, loadGrammar, tokenize } from './tokenize';

const nothing = { $self: {}, $base: {} } as unknown as IRawGrammar['repository'];

/** Stands for the editor's Markdown grammar: plain fences and headings are enough to see that ours goes first. */
const markdown: IRawGrammar = {
  scopeName: 'text.html.markdown',
  repository: nothing,
  patterns: [
    { name: 'markup.heading.markdown', match: '^#.*$' },
    { name: 'markup.fenced_code.block.markdown', begin: '^\\s*(`{3,}|~{3,}).*$', end: '^\\s*\\1\\s*$' },
  ],
};

describe('a thrift block in Markdown', async () => {
  const grammar = await loadGrammar('text.html.markdown', { 'text.html.markdown': markdown });
  const scopesOf = (text: string, word: string): readonly string[] =>
    tokenize(grammar, text).find((token) => token.text.trim() === word)?.scopes ?? [];

  test.each(['```thrift', '~~~~ Thrift', '   ```thrift title="a"', '```thrift,fixed', '```thrift {1,2}'])(
    '%s',
    (fence) => {
      const close = /[`~]+/.exec(fence)?.[0] ?? '';
      const text = `# Title\n${fence}\nstruct User {\n  1: i32 id // x\n}\n${close}\n# After`;
      expect(scopesOf(text, 'User')).toEqual([
        'text.html.markdown',
        'markup.fenced_code.block.markdown',
        'meta.embedded.block.thrift',
        'meta.struct.thrift',
        'entity.name.type.struct.thrift',
      ]);
      expect(scopesOf(text, '# After')).toEqual(['text.html.markdown', 'markup.heading.markdown']);
    },
  );

  test('the language of the fence has its scope', () => {
    expect(scopesOf('```thrift\n```', 'thrift').at(-1)).toBe('fenced_code.block.language.markdown');
  });

  test('an open definition, string or comment ends with the block', () => {
    for (const open of ['struct User {', 'const string A = "x', '/* never closed']) {
      expect(scopesOf(`\`\`\`thrift\n${open}\n\`\`\`\n# After`, '# After'), open).toEqual([
        'text.html.markdown',
        'markup.heading.markdown',
      ]);
    }
  });

  test('other languages are left alone', () => {
    for (const fence of ['```thrifty', '```ts', '```']) {
      const tokens = tokenize(grammar, `${fence}\nstruct User {}\n\`\`\``);
      expect(
        tokens.map(innermost).filter((scope) => scope.startsWith('storage')),
        fence,
      ).toEqual([]);
    }
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/core/fix';
import { chooseLocale } from '../../server/src/lsp/settings';
import { expandSnippet } from '../../server/src/lsp/snippet';
import { differences } from '../../server/src/lsp/textDiff';

describe('expanding a snippet', () => {
  it.each([
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: LSP snippets.
    ['plain', 'plain'],
    ['a $1 b$0', 'a  b'],
    ['${1:name}', 'name'],
    ['${1:outer ${2:inner}}!', 'outer inner!'],
    ['${1|one,two|}', 'one'],
    ['${1|a\\,b,c|}', 'a,b'],
    ['\\$1 \\} \\\\', '$1 } \\'],
    ['${1:a\\}b}', 'a}b'],
    ['$TM_FILENAME', ''],
    ['${TM_FILENAME:x}', 'x'],
    ['5 $ and ${', '5 $ and ${'],
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: LSP snippets.
  ])('%s is %s', (snippet, text) => {
    expect(expandSnippet(snippet)).toBe(text);
  });
});

describe('the differences of two texts', () => {
  const edited = (old: string, fresh: string) =>
    applyEdits(
      old,
      differences(old, fresh).map((each) => ({ uri: '', ...each })),
    );

  it('are as small as they go', () => {
    expect(differences('a\nbcd\ne\nfgh\n', 'a\nbxd\ne\nfgh!\n')).toEqual([
      { range: { start: 3, end: 4 }, newText: 'x' },
      { range: { start: 11, end: 11 }, newText: '!' },
    ]);
    expect(differences('same', 'same')).toEqual([]);
  });

  it('cut no character in two', () => {
    for (const { range, newText } of differences('x🎉y\r\n', 'x🚀y\n')) {
      expect('x🎉y\r\n'.slice(range.start, range.end)).not.toMatch(/^[\uDC00-\uDFFF]/);
      expect(newText).not.toMatch(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/);
    }
    expect(edited('x🎉y\r\n', 'x🚀y\n')).toBe('x🚀y\n');
  });

  it('turn the one into the other', () => {
    const line = fc.constantFrom('a', 'b', '', 'ab🎉', '中');
    const end = fc.constantFrom('\n', '\r\n', '');
    const text = fc.array(fc.tuple(line, end), { maxLength: 12 }).map((lines) => lines.flat().join(''));
    fc.assert(
      fc.property(text, text, (old, fresh) => {
        expect(edited(old, fresh)).toBe(fresh);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the language of messages', () => {
  it.each([
    ['auto', 'zh-cn', 'zh-cn'],
    ['auto', 'zh-Hans-CN', 'zh-cn'],
    ['auto', 'zh_CN', 'zh-cn'],
    ['auto', 'de', 'en'],
    ['auto', undefined, 'en'],
    ['en', 'zh-cn', 'en'],
    ['zh-cn', 'en', 'zh-cn'],
  ] as const)('%s with a client in %s is %s', (setting, client, expected) => {
    expect(chooseLocale(setting, client)).toBe(expected);
  });
});

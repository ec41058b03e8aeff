import { describe, expect, test } from 'vitest';
import { innermost, loadGrammar, tokenize } from './tokenize';

describe('texts out of the ordinary', async () => {
  const grammar = await loadGrammar('source.thrift');

  test('ten thousand lines are tokenized to the end', () => {
    const definition = (n: number): string => `/** The entity ${n}. */
struct Entity${n} {
  1: required i64 id (api.path = "id", go.tag = 'json:"id"'),
  2: optional map<string, list<base.Item>> items = {"a": [1, 2.5, Status.ACTIVE]}
}
service Service${n} extends base.Service {
  Entity${n} Get(1: GetRequest req) throws (1: NotFound not_found) (api.get = "/e/:id"),
  oneway void Log(1: string action)
}
enum Kind${n} { A = 0x1F, B }`;
    const text = Array.from({ length: 1000 }, (_, n) => definition(n)).join('\n');
    const tokens = tokenize(grammar, text);
    expect(text.split('\n')).toHaveLength(10_000);
    expect(tokens.filter((token) => innermost(token) === 'entity.name.type.struct')).toHaveLength(1000);
    expect(tokens.filter((token) => innermost(token) === 'entity.name.function')).toHaveLength(2000);
    expect(tokens.at(-1)?.scopes).toEqual([
      'source.thrift',
      'meta.enum.thrift',
      'punctuation.section.block.end.thrift',
    ]);
  }, 60_000);

  test.each([
    ['a long word', 'a'.repeat(20_000)],
    ['a long dotted name', 'a.'.repeat(10_000)],
    ['open angle brackets', `1: ${'list<'.repeat(500)}`],
    ['open round brackets', '('.repeat(2_000)],
    ['blanks behind a type', `string${' '.repeat(20_000)}<${' '.repeat(20_000)}(`],
    ['digits', `1: i32 a = ${'1'.repeat(20_000)}x`],
    ['a string that never ends', `1: string a = "${'\\"'.repeat(10_000)}`],
  ])(
    '%s',
    (_, line) => {
      for (const head of ['', 'struct A {\n', 'service A {\n', 'service A {\nvoid F(\n']) {
        const tokens = tokenize(grammar, `${head}${line}\nstruct Tail {}`);
        expect(tokens.some((token) => token.text === 'Tail' && innermost(token) === 'entity.name.type.struct')).toBe(
          true,
        );
      }
    },
    60_000,
  );
});

import fc from 'fast-check';
import picomatch from 'picomatch';
import { describe, expect, it } from 'vitest';
import { compileGlob } from '../../server/src/workspace/glob';

const matches = (pattern: string, path: string) => compileGlob(pattern).matches(path);

describe('a glob', () => {
  it.each([
    ['gen/**', 'gen/a.thrift', true],
    ['gen/**', 'gen', false],
    ['gen/**', 'gen/', true],
    ['gen/*/**', 'gen/a.thrift', false],
    ['gen/*/**', 'gen/deep/', true],
    ['gen/*/**', 'gen/', false],
    ['**/gen', 'x/gen/', true],
    ['**/*.thrift', 'x/gen/', false],
    ['gen/**', 'deep/gen/a.thrift', false],
    ['gen/', 'gen/deep/a.thrift', true],
    ['./gen/*', 'gen/a.thrift', true],
    ['**/gen/**', 'a/gen/b/c.thrift', true],
    ['**/*.thrift', 'a.thrift', true],
    ['*.thrift', 'deep/a.thrift', false],
    ['**/*_old.thrift', 'x/y/a_old.thrift', true],
    ['a?c.thrift', 'abc.thrift', true],
    ['[a-c]1.thrift', 'b1.thrift', true],
    ['[!a-c]1.thrift', 'b1.thrift', false],
    ['{a,b{c,d}}/*.thrift', 'bd/x.thrift', true],
    ['{a,b{c,d}}/*.thrift', 'b/x.thrift', false],
    ['\\*.thrift', '*.thrift', true],
    ['\\*.thrift', 'a.thrift', false],
    ['**', '.git/x', true],
    ['a.b', 'axb', false],
    ['用户/*.thrift', '用户/🎉.thrift', true],
  ])('%s on %s: %s', (pattern, path, expected) => {
    expect(matches(pattern, path)).toBe(expected);
  });

  it('says what it cannot be', () => {
    expect(compileGlob('!a').problem).toBe('negated');
    expect(compileGlob('{a,b}'.repeat(20)).problem).toBe('too-many-alternatives');
    expect(compileGlob('{a,b}'.repeat(20)).matches('a'.repeat(20))).toBe(false);
  });

  it('never takes long, whatever a pattern says', () => {
    const start = performance.now();
    expect(matches(`${'*a'.repeat(200)}b`, 'a'.repeat(5000))).toBe(false);
    expect(matches(`${'**/a/'.repeat(200)}b`, 'a/'.repeat(2000))).toBe(false);
    compileGlob('{'.repeat(10_000));
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('agrees with picomatch', () => {
    const segment = fc.constantFrom('a', 'b', 'ab', '*', '**', '?', 'a*', '*b', 'a*b', '[ab]', '{a,b}', '{a,ab}*');
    const pattern = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    const name = fc.constantFrom('a', 'b', 'ab', 'aab', 'abb', 'c', '.a');
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(pattern, path, (glob, on) => {
        // picomatch lets `a/**` stand for `a`, too.
        const strict = glob.replace(/(^|\/)\*\*$/, '$1**/*');
        expect([glob, on, matches(glob, on)]).toEqual([glob, on, picomatch.isMatch(on, strict, { dot: true })]);
      }),
      { numRuns: 2000 },
    );
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { detectIndentation } from '../../server/src/idl/format/indentation';
import { corpus, packages } from '../corpus/corpus';
import { breaches, defaults, parse } from './invariants';

// The compiler's view of the same files before and after: `npm run test:corpus`.
describe('formatting what npm packages ship', () => {
  const files = corpus();

  it.each(packages)('keeps its promises for %s', { timeout: 60_000 }, (name) => {
    const own = files.filter((each) => each.name === name);
    expect(own.length).toBeGreaterThan(0);
    for (const { path, file } of own) {
      const text = readFileSync(file, 'utf8');
      const options = { ...defaults, ...detectIndentation(parse(text)) };
      expect(breaches(text, options), path).toEqual([]);
      expect(
        breaches(text, { ...options, align: 'all', braces: 'nextLine', separators: 'comma', printWidth: 60 }),
        path,
      ).toEqual([]);
      expect(
        breaches(text, { ...options, align: 'none', braces: 'sameLine', separators: 'none', indentStyle: 'tab' }),
        path,
      ).toEqual([]);
    }
  });
});

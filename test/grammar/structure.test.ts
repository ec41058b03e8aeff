import { beforeAll, describe, expect, test } from 'vitest';
import { createOnigScanner } from 'vscode-oniguruma';
import type { IRawGrammar } from 'vscode-textmate';
import { grammarFiles, loadOniguruma, readProjectFile } from './tokenize';

type IRawRule = IRawGrammar['patterns'][number];

interface PlacedRule {
  readonly path: string;
  readonly rule: IRawRule;
}

/** Every rule of a grammar with the way to it, nested ones and those of captures included. */
function rulesOf(grammar: IRawGrammar): PlacedRule[] {
  const found: PlacedRule[] = [];
  const visit = (rule: IRawRule, path: string): void => {
    found.push({ path, rule });
    rule.patterns?.forEach((child, index) => {
      visit(child, `${path}/${index}`);
    });
    for (const captures of [rule.captures, rule.beginCaptures, rule.endCaptures, rule.whileCaptures]) {
      for (const [key, child] of Object.entries(captures ?? {})) {
        if (typeof child === 'object') visit(child, `${path}/capture ${key}`);
      }
    }
  };
  grammar.patterns.forEach((rule, index) => {
    visit(rule, `/${index}`);
  });
  for (const [name, rule] of Object.entries(grammar.repository ?? {})) visit(rule, `#${name}`);
  return found;
}

describe.each(Object.entries(grammarFiles))('%s', (scopeName, path) => {
  const grammar = JSON.parse(readProjectFile(path)) as IRawGrammar;
  const rules = rulesOf(grammar);

  beforeAll(loadOniguruma);

  test('states its scope name', () => {
    expect(grammar.scopeName).toBe(scopeName);
  });

  test('every expression compiles', () => {
    const expressions = rules.flatMap(({ rule }) => [rule.match, rule.begin, rule.end, rule.while]);
    const texts = expressions.filter((text): text is string => typeof text === 'string');
    // An `end` may name groups of its `begin`; they are filled in as plain text before it is compiled.
    for (const text of texts) expect(() => createOnigScanner([text.replace(/\\([23])/g, '')]), text).not.toThrow();
    expect(texts.length).toBeGreaterThan(3);
  });

  test('every reference leads to an entry, and every entry is used', () => {
    const used = rules.flatMap(({ rule }) => (rule.include?.startsWith('#') ? [rule.include.slice(1)] : []));
    expect([...new Set(used)].sort()).toEqual(Object.keys(grammar.repository ?? {}).sort());
  });

  test('scope names end in the language', () => {
    const names = rules.flatMap(({ rule }) => [rule.name, rule.contentName]);
    for (const name of names.filter(
      (text): text is string => typeof text === 'string' && scopeName === 'source.thrift',
    )) {
      expect(name).toMatch(/^[a-z$][a-z0-9$.-]*\.thrift$/);
    }
  });
});

test('every rule that spans lines, strings and comments aside, ends where the next definition starts', () => {
  const grammar = JSON.parse(readProjectFile(grammarFiles['source.thrift'])) as IRawGrammar;
  const nextDefinition =
    '^(?=\\s*(?:(?:struct|union|exception|enum|senum|service|const|typedef|namespace)\\s+[A-Za-z_*]|(?:cpp_)?include\\s*["\']))';
  const spanning = rulesOf(grammar).filter(({ rule }) => rule.begin !== undefined);
  const without = spanning.filter(({ rule }) => !String(rule.end).includes(nextDefinition));
  expect(without.map(({ rule }) => rule.name).sort()).toEqual([
    'comment.block.documentation.thrift',
    'comment.block.thrift',
    'string.quoted.double.thrift',
    'string.quoted.single.thrift',
  ]);
  expect(spanning.length).toBeGreaterThan(20);
});

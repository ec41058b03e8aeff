import { describe, expect, test } from 'vitest';
import { readProjectFile } from './tokenize';

interface OnEnterRule {
  readonly beforeText: string;
  readonly afterText?: string;
  readonly previousLineText?: string;
  readonly action: { readonly indent: string; readonly appendText?: string; readonly removeText?: number };
}

interface LanguageConfiguration {
  readonly brackets: readonly (readonly [string, string])[];
  readonly colorizedBracketPairs: readonly (readonly [string, string])[];
  readonly autoClosingPairs: readonly {
    readonly open: string;
    readonly close: string;
    readonly notIn: readonly string[];
  }[];
  readonly wordPattern: { readonly pattern: string; readonly flags: string };
  readonly folding: { readonly markers: { readonly start: string; readonly end: string } };
  readonly indentationRules: Readonly<
    Record<'increaseIndentPattern' | 'decreaseIndentPattern' | 'unIndentedLinePattern', string>
  >;
  readonly onEnterRules: readonly OnEnterRule[];
}

const config = JSON.parse(readProjectFile('language-configuration.json')) as LanguageConfiguration;

test('brackets', () => {
  expect(config.brackets.map((pair) => pair.join(''))).toEqual(['{}', '[]', '()', '<>']);
  expect(config.colorizedBracketPairs).toEqual(config.brackets);
  for (const pair of config.autoClosingPairs) expect(pair.notIn, pair.open).toEqual(['string', 'comment']);
});

describe('words', () => {
  const words = (text: string): string[] =>
    [...text.matchAll(new RegExp(config.wordPattern.pattern, `g${config.wordPattern.flags}`))].map(([word]) => word);

  test.each([
    ['1: optional base.User user_2', ['1', 'optional', 'base', 'User', 'user_2']],
    ['a.b.c.Type', ['a', 'b', 'c', 'Type']],
    ['(api.get = "/users/:id")', ['api', 'get', 'users', 'id']],
    ['= -1.5e3, +7, 0xFF', ['-1.5e3', '+7', '0xFF']],
    ['map<string,list<i64>>', ['map', 'string', 'list', 'i64']],
    ['// 用户，名称', ['用户', '名称']],
  ])('%s', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  test('a word is never empty', () => {
    expect(new RegExp(`^(?:${config.wordPattern.pattern})$`, config.wordPattern.flags).test('')).toBe(false);
  });
});

describe('a line break', () => {
  /** What the editor adds when Enter is pressed at `|`: the first rule that fits decides, as in VS Code. */
  function enter(text: string): string {
    const [current = '', previous = ''] = text.split('\n').reverse();
    const [before = '', after = ''] = current.split('|');
    const fits = (pattern: string | undefined, subject: string): boolean =>
      pattern === undefined || new RegExp(pattern).test(subject);
    const rule = config.onEnterRules.find(
      (candidate) =>
        fits(candidate.beforeText, before) &&
        fits(candidate.afterText, after) &&
        fits(candidate.previousLineText, previous),
    );
    if (rule === undefined) return 'nothing';
    const { indent, appendText = '', removeText = 0 } = rule.action;
    return `${indent} ${JSON.stringify(appendText)}${removeText > 0 ? ` -${removeText}` : ''}`;
  }

  test.each([
    ['/**| */', 'indentOutdent " * "'],
    ['  /** The user.|', 'none " * "'],
    ['/** The user. */|', 'nothing'],
    ['/* plain|', 'nothing'],
    ['/**/|', 'nothing'],
    ['/**\n * The user.|', 'none "* "'],
    [' * one\n *|', 'none "* "'],
    [' * one\n * two */|', 'none "" -1'],
    [' * one\n */|', 'none "" -1'],
    ['struct A {\n * stray|', 'nothing'],
    ['// one| two', 'none "// "'],
    ['  1: i32 a, // one| two', 'none "// "'],
    ['// one|', 'nothing'],
    ['//|one', 'nothing'],
    ['# one| two', 'none "# "'],
    ['include "http://a|b"', 'nothing'],
    ['1: string a (x = "http://a", y = "b|c")', 'nothing'],
    ['1: string a = "#one| two"', 'nothing'],
    ['/* see // one| two */', 'nothing'],
    ['struct User {|', 'nothing'],
  ])('%j', (text, expected) => {
    expect(enter(text)).toBe(expected);
  });
});

describe('indentation', () => {
  const increases = new RegExp(config.indentationRules.increaseIndentPattern);
  const decreases = new RegExp(config.indentationRules.decreaseIndentPattern);
  const keeps = new RegExp(config.indentationRules.unIndentedLinePattern);

  test.each([
    'struct User {',
    'struct User { // the user',
    'struct User { # the user',
    'struct User { /* the user */',
    'struct User /* the { */ {',
    '  GetUserResponse GetUser(',
    '  1: string name = "a" (',
    ') throws (',
    'const list<i32> A = [',
    '  "key": {',
    '  1: map<',
  ])('more behind %j', (line) => {
    expect(increases.test(line)).toBe(true);
  });

  test.each([
    'struct User {}',
    '  1: string name = "{"',
    '  1: string name // like {',
    '# struct {',
    ' * struct {',
    '/* struct {',
    "  1: string name = '('",
    '}',
  ])('the same behind %j', (line) => {
    expect(increases.test(line)).toBe(false);
  });

  test('less at a closing bracket', () => {
    for (const line of ['}', '  )', '  ) throws (', ']', '>']) expect(decreases.test(line), line).toBe(true);
    for (const line of ['1: i32 a }', '// }', '']) expect(decreases.test(line), line).toBe(false);
  });

  test('lines of a doc comment stay where they are', () => {
    for (const line of ['   * text', '   *', '   */']) expect(keeps.test(line), line).toBe(true);
    for (const line of ['  1: i32 a', 'namespace * a', '  **']) expect(keeps.test(line), line).toBe(false);
  });

  test('a long line without an end is decided at once', () => {
    expect(increases.test(`${'"a" /* b */ '.repeat(5_000)}x`)).toBe(false);
    expect(increases.test(`${'/*'.repeat(2_000)}x`)).toBe(false);
  });
});

test('folding markers', () => {
  const start = new RegExp(config.folding.markers.start);
  const end = new RegExp(config.folding.markers.end);
  for (const line of ['// region Users', '  //#region', '# region']) expect(start.test(line), line).toBe(true);
  for (const line of ['// endregion', '// #endregion', '#endregion']) expect(end.test(line), line).toBe(true);
  expect(start.test('// regional settings')).toBe(false);
  expect(start.test('1: string region')).toBe(false);
});

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { INITIAL, type IToken } from 'vscode-textmate';
import { grammarTestPath, innermost, loadGrammar, type ScopedToken, tokenize } from './tokenize';

const grammar = await loadGrammar('source.thrift');

const tail = ['struct Tail {', '  1: required i64 id (api.path = "id"),', '}', 'service S { void Ping() }'];

/** Text and scopes of the tokens from a line on, lines counted from there, white space left out. */
function shapeFrom(tokens: readonly ScopedToken[], firstLine: number): string[] {
  return tokens
    .filter((token) => token.line >= firstLine && token.text.trim() !== '')
    .map((token) => `${token.line - firstLine}:${token.start} ${token.text} ${token.scopes.join(' ')}`);
}

const cleanTail = shapeFrom(tokenize(grammar, tail.join('\n')), 0);

describe('a broken definition does not discolour the next one', () => {
  test.each([
    'struct User {',
    'struct User',
    'struct',
    'struct User {\n  1: required',
    'struct User {\n  1: string',
    'struct User {\n  1: list<',
    'struct User {\n  1: map<string, list<i32',
    'struct User {\n  1: string name = ',
    'struct User {\n  1: string name = "abc',
    'struct User {\n  1: list<i32> name = [1, 2',
    'struct User {\n  1: map<i32, i32> name = {1: {2: ',
    'struct User {\n  1: string name (go.tag = "json:',
    'struct User {\n  1: string name (go.tag',
    'struct User {\n  1: map cpp_type',
    'union U {\n  1: base.',
    'exception E {\n  1: required string message (',
    'enum Status {\n  ACTIVE =',
    'enum Status {\n  ACTIVE = 1 (',
    'senum Old { "a',
    'service Users extends',
    'service Users extends base.',
    'service Users {\n  User',
    'service Users {\n  User Get(',
    'service Users {\n  User Get(1: Request',
    'service Users {\n  User Get(1: Request req) throws',
    'service Users {\n  User Get(1: Request req) throws (1: NotFound',
    'service Users {\n  User Get(1: Request req) (api.get = "/users',
    'service Users {\n  oneway',
    'service Users {\n  list<',
    'const',
    'const i32',
    'const list<i32',
    'const i32 LIMIT',
    'const i32 LIMIT =',
    'const map<string, i32> LIMITS = {\n  "a": [1, ',
    'typedef',
    'typedef map<string',
    'typedef i32 Id (',
    'namespace',
    'namespace go',
    'include "a.thrift',
    'include',
    ') } ] > ; , = : "',
    'struct A } ) {',
  ])('%j', (broken) => {
    const tokens = tokenize(grammar, `${broken}\n${tail.join('\n')}`);
    expect(shapeFrom(tokens, broken.split('\n').length)).toEqual(cleanTail);
  });

  test('whatever stands before the cursor while the fixtures are typed', () => {
    const failures: string[] = [];
    let states = 0;
    for (const name of readdirSync(grammarTestPath('fixtures')).filter((file) => file.endsWith('.tokens'))) {
      const lines = readFileSync(grammarTestPath(`fixtures/${name}`), 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('>'))
        .map((line) => line.slice(1));
      let before = INITIAL;
      for (const line of lines) {
        for (let cut = 0; cut <= line.length; cut += 1) {
          const typed = grammar.tokenizeLine(line.slice(0, cut), before);
          if (insideBlockComment(typed.tokens, line.slice(0, cut))) continue;
          states += 1;
          let state = typed.ruleStack;
          const tokens = tail.flatMap((text, index) => {
            const result = grammar.tokenizeLine(text, state);
            state = result.ruleStack;
            return result.tokens.map(({ startIndex, endIndex, scopes }) => ({
              line: index,
              start: startIndex,
              end: endIndex,
              text: text.slice(startIndex, endIndex),
              scopes,
            }));
          });
          if (shapeFrom(tokens, 0).join('\n') !== cleanTail.join('\n')) failures.push(`${name}: ${line.slice(0, cut)}`);
        }
        before = grammar.tokenizeLine(line, before).ruleStack;
      }
    }
    expect(failures).toEqual([]);
    expect(states).toBeGreaterThan(3000);
  }, 60_000);
});

/** An open block comment swallows what follows in every language; nothing can be asked of the tail there. */
function insideBlockComment(tokens: readonly IToken[], text: string): boolean {
  const last = tokens.at(-1);
  if (last === undefined) return false;
  const comment = last.scopes.some((scope) => scope.startsWith('comment.block'));
  return comment && !(text.endsWith('*/') && last.scopes.some((scope) => scope.includes('comment.end')));
}

describe('a broken member does not discolour the next member', () => {
  /** The innermost scope of every word of the last line. */
  function lastLine(text: string): string {
    const tokens = tokenize(grammar, text);
    const line = text.split('\n').length - 1;
    return tokens
      .filter((token) => token.line === line && /\w/.test(token.text))
      .map((token) => `${token.text.trim()}=${innermost(token)}`)
      .join(' ');
  }

  test.each([
    '1:',
    '1: required',
    '1: string',
    '1: list<',
    '1: list<map<string, ',
    '1: base.',
    '1: string name =',
    '1: string name = "abc',
    '1: list<i32> name = [1,',
    '1: string name (',
    '1: string name (go.tag = ',
    '1: string name (go.tag = "a',
    '1: string name (go.tag = "a",',
    '1: map cpp_type "x',
    'string',
    ')',
  ])('field %j', (broken) => {
    expect(lastLine(`struct A {\n  ${broken}\n  2: required base.User service = 5`)).toBe(
      '2=constant.numeric.field-id required=storage.modifier.requiredness base=entity.name.namespace ' +
        'User=entity.name.type service=variable.other.member 5=constant.numeric.integer',
    );
  });

  test.each([
    'User',
    'list<',
    'User Get',
    'User Get(',
    'User Get(1: ',
    'User Get(1: Request',
    'User Get(1: list<Request',
    'User Get(1: Request req',
    'User Get(1: Request req)',
    'User Get(1: Request req) thro',
    'User Get(1: Request req) throws',
    'User Get(1: Request req) throws (',
    'User Get(1: Request req) throws (1: E',
    'User Get(1: Request req) (api.get = "/users',
    'User Get(1: Request req) (api.get = ',
    'oneway',
  ])('method %j', (broken) => {
    expect(lastLine(`service A {\n  ${broken}\n  User Put(1: i32 req)`)).toBe(
      'User=entity.name.type Put=entity.name.function ' +
        '1=constant.numeric.field-id i32=support.type.primitive req=variable.parameter',
    );
    expect(lastLine(`service A {\n  ${broken}\n  oneway void Put(1: i32 req)`)).toBe(
      'oneway=storage.modifier.oneway void=storage.type.void Put=entity.name.function ' +
        '1=constant.numeric.field-id i32=support.type.primitive req=variable.parameter',
    );
  });
});

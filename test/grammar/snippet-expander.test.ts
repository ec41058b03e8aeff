// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of snippets is what is tested

import { describe, expect, test } from 'vitest';
import { expandSnippet } from './snippet-expander';

test.each([
  ['plain text', 'plain text'],
  ['$1 and ${2} and $0.', ' and  and .'],
  ['struct ${1:User} {', 'struct User {'],
  ['${1:User} $1 ${1}', 'User User User'],
  ['$1 before ${1:default}', 'default before default'],
  ['${1:${2:Get}User}Request $2', 'GetUserRequest Get'],
  ['${1:a ${2:b ${3:c}} d}', 'a b c d'],
  ['${1:first} ${1:second}', 'first second'],
  ['${1:x$1y}', 'xy'],
  ['${1|get,post,put|} $1', 'get get'],
  ['${1|a\\,b,c\\|d|}', 'a,b'],
  ['${1||}', ''],
  ['$TM_FILENAME_BASE', ''],
  ['${TM_FILENAME_BASE:user} $1', 'user '],
  ['${TM_SELECTED_TEXT:${1:name}} $1', 'name name'],
  ['\\$1 \\} \\\\ \\n', '$1 } \\ \\n'],
  ['${1:a\\}b}', 'a}b'],
  ['map {\n\t"a": ${1:1},\n}', 'map {\n\t"a": 1,\n}'],
  ['a } b', 'a } b'],
])('%j', (body, expected) => {
  expect(expandSnippet(body)).toBe(expected);
});

test.each([
  ['${1:User} $1 ${2:id}', { 1: 'Post' }, 'Post Post id'],
  ['${1:${2:Get}User} $2', { 2: 'Put' }, 'PutUser Put'],
  ['${1:${2:Get}User} $2', { 1: 'all' }, 'all Get'],
  ['${1|get,post|} $1', { 1: 'put' }, 'put put'],
  ['${1:User}', { 1: '' }, ''],
  ['$1', { 1: '${2:as it is}' }, '${2:as it is}'],
])('%j with %j typed', (body, typed, expected) => {
  expect(expandSnippet(body, typed)).toBe(expected);
});

test('lines are joined', () => {
  expect(expandSnippet(['enum ${1:E} {', '\t${2:A} = 0,', '}'])).toBe('enum E {\n\tA = 0,\n}');
});

describe('refuses what an editor would show as it stands', () => {
  test.each(['${1:open', '${1|a,b', 'costs $', '${}', '${1/a/b/}'])('%s', (body) => {
    expect(() => expandSnippet(body)).toThrow();
  });
});

import type { Localized } from '../../core/finding';

/** What may be due at a place, in words. Punctuation stands for itself. */
const words = {
  'definition-name': { en: 'a name', zh: '名称' },
  'field-name': { en: 'a field name', zh: '字段名' },
  'method-name': { en: 'a method name', zh: '方法名' },
  'item-name': { en: 'an enum item', zh: '枚举项' },
  'service-name': { en: 'the name of a service', zh: '服务名' },
  'namespace-scope': { en: 'a language or "*"', zh: '语言名或 "*"' },
  'namespace-name': { en: 'a namespace', zh: '命名空间' },
  path: { en: 'a path in quotes', zh: '带引号的路径' },
  type: { en: 'a type', zh: '类型' },
  'result-type': { en: 'a result type or "void"', zh: '返回类型或 "void"' },
  field: { en: 'a field', zh: '字段' },
  method: { en: 'a method', zh: '方法' },
  value: { en: 'a value', zh: '值' },
  integer: { en: 'a whole number', zh: '整数' },
  string: { en: 'a string', zh: '字符串' },
  annotation: { en: 'an annotation or ")"', zh: '注解或 ")"' },
  'next-field': { en: '"," or a new field', zh: '"," 或新字段' },
  'next-item': { en: '"," or a new enum item', zh: '"," 或新枚举项' },
  'next-method': { en: '"," or a new method', zh: '"," 或新方法' },
  '{': { en: '"{"', zh: '"{"' },
  '}': { en: '"}"', zh: '"}"' },
  '(': { en: '"("', zh: '"("' },
  ')': { en: '")"', zh: '")"' },
  '[': { en: '"["', zh: '"["' },
  ']': { en: '"]"', zh: '"]"' },
  '<': { en: '"<"', zh: '"<"' },
  '>': { en: '">"', zh: '">"' },
  ':': { en: '":"', zh: '":"' },
  ',': { en: '","', zh: '","' },
  '=': { en: '"="', zh: '"="' },
} as const satisfies Record<string, Localized>;

export type Expected = keyof typeof words;

/** The words for `expected`, as the data of a problem: `expected` in English, `expectedZh` in Chinese. */
export function expectedData(expected: Expected): { expected: string; expectedZh: string } {
  const { en, zh } = words[expected];
  return { expected: en, expectedZh: zh };
}

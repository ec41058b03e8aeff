import { noOptions } from '../../core/options';
import type { Field } from '../../idl/model/tree';
import { definitionRule } from '../../idl/rule';
import { isBaseField, isBaseMember } from './_fields';

export const rule = definitionRule({
  id: 'idl/missing-requiredness',
  group: 'convention',
  summary: {
    en: 'a struct or exception field that is neither `required` nor `optional`',
    zh: '结构体或异常的字段既不是 `required` 也不是 `optional`',
  },
  guide: '5.1',
  severity: 'warning',
  fix: 'suggested',
  options: noOptions,
  messages: {
    missing: {
      en: '"{name}" is neither required nor optional, so what an unset value means differs from language to language; write "optional" or "required"',
      zh: '“{name}”既不是 required 也不是 optional，未设置时的含义因语言而异；请写明 optional 或 required',
    },
    optional: {
      en: 'Make "{name}" optional (changes the wire and the generated type)',
      zh: '将“{name}”设为 optional（会改变线上格式与生成的类型）',
    },
    required: {
      en: 'Make "{name}" required (changes the wire: readers refuse messages without it)',
      zh: '将“{name}”设为 required（会改变线上格式：缺少该字段的消息会被拒绝）',
    },
    all: {
      en: 'Make all {count} such fields of "{owner}" optional (changes the wire and the generated types)',
      zh: '将“{owner}”的全部 {count} 个此类字段设为 optional（会改变线上格式与生成的类型）',
    },
  },
  on: ['Struct', 'Exception'],
  check(definition, { report }) {
    if (definition.kind !== 'Struct' && definition.kind !== 'Exception') return;
    const owner = definition.name.text;
    // Frameworks write and read `Base`, `BaseResp` and their members as base.thrift has them.
    const missing = definition.fields.filter(
      (field) => !field.requiredness && !isBaseField(field) && !isBaseMember(field),
    );
    // A required field of the struct's own type could never be filled in.
    const leadsBack = ({ type }: Field) => type.kind === 'NamedType' && type.name.text === owner;
    for (const field of missing) {
      const data = { name: field.name.text };
      report({
        at: field.name,
        message: 'missing',
        data,
        fixes: ({ fix, insertBefore }) => {
          const write = (word: string) => (each: Field) => insertBefore(each.type, `${word} `);
          return [
            fix('suggested', 'optional', data, [write('optional')(field)]),
            leadsBack(field) ? undefined : fix('suggested', 'required', data, [write('required')(field)]),
            missing.length > 1
              ? fix('suggested', 'all', { owner, count: missing.length }, missing.map(write('optional')))
              : undefined,
          ];
        },
      });
    }
  },
});

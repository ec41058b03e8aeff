import { noOptions } from '../../core/options';
import { enumValuesOf } from '../../idl/model/enumValues';
import type { EnumItem } from '../../idl/model/tree';
import { definitionRule } from '../../idl/rule';

export const rule = definitionRule({
  id: 'idl/duplicate-enum-value',
  group: 'language',
  summary: { en: 'two enum items with the same number', zh: '两个枚举项的数值相同' },
  guide: '5.1',
  severity: 'error',
  presets: { apache: 'warning' },
  options: noOptions,
  messages: {
    same: {
      en: '"{name}" has the number {value}, which "{first}" has already; the wire cannot tell them apart, and Kitex refuses the file',
      zh: '“{name}”的数值 {value} 已被“{first}”使用；线上无法区分两者，Kitex 会拒绝该文件',
    },
    sameImplicit: {
      en: '"{name}" gets the number {value} from its place, which "{first}" has already; the wire cannot tell them apart, and Kitex refuses the file',
      zh: '“{name}”按位置得到的数值 {value} 已被“{first}”使用；线上无法区分两者，Kitex 会拒绝该文件',
    },
    first: { en: '"{first}" is {value}', zh: '“{first}”的数值是 {value}' },
  },
  on: ['Enum'],
  check(definition, { report }) {
    if (definition.kind !== 'Enum') return;
    const taken = new Map<bigint, EnumItem>();
    for (const { item, value } of enumValuesOf(definition)) {
      const first = taken.get(value);
      if (!first) {
        taken.set(value, item);
        continue;
      }
      // The same name twice is one mistake, and idl/duplicate-name's.
      if (first.name.text === item.name.text) continue;
      const data = { name: item.name.text, value: value.toString(), first: first.name.text };
      report({
        at: item.value ?? item.name,
        symbolOf: item,
        message: item.value ? 'same' : 'sameImplicit',
        data,
        related: [{ at: first.name, message: 'first', data }],
      });
    }
  },
});

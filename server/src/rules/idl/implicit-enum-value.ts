import { z } from 'zod';
import { definitionRule } from '../../idl/rule';

export const rule = definitionRule({
  id: 'idl/implicit-enum-value',
  group: 'language',
  summary: { en: 'an enum item without a number', zh: '枚举项没有写明数值' },
  guide: '5.1',
  severity: 'warning',
  fix: 'safe',
  options: z.strictObject({}),
  messages: {
    implicit: {
      en: '"{name}" has no number and gets {value} from its place; a line added above it changes the wire',
      zh: '“{name}”没有写明数值，按位置得到 {value}；在其上方增加一行就会改变线上格式',
    },
    write: { en: 'Write "= {value}"', zh: '写上“= {value}”' },
  },
  check(definition, { report }) {
    if (definition.kind !== 'Enum') return;
    let next = 0n;
    for (const item of definition.items) {
      const value = item.value?.value ?? next;
      next = value + 1n;
      if (item.value) continue;
      const text = value.toString();
      report({
        at: item.name,
        message: 'implicit',
        data: { name: item.name.text, value: text },
        fixes: ({ fix, insertAfter }) => [
          fix('safe', 'write', { value: text }, [insertAfter(item.name, ` = ${text}`)]),
        ],
      });
    }
  },
});

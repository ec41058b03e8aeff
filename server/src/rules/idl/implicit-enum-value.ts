import { noOptions } from '../../core/options';
import { enumRange, enumValuesOf } from '../../idl/model/enumValues';
import { definitionRule } from '../../idl/rule';

export const rule = definitionRule({
  id: 'idl/implicit-enum-value',
  group: 'language',
  summary: { en: 'an enum item without a number', zh: '枚举项没有写明数值' },
  guide: '5.1',
  severity: 'warning',
  fix: 'safe',
  options: noOptions,
  messages: {
    implicit: {
      en: '"{name}" has no number and gets {value} from its place; a line added above it changes the wire',
      zh: '“{name}”没有写明数值，按位置得到 {value}；在其上方增加一行就会改变线上格式',
    },
    overflow: {
      en: '"{name}" has no number, and the next one ({value}) does not fit in 32 bits; write a free number',
      zh: '“{name}”没有写明数值，而下一个数值（{value}）超出 32 位；请写上一个未使用的数值',
    },
    write: { en: 'Write "= {value}"', zh: '写上“= {value}”' },
  },
  on: ['Enum'],
  check(definition, { report }) {
    if (definition.kind !== 'Enum') return;
    for (const { item, value: number } of enumValuesOf(definition)) {
      if (item.value) continue;
      const value = number.toString();
      const data = { name: item.name.text, value };
      if (number > enumRange.max || number < enumRange.min) {
        // An item that is out of range itself is idl/value-overflow's; what follows it is not told a second time.
        if (number === enumRange.max + 1n) report({ at: item.name, message: 'overflow', data, severity: 'error' });
        continue;
      }
      report({
        at: item.name,
        message: 'implicit',
        data,
        fixes: ({ fix, insertAfter }) => [fix('safe', 'write', { value }, [insertAfter(item.name, ` = ${value}`)])],
      });
    }
  },
});

import { noOptions } from '../../core/options';
import { enumRange, enumValuesOf } from '../../idl/model/enumValues';
import type { ConstValue } from '../../idl/model/tree';
import { valueOwners } from '../../idl/model/walk';
import { createScopes, type TypedValue, typedValuesIn } from '../../idl/resolve/typedValues';
import { linkedRule } from '../../idl/rule';
import { fold, valueText } from './_values';

const bits: ReadonlyMap<string, bigint> = new Map([
  ['byte', 8n],
  ['i8', 8n],
  ['i16', 16n],
  ['i32', 32n],
]);

/** The name and the range of the integer type that is due; undefined for any other type, i64 included (its overflow is no number at all). */
function integerType({ type }: TypedValue): { name: string; min: bigint; max: bigint } | undefined {
  if (type.kind !== 'type' || type.type.kind !== 'BaseType') return undefined;
  const width = bits.get(type.type.name);
  if (width === undefined) return undefined;
  return { name: type.type.name, min: -(2n ** (width - 1n)), max: 2n ** (width - 1n) - 1n };
}

export const rule = linkedRule({
  id: 'idl/value-overflow',
  group: 'language',
  summary: { en: 'a number that its type cannot hold', zh: '超出类型范围的数' },
  severity: 'warning',
  options: noOptions,
  brokenToo: true,
  messages: {
    overflow: {
      en: '{value} does not fit into {type} ({min} to {max}); it is cut off, or the generated code does not compile',
      zh: '{value} 超出 {type} 的范围（{min} 到 {max}）：值会被截断，或生成的代码无法编译',
    },
    item: {
      en: 'enum item "{name}" is {value}, which does not fit into 32 bits; code generators refuse it',
      zh: '枚举项“{name}”的值为 {value}，超出 32 位，代码生成器会拒绝',
    },
  },
  on: [...valueOwners, 'Enum'],
  check(definition, { report, file, scope, project }) {
    if (file.document.fbthrift) return;
    const scopeOf = createScopes(scope, project);
    if (definition.kind === 'Enum') {
      for (const { item, value } of enumValuesOf(definition)) {
        if (value >= enumRange.min && value <= enumRange.max) continue;
        report({
          at: item.value ?? item.name,
          severity: 'error',
          message: 'item',
          data: { name: item.name.text, value: value.toString() },
        });
      }
      return;
    }
    for (const typed of typedValuesIn(definition, scope, scopeOf)) {
      const type = integerType(typed);
      const number = type && numberIn(typed.value);
      if (!type || number === undefined || (number >= type.min && number <= type.max)) continue;
      report({
        at: typed.value,
        message: 'overflow',
        data: {
          value: valueText(file, typed.value),
          type: type.name,
          min: type.min.toString(),
          max: type.max.toString(),
        },
      });
    }

    function numberIn(value: ConstValue): bigint | undefined {
      const folded = fold(value, scope, scopeOf);
      return folded?.kind === 'IntLiteral' || folded?.kind === 'Number' ? folded.value : undefined;
    }
  },
});

import { noOptions } from '../../core/options';
import type { ConstValue } from '../../idl/model/tree';
import { definitionRule } from '../../idl/rule';

/** Whether the value is what readers see for an unset field anyway. */
function isZero(value: ConstValue): boolean {
  switch (value.kind) {
    case 'IntLiteral':
      return value.value === 0n;
    case 'DoubleLiteral':
      return value.value === 0;
    case 'StringLiteral':
      return value.value === '';
    case 'ListLiteral':
      return value.elements.length === 0;
    case 'MapLiteral':
      return value.entries.length === 0;
    case 'ValueReference':
      return value.name.text === 'false';
  }
}

export const rule = definitionRule({
  id: 'idl/optional-default',
  group: 'convention',
  summary: { en: 'a default on an optional field', zh: 'optional 字段带有默认值' },
  guide: '5.1',
  severity: 'off',
  options: noOptions,
  messages: {
    optional: {
      en: '"{name}" is optional, but with a default nobody can tell "not set" from "set to the default", and old and new readers disagree once the default changes; let the service fill it in',
      zh: '“{name}”是 optional，但有默认值后无法区分“未设置”与“设为默认值”，且默认值一旦改变，新旧读取方的结果会不一致；请由服务端填充',
    },
  },
  on: ['Struct', 'Exception'],
  check(definition, { report }) {
    if (definition.kind !== 'Struct' && definition.kind !== 'Exception') return;
    for (const { name, requiredness, defaultValue } of definition.fields) {
      if (defaultValue && requiredness?.text === 'optional' && !isZero(defaultValue))
        report({ at: defaultValue, message: 'optional', data: { name: name.text } });
    }
  },
});

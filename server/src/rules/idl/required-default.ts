import { noOptions } from '../../core/options';
import { definitionRule } from '../../idl/rule';

export const rule = definitionRule({
  id: 'idl/required-default',
  group: 'convention',
  summary: { en: 'a default on a required field', zh: 'required 字段带有默认值' },
  guide: '5.1',
  severity: 'off',
  options: noOptions,
  messages: {
    required: {
      en: '"{name}" is required, so no reader ever falls back to this default: a message without the field is refused; make it optional, or drop the default',
      zh: '“{name}”是 required，读取方永远不会用到该默认值：缺少该字段的消息会被拒绝；请改为 optional，或去掉默认值',
    },
  },
  on: ['Struct', 'Exception'],
  check(definition, { report }) {
    if (definition.kind !== 'Struct' && definition.kind !== 'Exception') return;
    for (const { name, requiredness, defaultValue } of definition.fields) {
      if (defaultValue && requiredness?.text === 'required')
        report({ at: defaultValue, message: 'required', data: { name: name.text } });
    }
  },
});

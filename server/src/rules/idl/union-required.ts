import { noOptions } from '../../core/options';
import { definitionRule } from '../../idl/rule';
import { placeIn, removeWord } from './_edits';

export const rule = definitionRule({
  id: 'idl/union-required',
  group: 'language',
  summary: {
    en: 'a required member of a union, or a second default value in one',
    zh: 'union 中的 required 成员，或其中的第二个默认值',
  },
  severity: 'error',
  fix: 'safe',
  options: noOptions,
  messages: {
    required: {
      en: '"{name}" cannot be required: a union holds one member at a time, and compilers ignore the word',
      zh: '“{name}”不能是 required：union 同一时刻只有一个成员，编译器会忽略该关键字',
    },
    default: {
      en: '"{name}" has a default although "{first}" has one: a union starts with one member at most, and compilers refuse the file',
      zh: '“{first}”已有默认值，“{name}”不能再有：union 最多以一个成员开始，编译器会拒绝该文件',
    },
    first: { en: 'the first default', zh: '第一个默认值' },
    drop: { en: 'Remove "required"', zh: '删除“required”' },
  },
  on: ['Union'],
  check(definition, { report }) {
    if (definition.kind !== 'Union') return;
    const first = definition.fields.find((field) => field.defaultValue);
    for (const field of definition.fields) {
      const { requiredness, defaultValue } = field;
      if (requiredness?.text === 'required') {
        const place = placeIn(definition, requiredness.span);
        report({
          at: place,
          symbolOf: field,
          message: 'required',
          data: { name: field.name.text },
          fixes: (tools) => [tools.fix('safe', 'drop', {}, [removeWord(tools, place)])],
        });
      }
      if (defaultValue && first?.defaultValue && field !== first) {
        report({
          at: defaultValue,
          symbolOf: field,
          message: 'default',
          data: { name: field.name.text, first: first.name.text },
          related: [{ at: first.defaultValue, message: 'first' }],
        });
      }
    }
  },
});

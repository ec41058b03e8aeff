import { noOptions } from '../../core/options';
import type { Field } from '../../idl/model/tree';
import { definitionRule } from '../../idl/rule';
import { placeIn, removeWord } from './_edits';

export const rule = definitionRule({
  id: 'idl/misplaced-requiredness',
  group: 'language',
  summary: {
    en: '`optional` on an argument, `required` in a throws clause',
    zh: '参数上的 `optional`，或 throws 中的 `required`',
  },
  severity: 'warning',
  fix: 'safe',
  options: noOptions,
  messages: {
    optional: {
      en: 'compilers ignore "optional" on an argument: "{name}" is always sent; to make it optional, put it in a request struct',
      zh: '编译器会忽略参数上的“optional”：“{name}”总会被发送；若要可选，请放进请求结构体',
    },
    required: {
      en: 'compilers ignore "required" in throws: at most one of the exceptions is ever set',
      zh: '编译器会忽略 throws 中的“required”：其中最多只有一个异常会被设置',
    },
    drop: { en: 'Remove "{word}"', zh: '删除“{word}”' },
  },
  on: ['Service'],
  check(definition, { report }) {
    if (definition.kind !== 'Service') return;
    const tell = (field: Field, wrong: 'optional' | 'required') => {
      if (field.requiredness?.text !== wrong) return;
      const place = placeIn(definition, field.requiredness.span);
      report({
        at: place,
        symbolOf: field,
        message: wrong,
        data: { name: field.name.text },
        tags: ['unnecessary'],
        fixes: (tools) => [tools.fix('safe', 'drop', { word: wrong }, [removeWord(tools, place)])],
      });
    };
    for (const method of definition.methods) {
      for (const argument of method.arguments) tell(argument, 'optional');
      for (const entry of method.throws?.fields ?? []) tell(entry, 'required');
    }
  },
});

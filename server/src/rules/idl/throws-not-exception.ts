import { noOptions } from '../../core/options';
import { linkedRule } from '../../idl/rule';

export const rule = linkedRule({
  id: 'idl/throws-not-exception',
  group: 'language',
  summary: { en: 'a throws clause that names something other than an exception', zh: 'throws 中的类型不是 exception' },
  guide: '5.1',
  severity: 'error',
  fix: 'suggested',
  options: noOptions,
  messages: {
    notException: {
      en: '"{type}" is no exception, and only exceptions can be thrown; compilers refuse the file',
      zh: '“{type}”不是 exception，只有 exception 才能抛出；编译器会拒绝该文件',
    },
    defined: { en: '"{name}" is a {keyword}', zh: '“{name}”是 {keyword}' },
    convert: {
      en: 'Make "{name}" an exception (changes its public type)',
      zh: '把“{name}”改为 exception（会改变其公开类型）',
    },
  },
  on: ['Service'],
  check(service, { file, scope, report }) {
    if (service.kind !== 'Service') return;
    for (const { throws } of service.methods) {
      for (const { type } of throws?.fields ?? []) {
        const found = scope.trueType(type);
        if (found.kind === 'unknown') continue;
        if (found.kind === 'type') {
          report({ at: type, message: 'notException', data: { type: file.textOf(type) } });
          continue;
        }
        const { definition, file: home } = found;
        if (definition.kind === 'Exception') continue;
        const { keyword, name } = definition;
        report({
          at: type,
          message: 'notException',
          data: { type: file.textOf(type) },
          related: [{ at: name, file: home, message: 'defined', data: { name: name.text, keyword: keyword.text } }],
          fixes: ({ fix, scope: now, edit }) => {
            // Looked up again: the other file may have changed since.
            const target = now.trueType(type);
            if (target.kind !== 'definition' || target.definition.kind !== 'Struct') return [];
            const range = target.file.rangeOf({ in: target.definition, span: target.definition.keyword.span });
            return [
              fix('suggested', 'convert', { name: target.definition.name.text }, [
                edit(range, 'exception', target.file.uri),
              ]),
            ];
          },
        });
      }
    }
  },
});

import { renameMethod } from '../../idl/resolve/rename';
import { definitionRule } from '../../idl/rule';
import { isCamelCase, isPascalCase, toCamelCase, toPascalCase } from '../../idl/vocabulary/naming';

export const rule = definitionRule({
  id: 'idl/method-naming',
  group: 'convention',
  summary: { en: 'a method that is not PascalCase', zh: '方法名不是 PascalCase' },
  guide: '5.1',
  severity: 'warning',
  fix: 'suggested',
  options: (z) =>
    z.strictObject({
      style: z
        .enum(['PascalCase', 'camelCase'])
        .default('PascalCase')
        .meta({ markdownDescription: 'How methods are written.' }),
    }),
  messages: {
    wrong: {
      en: 'method "{name}" is not {style}; use "{expected}"',
      zh: '方法“{name}”不是 {style}，请使用“{expected}”',
    },
    rename: {
      en: 'Rename to "{expected}" (changes the wire: the name is sent with each call)',
      zh: '重命名为“{expected}”（会改变线上格式：每次调用都会发送方法名）',
    },
  },
  on: ['Service'],
  check(definition, { options: { style }, report }) {
    if (definition.kind !== 'Service') return;
    const [fits, convert] = style === 'camelCase' ? [isCamelCase, toCamelCase] : [isPascalCase, toPascalCase];
    for (const method of definition.methods) {
      const name = method.name.text;
      if (fits(name)) continue;
      const expected = convert(name);
      if (!fits(expected)) continue;
      report({
        at: method.name,
        message: 'wrong',
        data: { name, style, expected },
        fixes: ({ file, project, fix }) => [
          fix('suggested', 'rename', { expected }, renameMethod(project, file, definition, method.name, expected)),
        ],
      });
    }
  },
});

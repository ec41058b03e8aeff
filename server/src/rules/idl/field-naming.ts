import { z } from 'zod';
import { isStructLike } from '../../idl/model/file';
import { fieldsIn } from '../../idl/model/walk';
import { renameField } from '../../idl/resolve/rename';
import { definitionRule } from '../../idl/rule';
import { isBaseField, isBaseMember } from './_fields';
import { isCamelCase, isSnakeCase, toCamelCase, toSnakeCase } from './_naming';

export const rule = definitionRule({
  id: 'idl/field-naming',
  group: 'convention',
  summary: { en: 'a field or argument that is not snake_case', zh: '字段或参数名不是 snake_case' },
  guide: '5.1',
  severity: 'warning',
  fix: 'suggested',
  options: z.strictObject({
    style: z
      .enum(['snake_case', 'camelCase'])
      .default('snake_case')
      .meta({ markdownDescription: 'How fields and arguments are written.' }),
  }),
  messages: {
    wrong: { en: '"{name}" is not {style}; use "{expected}"', zh: '“{name}”不是 {style}，请使用“{expected}”' },
    rename: {
      en: 'Rename to "{expected}" everywhere (changes the public name)',
      zh: '全部重命名为“{expected}”（会改变公开名称）',
    },
  },
  check(definition, { options: { style }, report }) {
    const [fits, convert] = style === 'camelCase' ? [isCamelCase, toCamelCase] : [isSnakeCase, toSnakeCase];
    for (const field of fieldsIn(definition)) {
      const name = field.name.text;
      if (fits(name) || isBaseField(field) || isBaseMember(field) || field.parent?.kind === 'Throws') continue;
      const expected = convert(name);
      if (expected === name || !fits(expected)) continue;
      report({
        at: field.name,
        message: 'wrong',
        data: { name, style, expected },
        fixes: ({ file, project, fix, replace }) => {
          const taken =
            field.parent?.kind === 'Method' && field.parent.arguments.some((other) => other.name.text === expected);
          const edits = isStructLike(definition)
            ? renameField(project, file, definition, field.name, expected)
            : taken
              ? undefined
              : [replace(field.name, expected)];
          return [fix('suggested', 'rename', { expected }, edits)];
        },
      });
    }
  },
});

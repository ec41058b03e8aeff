import { noOptions } from '../../core/options';
import { renameEnumItem } from '../../idl/resolve/rename';
import { definitionRule } from '../../idl/rule';
import { isUpperSnakeCase, toUpperSnakeCase } from '../../idl/vocabulary/naming';

export const rule = definitionRule({
  id: 'idl/enum-item-naming',
  group: 'convention',
  summary: { en: 'an enum item that is not UPPER_SNAKE_CASE', zh: '枚举项不是 UPPER_SNAKE_CASE' },
  guide: '5.1',
  severity: 'off',
  presets: { strict: 'warning' },
  fix: 'suggested',
  options: noOptions,
  messages: {
    wrong: {
      en: 'enum item "{name}" is not UPPER_SNAKE_CASE; use "{expected}"',
      zh: '枚举项“{name}”不是 UPPER_SNAKE_CASE，请使用“{expected}”',
    },
    rename: {
      en: 'Rename to "{expected}" everywhere (changes the public name)',
      zh: '全部重命名为“{expected}”（会改变公开名称）',
    },
  },
  on: ['Enum'],
  check(definition, { report }) {
    if (definition.kind !== 'Enum') return;
    for (const item of definition.items) {
      const name = item.name.text;
      if (isUpperSnakeCase(name)) continue;
      const expected = toUpperSnakeCase(name);
      if (!isUpperSnakeCase(expected)) continue;
      report({
        at: item.name,
        message: 'wrong',
        data: { name, expected },
        fixes: ({ file, project, fix }) => [
          fix('suggested', 'rename', { expected }, renameEnumItem(project, file, definition, item, expected)),
        ],
      });
    }
  },
});

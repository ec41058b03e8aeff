import { noOptions } from '../../core/options';
import { renameDefinition } from '../../idl/resolve/rename';
import { definitionRule } from '../../idl/rule';
import { isUpperSnakeCase, toUpperSnakeCase } from '../../idl/vocabulary/naming';

export const rule = definitionRule({
  id: 'idl/constant-naming',
  group: 'convention',
  summary: { en: 'a constant that is not UPPER_SNAKE_CASE', zh: '常量名不是 UPPER_SNAKE_CASE' },
  guide: '5.1',
  severity: 'hint',
  fix: 'suggested',
  options: noOptions,
  messages: {
    wrong: {
      en: 'constant "{name}" is not UPPER_SNAKE_CASE; use "{expected}"',
      zh: '常量“{name}”不是 UPPER_SNAKE_CASE，请使用“{expected}”',
    },
    rename: {
      en: 'Rename to "{expected}" everywhere (changes the public name)',
      zh: '全部重命名为“{expected}”（会改变公开名称）',
    },
  },
  on: ['Const'],
  check(definition, { report }) {
    if (definition.kind !== 'Const') return;
    const name = definition.name.text;
    if (isUpperSnakeCase(name)) return;
    const expected = toUpperSnakeCase(name);
    if (!isUpperSnakeCase(expected)) return;
    report({
      at: definition.name,
      message: 'wrong',
      data: { name, expected },
      fixes: ({ file, project, fix }) => [
        fix('suggested', 'rename', { expected }, renameDefinition(project, file, definition, expected)),
      ],
    });
  },
});

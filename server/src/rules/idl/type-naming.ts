import { noOptions } from '../../core/options';
import type { Definition, NamedDefinition } from '../../idl/model/tree';
import { renameDefinition } from '../../idl/resolve/rename';
import { definitionRule } from '../../idl/rule';
import { isPascalCase, toPascalCase } from '../../idl/vocabulary/naming';

type NamedType = Exclude<NamedDefinition, { kind: 'Const' }>;

const kinds: readonly NamedType['kind'][] = ['Struct', 'Union', 'Exception', 'Enum', 'Senum', 'Service', 'Typedef'];

function isNamedType(definition: Definition): definition is NamedType {
  return kinds.some((kind) => kind === definition.kind);
}

export const rule = definitionRule({
  id: 'idl/type-naming',
  group: 'convention',
  summary: {
    en: 'a struct, union, exception, enum, service or typedef that is not PascalCase',
    zh: '结构体、联合、异常、枚举、服务或类型别名不是 PascalCase',
  },
  guide: '5.1',
  severity: 'warning',
  fix: 'suggested',
  options: noOptions,
  messages: {
    Struct: {
      en: 'struct "{name}" is not PascalCase; use "{expected}"',
      zh: '结构体“{name}”不是 PascalCase，请使用“{expected}”',
    },
    Union: {
      en: 'union "{name}" is not PascalCase; use "{expected}"',
      zh: '联合“{name}”不是 PascalCase，请使用“{expected}”',
    },
    Exception: {
      en: 'exception "{name}" is not PascalCase; use "{expected}"',
      zh: '异常“{name}”不是 PascalCase，请使用“{expected}”',
    },
    Enum: {
      en: 'enum "{name}" is not PascalCase; use "{expected}"',
      zh: '枚举“{name}”不是 PascalCase，请使用“{expected}”',
    },
    Senum: {
      en: 'senum "{name}" is not PascalCase; use "{expected}"',
      zh: '字符串枚举“{name}”不是 PascalCase，请使用“{expected}”',
    },
    Service: {
      en: 'service "{name}" is not PascalCase; use "{expected}"',
      zh: '服务“{name}”不是 PascalCase，请使用“{expected}”',
    },
    Typedef: {
      en: 'typedef "{name}" is not PascalCase; use "{expected}"',
      zh: '类型别名“{name}”不是 PascalCase，请使用“{expected}”',
    },
    rename: {
      en: 'Rename to "{expected}" everywhere (changes the public name)',
      zh: '全部重命名为“{expected}”（会改变公开名称）',
    },
  },
  on: kinds,
  check(definition, { report }) {
    if (!isNamedType(definition)) return;
    const name = definition.name.text;
    if (isPascalCase(name)) return;
    const expected = toPascalCase(name);
    if (!isPascalCase(expected)) return;
    report({
      at: definition.name,
      message: definition.kind,
      data: { name, expected },
      fixes: ({ file, project, fix }) => [
        fix('suggested', 'rename', { expected }, renameDefinition(project, file, definition, expected)),
      ],
    });
  },
});

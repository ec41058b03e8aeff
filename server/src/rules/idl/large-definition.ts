import type { Zod } from '../../core/zod';
import { definitionRule } from '../../idl/rule';

const limit = (z: Zod, value: number, description: string) =>
  z.int().min(1).default(value).meta({ markdownDescription: description });

export const rule = definitionRule({
  id: 'idl/large-definition',
  group: 'convention',
  summary: {
    en: 'an enum, struct or argument list too large to work with',
    zh: '枚举、结构体或参数列表过大',
  },
  guide: '5.1',
  severity: 'warning',
  options: (z) =>
    z.strictObject({
      maxEnumItems: limit(z, 500, 'The most items that an enum may have.'),
      maxFields: limit(z, 100, 'The most fields that a struct, union or exception may have.'),
      maxArguments: limit(z, 66, 'The most arguments that a method may take.'),
    }),
  thriftcheck: ['enum.size'],
  messages: {
    items: {
      en: '"{name}" has {count} items (more than {limit}): generated code grows with each, and every new one means a release of all users; keep such a list as data',
      zh: '“{name}”有 {count} 个枚举项（超过 {limit}）：生成代码随之膨胀，每次新增都要求所有使用方重新发布；请改为以数据形式维护',
    },
    fields: {
      en: '"{name}" has {count} fields (more than {limit}): every reader and writer deals with them all; split it into structs by what is used together',
      zh: '“{name}”有 {count} 个字段（超过 {limit}）：读写双方都要处理全部字段；请按使用场景拆分为多个结构体',
    },
    arguments: {
      en: '"{name}" takes {count} arguments (more than {limit}); put them into one request struct',
      zh: '“{name}”有 {count} 个参数（超过 {limit}）；请合并为一个请求结构体',
    },
  },
  check(definition, { options, report }) {
    switch (definition.kind) {
      case 'Enum': {
        const count = definition.items.length;
        const data = { name: definition.name.text, count, limit: options.maxEnumItems };
        if (count > options.maxEnumItems) report({ at: definition.name, message: 'items', data });
        break;
      }
      case 'Struct':
      case 'Union':
      case 'Exception': {
        const count = definition.fields.length;
        const data = { name: definition.name.text, count, limit: options.maxFields };
        if (count > options.maxFields) report({ at: definition.name, message: 'fields', data });
        break;
      }
      case 'Service':
        for (const {
          name,
          arguments: { length: count },
        } of definition.methods) {
          if (count <= options.maxArguments) continue;
          const data = { name: name.text, count, limit: options.maxArguments };
          report({ at: name, message: 'arguments', data });
        }
        break;
    }
  },
});

import { noOptions } from '../../core/options';
import type { Definition, NamedType, Type } from '../../idl/model/tree';
import { isVoid, typesIn } from '../../idl/model/walk';
import { linkedRule } from '../../idl/rule';

type Use = 'field' | 'argument' | 'result' | 'element' | 'constant';

interface DataUse {
  readonly use: Use;
  readonly type: NamedType;
}

function findUses(definition: Definition): readonly DataUse[] {
  const uses: DataUse[] = [];
  const add = (use: Use, type: Type): void => {
    if (type.kind === 'BaseType') return;
    for (const each of typesIn(type))
      if (each.kind === 'NamedType') uses.push({ use: each === type ? use : 'element', type: each });
  };
  switch (definition.kind) {
    case 'Struct':
    case 'Union':
      for (const { type } of definition.fields) add('field', type);
      break;
    case 'Typedef':
      // An alias for an exception is only a name for it; a container of exceptions is data.
      if (definition.type.kind !== 'NamedType') add('element', definition.type);
      break;
    case 'Const':
      add('constant', definition.type);
      break;
    case 'Service':
      for (const method of definition.methods) {
        if (!isVoid(method.returns)) add('result', method.returns);
        for (const { type } of method.arguments) add('argument', type);
      }
      break;
  }
  return uses;
}

export const rule = linkedRule({
  id: 'idl/exception-as-data',
  group: 'language',
  summary: {
    en: 'an exception used as a field, argument, result or element',
    zh: '把 exception 用作字段、参数、返回值或容器元素',
  },
  guide: '5.1',
  severity: 'warning',
  options: noOptions,
  messages: {
    field: {
      en: 'the exception "{name}" is used as a field\'s type: nothing is thrown, the value travels as plain data; use a struct for it',
      zh: 'exception“{name}”被用作字段类型：不会抛出，只是普通数据；请为它使用结构体',
    },
    argument: {
      en: 'the exception "{name}" is used as an argument\'s type: nothing is thrown, the value travels as plain data; use a struct for it',
      zh: 'exception“{name}”被用作参数类型：不会抛出，只是普通数据；请为它使用结构体',
    },
    result: {
      en: 'the exception "{name}" is returned: the caller gets a value and no error; put it in "throws"',
      zh: 'exception“{name}”被作为返回值：调用方得到的是普通值而不是错误；请写进“throws”',
    },
    element: {
      en: 'the exception "{name}" is used as an element\'s type: nothing is thrown, the value travels as plain data; use a struct for it',
      zh: 'exception“{name}”被用作容器元素类型：不会抛出，只是普通数据；请为它使用结构体',
    },
    constant: {
      en: 'the exception "{name}" is used as a constant\'s type; use a struct for it',
      zh: 'exception“{name}”被用作常量类型；请为它使用结构体',
    },
  },
  on: ['Struct', 'Union', 'Typedef', 'Const', 'Service'],
  check(definition, { scope, report }) {
    for (const { use, type } of findUses(definition)) {
      const found = scope.trueType(type);
      const isException = found.kind === 'definition' && found.definition.kind === 'Exception';
      if (!isException) continue;
      // Batch results and failure reports carry exceptions on purpose; an error that is returned instead of thrown is a slip.
      const severity = use === 'result' ? 'warning' : 'information';
      report({ at: type.name, severity, message: use, data: { name: type.name.text } });
    }
  },
});

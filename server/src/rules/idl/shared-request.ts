import { z } from 'zod';
import { methodsOf } from '../../idl/model/file';
import type { Method, StructLike } from '../../idl/model/tree';
import { fileRule } from '../../idl/rule';
import { bareName } from '../../idl/vocabulary/naming';
import { isBaseField } from './_fields';
import { isEmptyMessage, messageOf, onlyArgument } from './_requests';

export const rule = fileRule({
  id: 'idl/shared-request',
  group: 'convention',
  summary: { en: 'one request struct used by several methods', zh: '多个方法共用一个请求结构体' },
  guide: '5.1',
  severity: 'information',
  options: z.strictObject({}),
  messages: {
    shared: {
      en: '"{name}" is the request of "{first}" as well; a field that one of them needs later lands in both',
      zh: '“{name}”也是“{first}”的请求；以后其中一个方法需要的字段会同时出现在两者中',
    },
    first: { en: 'the other method that takes "{name}"', zh: '另一个使用“{name}”的方法' },
  },
  check(file, { scope, report }) {
    const users = new Map<StructLike, Method[]>();
    for (const { service, method } of methodsOf(file)) {
      const argument = onlyArgument(method);
      if (!argument || service.broken || isBaseField(argument)) continue;
      const message = messageOf(scope, argument.type);
      if (!message) continue;
      const name = message.type.name.text;
      const others = users.get(message.struct) ?? [];
      users.set(message.struct, [...others, method]);
      const [first] = others;
      // The same method in two services, or in two versions of one, is one method to its users.
      const isAnother = others.every((other) => bareName(other.name.text) !== bareName(method.name.text));
      if (!first || !isAnother || isEmptyMessage(name)) continue;
      report({
        at: message.type.name,
        symbolOf: method,
        message: 'shared',
        data: { name, first: first.name.text },
        related: [{ at: first.name, message: 'first', data: { name } }],
      });
    }
  },
});

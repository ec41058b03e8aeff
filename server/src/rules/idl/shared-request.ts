import { noOptions } from '../../core/options';
import { linkedColumn } from '../../idl/memory';
import type { Method, NamedType, StructLike } from '../../idl/model/tree';
import { fileRule } from '../../idl/rule';
import { bareName } from '../../idl/vocabulary/naming';
import { isBaseField } from './_fields';
import { isEmptyMessage, messageOf, onlyArgument } from './_requests';

interface Use {
  readonly method: Method;
  readonly type: NamedType;
  readonly struct: StructLike;
}

/** The request structs of each service's methods. */
const usesIn = linkedColumn((service, scope) => {
  if (service.kind !== 'Service' || service.broken) return undefined;
  const uses: Use[] = [];
  for (const method of service.methods) {
    const argument = onlyArgument(method);
    if (!argument || isBaseField(argument)) continue;
    const message = messageOf(scope, argument.type);
    if (message) uses.push({ method, type: message.type, struct: message.struct });
  }
  return uses.length > 0 ? uses : undefined;
});

export const rule = fileRule({
  id: 'idl/shared-request',
  group: 'convention',
  summary: { en: 'one request struct used by several methods', zh: '多个方法共用一个请求结构体' },
  guide: '5.1',
  severity: 'information',
  options: noOptions,
  messages: {
    shared: {
      en: '"{name}" is the request of "{first}" as well; a field that one of them needs later lands in both',
      zh: '“{name}”也是“{first}”的请求；以后其中一个方法需要的字段会同时出现在两者中',
    },
    first: { en: 'the other method that takes "{name}"', zh: '另一个使用“{name}”的方法' },
  },
  check(_, { project, scope, report }) {
    const users = new Map<StructLike, Method[]>();
    for (const { method, type, struct } of usesIn(scope, project).flat()) {
      const others = users.get(struct);
      if (!others) {
        users.set(struct, [method]);
        continue;
      }
      const name = type.name.text;
      const [first] = others;
      // The same method in two services, or in two versions of one, is one method to its users.
      const isAnother = others.every((other) => bareName(other.name.text) !== bareName(method.name.text));
      others.push(method);
      if (!first || !isAnother || isEmptyMessage(name)) continue;
      report({
        at: type.name,
        symbolOf: method,
        message: 'shared',
        data: { name, first: first.name.text },
        related: [{ at: first.name, message: 'first', data: { name } }],
      });
    }
  },
});

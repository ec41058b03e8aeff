import { linkedRule } from '../../idl/rule';
import { isBaseField } from './_fields';
import {
  fixMessage,
  isCalledMessage,
  isEmptyMessage,
  isMessageOf,
  messageName,
  messageOf,
  onlyArgument,
} from './_requests';

export const rule = linkedRule({
  id: 'idl/request-naming',
  group: 'convention',
  summary: { en: 'a request struct that is not named after its method', zh: '请求结构体没有按方法命名' },
  guide: '5.1',
  severity: 'warning',
  fix: 'suggested',
  options: (z) =>
    z.strictObject({
      suffixes: z
        .array(z.string())
        .min(1)
        .default(['Request', 'Req'])
        .meta({ markdownDescription: 'What may stand behind the name of the method; the first is what is proposed.' }),
    }),
  messages: {
    wrong: {
      en: '"{method}" takes "{name}"; name its request "{expected}"',
      zh: '“{method}”的请求是“{name}”，请命名为“{expected}”',
    },
    rename: {
      en: 'Rename "{name}" to "{expected}" (changes the public name)',
      zh: '将“{name}”重命名为“{expected}”（会改变公开名称）',
    },
    create: {
      en: 'Create "{expected}" with the fields of "{name}" and use it here (the wire stays)',
      zh: '新建与“{name}”字段相同的“{expected}”并在此使用（线上格式不变）',
    },
  },
  on: ['Service'],
  check(service, { options: { suffixes }, scope, report }) {
    if (service.kind !== 'Service') return;
    for (const method of service.methods) {
      const argument = onlyArgument(method);
      if (!argument || method.oneway || isBaseField(argument)) continue;
      const message = messageOf(scope, argument.type);
      if (!message) continue;
      const name = message.type.name.text;
      if (isMessageOf(name, service, method, suffixes) || isEmptyMessage(name)) continue;
      const expected = messageName(method, name, suffixes);
      const data = { method: method.name.text, name, expected };
      report({
        at: message.type.name,
        symbolOf: method,
        // Services take and give domain objects on purpose; a message with another method's name is a slip.
        severity: isCalledMessage(name) ? 'warning' : 'information',
        message: 'wrong',
        data,
        fixes: (tools) => fixMessage(tools, service, argument.type, data),
      });
    }
  },
});

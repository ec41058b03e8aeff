import { isVoid } from '../../idl/model/walk';
import { linkedRule } from '../../idl/rule';
import { fixMessage, isCalledMessage, isEmptyMessage, isMessageOf, messageName, messageOf, ownName } from './_requests';

/** `base.BaseResp` alone is how Kitex services say "done": like void, it belongs to no method. */
function isStatus(name: string): boolean {
  return /^Base(?:Resp|Response)$/.test(ownName(name));
}

export const rule = linkedRule({
  id: 'idl/response-naming',
  group: 'convention',
  summary: { en: 'a response struct that is not named after its method', zh: '响应结构体没有按方法命名' },
  guide: '5.1',
  severity: 'warning',
  fix: 'suggested',
  options: (z) =>
    z.strictObject({
      suffixes: z
        .array(z.string())
        .min(1)
        .default(['Response', 'Resp'])
        .meta({ markdownDescription: 'What may stand behind the name of the method; the first is what is proposed.' }),
    }),
  messages: {
    wrong: {
      en: '"{method}" returns "{name}"; name its response "{expected}"',
      zh: '“{method}”的响应是“{name}”，请命名为“{expected}”',
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
      const { returns } = method;
      if (isVoid(returns) || method.oneway) continue;
      const message = messageOf(scope, returns);
      if (!message) continue;
      const name = message.type.name.text;
      if (isMessageOf(name, service, method, suffixes) || isEmptyMessage(name) || isStatus(name)) continue;
      const expected = messageName(method, name, suffixes);
      const data = { method: method.name.text, name, expected };
      report({
        at: message.type.name,
        symbolOf: method,
        // Services take and give domain objects on purpose; a message with another method's name is a slip.
        severity: isCalledMessage(name) ? 'warning' : 'information',
        message: 'wrong',
        data,
        fixes: (tools) => fixMessage(tools, service, returns, data),
      });
    }
  },
});

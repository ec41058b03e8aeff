import { z } from 'zod';
import { methodsOf } from '../../idl/model/file';
import { fileRule } from '../../idl/rule';
import { isBaseField } from './_fields';
import {
  copyMessage,
  isEmptyMessage,
  isMessageOf,
  messageName,
  messageOf,
  onlyArgument,
  renameMessage,
} from './_requests';

export const rule = fileRule({
  id: 'idl/request-naming',
  group: 'convention',
  summary: { en: 'a request struct that is not named after its method', zh: '请求结构体没有按方法命名' },
  guide: '5.1',
  severity: 'warning',
  fix: 'suggested',
  options: z.strictObject({
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
  check(file, { options: { suffixes }, scope, report }) {
    for (const { service, method } of methodsOf(file)) {
      const argument = onlyArgument(method);
      if (!argument || method.oneway || service.broken || isBaseField(argument)) continue;
      const message = messageOf(scope, argument.type);
      if (!message) continue;
      const name = message.type.name.text;
      if (isEmptyMessage(name) || isMessageOf(name, service, method, suffixes)) continue;
      const expected = messageName(method, name, suffixes);
      const data = { method: method.name.text, name, expected };
      report({
        at: message.type.name,
        symbolOf: method,
        message: 'wrong',
        data,
        fixes: ({ file: current, project, fix }) => {
          const renamed = renameMessage(project, message, expected);
          if (renamed) return [fix('suggested', 'rename', data, renamed)];
          return [fix('suggested', 'create', data, copyMessage(project, current, service, message, expected))];
        },
      });
    }
  },
});

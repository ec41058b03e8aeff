import { noOptions } from '../../core/options';
import { isStructLike } from '../../idl/model/file';
import { wrapArguments } from '../../idl/refactor/wrapArguments';
import { linkedRule } from '../../idl/rule';
import { toPascalCase } from '../../idl/vocabulary/naming';
import { onlyArgument } from './_requests';

/** Probes that will never take anything. */
const probePattern = /^(?:ping|pong|health|healthz|ready|readyz|live|livez|version|heartbeat|noop)$/i;
const isProbe = (name: string) => probePattern.test(name.replace(/^(?:get|is|do)_?|_?(?:check|status|info)$/gi, ''));

export const rule = linkedRule({
  id: 'idl/single-request',
  group: 'convention',
  summary: { en: 'a method without exactly one struct argument', zh: '方法没有恰好一个结构体参数' },
  guide: '5.1',
  severity: 'information',
  fix: 'suggested',
  options: noOptions,
  messages: {
    none: {
      en: '"{method}" takes no request; with a struct "{expected}" it can get parameters later without a new signature',
      zh: '“{method}”没有请求参数；使用结构体“{expected}”，以后增加参数时无需修改方法签名',
    },
    many: {
      en: '"{method}" takes {count} arguments; with one struct "{expected}" a new parameter does not change the signature for every caller',
      zh: '“{method}”有 {count} 个参数；合并为一个结构体“{expected}”，以后增加参数时无需修改每个调用方',
    },
    other: {
      en: '"{method}" takes a bare "{type}"; with a struct "{expected}" it can get more parameters later without a new signature',
      zh: '“{method}”直接使用“{type}”作为参数；改用结构体“{expected}”，以后增加参数时无需修改方法签名',
    },
    wrap: {
      en: 'Wrap the arguments into "{expected}" (changes the wire and the signature)',
      zh: '将参数合并到“{expected}”（会改变线上格式与方法签名）',
    },
  },
  on: ['Service'],
  check(service, { file, scope, report }) {
    if (service.kind !== 'Service') return;
    for (const method of service.methods) {
      if (method.oneway) continue;
      const count = method.arguments.length;
      const only = onlyArgument(method);
      const real = only && scope.trueType(only.type);
      // What cannot be seen may be a struct.
      if (real?.kind === 'unknown' || (real?.kind === 'definition' && isStructLike(real.definition))) continue;
      if (count === 0 && isProbe(method.name.text)) continue;
      const expected = `${toPascalCase(method.name.text)}Request`;
      report({
        at: method.name,
        message: count === 0 ? 'none' : only ? 'other' : 'many',
        data: { method: method.name.text, count, type: only ? file.textOf(only.type) : '', expected },
        fixes: ({ file: current, project, fix }) => [
          fix('suggested', 'wrap', { expected }, wrapArguments(project, current, service, method, expected)),
        ],
      });
    }
  },
});

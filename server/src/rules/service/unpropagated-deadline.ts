import type { Localized } from '../../core/finding';
import { noOptions } from '../../core/options';
import { setOption } from '../../service/fixes/options';
import { networkCalls } from '../../service/networkCalls';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { evaluatorOf } from '../../service/values/evaluator';
import { droppedSignal, openSignal } from './_signals';

const messages = {
  dropped: {
    en: '{function} is given {signal}, but this call does not get it: when the caller gives up, the call goes on.',
    zh: '{function} 收到了 {signal}，但这个调用没有使用它：调用方放弃之后，这个调用仍会继续。',
  },
  given: { en: 'The signal comes in here.', zh: 'signal 从这里传入。' },
  fix: { en: 'Pass {signal} on', zh: '传递 {signal}' },
} as const;

const aFunction: Localized = { en: 'The function', zh: '该函数' };

export const rule = serviceRule({
  id: 'service/unpropagated-deadline',
  group: 'timeout',
  summary: {
    en: 'a function that is given a signal and calls without it',
    zh: '收到 signal 的函数在发起调用时没有传递它',
  },
  guide: '2.1',
  severity: 'warning',
  fix: 'suggested',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    for (const call of networkCalls(file, project)) {
      const open = openSignal(call, evaluator);
      const dropped = open && droppedSignal(call.node, project.checker);
      if (!dropped) continue;
      const { owner, signal } = dropped;
      const name = owner.name && ts.isIdentifier(owner.name) ? owner.name.text : aFunction;
      report({
        at: call.node.expression,
        message: 'dropped',
        data: { function: name, signal: signal.text },
        related: [{ at: signal.node, message: 'given' }],
        fixes: (tools) => [
          tools.fix(
            'suggested',
            'fix',
            { signal: signal.text },
            setOption(tools, call.node, open.place, open.option, signal.text),
          ),
        ],
      });
    }
  },
});

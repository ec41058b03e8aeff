import { noOptions } from '../../core/options';
import { decisive } from '../../service/bounds/bound';
import { boundOf } from '../../service/bounds/evaluate';
import { setOption } from '../../service/fixes/options';
import { proposedMs } from '../../service/fixes/timeouts';
import { networkCalls } from '../../service/networkCalls';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { evaluatorOf } from '../../service/values/evaluator';
import { openSignal } from './_signals';

const messages = {
  goesOn: {
    en: '{wrapper} gives up on {call} and leaves it running: the connection and the other side stay busy with an answer that nobody reads. {library} takes a signal that ends it.',
    zh: '{wrapper} 放弃 {call} 后任其继续运行：连接和对端仍在为没有人读取的响应忙碌。{library} 可以用 signal 结束它。',
  },
  wrapper: { en: 'This gives up on the call.', zh: '这里会放弃这个调用。' },
  fix: { en: 'End the call itself after {ms} ms ({option})', zh: '让调用自身在 {ms} 毫秒后结束（{option}）' },
} as const;

const maxText = 40;

function nameOf(node: ts.Node): string {
  const called = ts.isCallExpression(node) || ts.isNewExpression(node) ? node.expression : node;
  const text = called.getText().replace(/\s+/g, ' ');
  return text.length > maxText ? `${text.slice(0, maxText)}…` : text;
}

export const rule = serviceRule({
  id: 'service/uncancelled-work',
  group: 'timeout',
  summary: {
    en: 'a timeout that abandons a call which it could cancel',
    zh: '超时后放弃了本可以取消的调用',
  },
  guide: '2.1',
  severity: 'information',
  fix: 'suggested',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    for (const call of networkCalls(file, project)) {
      if (call.call.streams) continue;
      const bound = boundOf(call, 'request', evaluator);
      const step = bound.state === 'bounded' ? decisive(bound) : undefined;
      if (step?.what !== 'wrapped' || !step.node) continue;
      const open = openSignal(call, evaluator);
      if (!open) continue;
      const ms = step.value ?? proposedMs(project.settings, 'request');
      report({
        at: call.node.expression,
        message: 'goesOn',
        data: { wrapper: nameOf(step.node), call: call.text, library: call.clients[0].library.title },
        related: [{ at: step.node, message: 'wrapper' }],
        fixes: (tools) => [
          tools.fix(
            'suggested',
            'fix',
            { ms, option: open.option },
            setOption(tools, call.node, open.place, open.option, `AbortSignal.timeout(${ms})`),
          ),
        ],
      });
    }
  },
});

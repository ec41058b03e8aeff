import { noOptions } from '../../core/options';
import { decisive } from '../../service/bounds/bound';
import { boundOf } from '../../service/bounds/evaluate';
import { setOption } from '../../service/fixes/options';
import { isWithin } from '../../service/flow/walk';
import { networkCalls } from '../../service/networkCalls';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';
import { alternatives } from '../../service/values/value';
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

/** After how many ms a `Promise.race` is over at the latest: what the one timer of another runner says. Undefined where it cannot be told. */
function raceLimit(race: ts.Node, inside: ts.Node, evaluator: Evaluator): number | undefined {
  const list = ts.isCallExpression(race) ? race.arguments[0] : undefined;
  if (!list || !ts.isArrayLiteralExpression(list)) return undefined;
  for (const runner of list.elements) {
    if (isWithin(inside, runner)) continue;
    const [value, ...others] = alternatives(evaluator.evaluate(runner));
    if (value?.kind !== 'made' || others.length > 0) return undefined;
    const [executor] = value.node.arguments ?? [];
    if (!executor || !(ts.isArrowFunction(executor) || ts.isFunctionExpression(executor))) return undefined;
    const durations: (ts.Expression | undefined)[] = [];
    const visit = (at: ts.Node): void => {
      if (ts.isCallExpression(at) && ts.isIdentifier(at.expression) && at.expression.text === 'setTimeout')
        durations.push(at.arguments[1]);
      if (!ts.isFunctionLike(at) || at === executor) ts.forEachChild(at, visit);
    };
    visit(executor);
    const [duration] = durations;
    const ms = durations.length === 1 && duration ? evaluator.evaluate(duration, value.env) : undefined;
    return ms?.kind === 'constant' && typeof ms.value === 'number' ? ms.value : undefined;
  }
  return undefined;
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
      const ms = step.value ?? raceLimit(step.node, call.node, evaluator);
      report({
        at: call.node.expression,
        message: 'goesOn',
        data: { wrapper: nameOf(step.node), call: call.text, library: call.clients[0].library.title },
        related: [{ at: step.node, message: 'wrapper' }],
        // An end that comes before the wrapper's would cut off calls that are waited for.
        fixes: (tools) => [
          ms === undefined
            ? undefined
            : tools.fix(
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

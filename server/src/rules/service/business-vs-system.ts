import { noOptions } from '../../core/options';
import { declaredErrors } from '../../service/declaredErrors';
import { setOption } from '../../service/fixes/options';
import { type Reached, reachedFrom } from '../../service/flow/reach';
import { retrySites } from '../../service/flow/retries';
import { breakersIn } from '../../service/madeBreakers';
import { serviceRule } from '../../service/rule';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';
import { nameOfSite, repeatedCalls } from './_retries';

const messages = {
  retry: {
    en: '{name} repeats {call} after {error}, too: that is an answer of the service, declared in the IDL, and the next attempt gets the same. Retry only failures of the transport.',
    zh: '{name} 在收到 {error} 之后也会重复 {call}：它是 IDL 中声明的、服务给出的答复，重试只会得到相同的结果。只应重试传输层的失败。',
  },
  breaker: {
    en: 'This circuit breaker counts {error} of {call} as a failure: callers that ask for the wrong thing open it for all others. Keep errors that the IDL declares out of it ({option}).',
    zh: '这个熔断器把 {call} 的 {error} 计为失败：请求有误的调用方会让它对所有调用方打开。请把 IDL 中声明的错误排除在外（{option}）。',
  },
  call: { en: 'This call declares the error.', zh: '这个调用声明了该错误。' },
  fix: { en: 'Tell {error} from failures ({option})', zh: '区分 {error} 与故障（{option}）' },
} as const;

/** The first of the calls that declares an error, with the error's name. */
function declaring(calls: readonly Reached[], evaluator: Evaluator) {
  for (const { call } of calls) {
    const [error] = declaredErrors(call, evaluator);
    if (error !== undefined) return { call, error };
  }
  return undefined;
}

export const rule = serviceRule({
  id: 'service/business-vs-system',
  group: 'error',
  summary: {
    en: 'a retry or a circuit breaker that takes declared errors for failures',
    zh: '把声明的业务错误当作系统故障的重试或熔断',
  },
  guide: '5.1',
  severity: 'warning',
  fix: 'template',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    for (const site of retrySites(file, project)) {
      const { attempts } = site;
      const count = attempts.state === 'bounded' ? attempts.value : undefined;
      if (site.predicate !== 'no' || (count !== undefined && count <= 1)) continue;
      const found = declaring(repeatedCalls(site, evaluator), evaluator);
      if (!found) continue;
      const { call, error } = found;
      report({
        at: site.at,
        message: 'retry',
        data: { name: nameOfSite(site), call: call.text, error },
        related: [{ at: call.node.expression, message: 'call' }],
      });
    }
    for (const { node, shape, options, work, filtered } of breakersIn(file, project)) {
      const [option] = shape.errorFilter ?? [];
      if (filtered !== 'no' || option === undefined || !work) continue;
      const found = declaring(reachedFrom(work, evaluator, true), evaluator);
      if (!found) continue;
      const { call, error } = found;
      report({
        at: node.expression,
        message: 'breaker',
        data: { call: call.text, error, option },
        related: [{ at: call.node.expression, message: 'call' }],
        fixes: (tools) =>
          options === undefined
            ? []
            : [
                tools.fix(
                  'template',
                  'fix',
                  { error, option },
                  setOption(tools, node, options, option, `(error) => \${1:error instanceof ${error}}`),
                ),
              ],
      });
    }
  },
});

import { z } from 'zod';
import { addProperty } from '../../service/fixes/options';
import { placeholder } from '../../service/fixes/timeouts';
import { retrySites } from '../../service/flow/retries';
import { serviceRule } from '../../service/rule';
import { evaluatorOf } from '../../service/values/evaluator';
import { nameOfSite, repeatedCalls } from './_retries';

const messages = {
  any: {
    en: '{name} tries again after every error: a request that was refused for good (invalid, forbidden, not found) is sent {attempts} times. Retry only what may pass by itself.',
    zh: '{name} 对任何错误都重试：被明确拒绝的请求（参数无效、无权限、不存在）会被发送 {attempts} 次。只应重试可能自行恢复的错误。',
  },
  fix: { en: 'Decide which errors are retried ({option})', zh: '判断哪些错误值得重试（{option}）' },
} as const;

export const rule = serviceRule({
  id: 'service/retry-any-error',
  group: 'retry',
  summary: { en: 'a retry after any error, business errors included', zh: '对任何错误（包括业务错误）都重试' },
  guide: '2.2',
  severity: 'warning',
  fix: 'template',
  options: z.strictObject({}),
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    for (const site of retrySites(file, project)) {
      const { attempts, shape, options } = site;
      const count = attempts.state === 'bounded' ? attempts.value : undefined;
      if (site.predicate !== 'no' || (count !== undefined && count <= 1)) continue;
      if (repeatedCalls(site, evaluator).length === 0) continue;
      report({
        at: site.at,
        message: 'any',
        data: { name: nameOfSite(site), attempts: count ?? { en: 'many', zh: '多' } },
        fixes(tools) {
          const [option] = shape?.terms.predicate ?? [];
          if (option === undefined || !options) return [];
          return [
            tools.fix(
              'template',
              'fix',
              { option },
              addProperty(tools, options, option, `(error) => ${placeholder('isTransient(error)')}`),
            ),
          ];
        },
      });
    }
  },
});

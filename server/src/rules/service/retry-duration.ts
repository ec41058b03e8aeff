import { z } from 'zod';
import { addProperty } from '../../service/fixes/options';
import { placeholder } from '../../service/fixes/timeouts';
import { retrySites, worstCaseMs } from '../../service/flow/retries';
import { serviceRule } from '../../service/rule';
import { evaluatorOf } from '../../service/values/evaluator';
import { attemptMs, inWords, nameOfSite, repeatedCalls } from './_retries';

const messages = {
  long: {
    en: '{name} may take {total} in the worst case: {attempts} attempts{each}, and {pauses} of pauses between them. The limit is {limit}.',
    zh: '{name} 在最坏情况下可能耗时 {total}：{attempts} 次尝试{each}，中间停顿共 {pauses}。上限为 {limit}。',
  },
  fix: { en: 'Limit all attempts together with {option} ({ms} ms)', zh: '用 {option} 限制总时长（{ms} 毫秒）' },
} as const;

export const rule = serviceRule({
  id: 'service/retry-duration',
  group: 'retry',
  summary: {
    en: 'retries that together may take longer than any caller waits',
    zh: '总时长可能超过调用者等待时间的重试',
  },
  guide: '2.2',
  severity: 'warning',
  fix: 'template',
  options: z.strictObject({
    maxMs: z
      .int()
      .min(1)
      .default(30_000)
      .meta({ markdownDescription: 'How long all attempts together may take, in milliseconds.' }),
  }),
  messages,
  check(file, { project, report, options: { maxMs } }) {
    const evaluator = evaluatorOf(project);
    for (const site of retrySites(file, project)) {
      const { attempts } = site;
      if (attempts.state !== 'bounded' || attempts.value === undefined) continue;
      const each = attemptMs(repeatedCalls(site, evaluator), evaluator);
      const pauses = worstCaseMs(site, 0);
      const total = worstCaseMs(site, each);
      if (total === undefined || pauses === undefined || total <= maxMs) continue;
      const spent = inWords(each ?? 0);
      report({
        at: site.at,
        message: 'long',
        data: {
          name: nameOfSite(site),
          total: inWords(total),
          attempts: attempts.value,
          each: each === undefined ? '' : { en: ` of up to ${spent} each`, zh: `，每次最多 ${spent}` },
          pauses: inWords(pauses),
          limit: inWords(maxMs),
        },
        fixes(tools) {
          const term = site.shape?.terms.maxTotal;
          if (!term || !site.options) return [];
          return [
            tools.fix(
              'template',
              'fix',
              { option: term.option, ms: 10_000 },
              addProperty(tools, site.options, term.option, placeholder(10_000)),
            ),
          ];
        },
      });
    }
  },
});

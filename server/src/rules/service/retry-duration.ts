import { wrapperSteps } from '../../service/bounds/wrappers';
import { setTerm } from '../../service/fixes/retries';
import { placeholder } from '../../service/fixes/timeouts';
import { retrySites, worstCaseMs } from '../../service/flow/retries';
import { serviceRule } from '../../service/rule';
import { evaluatorOf } from '../../service/values/evaluator';
import { attemptMs, inWords, nameOfSite, repeatedCalls, waitsForStart } from './_retries';

const messages = {
  long: {
    en: '{name} may take {total} in the worst case: {attempts} attempts{each}, and {pauses} of pauses between them. The limit is {limit}.',
    zh: '{name}在最坏情况下可能耗时 {total}：{attempts} 次尝试{each}，中间停顿共 {pauses}。上限为 {limit}。',
  },
  fix: { en: 'Limit all attempts together with {option} ({ms} ms)', zh: '用 {option} 限制总时长（{ms} 毫秒）' },
  fixCount: { en: 'Set {option} to {count}', zh: '把 {option} 设为 {count}' },
} as const;

const proposedTotalMs = 10_000;
/** The guide's own policy (2.2). */
const proposedRetries = 3;

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
  options: (z) =>
    z.strictObject({
      maxMs: z
        .int()
        .min(1)
        .default(30_000)
        .meta({ markdownDescription: 'How long all attempts together may take, in milliseconds.' }),
    }),
  messages,
  topic: { name: 'retry', rank: 3 },
  check(file, { project, report, options: { maxMs } }) {
    const evaluator = evaluatorOf(project);
    for (const site of retrySites(file, project)) {
      const { attempts, shape } = site;
      if (attempts.state !== 'bounded' || attempts.value === undefined) continue;
      const each = attemptMs(repeatedCalls(site, evaluator), evaluator);
      const pauses = worstCaseMs(site, 0);
      const total = worstCaseMs(site, each);
      if (total === undefined || pauses === undefined || total <= maxMs) continue;
      if (waitsForStart(site, evaluator)) continue;
      // Whoever gives up on the whole retry has limited it.
      if (wrapperSteps(site.node, evaluator).length > 0) continue;
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
          const { maxTotal, count } = shape?.terms ?? {};
          if (maxTotal && (each ?? 0) < proposedTotalMs)
            return [
              tools.fix(
                'template',
                'fix',
                { option: maxTotal.option, ms: proposedTotalMs },
                setTerm(tools, site, maxTotal.option, placeholder(proposedTotalMs)),
              ),
            ];
          const proposed = proposedRetries + (count?.counts === 'attempts' ? 1 : 0);
          if (!count || attempts.value === undefined || attempts.value <= proposedRetries + 1) return [];
          return [
            tools.fix(
              'template',
              'fixCount',
              { option: count.option, count: proposed },
              setTerm(tools, site, count.option, placeholder(proposed)),
            ),
          ];
        },
      });
    }
  },
});

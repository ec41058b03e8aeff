import { z } from 'zod';
import { boundOf } from '../../service/bounds/evaluate';
import { retrySites } from '../../service/flow/retries';
import type { RetrySite } from '../../service/flow/retrySite';
import { isWithin } from '../../service/flow/walk';
import { serviceRule } from '../../service/rule';
import { evaluatorOf } from '../../service/values/evaluator';
import { repeatedCalls } from './_retries';

const messages = {
  product: {
    en: 'One call becomes up to {product} here: {path}. Retry in one layer only.',
    zh: '这里一次调用最多会变成 {product} 次：{path}。只应在一层做重试。',
  },
  inner: { en: 'It is retried here as well ({count} attempts).', zh: '这里也在重试（{count} 次）。' },
} as const;

function known(site: RetrySite): number | undefined {
  return site.attempts.state === 'bounded' ? site.attempts.value : undefined;
}

export const rule = serviceRule({
  id: 'service/nested-retry',
  group: 'retry',
  summary: { en: 'retries inside of retries, whose attempts multiply', zh: '嵌套重试导致次数相乘' },
  guide: '2.2',
  severity: 'warning',
  options: z.strictObject({
    maxAttempts: z
      .int()
      .min(1)
      .default(10)
      .meta({ markdownDescription: 'How many attempts the layers may make together.' }),
  }),
  messages,
  check(file, { project, report, options: { maxAttempts } }) {
    const evaluator = evaluatorOf(project);
    for (const site of retrySites(file, project)) {
      const outer = known(site);
      if (outer === undefined || outer <= 1) continue;
      for (const { call, path } of repeatedCalls(site, evaluator)) {
        // What else repeats the call on its way: sites around it in the functions that lead there.
        const inner = retrySites(project.fileOf(call.node.getSourceFile()), project).filter(
          (each) =>
            each !== site &&
            each.node !== site.node &&
            each.work !== undefined &&
            isWithin(call.node, each.work) &&
            !isWithin(site.node, each.work),
        );
        const between = path.flatMap((step) =>
          retrySites(project.fileOf(step.getSourceFile()), project).filter(
            (each) =>
              each !== site &&
              !inner.includes(each) &&
              each.work !== undefined &&
              isWithin(step, each.work) &&
              !isWithin(site.node, each.work),
          ),
        );
        const layers = [...between, ...inner];
        const client = boundOf(call, 'attempts', evaluator);
        const own = client.state === 'bounded' ? (client.value ?? 1) : 1;
        const counts = layers.map(known);
        if (counts.some((each) => each === undefined)) continue;
        const product: number = [outer, ...counts.map((each) => each ?? 1), own].reduce((a, b) => a * b, 1);
        if (product <= maxAttempts || product === outer) continue;
        const factors = [outer, ...counts, ...(own > 1 ? [own] : [])].join(' × ');
        report({
          at: site.at,
          message: 'product',
          data: { product, path: `${factors} (${call.text}${own > 1 ? `, ${call.clients[0].library.title}` : ''})` },
          related: [
            ...layers.map((each) => ({ at: each.at, message: 'inner' as const, data: { count: known(each) ?? 0 } })),
            ...(own > 1 ? [{ at: call.node.expression, message: 'inner' as const, data: { count: own } }] : []),
          ],
        });
        break;
      }
    }
  },
});

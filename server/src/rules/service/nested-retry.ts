import { boundOf } from '../../service/bounds/evaluate';
import type { Reached } from '../../service/flow/reach';
import { retriesOfClient } from '../../service/flow/retriedClients';
import { retrySites } from '../../service/flow/retries';
import type { RetrySite } from '../../service/flow/retrySite';
import { isWithin } from '../../service/flow/walk';
import type { ServiceProject } from '../../service/model/project';
import type { NetworkCall } from '../../service/networkCalls';
import { serviceRule } from '../../service/rule';
import type { ts } from '../../service/ts';
import { evaluatorOf } from '../../service/values/evaluator';
import { countOf, repeatedCalls, repeatsHere } from './_retries';

const messages = {
  product: {
    en: 'One call becomes up to {product} here: {path}. Retry in one layer only.',
    zh: '这里一次调用最多会变成 {product} 次：{path}。只应在一层做重试。',
  },
  inner: { en: 'It is retried here as well ({count} attempts).', zh: '这里也在重试（{count} 次）。' },
} as const;

/** What else repeats a call on the way from a site to it: retries in the functions that lead there. */
function layersBetween(site: RetrySite, { call, path }: Reached, project: ServiceProject): RetrySite[] {
  const found = new Set<RetrySite>();
  for (const node of [...path, call.node] as readonly ts.Node[])
    for (const each of retrySites(project.fileOf(node.getSourceFile()), project))
      if (
        each !== site &&
        each.node !== site.node &&
        each.work !== undefined &&
        repeatsHere(each) &&
        isWithin(node, each.work) &&
        !isWithin(site.node, each.work)
      )
        found.add(each);
  return [...found];
}

/** How often the client itself tries the call. */
function ownAttempts(call: NetworkCall, project: ServiceProject): number {
  // A stream that was handed out is not begun again.
  if (call.call.streams) return 1;
  const given = retriesOfClient(call, project);
  if (given && given !== 'unknown') return countOf(given) ?? 1;
  const [{ shape }] = call.clients;
  if (shape.bounds.some(({ bound, whenBroken }) => bound === 'attempts' && whenBroken)) return 1;
  const bound = boundOf(call, 'attempts', evaluatorOf(project));
  return bound.state === 'bounded' ? (bound.value ?? 1) : 1;
}

export const rule = serviceRule({
  id: 'service/nested-retry',
  group: 'retry',
  summary: { en: 'retries inside of retries, whose attempts multiply', zh: '嵌套重试导致次数相乘' },
  guide: '2.2',
  severity: 'warning',
  options: (z) =>
    z.strictObject({
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
      const outer = countOf(site);
      if (outer === undefined || outer <= 1 || !repeatsHere(site)) continue;
      for (const reached of repeatedCalls(site, evaluator)) {
        const { call } = reached;
        const layers = layersBetween(site, reached, project);
        const counts = layers.flatMap((each) => countOf(each) ?? []);
        if (counts.length < layers.length) continue;
        const own = ownAttempts(call, project);
        const product: number = [outer, ...counts, own].reduce((a, b) => a * b, 1);
        if (product <= maxAttempts || product === outer) continue;
        const factors = [outer, ...counts, ...(own > 1 ? [own] : [])].join(' × ');
        report({
          at: site.at,
          message: 'product',
          data: { product, path: `${factors} (${call.text}${own > 1 ? `, ${call.clients[0].library.title}` : ''})` },
          related: [
            ...layers.map((each, i) => ({ at: each.at, message: 'inner' as const, data: { count: counts[i] ?? 0 } })),
            ...(own > 1 ? [{ at: call.node.expression, message: 'inner' as const, data: { count: own } }] : []),
          ],
        });
        break;
      }
    }
  },
});

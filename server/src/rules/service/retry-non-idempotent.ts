import { noOptions } from '../../core/options';
import { readOption } from '../../service/bounds/settings';
import { effectOf } from '../../service/effects';
import { proposeTerm } from '../../service/fixes/retries';
import { sortsFailures } from '../../service/flow/judged';
import { clientSites, retriesOfClient } from '../../service/flow/retriedClients';
import { retrySites } from '../../service/flow/retries';
import type { RetrySite } from '../../service/flow/retrySite';
import { networkCalls, optionsAt } from '../../service/networkCalls';
import { placeOf } from '../../service/places';
import { serviceRule } from '../../service/rule';
import type { ts } from '../../service/ts';
import { evaluatorOf } from '../../service/values/evaluator';
import { noEnvironment } from '../../service/values/value';
import { countOf, repeatedCalls, repeatsHere } from './_retries';

const messages = {
  write: {
    en: '{call} is retried, but doing it twice is not the same as once: when only the answer is lost, it is done again. Send an idempotency key, or do not retry it.',
    zh: '{call} 会被重试，但执行两次与一次的效果不同：如果只是响应丢失，操作会再执行一遍。请发送幂等键，或不要重试。',
  },
  client: {
    en: '{call} is retried by {library} when the connection breaks ({place}), but doing it twice is not the same as once: when only the answer is lost, it is done again. Send an idempotency key, or let {library} retry only what may be repeated.',
    zh: '连接中断时 {library} 会重试 {call}（{place}），但执行两次与一次的效果不同：如果只是响应丢失，操作会再执行一遍。请发送幂等键，或让 {library} 只重试可重复的请求。',
  },
  site: { en: 'It is retried here.', zh: '在此重试。' },
  fix: { en: 'Retry only what may be repeated ({option})', zh: '只重试可重复的请求（{option}）' },
} as const;

function mayRepeat(site: RetrySite): boolean {
  const count = countOf(site);
  return site.attempts.state !== 'unknown' && (count === undefined || count > 1);
}

export const rule = serviceRule({
  id: 'service/retry-non-idempotent',
  group: 'retry',
  summary: { en: 'a write that a retry may do twice', zh: '重试可能重复执行的写操作' },
  guide: '2.2',
  severity: 'information',
  fix: 'suggested',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    const reported = new Set<ts.Node>();
    for (const site of retrySites(file, project)) {
      // Where errors are chosen, the choice may be one that is safe for writes.
      if (!repeatsHere(site) || !mayRepeat(site) || site.predicate !== 'no') continue;
      if (sortsFailures(site.works, evaluator)) continue;
      for (const { call, path } of repeatedCalls(site, evaluator)) {
        if (effectOf(call, evaluator) !== 'write') continue;
        const at = path[0]?.expression ?? call.node.expression;
        if (at.getSourceFile() !== file.sourceFile || reported.has(at)) continue;
        reported.add(at);
        report({ at, message: 'write', data: { call: call.text }, related: [{ at: site.at, message: 'site' }] });
      }
    }
    if (clientSites(project).length === 0) return;
    for (const call of networkCalls(file, project)) {
      const site = retriesOfClient(call, project);
      if (!site || site === 'unknown' || site.repeatsWrites !== 'yes' || !mayRepeat(site)) continue;
      if (effectOf(call, evaluator) !== 'write' || reported.has(call.node.expression)) continue;
      // A call may be told to retry otherwise: `{ 'axios-retry': { retries: 0 } }`.
      const own = site.library?.modules[0] ?? '';
      const given = optionsAt(call.call.options, call.node, noEnvironment, evaluator);
      const told = given.map(({ value }) => readOption(value, own, evaluator, call.node));
      if (told.some((value) => value.kind !== 'constant' || value.value !== undefined)) continue;
      report({
        at: call.node.expression,
        message: 'client',
        data: { call: call.text, library: site.library?.title ?? '', place: placeOf(site.node, file) },
        related: [{ at: site.at, message: 'site' }],
        fixes(tools) {
          const proposed = site.shape?.terms.proposed?.writes;
          if (!proposed) return [];
          return [tools.fix('suggested', 'fix', { option: proposed.option }, proposeTerm(tools, site, proposed))];
        },
      });
    }
  },
});

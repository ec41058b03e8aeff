import { z } from 'zod';
import { effectOf } from '../../service/effects';
import { retrySites } from '../../service/flow/retries';
import { serviceRule } from '../../service/rule';
import type { ts } from '../../service/ts';
import { evaluatorOf } from '../../service/values/evaluator';
import { repeatedCalls } from './_retries';

const messages = {
  write: {
    en: '{call} is retried, but doing it twice is not the same as once: when only the answer is lost, it is done again. Send an idempotency key, or do not retry it.',
    zh: '{call} 会被重试，但执行两次与一次的效果不同：如果只是响应丢失，操作会再执行一遍。请发送幂等键，或不要重试。',
  },
  site: { en: 'It is retried here.', zh: '在此重试。' },
} as const;

export const rule = serviceRule({
  id: 'service/retry-non-idempotent',
  group: 'retry',
  summary: { en: 'a write that a retry may do twice', zh: '重试可能重复执行的写操作' },
  guide: '2.2',
  severity: 'error',
  options: z.strictObject({}),
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    const reported = new Set<ts.Node>();
    for (const site of retrySites(file, project)) {
      const { attempts } = site;
      if (
        attempts.state === 'unknown' ||
        (attempts.state === 'bounded' && attempts.value !== undefined && attempts.value <= 1)
      )
        continue;
      // Where errors are chosen, the choice may be one that is safe for writes.
      if (site.predicate !== 'no') continue;
      for (const { call, path } of repeatedCalls(site, evaluator)) {
        if (effectOf(call, evaluator) !== 'write') continue;
        const at = path[0]?.expression ?? call.node.expression;
        if (at.getSourceFile() !== file.sourceFile || reported.has(at)) continue;
        reported.add(at);
        report({ at, message: 'write', data: { call: call.text }, related: [{ at: site.at, message: 'site' }] });
      }
    }
  },
});

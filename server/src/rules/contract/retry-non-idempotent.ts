import { linkedCall } from '../../contract/calls';
import { contractOf, declaringService } from '../../contract/contract';
import { keyed, whyNotRepeated } from '../../contract/repeated';
import { noOptions } from '../../core/options';
import { callsIn } from '../../service/flow/handedWork';
import { sortsFailures } from '../../service/flow/judged';
import { retrySites } from '../../service/flow/retries';
import type { RetrySite } from '../../service/flow/retrySite';
import { serviceRule } from '../../service/rule';
import type { ts } from '../../service/ts';
import { evaluatorOf } from '../../service/values/evaluator';

const messages = {
  named: {
    en: '{method} is retried, but neither its name nor an annotation in the IDL says that doing it twice is the same as once: when only the answer is lost, it is done again. Retry only methods that may be repeated, send an idempotency key, or annotate it with (idempotent = "true").',
    zh: '{method} 会被重试，但它的名称和 IDL 注解都没有说明执行两次与一次相同：如果只是响应丢失，操作会再执行一遍。请只重试可重复的方法，发送幂等键，或为其添加注解 (idempotent = "true")。',
  },
  annotated: {
    en: '{method} is retried, but the IDL says that it is not idempotent: when only the answer is lost, it is done again.',
    zh: '{method} 会被重试，但 IDL 声明它不是幂等的：如果只是响应丢失，操作会再执行一遍。',
  },
  annotate: { en: 'Say in the IDL that {method} is idempotent', zh: '在 IDL 中声明 {method} 是幂等的' },
  site: { en: 'It is retried here.', zh: '在此重试。' },
} as const;

function repeats({ work, works, attempts, predicate }: RetrySite): boolean {
  if (work === undefined || !works.includes(work) || attempts.state === 'unknown') return false;
  // Where errors are chosen, the choice may be one that is safe.
  return predicate === 'no' && (attempts.state === 'unbounded' || attempts.value === undefined || attempts.value > 1);
}

export const rule = serviceRule({
  id: 'contract/retry-non-idempotent',
  group: 'contract',
  summary: {
    en: 'a retry around a method that the IDL does not call idempotent',
    zh: '重试了 IDL 未声明为幂等的方法',
  },
  guide: '2.2',
  severity: 'error',
  fix: 'suggested',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const contract = contractOf(project);
    if (!contract) return;
    const evaluator = evaluatorOf(project);
    const reported = new Set<ts.Node>();
    for (const site of retrySites(file, project)) {
      if (!repeats(site) || sortsFailures(site.works, evaluator)) continue;
      for (const { call, path } of callsIn(site.works, evaluator)) {
        const linked = linkedCall(call, project, contract);
        if (!linked || linked.method.oneway) continue;
        const message = whyNotRepeated(linked.method);
        const at = path[0]?.expression ?? call.node.expression;
        if (!message || at.getSourceFile() !== file.sourceFile || reported.has(at)) continue;
        // A key may lie in the request's fields.
        if (call.node.arguments?.some((each) => keyed.test(each.getText()))) continue;
        reported.add(at);
        const { service } = linked.link;
        const declaring = message === 'named' ? declaringService(service, linked.method, contract) : undefined;
        report({
          at,
          message,
          data: { method: `${service.name}.${linked.method.name}` },
          ...(declaring && {
            idlChange: {
              title: 'annotate' as const,
              change: { kind: 'idempotent' as const, method: linked.method.name, ...declaring },
            },
          }),
          related: [{ at: site.at, message: 'site' }],
        });
      }
    }
  },
});

import { z } from 'zod';
import { boundOf } from '../../service/bounds/evaluate';
import { effectOf } from '../../service/effects';
import { isRetriedAround } from '../../service/flow/retriedAround';
import { catalogueOf } from '../../service/model/catalogue';
import type { ServiceProject } from '../../service/model/project';
import { type NetworkCall, networkCalls } from '../../service/networkCalls';
import { serviceRule } from '../../service/rule';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';

const messages = {
  missing: {
    en: '{call} only reads, and nothing tries it again: one lost packet or a restart of the other side becomes an error for the caller.',
    zh: '{call} 只是读取，却没有任何重试：一次丢包或对方重启就会变成调用者的错误。',
  },
} as const;

/** Whether the library tries once, and nothing was given to the client that retries for it. */
function triesOnce(call: NetworkCall, project: ServiceProject, evaluator: Evaluator): boolean {
  if (call.clients.some(({ origin }) => origin === 'typed')) return false;
  const counted = call.clients[0].shape.bounds.some(({ bound }) => bound === 'attempts');
  const attempts = boundOf(call, 'attempts', evaluator);
  if (counted && !(attempts.state === 'bounded' && attempts.value === 1)) return false;
  const dependencies = project.packages.dependenciesOf(call.node.getSourceFile().fileName);
  return !catalogueOf(project).libraries.some(
    ({ modules, retriers = [] }) =>
      retriers.some(({ client }) => client !== undefined) && modules.some((each) => dependencies.has(each)),
  );
}

export const rule = serviceRule({
  id: 'service/missing-retry',
  group: 'retry',
  summary: { en: 'a read that nothing retries', zh: '没有任何重试的读取' },
  guide: '2.2',
  severity: 'hint',
  options: z.strictObject({}),
  messages,
  check(file, { project, report }) {
    if (project.settings.assumeMeshRetries) return;
    const evaluator = evaluatorOf(project);
    for (const call of networkCalls(file, project)) {
      if (call.call.streams || effectOf(call, evaluator) !== 'read') continue;
      // A client that is only known by its type may have been given retries.
      if (!triesOnce(call, project, evaluator)) continue;
      if (isRetriedAround(call.node, evaluator)) continue;
      report({ at: call.node.expression, message: 'missing', data: { call: call.text } });
    }
  },
});

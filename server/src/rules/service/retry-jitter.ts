import { noOptions } from '../../core/options';
import { factor, ownDuration, proposeTerm, setTerm } from '../../service/fixes/retries';
import { isWork } from '../../service/flow/handedWork';
import { retrySites } from '../../service/flow/retries';
import type { RetrySite } from '../../service/flow/retrySite';
import { type FixTools, serviceRule } from '../../service/rule';
import { evaluatorOf } from '../../service/values/evaluator';
import { countOf, decidesItself, nameOfSite, repeatedCalls, waitsForStart } from './_retries';

const messages = {
  none: {
    en: '{name} waits the same times in every process: callers that failed together try again together. Spread the pauses at random (jitter).',
    zh: '{name}在每个进程中的停顿都相同：同时失败的调用者会同时重试。请加入随机抖动（jitter）。',
  },
  fix: { en: 'Spread the pauses with {option}', zh: '用 {option} 打散停顿' },
  fixLoop: { en: 'Spread the pauses at random', zh: '随机打散停顿' },
} as const;

type Key = Extract<keyof typeof messages, string>;

function spread(tools: FixTools<Key>, site: RetrySite) {
  const terms = site.shape?.terms;
  if (!terms) {
    const duration = ownDuration(site);
    if (!duration) return undefined;
    return tools.fix('template', 'fixLoop', {}, [
      tools.replace(duration, `${factor(duration)} * (0.5 + Math.random())`),
    ]);
  }
  const { jitter, proposed } = terms;
  if (jitter) {
    const on = jitter.on?.[0] ?? true;
    const value = typeof on === 'string' ? `'${on}'` : String(on);
    return tools.fix('template', 'fix', { option: jitter.option }, setTerm(tools, site, jitter.option, value));
  }
  if (!proposed?.delay) return undefined;
  return tools.fix('template', 'fix', { option: proposed.delay.option }, proposeTerm(tools, site, proposed.delay));
}

export const rule = serviceRule({
  id: 'service/retry-jitter',
  group: 'retry',
  summary: { en: 'pauses between retries that are the same everywhere', zh: '重试停顿没有随机抖动' },
  guide: '2.2',
  severity: 'information',
  fix: 'template',
  options: noOptions,
  messages,
  topic: { name: 'retry', rank: 4 },
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    for (const site of retrySites(file, project)) {
      const { backoff } = site;
      const count = countOf(site);
      if (!decidesItself(site) || (count !== undefined && count <= 2)) continue;
      if (backoff.jitter !== 'no' || (backoff.growth !== 'growing' && backoff.growth !== 'constant')) continue;
      if (waitsForStart(site, evaluator)) continue;
      if (site.kind !== 'client' && !repeatedCalls(site, evaluator).some(isWork)) continue;
      report({
        at: site.at,
        message: 'none',
        data: { name: nameOfSite(site) },
        fixes: (tools) => [spread(tools, site)],
      });
    }
  },
});

import { noOptions } from '../../core/options';
import { propertyNamed } from '../../service/fixes/options';
import { setTerm } from '../../service/fixes/retries';
import { placeholder } from '../../service/fixes/timeouts';
import { isWork } from '../../service/flow/handedWork';
import { retrySites } from '../../service/flow/retries';
import type { RetrySite } from '../../service/flow/retrySite';
import { serviceRule } from '../../service/rule';
import { evaluatorOf } from '../../service/values/evaluator';
import { decidesItself, limitedLoop, nameOfSite, repeatedCalls, waitsForStart } from './_retries';

const messages = {
  endless: {
    en: '{name} tries for ever: while the other side is down, every caller hangs here and keeps up the load that hinders its recovery.',
    zh: '{name}会无限重试：对方故障期间，每个调用者都会卡在这里，并持续施加妨碍其恢复的负载。',
  },
  byDefault: {
    en: '{name} tries for ever when {option} is not set: while the other side is down, every caller hangs here and keeps up the load that hinders its recovery.',
    zh: '未设置 {option} 时，{name}会无限重试：对方故障期间，每个调用者都会卡在这里，并持续施加妨碍其恢复的负载。',
  },
  limit: { en: 'The limit is switched off here.', zh: '上限在此被关闭。' },
  fix: { en: 'Set {option} to {count}', zh: '把 {option} 设为 {count}' },
  fixLoop: { en: 'Give up after {count} attempts', zh: '尝试 {count} 次后放弃' },
} as const;

/** The guide's own policy (2.2). */
const proposedRetries = 3;

/** Whether nobody chose that there is no end: the library's default leaves it open. */
function isByDefault({ attempts }: RetrySite): boolean {
  return attempts.state === 'unbounded' && attempts.node === undefined;
}

export const rule = serviceRule({
  id: 'service/unbounded-retry',
  group: 'retry',
  summary: { en: 'a retry without a limit', zh: '没有上限的重试' },
  guide: '2.2',
  severity: 'error',
  fix: 'template',
  options: noOptions,
  messages,
  topic: { name: 'retry', rank: 0 },
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    for (const site of retrySites(file, project)) {
      const { attempts, shape } = site;
      if (attempts.state !== 'unbounded' || !decidesItself(site)) continue;
      if (waitsForStart(site, evaluator)) continue;
      // A limit of all attempts together is one, too.
      if (site.maxTotalMs !== undefined && site.maxTotalMs !== Number.POSITIVE_INFINITY) continue;
      // Where somebody asked for no end, it may be a connection that has to come back: only calls that somebody waits for are reported.
      const calls = repeatedCalls(site, evaluator);
      if (isByDefault(site) ? calls.length > 0 && !calls.some(isWork) : !calls.some(isWork)) continue;
      const count = shape?.terms.count;
      report({
        at: site.at,
        message: isByDefault(site) && count ? 'byDefault' : 'endless',
        data: { name: nameOfSite(site), option: count?.option ?? '' },
        related:
          attempts.node && attempts.node !== site.node && attempts.node !== site.at && site.library
            ? [{ at: attempts.node, message: 'limit' }]
            : [],
        fixes(tools) {
          if (!site.library) {
            const attemptsInAll = proposedRetries + 1;
            return [
              tools.fix(
                'template',
                'fixLoop',
                { count: attemptsInAll },
                limitedLoop(tools, site, placeholder(attemptsInAll)),
              ),
            ];
          }
          if (!count || !shape) return [];
          const proposed = proposedRetries + (count.counts === 'attempts' ? 1 : 0);
          const { forever } = shape.terms;
          const switched = forever !== undefined && site.options ? propertyNamed(site.options, forever) : undefined;
          // An option that says "for ever" gives way to the number; where there is a number, too, a person has to choose.
          const edits = !switched
            ? setTerm(tools, site, count.option, placeholder(proposed))
            : site.options && !propertyNamed(site.options, count.option)
              ? [tools.replace(switched, `${count.option}: ${placeholder(proposed)}`)]
              : undefined;
          return [tools.fix('template', 'fix', { option: count.option, count: proposed }, edits)];
        },
      });
    }
  },
});

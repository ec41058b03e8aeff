import { z } from 'zod';
import { addProperty } from '../../service/fixes/options';
import { placeholder } from '../../service/fixes/timeouts';
import { retrySites } from '../../service/flow/retries';
import { serviceRule } from '../../service/rule';
import { nameOfSite } from './_retries';

const messages = {
  endless: {
    en: '{name} tries for ever: while the other side is down, every caller hangs here and keeps up the load that hinders its recovery.',
    zh: '{name} 会无限重试：对方故障期间，每个调用者都会卡在这里，并持续施加妨碍其恢复的负载。',
  },
  limit: { en: 'No limit is set here.', zh: '这里没有设置上限。' },
  fix: { en: 'Set {option} to {count}', zh: '把 {option} 设为 {count}' },
} as const;

/** The guide's own policy (2.2). */
const proposedRetries = 3;

export const rule = serviceRule({
  id: 'service/unbounded-retry',
  group: 'retry',
  summary: { en: 'a retry without a limit', zh: '没有上限的重试' },
  guide: '2.2',
  severity: 'error',
  fix: 'template',
  options: z.strictObject({}),
  messages,
  check(file, { project, report }) {
    for (const site of retrySites(file, project)) {
      const { attempts, shape, options } = site;
      if (attempts.state !== 'unbounded') continue;
      report({
        at: site.at,
        message: 'endless',
        data: { name: nameOfSite(site) },
        related:
          attempts.node && attempts.node !== site.node && attempts.node !== site.at
            ? [{ at: attempts.node, message: 'limit' }]
            : [],
        fixes(tools) {
          const count = shape?.terms.count;
          if (!count || !options) return [];
          const proposed = proposedRetries + (count.counts === 'attempts' ? 1 : 0);
          return [
            tools.fix(
              'template',
              'fix',
              { option: count.option, count: proposed },
              addProperty(tools, options, count.option, placeholder(proposed)),
            ),
          ];
        },
      });
    }
  },
});

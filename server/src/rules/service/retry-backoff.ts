import { z } from 'zod';
import { addProperty } from '../../service/fixes/options';
import { placeholder } from '../../service/fixes/timeouts';
import { retrySites } from '../../service/flow/retries';
import { serviceRule } from '../../service/rule';
import { nameOfSite } from './_retries';

const messages = {
  none: {
    en: '{name} tries again at once: a server that is overloaded gets the failed load again within milliseconds, and all attempts are spent before anything can recover.',
    zh: '{name} 立即重试：过载的服务器会在几毫秒内再次收到失败的请求，还没来得及恢复重试次数就已用完。',
  },
  constant: {
    en: '{name} waits the same time before each of {attempts} attempts: while the trouble lasts, the load never falls. Let the pauses grow (backoff).',
    zh: '{name} 在 {attempts} 次尝试之间的停顿始终相同：故障期间负载不会下降。请让停顿逐次增长（退避）。',
  },
  fix: { en: 'Wait longer after each attempt ({option})', zh: '每次尝试后等待更久（{option}）' },
} as const;

/** A second or third attempt after the same pause is no storm. */
const fewAttempts = 3;

export const rule = serviceRule({
  id: 'service/retry-backoff',
  group: 'retry',
  summary: { en: 'retries without a pause, or with pauses that do not grow', zh: '没有停顿或停顿不增长的重试' },
  guide: '2.2',
  severity: 'warning',
  fix: 'template',
  options: z.strictObject({}),
  messages,
  check(file, { project, report }) {
    for (const site of retrySites(file, project)) {
      const { attempts, backoff, shape } = site;
      const count = attempts.state === 'bounded' ? attempts.value : undefined;
      if (count !== undefined && count <= 1) continue;
      const none = backoff.growth === 'none';
      const constant =
        backoff.growth === 'constant' &&
        (attempts.state === 'unbounded' || (count !== undefined && count > fewAttempts));
      if (!none && !constant) continue;
      report({
        at: site.at,
        message: none ? 'none' : 'constant',
        data: { name: nameOfSite(site), attempts: count ?? { en: 'unlimited', zh: '无限' } },
        // Without any pause a retry is worse than none.
        ...(none && { severity: 'error' as const }),
        fixes(tools) {
          if (!site.options || !shape) return [];
          const { delay, factor } = shape.terms;
          const term = none ? delay : factor;
          if (!term) return [];
          return [
            tools.fix(
              'template',
              'fix',
              { option: term.option },
              addProperty(tools, site.options, term.option, placeholder(none ? 100 : 2)),
            ),
          ];
        },
      });
    }
  },
});

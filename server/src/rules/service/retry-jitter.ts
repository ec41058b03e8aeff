import { z } from 'zod';
import { addProperty } from '../../service/fixes/options';
import { retrySites } from '../../service/flow/retries';
import { serviceRule } from '../../service/rule';
import { nameOfSite } from './_retries';

const messages = {
  none: {
    en: '{name} waits the same times in every process: callers that failed together try again together. Spread the pauses at random (jitter).',
    zh: '{name} 在每个进程中的停顿都相同：同时失败的调用者会同时重试。请加入随机抖动（jitter）。',
  },
  fix: { en: 'Spread the pauses with {option}', zh: '用 {option} 打散停顿' },
} as const;

export const rule = serviceRule({
  id: 'service/retry-jitter',
  group: 'retry',
  summary: { en: 'pauses between retries that are the same everywhere', zh: '重试停顿没有随机抖动' },
  guide: '2.2',
  severity: 'information',
  fix: 'template',
  options: z.strictObject({}),
  messages,
  check(file, { project, report }) {
    for (const site of retrySites(file, project)) {
      const { attempts, backoff, shape, options } = site;
      const once = attempts.state === 'bounded' && attempts.value !== undefined && attempts.value <= 2;
      if (once || backoff.jitter !== 'no' || (backoff.growth !== 'growing' && backoff.growth !== 'constant')) continue;
      report({
        at: site.at,
        message: 'none',
        data: { name: nameOfSite(site) },
        fixes(tools) {
          const term = shape?.terms.jitter;
          if (!term || !options) return [];
          const on = term.on?.[0] ?? true;
          const value = typeof on === 'string' ? `'${on}'` : String(on);
          return [
            tools.fix('template', 'fix', { option: term.option }, addProperty(tools, options, term.option, value)),
          ];
        },
      });
    }
  },
});

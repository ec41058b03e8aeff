import { noOptions } from '../../core/options';
import type { RuleMeta } from '../../core/rule';

/** Reported by the engine itself, once a file and rule. */
export const rule = {
  id: 'thriftwise/internal-error',
  group: 'engine',
  summary: { en: 'a rule that failed with a bug of its own', zh: '规则自身出错' },
  severity: 'warning',
  options: noOptions,
  messages: {
    crashed: {
      en: 'The rule {rule} failed here with a bug of its own ({error}). All other rules ran. Please report it.',
      zh: '规则 {rule} 因自身缺陷在此失败（{error}）。其他规则均已运行。请报告此问题。',
    },
  },
} satisfies RuleMeta;

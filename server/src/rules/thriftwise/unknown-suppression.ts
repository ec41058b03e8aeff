import { noOptions } from '../../core/options';
import type { RuleMeta } from '../../core/rule';

/** Reported by the engine itself when it reads suppressions. */
export const rule = {
  id: 'thriftwise/unknown-suppression',
  group: 'engine',
  summary: { en: 'a suppression of a rule that does not exist', zh: '抑制了不存在的规则' },
  severity: 'warning',
  fix: 'suggested',
  options: noOptions,
  messages: {
    unknown: { en: 'There is no rule "{rule}", so this silences nothing.', zh: '规则“{rule}”不存在，此注释不起作用。' },
    didYouMean: {
      en: 'There is no rule "{rule}"; did you mean "{best}"?',
      zh: '规则“{rule}”不存在，是否想写“{best}”？',
    },
    replace: { en: 'Replace by "{best}"', zh: '替换为“{best}”' },
  },
} satisfies RuleMeta;

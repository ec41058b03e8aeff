import { noOptions } from '../../core/options';
import type { RuleMeta } from '../../core/rule';

/** Reported by the engine itself when it reads suppressions. */
export const rule = {
  id: 'thriftwise/unknown-suppression',
  group: 'engine',
  summary: {
    en: 'a suppression of a rule that does not exist, or one that is misspelt',
    zh: '抑制了不存在的规则，或抑制指令拼写有误',
  },
  severity: 'warning',
  fix: 'suggested',
  options: noOptions,
  messages: {
    unknown: { en: 'There is no rule "{rule}", so this silences nothing.', zh: '规则“{rule}”不存在，此注释不起作用。' },
    didYouMean: {
      en: 'There is no rule "{rule}"; did you mean "{best}"?',
      zh: '规则“{rule}”不存在，是否想写“{best}”？',
    },
    word: {
      en: 'There is no "{word}", so this silences nothing; write "thriftwise-disable-next-line", "-line" or "-file".',
      zh: '没有“{word}”这种指令，此注释不起作用；请写 thriftwise-disable-next-line、-line 或 -file。',
    },
    wordDidYouMean: {
      en: 'There is no "{word}", so this silences nothing; did you mean "{best}"?',
      zh: '没有“{word}”这种指令，此注释不起作用；是否想写“{best}”？',
    },
    enable: {
      en: 'There is no "{word}": "thriftwise-disable" holds for the whole file, above and below. For single places write "thriftwise-disable-next-line" or "-line".',
      zh: '没有“{word}”这种指令：thriftwise-disable 对整个文件生效。只针对个别位置时请写 thriftwise-disable-next-line 或 -line。',
    },
    replace: { en: 'Replace by "{best}"', zh: '替换为“{best}”' },
  },
} satisfies RuleMeta;

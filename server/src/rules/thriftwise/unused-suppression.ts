import { noOptions } from '../../core/options';
import type { RuleMeta } from '../../core/rule';

/** Reported by the engine itself after all other rules have run. */
export const rule = {
  id: 'thriftwise/unused-suppression',
  group: 'engine',
  summary: { en: 'a suppression that silences nothing', zh: '没有屏蔽任何问题的抑制注释' },
  severity: 'warning',
  fix: 'safe',
  options: noOptions,
  messages: {
    unused: {
      en: 'This suppression silences nothing here; remove it.',
      zh: '此处的抑制注释没有屏蔽任何问题，请删除。',
    },
    unusedRule: {
      en: 'Nothing of "{rule}" is found here; remove it from the suppression.',
      zh: '此处没有“{rule}”的问题，请将其从抑制注释中删除。',
    },
    remove: { en: 'Remove the suppression', zh: '删除抑制注释' },
  },
} satisfies RuleMeta;

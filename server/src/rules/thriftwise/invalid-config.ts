import { noOptions } from '../../core/options';
import type { RuleMeta } from '../../core/rule';

/** Reported by the engine itself in the config file, at the mistake; the last good configuration stays in force. */
export const rule = {
  id: 'thriftwise/invalid-config',
  group: 'engine',
  summary: { en: 'a mistake in thriftwise.json', zh: 'thriftwise.json 中的错误' },
  severity: 'error',
  options: noOptions,
  messages: {
    invalid: { en: '{what}', zh: '{what}' },
  },
} satisfies RuleMeta;

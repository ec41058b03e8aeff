import { noOptions } from '../../core/options';
import type { RuleMeta } from '../../core/rule';

/** Reported by the engine itself, so that a limit never works in silence. */
export const rule = {
  id: 'thriftwise/limit',
  group: 'engine',
  summary: { en: 'what was left out because a limit was reached', zh: '因达到上限而省略的内容' },
  severity: 'information',
  options: noOptions,
  messages: {
    findings: {
      en: '{count} more findings are not shown: the limit is {limit} a file (maxFindings).',
      zh: '另有 {count} 个问题未显示：每个文件的上限为 {limit}（maxFindings）。',
    },
    fileSize: {
      en: 'This file is not checked: it has {size} characters, and the limit is {limit} (maxFileSize).',
      zh: '未检查此文件：共 {size} 个字符，上限为 {limit}（maxFileSize）。',
    },
  },
} satisfies RuleMeta;

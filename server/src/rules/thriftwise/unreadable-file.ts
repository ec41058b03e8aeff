import { noOptions } from '../../core/options';
import type { RuleMeta } from '../../core/rule';

/** Reported by the engine itself. */
export const rule = {
  id: 'thriftwise/unreadable-file',
  group: 'engine',
  summary: { en: 'a file that could not be read', zh: '无法读取的文件' },
  severity: 'error',
  options: noOptions,
  messages: {
    unreadable: { en: 'This file cannot be read: {why}.', zh: '无法读取此文件：{why}。' },
  },
} satisfies RuleMeta;

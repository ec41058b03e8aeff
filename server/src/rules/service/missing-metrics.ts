import { noOptions } from '../../core/options';
import { serviceRule } from '../../service/rule';
import { lacking } from './_program';

export const rule = serviceRule({
  id: 'service/missing-metrics',
  group: 'lifecycle',
  summary: {
    en: 'a server that measures nothing: latency and errors are seen by callers only',
    zh: '没有任何指标的服务器：延迟和错误只有调用方才知道',
  },
  guide: '3.1',
  severity: 'information',
  options: noOptions,
  messages: {
    missing: {
      en: 'This program counts and measures nothing: how many requests it answers, how long they take and how many fail is known to its callers alone, and no alert can be set on it. Measure requests with prom-client or OpenTelemetry.',
      zh: '程序没有任何指标：请求量、耗时和失败数只有调用方知道，也无法设置告警。应使用 prom-client 或 OpenTelemetry 统计请求。',
    },
  },
  check(file, { project, report }) {
    const entry = lacking('metrics', file, project);
    if (entry) report({ at: entry.call.expression, message: 'missing' });
  },
});

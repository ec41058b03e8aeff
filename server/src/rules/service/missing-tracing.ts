import { noOptions } from '../../core/options';
import { serviceRule } from '../../service/rule';
import { calledService, lacking } from './_program';

export const rule = serviceRule({
  id: 'service/missing-tracing',
  group: 'lifecycle',
  summary: {
    en: 'a server that calls others and passes no trace on',
    zh: '调用其他服务却不传递链路信息的服务器',
  },
  guide: '3.2',
  severity: 'information',
  options: noOptions,
  messages: {
    missing: {
      en: 'This program answers requests and calls others by {library}, but takes part in no trace: when a request is slow or fails, nothing tells which call it was, and traces of its callers end here. Start OpenTelemetry, or an agent, before anything else is imported.',
      zh: '程序既处理请求，又通过 {library} 调用其他服务，但没有接入链路追踪：请求变慢或失败时无法得知是哪个调用造成的，调用方的链路也到此中断。应在导入其他模块之前启动 OpenTelemetry 或 APM 探针。',
    },
    called: { en: 'One of the calls to other services.', zh: '对其他服务的调用之一。' },
  },
  check(file, { project, report }) {
    const entry = lacking('tracing', file, project);
    const called = entry && calledService(entry, project);
    if (!entry || !called) return;
    report({
      at: entry.call.expression,
      message: 'missing',
      data: { library: called.clients[0].library.title },
      related: [{ at: called.node, message: 'called' }],
    });
  },
});

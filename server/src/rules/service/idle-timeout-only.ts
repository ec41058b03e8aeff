import { noOptions } from '../../core/options';
import { decisive } from '../../service/bounds/bound';
import { boundOf } from '../../service/bounds/evaluate';
import { readOption } from '../../service/bounds/settings';
import { wrapperSteps } from '../../service/bounds/wrappers';
import { setOption } from '../../service/fixes/options';
import { proposedMs, timeoutCode } from '../../service/fixes/timeouts';
import { type NetworkCall, networkCalls, optionsAt } from '../../service/networkCalls';
import { serviceRule } from '../../service/rule';
import type { ts } from '../../service/ts';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';
import { noEnvironment } from '../../service/values/value';
import { hardlyMs, nameOfSetting, signalFor, siteIn } from './_timeouts';

const messages = {
  idle: {
    en: '{option} of {library} bounds silence, not the call: it starts anew with every byte, so a slow answer can take as long as it likes. A signal bounds the whole call.',
    zh: '{library} 的 {option} 限制的是空闲时间而不是整个调用：每收到一个字节就重新计时，缓慢的响应可以无限拖延。用 signal 才能限制整个调用。',
  },
  headers: {
    en: '{option} of {library} ends with the head of the answer: the body is not bounded by it, so a slow one can take as long as it likes. A signal bounds the whole call.',
    zh: '{library} 的 {option} 在收到响应头时就结束，并不限制响应体，缓慢的响应体可以无限拖延。用 signal 才能限制整个调用。',
  },
  fix: { en: 'Bound the whole call with {option} ({ms} ms)', zh: '用 {option} 限制整个调用（{ms} 毫秒）' },
} as const;

/** Whether the body is handed on while it comes: then the silence between its parts is what there is to bound. */
function isStreamed({ call, clients, node }: NetworkCall, evaluator: Evaluator): boolean {
  return clients.some(({ shape, creation }) => {
    const { streamedBy } = shape;
    if (!streamedBy) return false;
    const given = [
      ...optionsAt(call.options, node, noEnvironment, evaluator),
      ...(creation ? optionsAt(creation.maker.options, creation.node, creation.env, evaluator) : []),
    ];
    return given.some(({ value }) => {
      const asked = readOption(value, streamedBy.option, evaluator, node);
      return asked.kind === 'constant' && typeof asked.value === 'string' && streamedBy.values.includes(asked.value);
    });
  });
}

export const rule = serviceRule({
  id: 'service/idle-timeout-only',
  group: 'timeout',
  summary: { en: 'a call that only a limit of silence bounds', zh: '只有空闲超时限制的调用' },
  guide: '2.1',
  severity: 'information',
  fix: 'template',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    const reported = new Set<ts.Node>();
    for (const call of networkCalls(file, project)) {
      if (call.call.streams || isStreamed(call, evaluator)) continue;
      const bound = boundOf(call, 'request', evaluator);
      const step = bound.state === 'bounded' && bound.idleOnly ? decisive(bound) : undefined;
      // Hooks and the like bound who knows what.
      if (!step?.node || step.setting?.as === 'opaque') continue;
      const [client] = call.clients;
      const setting = signalFor(call, evaluator);
      // A time in the wrong unit is to be mended first.
      if (step.value !== undefined && step.value <= hardlyMs) continue;
      // A library that has nothing better, and code around the call that gives up on it anyway.
      if (!setting || wrapperSteps(call.node, evaluator).length > 0) continue;
      const source = step.site ?? step.node;
      // A client's setting is said once, where it stands.
      const site = siteIn(step, file);
      if (!site || reported.has(source)) continue;
      reported.add(source);
      report({
        at: site,
        message: step.setting?.effect === 'headers' ? 'headers' : 'idle',
        data: { option: nameOfSetting(step.setting), library: client.library.title },
        fixes(tools) {
          const place = call.call.options;
          if (step.layer !== 'call' || setting.option === undefined || place === undefined) return [];
          const ms = step.value ?? proposedMs(project.settings, 'request');
          return [
            tools.fix(
              'template',
              'fix',
              { option: setting.option, ms },
              setOption(tools, call.node, place, setting.option, timeoutCode(setting, ms)),
            ),
          ];
        },
      });
    }
  },
});

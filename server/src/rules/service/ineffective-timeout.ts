import { z } from 'zod';
import type { Localized } from '../../core/finding';
import { ineffective, type Step } from '../../service/bounds/bound';
import { boundOf } from '../../service/bounds/evaluate';
import type { Client } from '../../service/clients';
import { setOption } from '../../service/fixes/options';
import { proposedMs, timeoutCode } from '../../service/fixes/timeouts';
import { type NetworkCall, networkCalls } from '../../service/networkCalls';
import { serviceRule } from '../../service/rule';
import type { ts } from '../../service/ts';
import { evaluatorOf } from '../../service/values/evaluator';
import { hasTimeoutListener } from './_timeoutListeners';
import { nameOfSetting, settingFor, siteIn } from './_timeouts';

const messages = {
  here: {
    en: '{option} does not limit this: {why}. {call} can wait for ever.',
    zh: '{option} 在这里不起限制作用：{why}。{call} 可能永远等待。',
  },
  elsewhere: {
    en: '{call} can wait for ever: its {option} does not limit it, since {why}.',
    zh: '{call} 可能永远等待：它的 {option} 不起限制作用，因为{why}。',
  },
  set: { en: 'It is set here.', zh: '在此设置。' },
  add: { en: 'Limit the call with {option} ({ms} ms)', zh: '用 {option} 限制这个调用（{ms} 毫秒）' },
  activate: { en: 'Switch it on with {option}', zh: '用 {option} 使其生效' },
} as const;

const reasons: Readonly<Record<'event-only' | 'warns-only' | 'ignored' | 'server-side' | 'needs', Localized>> = {
  'event-only': {
    en: "it only emits 'timeout', and nothing ends the call then",
    zh: "它只会触发 'timeout' 事件，之后没有任何代码结束调用",
  },
  'warns-only': { en: 'it only logs a warning', zh: '它只会记录一条警告' },
  ignored: { en: 'the library does not know this option', zh: '该库没有这个选项' },
  'server-side': {
    en: 'the server keeps it, and a server that does not answer keeps nothing',
    zh: '它由服务端执行，服务端不响应时就没有任何限制',
  },
  needs: { en: 'it takes effect only together with another option', zh: '它只有和另一个选项一起才生效' },
};

function reasonOf({ setting }: Step): Localized {
  if (setting?.note) return setting.note;
  if (setting?.needs) {
    const { option, value } = setting.needs;
    return { en: `it takes effect only with ${option}: ${value}`, zh: `它只有在 ${option}: ${value} 时才生效` };
  }
  const effect = setting?.effect;
  return reasons[
    effect === 'event-only' || effect === 'warns-only' || effect === 'ignored' || effect === 'server-side'
      ? effect
      : 'needs'
  ];
}

function rival(call: NetworkCall, client: Client) {
  const setting = settingFor(client, 'request', 'call');
  const place = call.call.options;
  return setting?.option !== undefined && place !== undefined ? { setting, option: setting.option, place } : undefined;
}

export const rule = serviceRule({
  id: 'service/ineffective-timeout',
  group: 'timeout',
  summary: { en: 'a timeout that is set, but does nothing', zh: '设置了却不起作用的超时' },
  guide: '2.1',
  severity: 'error',
  fix: 'template',
  options: z.strictObject({}),
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    const reported = new Set<ts.Node>();
    for (const call of networkCalls(file, project)) {
      if (call.call.streams) continue;
      const bound = boundOf(call, 'request', evaluator);
      const [step] = bound.state === 'unbounded' ? ineffective(bound) : [];
      const [client] = call.clients;
      if (!step?.node) continue;
      if (step.setting?.effect === 'event-only' && hasTimeoutListener(call, evaluator)) continue;
      const site = siteIn(step, file);
      const at = site ?? call.node.expression;
      if (reported.has(at)) continue;
      reported.add(at);
      const where = step.site ?? step.node;
      report({
        at,
        // It does bound what the server does with the request.
        ...(step.setting?.effect === 'server-side' ? { severity: 'warning' as const } : {}),
        message: site ? 'here' : 'elsewhere',
        data: { option: nameOfSetting(step.setting), why: reasonOf(step), call: call.text },
        related: site ? [] : [{ at: where, message: 'set' }],
        fixes(tools) {
          const ms = step.value ?? proposedMs(project.settings, 'request');
          const other = rival(call, client);
          const add = other
            ? tools.fix(
                'template',
                'add',
                { option: other.option, ms },
                setOption(tools, call.node, other.place, other.option, timeoutCode(other.setting, ms)),
              )
            : undefined;
          return [add];
        },
      });
    }
  },
});

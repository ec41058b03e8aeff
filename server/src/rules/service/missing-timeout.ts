import { z } from 'zod';
import type { Fix } from '../../core/finding';
import { decisive, ineffective } from '../../service/bounds/bound';
import { boundOf } from '../../service/bounds/evaluate';
import type { Client } from '../../service/clients';
import { setOption } from '../../service/fixes/options';
import { proposedMs, timeoutCode } from '../../service/fixes/timeouts';
import { type NetworkCall, networkCalls } from '../../service/networkCalls';
import { placeOf } from '../../service/places';
import { type FixTools, serviceRule } from '../../service/rule';
import { evaluatorOf } from '../../service/values/evaluator';
import { settingFor } from './_timeouts';

type Key = keyof typeof messages;

const messages = {
  alone: {
    en: '{library} waits for ever by default, and {call} sets no timeout: when the other side does not answer, this call never ends.',
    zh: '{library} 默认会一直等待，而 {call} 没有设置超时：对方不响应时，这个调用永远不会结束。',
  },
  client: {
    en: '{library} waits for ever by default; {call} has no timeout and its client, made in {place}, sets none: when the other side does not answer, this call never ends.',
    zh: '{library} 默认会一直等待；{call} 没有超时，创建于 {place} 的客户端也没有设置：对方不响应时，这个调用永远不会结束。',
  },
  made: { en: 'The client is made here, without a timeout.', zh: '客户端在此创建，没有设置超时。' },
  fixCall: { en: 'Give this call a timeout of {ms} ms ({option})', zh: '给这个调用设置 {ms} 毫秒超时（{option}）' },
  fixClient: {
    en: 'Give the client a timeout of {ms} ms ({option}, in {place})',
    zh: '给客户端设置 {ms} 毫秒超时（{option}，{place}）',
  },
} as const;

function fixes(call: NetworkCall, client: Client, tools: FixTools<Key>): (Fix | undefined)[] {
  // A call that opens a connection is bounded by what bounds connecting.
  const wanted = call.call.connects ? 'connect' : 'request';
  const ms = proposedMs(tools.project.settings, wanted);
  const own = settingFor(client, wanted, 'call');
  const place = call.call.options;
  const onCall =
    own?.option !== undefined && place !== undefined
      ? tools.fix(
          'template',
          'fixCall',
          { ms, option: own.option },
          setOption(tools, call.node, place, own.option, timeoutCode(own, ms)),
        )
      : undefined;
  const general = settingFor(client, wanted, 'client');
  const { creation } = client;
  const options = creation?.maker.options;
  const onClient =
    creation && options !== undefined && general?.option !== undefined && general.as === 'duration'
      ? tools.fix(
          'template',
          'fixClient',
          { ms, option: general.option, place: placeOf(creation.node, tools.file) },
          setOption(tools, creation.node, options, general.option, timeoutCode(general, ms)),
        )
      : undefined;
  return [onCall, onClient];
}

export const rule = serviceRule({
  id: 'service/missing-timeout',
  group: 'timeout',
  summary: { en: 'a network call that can wait for ever', zh: '可能永远等待的网络调用' },
  guide: '2.1',
  severity: 'error',
  fix: 'template',
  options: z.strictObject({}),
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    for (const call of networkCalls(file, project)) {
      if (call.call.streams) continue;
      const bound = boundOf(call, 'request', evaluator);
      if (bound.state !== 'unbounded' || ineffective(bound).length > 0 || decisive(bound)?.what === 'disabled')
        continue;
      const [client] = call.clients;
      const { library } = client;
      const made = client.creation?.node;
      report({
        at: call.node.expression,
        message: made ? 'client' : 'alone',
        data: { library: library.title, call: call.text, place: made ? placeOf(made, file) : '' },
        related: made ? [{ at: made.expression, message: 'made' }] : [],
        fixes: (tools) => fixes(call, client, tools),
      });
    }
  },
});

import type { Fix, Localized } from '../../core/finding';
import { noOptions } from '../../core/options';
import { decisive, ineffective } from '../../service/bounds/bound';
import { boundOf } from '../../service/bounds/evaluate';
import { type Client, madeAt } from '../../service/clients';
import { deadlineAround } from '../../service/fixes/deadlines';
import { setOption } from '../../service/fixes/options';
import { proposedMs, timeoutCode } from '../../service/fixes/timeouts';
import { isOfScript } from '../../service/flow/script';
import { type NetworkCall, networkCalls } from '../../service/networkCalls';
import { placeOf } from '../../service/places';
import { type FixTools, serviceRule } from '../../service/rule';
import { evaluatorOf } from '../../service/values/evaluator';
import { withDropped } from './_signals';
import { chainedMethod, settingFor } from './_timeouts';

type Key = keyof typeof messages;

const messages = {
  alone: {
    en: '{library} {byDefault}, and {call} sets no timeout: when the other side does not answer, this call {ends}.',
    zh: '{library} {byDefault}，而 {call} 没有设置超时：对方不响应时，这个调用{ends}。',
  },
  bare: {
    en: '{library} {byDefault}, and this call sets no timeout: when the other side does not answer, it {ends}.',
    zh: '{library} {byDefault}，而这个调用没有设置超时：对方不响应时，它{ends}。',
  },
  client: {
    en: '{library} {byDefault}; {call} has no timeout and its client, made in {place}, sets none: when the other side does not answer, this call {ends}.',
    zh: '{library} {byDefault}；{call} 没有超时，创建于 {place} 的客户端也没有设置：对方不响应时，这个调用{ends}。',
  },
  made: { en: 'The client is made here, without a timeout.', zh: '客户端在此创建，没有设置超时。' },
  fixCall: { en: 'Give this call a timeout of {ms} ms ({option})', zh: '给这个调用设置 {ms} 毫秒超时（{option}）' },
  fixMethod: { en: 'Give this call a timeout of {ms} ms (.{option})', zh: '给这个调用设置 {ms} 毫秒超时（.{option}）' },
  fixAround: {
    en: 'Give up on this call after {ms} ms ({by})',
    zh: '在 {ms} 毫秒后放弃这个调用（{by}）',
  },
  fixClient: {
    en: 'Give the client a timeout of {ms} ms ({option}, in {place})',
    zh: '给客户端设置 {ms} 毫秒超时（{option}，{place}）',
  },
} as const;

const waits: Localized = { en: 'waits for ever by default', zh: '默认会一直等待' };
const neverEnds: Localized = { en: 'never ends', zh: '永远不会结束' };
const lasts: Localized = {
  en: 'lasts minutes, and for ever when a byte comes now and then',
  zh: '会持续数分钟；如果不时有字节到达，则永远不会结束',
};

/** A call that opens a connection is bounded by what bounds connecting. */
function wanted({ call }: NetworkCall): 'connect' | 'request' {
  return call.connects ? 'connect' : 'request';
}

/** The library's own option or method at the call. */
function onCall(call: NetworkCall, client: Client, ms: number, tools: FixTools<Key>): Fix | undefined {
  const own = settingFor(client, wanted(call), 'call', call.node, evaluatorOf(tools.project));
  const place = call.call.options;
  if (own?.option !== undefined && place !== undefined) {
    const limit = timeoutCode(own, ms);
    const code = own.as === 'signal' ? withDropped(limit, call.node, tools.project.checker) : limit;
    return tools.fix(
      'template',
      'fixCall',
      { ms, option: own.option },
      setOption(tools, call.node, place, own.option, code, call.call.text),
    );
  }
  const method = chainedMethod(client);
  if (method?.method === undefined) return undefined;
  const code = `.${method.method}(${timeoutCode(method, ms)})`;
  return tools.fix('template', 'fixMethod', { ms, option: method.method }, [tools.insertAfter(call.node, code)]);
}

/** The option of the client that bounds each of its calls. */
function onClient(call: NetworkCall, client: Client, ms: number, tools: FixTools<Key>): Fix | undefined {
  const general = settingFor(client, wanted(call), 'client', call.node, evaluatorOf(tools.project));
  const { creation } = client;
  const options = creation?.maker.options;
  if (!creation || options === undefined || general?.option === undefined || general.as !== 'duration')
    return undefined;
  return tools.fix(
    'template',
    'fixClient',
    { ms, option: general.option, place: placeOf(creation.node, tools.file) },
    setOption(tools, creation.node, options, general.option, timeoutCode(general, ms), creation.maker.text),
  );
}

function fixes(call: NetworkCall, client: Client, tools: FixTools<Key>): (Fix | undefined)[] {
  const ms = proposedMs(tools.project.settings, wanted(call));
  const own = [onCall(call, client, ms, tools), onClient(call, client, ms, tools)].filter((each) => each !== undefined);
  if (own.length > 0) return own;
  // Libraries that offer nothing: a race against a timer that is cleared.
  const around = deadlineAround(tools, call.node, ms, tools.project);
  return [around && tools.fix('template', 'fixAround', { ms, by: around.by }, around.edits)];
}

export const rule = serviceRule({
  id: 'service/missing-timeout',
  group: 'timeout',
  summary: { en: 'a network call that can wait for ever', zh: '可能永远等待的网络调用' },
  guide: '2.1',
  severity: 'error',
  fix: 'template',
  options: noOptions,
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
      const made = madeAt(client)?.node;
      const note = bound.steps[0]?.note;
      report({
        at: call.node.expression,
        message: made ? 'client' : call.text === library.title ? 'bare' : 'alone',
        data: {
          library: library.title,
          call: call.text,
          place: made ? placeOf(made, file) : '',
          byDefault: note ?? waits,
          ends: note ? lasts : neverEnds,
        },
        related: made ? [{ at: made.expression, message: 'made' }] : [],
        // Whoever runs a script sees that it hangs.
        ...(isOfScript(call.node, project) && { severity: 'information' as const }),
        fixes: (tools) => fixes(call, client, tools),
      });
    }
  },
});

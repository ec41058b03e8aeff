import type { Method } from '../../idl/model/tree';
import { isVoid } from '../../idl/model/walk';
import { definitionRule } from '../../idl/rule';
import { wordsOf } from '../../idl/vocabulary/naming';

/** `LogIn` and `LogOff` are no logging; a caller that asks for `NotifySync` or `ReportAndWait` wants the answer. */
const otherVerb = new Set(['in', 'out', 'on', 'off']);
const waits = new Set(['sync', 'wait', 'ack', 'confirm', 'reliably', 'durably']);

/** Whether an annotation makes the method more than a plain call: a stream, or a route of HTTP, which always has an answer. */
function isAnnotated({ annotations }: Method): boolean {
  return annotations?.items.some(({ key }) => /^(?:streaming|api)\./.test(key.text)) ?? false;
}

export const rule = definitionRule({
  id: 'idl/oneway-candidate',
  group: 'convention',
  summary: {
    en: 'a void method that only tells something, but lets the caller wait',
    zh: '只做通知、却让调用方等待的 void 方法',
  },
  guide: '5.1',
  severity: 'hint',
  fix: 'suggested',
  options: (z) =>
    z.strictObject({
      verbs: z
        .array(z.string())
        .default(['Log', 'Report', 'Notify', 'Track', 'Emit'])
        .meta({ markdownDescription: 'The first words of methods that tell something and ask for nothing.' }),
    }),
  messages: {
    candidate: {
      en: '"{method}" returns and throws nothing, yet its caller waits for the empty answer; if nobody needs to know that it arrived, make it "oneway"',
      zh: '“{method}”既不返回也不抛出任何内容，调用方却要等待空应答；如果无需确认送达，请改为“oneway”',
    },
    oneway: {
      en: 'Make it oneway: callers neither wait nor learn of failures (changes the wire)',
      zh: '改为 oneway：调用方不再等待，也不会得知失败（会改变线上格式）',
    },
  },
  on: ['Service'],
  check(definition, { options, report }) {
    if (definition.kind !== 'Service') return;
    const verbs = new Set(options.verbs.map((verb) => verb.toLowerCase()));
    for (const method of definition.methods) {
      const { returns } = method;
      if (method.oneway || !isVoid(returns) || (method.throws?.fields.length ?? 0) > 0 || isAnnotated(method)) continue;
      const words = wordsOf(method.name.text).map((word) => word.toLowerCase());
      const [verb = '', next = ''] = words;
      if (!verbs.has(verb) || otherVerb.has(next) || waits.has(words.at(-1) ?? '')) continue;
      report({
        at: method.name,
        message: 'candidate',
        data: { method: method.name.text },
        fixes: (tools) => [
          tools.fix('suggested', 'oneway', {}, [tools.insertBefore({ in: definition, span: returns.span }, 'oneway ')]),
        ],
      });
    }
  },
});

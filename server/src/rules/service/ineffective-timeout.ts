import type { Fix, Localized } from '../../core/finding';
import { noOptions } from '../../core/options';
import { ineffective, type Step } from '../../service/bounds/bound';
import { boundOf } from '../../service/bounds/evaluate';
import { deadlineAround } from '../../service/fixes/deadlines';
import { lineBreak } from '../../service/fixes/layout';
import { addProperty, setOption } from '../../service/fixes/options';
import { proposedMs, timeoutCode } from '../../service/fixes/timeouts';
import { type NetworkCall, networkCalls } from '../../service/networkCalls';
import { type FixTools, serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
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
  destroy: { en: "End the request on 'timeout'", zh: "在 'timeout' 事件中结束请求" },
  around: { en: 'Give up on this call after {ms} ms ({by})', zh: '在 {ms} 毫秒后放弃这个调用（{by}）' },
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

type Key = keyof typeof messages;

/** The property in which a setting stands that the library ignores: nothing is lost with it. */
function ignoredProperty({ site, setting }: Step, call: NetworkCall): ts.PropertyAssignment | undefined {
  const property = site?.parent;
  if (setting?.effect !== 'ignored' || !property || !ts.isPropertyAssignment(property)) return undefined;
  return property.initializer === site && property.parent.parent === call.node ? property : undefined;
}

/** Another option of the call that does limit it. */
function rival(call: NetworkCall, step: Step, ms: number, tools: FixTools<Key>): Fix | undefined {
  const setting = settingFor(call.clients[0], 'request', 'call', call.node, evaluatorOf(tools.project));
  const place = call.call.options;
  if (setting?.option === undefined || place === undefined) return undefined;
  const ignored = ignoredProperty(step, call);
  if (ignored && !setting.option.includes('.')) {
    const code = `${setting.option}: ${timeoutCode(setting, ms)}`;
    return tools.fix('template', 'add', { option: setting.option, ms }, [tools.replace(ignored, code)]);
  }
  return tools.fix(
    'template',
    'add',
    { option: setting.option, ms },
    setOption(tools, call.node, place, setting.option, timeoutCode(setting, ms), call.call.text),
  );
}

/** The name of an option in the object that another one stands in; undefined where it belongs elsewhere. */
function besides(option: string, other: string): string | undefined {
  const folder = option.slice(0, option.lastIndexOf('.') + 1);
  const name = other.slice(folder.length);
  return other.startsWith(folder) && !name.includes('.') ? name : undefined;
}

/** The object literal in which an option is written: around its value, or given to what is made there (`new NodeHttpHandler({ ... })`). */
function literalAround(site: ts.Node, name: string | undefined): ts.ObjectLiteralExpression | undefined {
  const candidates = [site.parent.parent, ts.isNewExpression(site) ? site.arguments?.[0] : undefined];
  return candidates.find(
    (each): each is ts.ObjectLiteralExpression =>
      each !== undefined &&
      ts.isObjectLiteralExpression(each) &&
      each.properties.some((property) => property.name?.getText() === name),
  );
}

/** The option beside it that makes it work. */
function activate(step: Step, tools: FixTools<Key>): Fix | undefined {
  const { site, setting } = step;
  const literal = site && literalAround(site, setting?.option?.split('.').at(-1));
  if (!setting?.needs || !literal) return undefined;
  const { value } = setting.needs;
  const option = besides(setting.option ?? '', setting.needs.option);
  if (option === undefined) return undefined;
  return tools.fix('suggested', 'activate', { option }, addProperty(tools, literal, option, String(value)));
}

/** A listener that ends what the call returned, where that has a name. */
function destroyOnTimeout({ node }: NetworkCall, { setting }: Step, tools: FixTools<Key>): Fix | undefined {
  const holder = node.parent;
  if (setting?.listener === undefined || !ts.isVariableDeclaration(holder) || !ts.isIdentifier(holder.name))
    return undefined;
  const { parent: list } = holder;
  if (!ts.isVariableDeclarationList(list) || list.declarations.length !== 1) return undefined;
  const statement = list.parent;
  if (!ts.isVariableStatement(statement)) return undefined;
  const { text } = holder.name;
  const lines = `${lineBreak(statement)}${text}.on('${setting.listener}', () => ${text}.destroy(new Error('${setting.listener}')));`;
  return tools.fix('suggested', 'destroy', {}, [tools.insertAfter(statement, lines)]);
}

function around(call: NetworkCall, ms: number, tools: FixTools<Key>): Fix | undefined {
  const fix = deadlineAround(tools, call.node, ms, tools.project);
  return fix && tools.fix('template', 'around', { ms, by: fix.by }, fix.edits);
}

function fixes(call: NetworkCall, step: Step, tools: FixTools<Key>): (Fix | undefined)[] {
  const ms = step.value ?? proposedMs(tools.project.settings, 'request');
  const own = [activate(step, tools), rival(call, step, ms, tools), destroyOnTimeout(call, step, tools)].filter(
    (each) => each !== undefined,
  );
  return own.length > 0 ? own : [around(call, ms, tools)];
}

export const rule = serviceRule({
  id: 'service/ineffective-timeout',
  group: 'timeout',
  summary: { en: 'a timeout that is set, but does nothing', zh: '设置了却不起作用的超时' },
  guide: '2.1',
  severity: 'error',
  fix: 'template',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    const reported = new Set<ts.Node>();
    for (const call of networkCalls(file, project)) {
      if (call.call.streams) continue;
      const bound = boundOf(call, 'request', evaluator);
      const [step] = bound.state === 'unbounded' ? ineffective(bound) : [];
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
        fixes: (tools) => fixes(call, step, tools),
      });
    }
  },
});

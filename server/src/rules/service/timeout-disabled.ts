import type { Fix, Localized } from '../../core/finding';
import { noOptions } from '../../core/options';
import { type Bound, decisive, type Step } from '../../service/bounds/bound';
import { boundOf } from '../../service/bounds/evaluate';
import { readOption } from '../../service/bounds/settings';
import type { BoundName, Setting } from '../../service/catalogue/library';
import { placeholder, proposedMs, timeoutCode } from '../../service/fixes/timeouts';
import { type NetworkCall, networkCalls, optionsAt } from '../../service/networkCalls';
import { placeOf } from '../../service/places';
import { type FixTools, serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';
import { withDropped } from './_signals';
import { nameOfSetting, signalFor, siteIn } from './_timeouts';

const messages = {
  here: {
    en: '{option} is {value}: that switches the limit off, and {library} {effect}.',
    zh: '{option} 为 {value}：这会关闭限制，{library} {effect}。',
  },
  elsewhere: {
    en: '{call} {effect}: {option}, set in {place}, is {value}, which switches the limit off.',
    zh: '{call} {effect}：在 {place} 设置的 {option} 为 {value}，这会关闭限制。',
  },
  set: { en: 'The limit is switched off here.', zh: '限制在此被关闭。' },
  used: { en: 'This call {effect}.', zh: '这个调用{effect}。' },
  fix: { en: 'Set {option} to {ms} ms', zh: '把 {option} 设为 {ms} 毫秒' },
  fixSignal: {
    en: 'Bound the whole call with {option} ({ms} ms) instead',
    zh: '改用 {option} 限制整个调用（{ms} 毫秒）',
  },
  fixCount: {
    en: 'Set {option} to {count}, as it is by default',
    zh: '把 {option} 设为默认的 {count}',
  },
} as const;

const waits: Localized = { en: 'waits for ever', zh: '会一直等待' };
const tries: Localized = { en: 'tries for ever', zh: '会无限次重试' };

const bounds: readonly BoundName[] = ['request', 'connect', 'attempts'];

/** Packages that demand clients which never give up, and check for it. */
const demanding = ['bullmq', 'bull', '@nestjs/bullmq', '@nestjs/bull'];

/** A time, or as many attempts as the library makes by itself, in place of the value that switches the limit off. */
function replaced(
  tools: FixTools<keyof typeof messages>,
  bound: BoundName,
  place: ts.Node | undefined,
  setting: Setting | undefined,
  call: NetworkCall,
): Fix | undefined {
  if (!place || !setting || !ts.isExpression(place)) return undefined;
  const option = nameOfSetting(setting);
  if (setting.as === 'duration') {
    const ms = proposedMs(tools.project.settings, bound === 'connect' ? 'connect' : 'request');
    return tools.fix('template', 'fix', { option, ms }, [tools.replace(place, timeoutCode(setting, ms))]);
  }
  const usual = call.clients[0].shape.bounds.find((each) => each.bound === bound)?.defaults.at(-1)?.value;
  if (setting.as !== 'count' || typeof usual !== 'number') return undefined;
  const count = setting.counts === 'retries' ? usual - 1 : usual;
  return tools.fix('template', 'fixCount', { option, count }, [tools.replace(place, placeholder(count))]);
}

/** A signal in place of an option that would bound silence only. */
function bySignal(
  tools: FixTools<keyof typeof messages>,
  { layer, setting }: Step,
  place: ts.Node,
  call: NetworkCall,
): Fix | undefined {
  const property = place.parent;
  if (layer !== 'call' || (setting?.effect !== 'idle' && setting?.effect !== 'headers')) return undefined;
  if (!ts.isPropertyAssignment(property) || property.parent.parent !== call.node) return undefined;
  const signal = signalFor(call, evaluatorOf(tools.project));
  if (signal?.option === undefined) return undefined;
  const ms = proposedMs(tools.project.settings, 'request');
  const code = withDropped(timeoutCode(signal, ms), call.node, tools.project.checker);
  return tools.fix('template', 'fixSignal', { option: signal.option, ms }, [
    tools.replace(property, `${signal.option}: ${code}`),
  ]);
}

/** The value that is written at a place: of `axios.defaults.timeout = 0` what is assigned. */
function valueAt(place: ts.Node): ts.Node {
  const { parent } = place;
  return ts.isBinaryExpression(parent) && parent.left === place ? parent.right : place;
}

function isDisabled(bound: Bound): boolean {
  return bound.state === 'unbounded' && decisive(bound)?.what === 'disabled';
}

/** Whether the client was told not to wait for a connection: only calls that were under way when one broke are tried again. */
function failsAtOnce({ clients }: NetworkCall, evaluator: Evaluator): boolean {
  return clients.some(({ shape, creation }) => {
    const option = shape.bounds.find(({ bound }) => bound === 'attempts')?.waitsBy;
    if (option === undefined || !creation) return false;
    return optionsAt(creation.maker.options, creation.node, creation.env, evaluator).some(({ value }) => {
      const waits = readOption(value, option, evaluator, creation.node);
      return waits.kind === 'constant' && waits.value === false;
    });
  });
}

export const rule = serviceRule({
  id: 'service/timeout-disabled',
  group: 'timeout',
  summary: {
    en: 'a timeout that is switched off: `0`, `Infinity`, `false`',
    zh: '被关闭的超时：`0`、`Infinity`、`false`',
  },
  guide: '2.1',
  severity: 'warning',
  fix: 'template',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    const reported = new Set<ts.Node>();
    const dependencies = project.packages.dependenciesOf(file.sourceFile.fileName);
    for (const call of networkCalls(file, project)) {
      if (call.call.streams) continue;
      for (const name of bounds) {
        if (name === 'attempts' && (demanding.some((each) => dependencies.has(each)) || failsAtOnce(call, evaluator)))
          continue;
        const bound = boundOf(call, name, evaluator);
        const step = isDisabled(bound) ? decisive(bound) : undefined;
        if (!step?.node) continue;
        const { setting } = step;
        const site = siteIn(step, file);
        const at = site ?? call.node.expression;
        // One setting, one finding a file, however many calls it is the limit of.
        const set = step.site ?? step.node;
        if (reported.has(set)) continue;
        reported.add(set);
        const place = valueAt(step.site ?? step.node);
        const data = {
          option: nameOfSetting(setting),
          // `{ timeout }` says nothing of the value.
          value: (ts.isShorthandPropertyAssignment(place) ? step.node : place).getText(),
          library: call.clients[0].library.title,
          effect: name === 'attempts' ? tries : waits,
          call: call.text,
          place: placeOf(step.site ?? step.node, file),
        };
        report({
          at,
          message: site ? 'here' : 'elsewhere',
          data,
          related: [
            site ? { at: call.node.expression, message: 'used', data } : { at: step.site ?? step.node, message: 'set' },
          ],
          fixes: (tools) => [bySignal(tools, step, place, call), replaced(tools, name, place, setting, call)],
        });
      }
    }
  },
});

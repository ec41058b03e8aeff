import { z } from 'zod';
import { type Bound, decisive } from '../../service/bounds/bound';
import { boundOf } from '../../service/bounds/evaluate';
import type { BoundName } from '../../service/catalogue/library';
import { proposedMs, timeoutCode } from '../../service/fixes/timeouts';
import { networkCalls } from '../../service/networkCalls';
import { placeOf } from '../../service/places';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { evaluatorOf } from '../../service/values/evaluator';
import { nameOfSetting, siteIn } from './_timeouts';

const messages = {
  here: {
    en: '{option} is {value}: that switches the limit off, and {library} waits for ever.',
    zh: '{option} 为 {value}：这会关闭限制，{library} 将一直等待。',
  },
  elsewhere: {
    en: '{call} waits for ever: {option}, set in {place}, is {value}, which switches the limit off.',
    zh: '{call} 会一直等待：在 {place} 设置的 {option} 为 {value}，这会关闭限制。',
  },
  set: { en: 'The limit is switched off here.', zh: '限制在此被关闭。' },
  used: { en: 'This call waits for ever.', zh: '这个调用会一直等待。' },
  fix: { en: 'Set {option} to {ms} ms', zh: '把 {option} 设为 {ms} 毫秒' },
} as const;

const bounds: readonly BoundName[] = ['request', 'connect'];

function isDisabled(bound: Bound): boolean {
  return bound.state === 'unbounded' && decisive(bound)?.what === 'disabled';
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
  options: z.strictObject({}),
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    const reported = new Set<ts.Node>();
    for (const call of networkCalls(file, project)) {
      if (call.call.streams) continue;
      for (const name of bounds) {
        const bound = boundOf(call, name, evaluator);
        const step = isDisabled(bound) ? decisive(bound) : undefined;
        if (!step?.node) continue;
        const { setting } = step;
        const site = siteIn(step, file);
        const at = site ?? call.node.expression;
        if (reported.has(at)) continue;
        reported.add(at);
        const data = {
          option: nameOfSetting(setting),
          value: (step.site ?? step.node).getText(),
          library: call.clients[0].library.title,
          call: call.text,
          place: placeOf(step.site ?? step.node, file),
        };
        report({
          at,
          message: site ? 'here' : 'elsewhere',
          data,
          related: [
            site ? { at: call.node.expression, message: 'used' } : { at: step.site ?? step.node, message: 'set' },
          ],
          fixes(tools) {
            const place = step.site ?? step.node;
            if (setting?.as !== 'duration' || !place || !ts.isExpression(place)) return [];
            const ms = proposedMs(project.settings, name === 'connect' ? 'connect' : 'request');
            return [
              tools.fix('template', 'fix', { option: data.option, ms }, [
                tools.replace(place, timeoutCode(setting, ms)),
              ]),
            ];
          },
        });
      }
    }
  },
});

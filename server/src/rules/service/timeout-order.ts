import { noOptions } from '../../core/options';
import { type Bound, decisive, type Step } from '../../service/bounds/bound';
import { boundOf } from '../../service/bounds/evaluate';
import { wrapperSteps } from '../../service/bounds/wrappers';
import { proposedMs } from '../../service/fixes/timeouts';
import { type NetworkCall, networkCalls } from '../../service/networkCalls';
import { type FixTools, serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { evaluatorOf } from '../../service/values/evaluator';
import { nameOfSetting, siteIn } from './_timeouts';

const messages = {
  layers: {
    en: '{inner} ({innerMs} ms) can never run out: {outer} ends the call after {outerMs} ms. Each layer is shorter than the one around it: connect < read < request.',
    zh: '{inner}（{innerMs} 毫秒）永远不会到期：{outer} 在 {outerMs} 毫秒后就会结束调用。每一层都应短于外层：连接 < 读写 < 请求。',
  },
  wrapper: {
    en: 'This timeout ({innerMs} ms) can never run out: what is around the call gives up after {outerMs} ms.',
    zh: '这个超时（{innerMs} 毫秒）永远不会到期：外层在 {outerMs} 毫秒后就会放弃。',
  },
  outer: { en: 'The shorter limit stands here.', zh: '更短的限制在这里。' },
  fix: { en: 'Set it to {ms} ms, less than the limit around it', zh: '改为 {ms} 毫秒，短于外层限制' },
} as const;

/** A time that leaves the layer around it some of its own. */
function shorterThan(outerMs: number, usualMs: number): number {
  return usualMs < outerMs ? usualMs : Math.max(1, Math.floor((outerMs * 4) / 5));
}

/** The fix: a shorter time where a number is written out, in the setting's own unit. */
function shorten(tools: FixTools<keyof typeof messages>, site: ts.Node, { setting }: Step, ms: number) {
  if (!ts.isNumericLiteral(site)) return [];
  const value = setting?.unit === 's' ? ms / 1000 : ms;
  return [tools.fix('suggested', 'fix', { ms }, [tools.replace(site, String(value))])];
}

/** What somebody chose: a value that is written somewhere, not a library's default. */
function chosen(bound: Bound): { readonly step: Step; readonly ms: number } | undefined {
  const step = bound.state === 'bounded' ? decisive(bound) : undefined;
  if (!step || step.layer === 'library' || step.value === undefined) return undefined;
  return { step, ms: step.value };
}

/** Whether each call connects for itself, in its own time. */
function connectsWithin({ clients }: NetworkCall): boolean {
  return clients.every(({ shape }) =>
    shape.bounds.some(({ bound, withinRequest }) => bound === 'connect' && withinRequest),
  );
}

export const rule = serviceRule({
  id: 'service/timeout-order',
  group: 'timeout',
  summary: { en: 'an inner timeout that is not shorter than the one around it', zh: '内层超时不短于外层超时' },
  guide: '2.1',
  severity: 'warning',
  fix: 'suggested',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    const reported = new Set<ts.Node>();
    for (const call of networkCalls(file, project)) {
      if (call.call.streams) continue;
      const request = chosen(boundOf(call, 'request', evaluator));
      if (!request) continue;
      const inner = connectsWithin(call) ? chosen(boundOf(call, 'connect', evaluator)) : undefined;
      // One option may set both; that is no order. What the client is given is for its other calls, too.
      if (
        inner &&
        inner.ms > request.ms &&
        inner.step.setting?.option !== request.step.setting?.option &&
        (inner.step.layer === 'call' || request.step.layer !== 'call')
      ) {
        const site = siteIn(inner.step, file) ?? call.node.expression;
        const outer = request.step.site ?? request.step.node;
        if (reported.has(site)) continue;
        reported.add(site);
        report({
          at: site,
          message: 'layers',
          data: {
            inner: nameOfSetting(inner.step.setting),
            innerMs: inner.ms,
            outer: nameOfSetting(request.step.setting),
            outerMs: request.ms,
          },
          related: outer ? [{ at: outer, message: 'outer' }] : [],
          fixes: (tools) =>
            shorten(tools, site, inner.step, shorterThan(request.ms, proposedMs(project.settings, 'connect'))),
        });
      }
      // A client's own time is for its other calls, too.
      if (request.step.layer !== 'call') continue;
      const around = wrapperSteps(call.node, evaluator).find(
        ({ state, value }) => state === 'bounded' && value !== undefined,
      );
      const site = siteIn(request.step, file) ?? call.node.expression;
      if (!around?.node || around.value === undefined || around.value >= request.ms || reported.has(site)) continue;
      reported.add(site);
      const outerMs = around.value;
      report({
        at: site,
        message: 'wrapper',
        data: { innerMs: request.ms, outerMs },
        related: [{ at: around.node, message: 'outer' }],
        fixes: (tools) =>
          shorten(tools, site, request.step, shorterThan(outerMs, proposedMs(project.settings, 'request'))),
      });
    }
  },
});

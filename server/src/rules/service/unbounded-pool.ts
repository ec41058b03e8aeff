import { noOptions } from '../../core/options';
import { decisive } from '../../service/bounds/bound';
import { boundOfClient } from '../../service/bounds/evaluate';
import { readOption } from '../../service/bounds/settings';
import type { Client } from '../../service/clients';
import { creationsIn } from '../../service/creations';
import { setOption } from '../../service/fixes/options';
import { placeholder } from '../../service/fixes/timeouts';
import { isOfSingleRun } from '../../service/flow/script';
import { functionAround } from '../../service/flow/walk';
import { optionsAt } from '../../service/networkCalls';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';
import { settingFor } from './_timeouts';

const messages = {
  queue: {
    en: 'Any number of calls may wait for a connection of this {library} pool, and none is refused ({option} {state}): when the server slows down, requests pile up in memory, each one waiting behind all that came before.',
    zh: '等待该 {library} 连接池连接的调用数量没有上限，也不会被拒绝（{option}{state}）：服务端变慢时，请求会在内存中不断堆积，每个请求都排在之前所有请求之后。',
  },
  pool: {
    en: 'This {library} pool opens any number of connections ({option} {state}): a rush of calls opens one each, until the server refuses more for everybody.',
    zh: '该 {library} 连接池可以打开任意多的连接（{option}{state}）：调用激增时每个调用都会打开一个连接，直到服务端拒绝所有客户端的新连接。',
  },
  peer: {
    en: 'This {name} of {library} opens any number of connections to a host ({option} {state}): when the other side slows down, each request that comes in opens one more, until ports and memory run out here, or the other side refuses everybody.',
    zh: '该 {library} 的 {name} 可以向一个主机打开任意多的连接（{option}{state}）：对方变慢时，每个新请求都会再打开一个连接，直到本机端口和内存耗尽，或者对方拒绝所有连接。',
  },
  fix: { en: 'Set {option} to {value}', zh: '把 {option} 设为 {value}' },
} as const;

const states = {
  absent: { en: 'is not set, the default is no limit', zh: ' 未设置，默认无限制' },
  disabled: { en: 'is set to no limit', zh: ' 被设为无限制' },
} as const;

/** What fixes propose: a burst that a pool of ten works off within seconds; connections as most libraries have by default. */
const proposed = { queue: 100, pool: 10, peer: 50 } as const;

/** Whether somebody thought of connections when this was made, where that is asked for. */
function isTuned({ shape, creation }: Client, evaluator: Evaluator): boolean {
  const { tunedBy } = shape.bounds.find(({ bound }) => bound === 'pool') ?? {};
  if (!tunedBy || !creation) return true;
  const given = optionsAt(creation.maker.options, creation.node, creation.env, evaluator);
  return given.some(({ value }) =>
    tunedBy.some((option) => {
      const set = readOption(value, option, evaluator, creation.node);
      return set.kind === 'constant' ? set.value !== undefined && set.value !== false : set.kind !== 'unknown';
    }),
  );
}

/** One that lives as long as a call only never has many connections. */
function livesLong(node: ts.Node): boolean {
  const around = functionAround(node);
  return !around || ts.isConstructorDeclaration(around);
}

/** The package or module that the code names, where a library goes by several. */
function titleOf({ library }: Client, node: ts.CallExpression | ts.NewExpression, evaluator: Evaluator): string {
  const callee = evaluator.evaluate(node.expression);
  const isOneOf = library.modules.includes(library.title);
  return callee.kind === 'external' && isOneOf && library.modules.includes(callee.module)
    ? callee.module
    : library.title;
}

/** Whether an agent for HTTPS stands beside a base address without: it opens no connection. */
function isIdle(node: ts.Node, evaluator: Evaluator): boolean {
  const { parent } = node;
  if (!ts.isPropertyAssignment(parent) || parent.name.getText() !== 'httpsAgent') return false;
  const base = readOption(evaluator.evaluate(parent.parent), 'baseURL', evaluator, parent);
  return base.kind === 'constant' && typeof base.value === 'string' && base.value.startsWith('http:');
}

export const rule = serviceRule({
  id: 'service/unbounded-pool',
  group: 'connection',
  summary: {
    en: 'a pool without a limit of its connections, or of the calls that wait',
    zh: '连接数或等待数没有上限的连接池',
  },
  guide: '1.1',
  severity: 'warning',
  fix: 'template',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    for (const { client, node } of creationsIn(file, project)) {
      // What is got out of a pool, or derived from one, has that one's limits.
      if (client.creation?.maker.on) continue;
      for (const name of ['pool', 'queue'] as const) {
        const setting = settingFor(client, name, 'client', node, evaluator);
        if (!setting?.option) continue;
        const bound = boundOfClient(client, name, evaluator);
        if (bound.state !== 'unbounded') continue;
        const { option } = setting;
        const isDisabled = decisive(bound)?.what === 'disabled';
        // Another service may be called by any number of clients; a store has its own limit.
        const isPeer = name === 'pool' && client.shape.peer === 'service';
        if (isPeer && !(livesLong(node) && (isDisabled || isTuned(client, evaluator)))) continue;
        if (isPeer && isIdle(node, evaluator)) continue;
        const key = isPeer ? 'peer' : name;
        report({
          at: node.expression,
          message: key,
          data: {
            name: ts.isPropertyAccessExpression(node.expression)
              ? node.expression.name.text
              : node.expression.getText(),
            library: titleOf(client, node, evaluator),
            option,
            state: isDisabled ? states.disabled : states.absent,
          },
          // It is what the platform's own pool does as well, and nothing piles up in what runs once.
          ...((isPeer || isOfSingleRun(node, project)) && { severity: 'information' as const }),
          fixes(tools) {
            const place = client.creation?.maker.options;
            if (place === undefined) return [];
            const value = proposed[key];
            return [
              tools.fix(
                'template',
                'fix',
                { option, value },
                setOption(tools, node, place, option, placeholder(value), client.creation?.maker.text),
              ),
            ];
          },
        });
      }
    }
  },
});

import type { Localized } from '../../core/finding';
import { noOptions } from '../../core/options';
import { readOption } from '../../service/bounds/settings';
import { type Breaker, breakersOf } from '../../service/breakers';
import { isCaughtInside } from '../../service/flow/catches';
import { reachedFrom } from '../../service/flow/reach';
import { functionAround } from '../../service/flow/walk';
import type { ServiceFile } from '../../service/model/file';
import type { NetworkCall } from '../../service/networkCalls';
import { presentLibraries } from '../../service/presence';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';
import { alternatives, noEnvironment, type Value } from '../../service/values/value';

const messages = {
  counts: {
    en: 'This {library} breaker counts every rejection as a failure, and {call} ({client}) also rejects on {errors}: a caller who asks for what does not exist opens it for everybody. {how}',
    zh: '该 {library} 熔断器把每次拒绝都算作失败，而 {call}（{client}）也会因{errors}而拒绝：某个调用方请求了不存在的资源，就会为所有人打开熔断器。{how}',
  },
  call: { en: 'This rejects on business errors, too.', zh: '这里也会因业务错误而拒绝。' },
} as const;

const filter: Localized = {
  en: 'Give it an errorFilter that returns true for them.',
  zh: '应设置 errorFilter，对这些错误返回 true。',
};
const policy: Localized = {
  en: 'Handle only errors that tell of a failing service (handleWhen, handleType) instead of all.',
  zh: '不要处理所有错误，而应只处理表明服务故障的错误（handleWhen、handleType）。',
};

/** Whether the breaker surely counts every rejection. */
function countsAll({ shape, maker, node, env }: Breaker, evaluator: Evaluator): boolean {
  const args = node.arguments ?? ([] as readonly ts.Expression[]);
  if (shape.errorFilter) {
    const place = maker.options;
    const given = typeof place === 'number' ? args[place] : undefined;
    if (args.some(ts.isSpreadElement)) return false;
    if (!given) return true;
    const options = evaluator.evaluate(given, env);
    return shape.errorFilter.every((name) => {
      const value = readOption(options, name, evaluator, node);
      return value.kind === 'constant' && (value.value === undefined || value.value === null);
    });
  }
  // cockatiel: the policy says what counts.
  const [first] = args;
  const handled = first && evaluator.evaluate(first, env);
  return handled?.kind === 'external' && handled.path.join('.') === 'handleAll';
}

interface Work {
  readonly breaker: Breaker;
  readonly work: Value;
}

/** The breakers that are made in a file with what they run, and those that are handed work there. */
function worksIn(file: ServiceFile, evaluator: Evaluator): Work[] {
  const found: Work[] = [];
  for (const node of [...file.nodes(ts.SyntaxKind.NewExpression), ...file.nodes(ts.SyntaxKind.CallExpression)]) {
    for (const breaker of breakersOf(evaluator.evaluate(node), evaluator)) {
      const { of, argument } = breaker.shape.work;
      const given = breaker.node === node && of === 'maker' ? node.arguments?.[argument] : undefined;
      if (given) found.push({ breaker, work: evaluator.evaluate(given, breaker.env) });
    }
    const { expression } = node;
    if (!ts.isPropertyAccessExpression(expression)) continue;
    for (const breaker of breakersOf(evaluator.evaluate(expression.expression), evaluator)) {
      const { of, argument } = breaker.shape.work;
      const given =
        of === 'execute' && breaker.shape.execute.includes(expression.name.text)
          ? node.arguments?.[argument]
          : undefined;
      if (given) found.push({ breaker, work: evaluator.evaluate(given, noEnvironment) });
    }
  }
  return found;
}

/** A call that the work fails with when the other side answers that the caller is wrong. */
function rejectingCall(work: Value, evaluator: Evaluator): NetworkCall | undefined {
  for (const each of alternatives(work)) {
    if (each.kind !== 'function' || !each.node.body) continue;
    const owner = each.node;
    const found = reachedFrom(each.node.body, evaluator).find(({ call, path }) => {
      if (call.clients.some(({ shape }) => shape.rejectsOn === undefined)) return false;
      if (isCaughtInside(path[0] ?? call.node, owner)) return false;
      return [...path.slice(1), call.node].every((step) => {
        const around = functionAround(step);
        return !around || around === owner || !isCaughtInside(step, around);
      });
    });
    if (found && !setsStatus(found.call)) return found.call;
  }
  return undefined;
}

/** `validateStatus`, `throwHttpErrors` and the like decide by themselves which answers reject. */
function setsStatus({ node, clients }: NetworkCall): boolean {
  const places = [node, ...clients.flatMap(({ creation }) => (creation ? [creation.node] : []))];
  return places.some((each) => /validateStatus|throwHttpErrors|\.ok\(/.test(each.getText()));
}

export const rule = serviceRule({
  id: 'service/breaker-counts-business-errors',
  group: 'connection',
  summary: { en: 'a circuit breaker that business errors open', zh: '会被业务错误打开的熔断器' },
  guide: '2.3',
  severity: 'information',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    if (!presentLibraries(project).some(({ breakers }) => breakers !== undefined)) return;
    const evaluator = evaluatorOf(project);
    const reported = new Set<ts.Node>();
    for (const { breaker, work } of worksIn(file, evaluator)) {
      const { node, library, shape } = breaker;
      if (node.getSourceFile() !== file.sourceFile || reported.has(node) || !countsAll(breaker, evaluator)) continue;
      const call = rejectingCall(work, evaluator);
      const client = call?.clients[0];
      if (!call || !client?.shape.rejectsOn) continue;
      reported.add(node);
      report({
        at: node.expression,
        message: 'counts',
        data: {
          library: library.title,
          call: call.text,
          client: client.library.title,
          errors: client.shape.rejectsOn,
          how: shape.errorFilter ? filter : policy,
        },
        related: [{ at: call.node.expression, message: 'call' }],
      });
    }
  },
});

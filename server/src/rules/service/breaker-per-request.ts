import { noOptions } from '../../core/options';
import { breakersOf } from '../../service/breakers';
import { ownerOf } from '../../service/flow/requestPath';
import { placeOf } from '../../service/places';
import { presentLibraries } from '../../service/presence';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { evaluatorOf } from '../../service/values/evaluator';
import { pathOfRequest } from './_perRequest';

const messages = {
  made: {
    en: 'This {library} breaker is made anew at every request ({handler}): it has seen no failure but its own, so it never opens, and calls go on to a service that is down. Make it once, outside of the handler.',
    zh: '每个请求（{handler}）都会新建这个 {library} 熔断器：它只见过自己的那一次失败，因此永远不会打开，调用仍会发往已经宕机的服务。应在处理函数之外只创建一次。',
  },
  handler: { en: 'This is called at every request.', zh: '每个请求都会调用这里。' },
  call: { en: 'It is reached by this call.', zh: '经由此调用到达。' },
} as const;

export const rule = serviceRule({
  id: 'service/breaker-per-request',
  group: 'connection',
  summary: {
    en: 'a circuit breaker that is made at every request and so never opens',
    zh: '每个请求都新建、因而永远不会打开的熔断器',
  },
  guide: '2.3',
  severity: 'error',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    if (!presentLibraries(project).some(({ breakers }) => breakers !== undefined)) return;
    const evaluator = evaluatorOf(project);
    for (const node of [...file.nodes(ts.SyntaxKind.NewExpression), ...file.nodes(ts.SyntaxKind.CallExpression)]) {
      if (!ownerOf(node)) continue;
      const breaker = breakersOf(evaluator.evaluate(node), evaluator).find((each) => each.node === node);
      const path = breaker && pathOfRequest(node, evaluator);
      if (!path) continue;
      const { handler, calls } = path;
      report({
        at: node.expression,
        message: 'made',
        data: {
          library: breaker.library.title,
          handler: `${handler.library.title}, ${placeOf(handler.node, file)}`,
        },
        related: [
          { at: handler.node, message: 'handler' },
          ...calls.map((each) => ({ at: each.expression, message: 'call' as const })),
        ],
      });
    }
  },
});

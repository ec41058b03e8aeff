import { noOptions } from '../../core/options';
import type { Client } from '../../service/clients';
import { creationsIn } from '../../service/creations';
import { ownerOf } from '../../service/flow/requestPath';
import { isSameEveryTime } from '../../service/flow/sameEveryTime';
import { placeOf } from '../../service/places';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { evaluatorOf } from '../../service/values/evaluator';
import { pathOfRequest } from './_perRequest';

const messages = {
  leaks: {
    en: 'A new {library} client is made at every request ({handler}), and none is closed here: each one opens connections of its own and pays for the handshake again, and connections pile up until the server, or this process, has no more to give. Make it once, outside of the handler.',
    zh: '每个请求（{handler}）都会新建一个 {library} 客户端，且这里没有关闭：每个客户端都要自己建立连接、重新握手，连接不断累积，直到服务端或本进程耗尽。应在处理函数之外只创建一次。',
  },
  closes: {
    en: 'A {library} client is made and closed at every request ({handler}): each request pays for connecting and handshakes before its first call, and nothing limits how many connections are open at once. Make it once, outside of the handler.',
    zh: '每个请求（{handler}）都会新建并关闭一个 {library} 客户端：每个请求在第一次调用之前都要付出建立连接和握手的代价，同时打开的连接数也没有上限。应在处理函数之外只创建一次。',
  },
  handler: { en: 'This is called at every request.', zh: '每个请求都会调用这里。' },
  call: { en: 'It is reached by this call.', zh: '经由此调用到达。' },
} as const;

/** What ends a client of one of the libraries. */
const closers: ReadonlySet<string> = new Set(['end', 'quit', 'close', 'disconnect', 'destroy', 'terminate']);

/** Whether this client opens connections of its own, rather than using those of another one. */
function isCostly({ shape, parents }: Client): boolean {
  return shape.costly === true && !parents.some((each) => each.shape.costly);
}

/** A connection that listens for long is nobody else's: subscribers, blocking reads. */
function isOccupied({ shape }: Client, method: string): boolean {
  return shape.calls.some(({ methods, streams }) => streams && methods.includes(method));
}

export const rule = serviceRule({
  id: 'service/client-per-request',
  group: 'connection',
  summary: {
    en: 'a client with connections of its own that is made at every request',
    zh: '每个请求都新建带连接的客户端',
  },
  guide: '1.1',
  severity: 'error',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    for (const { client, node } of creationsIn(file, project)) {
      if (!isCostly(client) || !ownerOf(node)) continue;
      let isClosed = false;
      let isUsedForLong = false;
      const path = pathOfRequest(node, evaluator, ({ parent }) => {
        if (!ts.isPropertyAccessExpression(parent)) return;
        if (closers.has(parent.name.text)) isClosed = true;
        if (isOccupied(client, parent.name.text)) isUsedForLong = true;
      });
      if (!path || isUsedForLong) continue;
      // What depends on the request may be the only client for it.
      const isSame = (each: ts.Expression): boolean => isSameEveryTime(each, path.calls, evaluator);
      if (!(node.arguments ?? ([] as readonly ts.Expression[])).every(isSame)) continue;
      const { handler, calls } = path;
      report({
        at: node.expression,
        message: isClosed ? 'closes' : 'leaks',
        data: {
          library: client.library.title,
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

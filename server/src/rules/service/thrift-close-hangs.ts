import { noOptions } from '../../core/options';
import { adders } from '../../service/flow/listeners';
import { functionAround } from '../../service/flow/walk';
import type { ServiceProject } from '../../service/model/project';
import { presentLibraries } from '../../service/presence';
import { mayHave } from '../../service/process/gifts';
import { shutdownListeners } from '../../service/process/signals';
import { closingOf, endsWaiting, isHandedOn, isLeftBehind, visitReached } from '../../service/process/stopping';
import { serviceRule } from '../../service/rule';
import { serversOf } from '../../service/servers';
import { ts } from '../../service/ts';
import { invocationsNamed } from '../../service/values/callers';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';

const key = {};
const events: ReadonlySet<string> = new Set(['connection', 'secureConnection']);

/** Whether anybody keeps the connections of such a server, so as to end them when it stops; or sets a deadline for the whole process. */
function isCared(project: ServiceProject): boolean {
  return project.once(key, () => {
    const evaluator = evaluatorOf(project);
    const keeps = [...adders].some((name) =>
      invocationsNamed(name, project).some(({ expression, arguments: given }) => {
        const [event] = given ?? [];
        if (!event || !ts.isPropertyAccessExpression(expression)) return false;
        const value = evaluator.evaluate(event);
        if (value.kind !== 'constant' || !events.has(String(value.value))) return false;
        return serversOf(evaluator.evaluate(expression.expression), evaluator).length > 0;
      }),
    );
    if (keeps) return true;
    const { listeners } = shutdownListeners(project);
    return listeners.some(({ handler }) => handler.body !== undefined && mayEnd(handler.body, evaluator));
  });
}

function mayEnd(code: ts.Node, evaluator: Evaluator): boolean {
  let found = false;
  visitReached(code, evaluator, (node) => {
    found ||= endsWaiting(node);
  });
  return found;
}

/** The outermost function that a node stands in. */
function outermost(node: ts.Node): ts.Node {
  let at: ts.Node = node;
  for (let owner = functionAround(at); owner; owner = functionAround(at)) at = owner;
  return at;
}

export const rule = serviceRule({
  id: 'service/thrift-close-hangs',
  group: 'lifecycle',
  summary: {
    en: 'closing a Thrift server without ending its connections, which idle clients keep open',
    zh: '关闭 Thrift 服务器时没有结束连接，而空闲的客户端会一直保持连接',
  },
  guide: '4.1',
  severity: 'error',
  options: noOptions,
  messages: {
    hangs: {
      en: '`{call}()` waits until every client has gone, those that are idle included, and {library} never ends an idle connection: with one client connected it never finishes, and the process stays until it is killed. Keep the sockets of the "connection" event and destroy them, and exit after a deadline.',
      zh: '`{call}()` 会等待所有客户端断开，空闲的也不例外，而 {library} 从不断开空闲连接：只要还有一个客户端连着，关闭就不会完成，进程会一直停留到被强制杀死。应保存 "connection" 事件给出的 socket 并销毁它们，并在期限之后退出。',
    },
  },
  check(file, { project, report }) {
    if (!presentLibraries(project).some(({ servers }) => servers?.some(({ close }) => close?.some(({ idle }) => idle))))
      return;
    const evaluator = evaluatorOf(project);
    for (const node of file.nodes(ts.SyntaxKind.CallExpression)) {
      const closing = closingOf(node, evaluator);
      if (!closing?.idle || isLeftBehind(closing) || isHandedOn(closing, evaluator)) continue;
      if (isCared(project) || mayEnd(outermost(node), evaluator) || mayHave('shutdown', node, project)) continue;
      const { call, server } = closing;
      report({
        at: call.expression,
        message: 'hangs',
        data: { call: call.expression.getText(), library: server.library.title },
      });
    }
  },
});

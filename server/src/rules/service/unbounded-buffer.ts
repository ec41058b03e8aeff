import { noOptions } from '../../core/options';
import { buffersIn } from '../../service/flow/buffers';
import { requestPath } from '../../service/flow/requestPath';
import { functionAround } from '../../service/flow/walk';
import { placeOf } from '../../service/places';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { callsOf } from '../../service/values/callers';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';
import { alternatives } from '../../service/values/value';

const messages = {
  timer: {
    en: 'Requests ({handler}) push into {list}, which only a timer empties: nothing limits how much comes in between, so a rush of requests, or a slow receiver, fills the memory. Give it a cap: empty it when it is full, and refuse or drop what comes beyond.',
    zh: '请求（{handler}）会向 {list} 追加数据，而它只由定时器清空：两次清空之间的数量没有上限，请求激增或接收方变慢都会占满内存。应设置上限：满时立即清空，超出部分拒绝或丢弃。',
  },
  never: {
    en: 'Requests ({handler}) push into {list}, and nothing ever takes anything out: it grows with every request until the memory is full and the process ends.',
    zh: '请求（{handler}）会向 {list} 追加数据，而从不取出：它随每个请求增长，直到内存耗尽、进程退出。',
  },
  handler: { en: 'This is called at every request.', zh: '每个请求都会调用这里。' },
  removal: { en: 'It is emptied here.', zh: '在这里清空。' },
} as const;

/** Whether only timers run the code: it stands in what a timer is given, or in a function of ours that nothing else calls. */
function runsByTimer(node: ts.Node, evaluator: Evaluator, depth = 0): boolean {
  const owner = functionAround(node);
  if (!owner || depth > 3) return false;
  if (isTimed(owner, evaluator)) return true;
  const calls = callsOf(owner, evaluator.project);
  const handed = evaluator.project
    .fileOf(owner.getSourceFile())
    .nodes(ts.SyntaxKind.CallExpression)
    .some((each) => isTimer(each, evaluator) && isFunction(each.arguments[0], owner, evaluator));
  if (!calls || (calls.length === 0 && !handed)) return false;
  return calls.every((each) => runsByTimer(each, evaluator, depth + 1));
}

function isTimer(node: ts.Node, evaluator: Evaluator): node is ts.CallExpression {
  if (!ts.isCallExpression(node)) return false;
  const callee = evaluator.evaluate(node.expression);
  return callee.kind === 'external' && ['setInterval', 'setTimeout'].includes(callee.path.at(-1) ?? '');
}

function isTimed(owner: ts.Node, evaluator: Evaluator): boolean {
  return isTimer(owner.parent, evaluator) && owner.parent.arguments[0] === owner;
}

function isFunction(node: ts.Expression | undefined, owner: ts.Node, evaluator: Evaluator): boolean {
  if (!node) return false;
  return alternatives(evaluator.evaluate(node)).some((each) => each.kind === 'function' && each.node === owner);
}

export const rule = serviceRule({
  id: 'service/unbounded-buffer',
  group: 'connection',
  summary: { en: 'a list that requests fill and that has no cap', zh: '由请求填充而没有上限的列表' },
  guide: '1.3',
  severity: 'warning',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    for (const { text, declaration, pushes, removals, isMeasured } of buffersIn(file, evaluator)) {
      if (isMeasured) continue;
      if (!removals.every((each) => runsByTimer(each, evaluator))) continue;
      for (const push of pushes) {
        const path = requestPath(push, evaluator, () => 'gone');
        if (!path) continue;
        const { handler } = path;
        report({
          at: declaration.name,
          message: removals.length > 0 ? 'timer' : 'never',
          data: { list: text, handler: `${handler.library.title}, ${placeOf(handler.node, file)}` },
          related: [
            { at: handler.node, message: 'handler' },
            ...removals.map((each) => ({ at: each, message: 'removal' as const })),
          ],
        });
        break;
      }
    }
  },
});

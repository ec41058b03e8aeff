import { linkedCall, linkedCalls } from '../../contract/calls';
import { contractOf } from '../../contract/contract';
import { handlerMethods } from '../../contract/handlers';
import { noOptions } from '../../core/options';
import { wrapInTry } from '../../service/fixes/statements';
import { callsIn } from '../../service/flow/handedWork';
import { rejectionOf } from '../../service/flow/rejections';
import { retrySites } from '../../service/flow/retries';
import { isAsync } from '../../service/flow/walk';
import { loggerAt } from '../../service/loggers';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';

const messages = {
  result: {
    en: '{call} is oneway: it resolves to nothing as soon as it was written to the connection, whether or not anybody received it.',
    zh: '{call} 是 oneway：写入连接后立即完成且没有结果，无论是否有人收到。',
  },
  retry: {
    en: '{call} is oneway: it never fails because of the service, so this retry never sees a failure to retry.',
    zh: '{call} 是 oneway：它从不因服务端而失败，因此这里的重试永远看不到可重试的失败。',
  },
  handler: {
    en: 'Nobody waits for the handler of a oneway method: when {method} rejects, nothing catches it, and Node ends the process. Catch everything in it.',
    zh: '没有代码等待 oneway 方法的处理函数：{method} 拒绝时无人捕获，Node 会结束进程。请在其中捕获所有错误。',
  },
  site: { en: 'It is retried here.', zh: '在此重试。' },
  fix: { en: 'Catch and log what goes wrong in {method}', zh: '捕获并记录 {method} 中的错误' },
} as const;

/** Whether something is made of the value of `await call()`. */
function usesResult(node: ts.Node): boolean {
  let at = node;
  while (ts.isParenthesizedExpression(at.parent)) at = at.parent;
  if (!ts.isAwaitExpression(at.parent)) return false;
  at = at.parent;
  while (ts.isParenthesizedExpression(at.parent) || ts.isAsExpression(at.parent)) at = at.parent;
  const { parent } = at;
  return (
    (ts.isVariableDeclaration(parent) && parent.initializer === at) ||
    ts.isPropertyAccessExpression(parent) ||
    (ts.isIfStatement(parent) && parent.expression === at) ||
    (ts.isCallExpression(parent) && parent.arguments.includes(at as ts.Expression))
  );
}

/** Whether an async function may reject. What functions of our own catch does not come out of them. */
function mayReject(node: ts.FunctionLikeDeclaration, evaluator: Evaluator): boolean {
  return isAsync(node) && rejectionOf(node, evaluator) !== undefined;
}

export const rule = serviceRule({
  id: 'contract/oneway-misuse',
  group: 'contract',
  summary: {
    en: 'a oneway method that is used as if it had an answer: its result, a retry, a handler that may reject',
    zh: '把 oneway 方法当作有响应来使用：取其结果、重试，或处理函数可能拒绝',
  },
  guide: '5.1',
  severity: 'error',
  fix: 'suggested',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const contract = contractOf(project);
    if (!contract) return;
    const evaluator = evaluatorOf(project);
    for (const { call, method } of linkedCalls(file, project, contract))
      if (method.oneway && usesResult(call.node))
        report({ at: call.node.expression, message: 'result', data: { call: call.text }, severity: 'information' });
    for (const site of retrySites(file, project)) {
      if (site.work === undefined || !site.works.includes(site.work)) continue;
      const calls = callsIn(site.works, evaluator);
      const never = calls.every(({ call }) => {
        const linked = linkedCall(call, project, contract);
        return linked?.method.oneway === true && linked.link.generated.generator === 'apache';
      });
      // What else it repeats may fail.
      if (!never) continue;
      for (const { call, path } of calls) {
        const at = path[0]?.expression ?? call.node.expression;
        if (at.getSourceFile() !== file.sourceFile) continue;
        report({ at, message: 'retry', data: { call: call.text }, related: [{ at: site.at, message: 'site' }] });
      }
    }
    // Where somebody listens for rejections that nobody handled, the process goes on.
    if (project.ownFiles.some(({ text }) => text.includes('unhandledRejection'))) return;
    for (const { handler, method, node, at } of handlerMethods(project, contract)) {
      if (!method.oneway || handler.link.generated.generator !== 'apache') continue;
      if (at.getSourceFile() !== file.sourceFile || !mayReject(node, evaluator)) continue;
      const { body } = node;
      report({
        at,
        message: 'handler',
        data: { method: method.name },
        fixes: (tools) =>
          body && body.getSourceFile() === file.sourceFile
            ? [
                tools.fix(
                  'suggested',
                  'fix',
                  { method: method.name },
                  wrapInTry(tools, body, `${loggerAt(body, evaluator)}.error(error);`),
                ),
              ]
            : [],
      });
    }
  },
});

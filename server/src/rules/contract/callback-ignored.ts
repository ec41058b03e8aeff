import { linkedCalls } from '../../contract/calls';
import { contractOf } from '../../contract/contract';
import { noOptions } from '../../core/options';
import { addImport } from '../../service/fixes/imports';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';

const messages = {
  ignored: {
    en: 'This callback is never called: the client was generated for promises (`es6`) and passes over what stands behind the arguments of {method}, although its declaration says otherwise. Its answers and its errors are lost.',
    zh: '这个回调永远不会被调用：该客户端是为 Promise（`es6`）生成的，会忽略 {method} 参数之后的内容，尽管其类型声明并非如此。响应和错误都会丢失。',
  },
  fix: { en: 'Call it through callbackify', zh: '通过 callbackify 调用' },
} as const;

function isFunction(node: ts.Expression, evaluator: Evaluator): boolean {
  if (evaluator.evaluate(node).kind === 'function') return true;
  return evaluator.project.checker.getTypeAtLocation(node).getCallSignatures().length > 0;
}

/** Whether the callback says nothing of its error's type, which is a wider one behind `callbackify`. */
function takesAnyError(node: ts.Expression): boolean {
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return false;
  return node.parameters.every(({ type }) => type === undefined);
}

export const rule = serviceRule({
  id: 'contract/callback-ignored',
  group: 'contract',
  summary: {
    en: 'a callback that is passed to a Thrift client which only knows promises',
    zh: '传给只支持 Promise 的 Thrift 客户端的回调',
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
    for (const { call, link, method } of linkedCalls(file, project, contract)) {
      const { node } = call;
      const args = node.arguments ?? ([] as readonly ts.Expression[]);
      const count = method.arguments.length;
      const callback = args[count];
      if (link.generated.generator !== 'apache' || link.generated.promisesOnly !== true) continue;
      // Code of another IDL takes another number.
      const parameters = link.generated.methods.get(method.name)?.parameters;
      if (parameters !== undefined && parameters !== count) continue;
      if (!callback || args.length !== count + 1 || args.some(ts.isSpreadElement)) continue;
      if (!isFunction(callback, evaluator)) continue;
      report({
        at: callback.getText().includes('\n') ? node.expression : callback,
        message: 'ignored',
        data: { method: method.name },
        fixes(tools) {
          if (!ts.isExpressionStatement(node.parent) || !takesAnyError(callback)) return [];
          const imported = addImport(
            tools,
            { module: 'node:util', name: 'callbackify', local: 'callbackify' },
            file.sourceFile,
          );
          const before = args[count - 1];
          if (!imported) return [];
          const from = before ? before.getEnd() : callback.getStart();
          return [
            tools.fix('suggested', 'fix', {}, [
              ...imported.edits,
              tools.insertBefore(node, `${imported.local}(() => `),
              tools.edit({ start: from, end: callback.getStart() }, '))('),
            ]),
          ];
        },
      });
    }
  },
});

import { noOptions } from '../../core/options';
import { isAtLeast } from '../../service/bounds/versions';
import type { Library } from '../../service/catalogue/library';
import { isCaughtInside } from '../../service/flow/catches';
import { adders } from '../../service/flow/listeners';
import { fateOf, hasCallback, isNoPromise, receiverName } from '../../service/flow/promises';
import { reachedFrom } from '../../service/flow/reach';
import { functionAround, isAsync } from '../../service/flow/walk';
import { type NetworkCall, networkCall } from '../../service/networkCalls';
import { symbolOf } from '../../service/origin';
import { specifiersOf } from '../../service/process/reached';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';
import { survivesRejections } from './_rejections';

const messages = {
  call: {
    en: 'Nobody sees when {call} fails: its promise is neither awaited nor given a .catch, and an unhandled rejection ends the process.',
    zh: '{call} 失败时无人知晓：它的 Promise 既没有 await 也没有 .catch，未处理的拒绝会使进程退出。',
  },
  own: {
    en: 'Nobody sees when {call} fails: it calls {inner} over the network, and its promise is neither awaited nor given a .catch.',
    zh: '{call} 失败时无人知晓：它会通过网络调用 {inner}，而它的 Promise 既没有 await 也没有 .catch。',
  },
  unsent: {
    en: '{call} is never sent: {library} waits until somebody awaits it or calls .then or .exec, and nobody does.',
    zh: '{call} 从未发出：{library} 要等到有人 await 它或调用 .then、.exec 才会发送，而这里没有。',
  },
  kept: {
    en: 'Nobody sees when {call} fails: its promise is neither awaited nor given a .catch; only the listener for unhandled rejections hears of it, which cannot tell whose call it was.',
    zh: '{call} 失败时无人知晓：它的 Promise 既没有 await 也没有 .catch，只有未处理拒绝的监听器能看到，而它无法得知是哪个调用。',
  },
  inner: { en: 'This call may fail.', zh: '这个调用可能失败。' },
  await: { en: 'Await it', zh: '加上 await' },
} as const;

/** Whether `await` may stand there: directly in an async function, or at the top level of a module. */
function mayAwait(node: ts.Node): boolean {
  const owner = functionAround(node);
  if (!owner) return ts.isExternalModule(node.getSourceFile());
  return isAsync(owner);
}

/** Whether the call is made in a way that gives no promise, whatever the types say. */
function isCallbackStyle(node: NetworkCall['node'], { callbackStyle }: Library, evaluator: Evaluator): boolean {
  if (!callbackStyle) return false;
  const { modules = [], inListeners } = callbackStyle;
  const file = evaluator.project.fileOf(node.getSourceFile());
  if (modules.length > 0 && specifiersOf(file).some(({ text }) => modules.includes(text))) return true;
  const { expression } = node;
  if (!inListeners || !ts.isPropertyAccessExpression(expression) || !ts.isIdentifier(expression.expression))
    return false;
  const declaration = symbolOf(evaluator.project.checker, expression.expression)?.valueDeclaration;
  if (!declaration || !ts.isParameter(declaration)) return false;
  const method = receiverName(declaration.parent);
  return method !== undefined && adders.has(method);
}

/** Whether the call tells of its failure by a promise: not by a callback, and not at all where its type is none. */
function rejects({ call, clients: [{ library, shape }], node }: NetworkCall, evaluator: Evaluator): boolean {
  if (call.streams || hasCallback(node, evaluator) || isCallbackStyle(node, library, evaluator)) return false;
  if (call.promiseSince !== undefined && library.versioned !== undefined) {
    const version = evaluator.project.packages.versionOf(library.versioned, node.getSourceFile().fileName);
    if (!isAtLeast(version, call.promiseSince)) return false;
  }
  // Declarations that Thrift's compiler wrote call every method synchronous.
  return shape.generated !== undefined || !isNoPromise(node, evaluator);
}

/** An async function of our own whose network call can fail out of it. */
function failingCall(node: ts.CallExpression, evaluator: Evaluator) {
  const callee = evaluator.evaluate(node.expression);
  if (callee.kind !== 'function' || !callee.node.body || !isAsync(callee.node)) return undefined;
  const { body } = callee.node;
  return reachedFrom(body, evaluator).find(({ call, path }) => {
    const first = path[0] ?? call.node;
    if (!rejects(call, evaluator) || isCaughtInside(first, callee.node)) return false;
    // Inside of the functions on the way it may be caught as well.
    const steps: readonly ts.Expression[] = [...path.slice(1), call.node];
    return (
      steps.every((step) => {
        const owner = functionAround(step);
        return fateOf(step) === 'handled' && (!owner || !isCaughtInside(step, owner));
      }) && ts.isAwaitExpression(first.parent)
    );
  });
}

const maxText = 60;

/** What messages call the callee: functions that are called where they are written have no name. */
function textOf(callee: ts.Expression): string | { readonly en: string; readonly zh: string } {
  if (ts.isParenthesizedExpression(callee)) return textOf(callee.expression);
  if (ts.isArrowFunction(callee) || ts.isFunctionExpression(callee))
    return { en: 'this async function', zh: '这个 async 函数' };
  const text = callee.getText().replace(/\s+/g, ' ');
  return text.length > maxText ? `…${text.slice(-maxText)}` : text;
}

/** What is underlined: of a function that is written there the keyword alone. */
function calleeOf(callee: ts.Expression): ts.Node {
  if (ts.isParenthesizedExpression(callee)) return calleeOf(callee.expression);
  if (!ts.isArrowFunction(callee) && !ts.isFunctionExpression(callee)) return callee;
  return callee.modifiers?.find(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? callee;
}

export const rule = serviceRule({
  id: 'service/floating-call',
  group: 'error',
  summary: { en: 'a remote call whose failure nobody can see', zh: '失败时无人知晓的远程调用' },
  guide: '5.1',
  severity: 'warning',
  fix: 'suggested',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    for (const node of file.nodes(ts.SyntaxKind.CallExpression)) {
      if (fateOf(node) !== 'lost') continue;
      const call = networkCall(node, evaluator);
      if (call && !rejects(call, evaluator)) continue;
      const { parent } = node;
      const unsent = call?.call.sentWhenAwaited === true && ts.isExpressionStatement(parent);
      // At the top of a module a rejection ends the start of a program, as a `throw` would.
      if (!unsent && !functionAround(node)) continue;
      const inner = call ? undefined : failingCall(node, evaluator);
      if (!call && !inner) continue;
      const survives = survivesRejections(project);
      report({
        at: calleeOf(node.expression),
        message: unsent ? 'unsent' : call ? (survives ? 'kept' : 'call') : 'own',
        data: {
          call: call?.text ?? textOf(node.expression),
          inner: inner?.call.text ?? '',
          library: call?.clients[0].library.title ?? '',
        },
        // Nothing is sent at all, wherever it stands; a process that lives on loses this one failure.
        ...(unsent ? { severity: 'error' as const } : survives && { severity: 'information' as const }),
        related: inner ? [{ at: inner.call.node.expression, message: 'inner' }] : [],
        fixes: (tools) =>
          ts.isExpressionStatement(parent) && mayAwait(node)
            ? [tools.fix('suggested', 'await', {}, [tools.insertBefore(node, 'await ')])]
            : [],
      });
    }
  },
});

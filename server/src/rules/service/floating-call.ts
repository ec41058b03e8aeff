import type { Fix } from '../../core/finding';
import { noOptions } from '../../core/options';
import { isAtLeast } from '../../service/bounds/versions';
import type { Library } from '../../service/catalogue/library';
import { endsInThrow, isCaughtInside } from '../../service/flow/catches';
import { adders } from '../../service/flow/listeners';
import { fateOf, hasCallback, isNoPromise, receiverName } from '../../service/flow/promises';
import { reachedFrom } from '../../service/flow/reach';
import { functionAround, isAsync } from '../../service/flow/walk';
import { type NetworkCall, networkCall } from '../../service/networkCalls';
import { symbolOf } from '../../service/origin';
import { specifiersOf } from '../../service/process/reached';
import { type FixTools, serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';
import { maxRelated, otherPlaces } from './_grouped';
import { survivesRejections } from './_rejections';

const messages = {
  call: {
    en: 'Nobody sees when {call} fails: its promise is neither awaited nor given a .catch, and an unhandled rejection ends the process.{more}',
    zh: '{call} 失败时无人知晓：它的 Promise 既没有 await 也没有 .catch，未处理的拒绝会使进程退出。{more}',
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
    en: 'Nobody sees when {call} fails: its promise is neither awaited nor given a .catch; only the listener for unhandled rejections hears of it, which cannot tell whose call it was.{more}',
    zh: '{call} 失败时无人知晓：它的 Promise 既没有 await 也没有 .catch，只有未处理拒绝的监听器能看到，而它无法得知是哪个调用。{more}',
  },
  also: { en: 'And here.', zh: '此处也是。' },
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

/** A clause that throws another error in place of what it caught lets the failure go on. */
const keeps = (clause: ts.CatchClause): boolean => !endsInThrow(clause);

/** An async function of our own whose network call can fail out of it. */
function failingCall(node: ts.CallExpression, evaluator: Evaluator) {
  const callee = evaluator.evaluate(node.expression);
  if (callee.kind !== 'function' || !callee.node.body || !isAsync(callee.node)) return undefined;
  const { body } = callee.node;
  return reachedFrom(body, evaluator).find(({ call, path }) => {
    const first = path[0] ?? call.node;
    if (!rejects(call, evaluator) || isCaughtInside(first, callee.node, keeps)) return false;
    // Inside of the functions on the way it may be caught as well.
    const steps: readonly ts.Expression[] = [...path.slice(1), call.node];
    return (
      steps.every((step) => {
        const owner = functionAround(step);
        return fateOf(step) === 'handled' && (!owner || !isCaughtInside(step, owner, keeps));
      }) && ts.isAwaitExpression(first.parent)
    );
  });
}

const meant =
  /\bunhandled|\breject|fire[- ]and[- ]forget|\bnot? (?:to |be )?await|n['’]t (?:be )?await|without await|\bbackground\b|\bintentional|\bon purpose\b|\bdeliberate|best[- ]effort|\bfloating\b/i;

/** Whether a comment above or behind the statement says that nobody is to wait for it; one above several lines in a row speaks of all. */
function isMeant(node: ts.Node): boolean {
  let at: ts.Node = node;
  while (at.parent && !ts.isStatement(at)) at = at.parent;
  const { text } = at.getSourceFile();
  const says = (ranges: readonly ts.CommentRange[] | undefined): boolean =>
    ranges?.some(({ pos, end }) => meant.test(text.slice(pos, end))) === true;
  if (says(ts.getTrailingCommentRanges(text, at.getEnd()))) return true;
  for (;;) {
    if (says(ts.getLeadingCommentRanges(text, at.getFullStart()))) return true;
    const { parent } = at;
    const above = ts.isBlock(parent) ? parent.statements[parent.statements.indexOf(at as ts.Statement) - 1] : undefined;
    if (!above || !ts.isExpressionStatement(above)) return false;
    // A comment or an empty line begins something else.
    const between = text.slice(above.getEnd(), at.getStart());
    if (between.trim() !== '' || /\n\s*\n/.test(between)) return false;
    at = above;
  }
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
    const survives = survivesRejections(project);
    /** By function: the same call again and again, such as one for each index of a table. */
    const alike = new Map<ts.Node, Map<string, Lost[]>>();
    for (const node of file.nodes(ts.SyntaxKind.CallExpression)) {
      if (fateOf(node) !== 'lost') continue;
      const call = networkCall(node, evaluator);
      if (call && !rejects(call, evaluator)) continue;
      const { parent } = node;
      const owner = functionAround(node);
      if (call?.call.sentWhenAwaited === true && ts.isExpressionStatement(parent)) {
        report({
          at: calleeOf(node.expression),
          message: 'unsent',
          data: { call: call.text, library: call.clients[0].library.title },
          // Nothing is sent at all, wherever it stands.
          severity: 'error',
          fixes: (tools) => awaitFix([node], tools),
        });
        continue;
      }
      // At the top of a module a rejection ends the start of a program, as a `throw` would.
      if (!owner || isMeant(node)) continue;
      if (call) {
        const inOwner = alike.get(owner) ?? new Map<string, Lost[]>();
        const kind = `${call.clients[0].library.id} ${call.method}`;
        inOwner.set(kind, [...(inOwner.get(kind) ?? []), { node, text: call.text }]);
        alike.set(owner, inOwner);
        continue;
      }
      const inner = failingCall(node, evaluator);
      if (!inner) continue;
      report({
        at: calleeOf(node.expression),
        message: 'own',
        data: { call: textOf(node.expression), inner: inner.call.text },
        // A process that lives on loses this one failure.
        ...(survives && { severity: 'information' as const }),
        related: [{ at: inner.call.node.expression, message: 'inner' }],
        fixes: (tools) => awaitFix([node], tools),
      });
    }
    for (const [first, ...others] of [...alike.values()].flatMap((each) => [...each.values()])) {
      if (!first) continue;
      report({
        at: calleeOf(first.node.expression),
        message: survives ? 'kept' : 'call',
        data: { call: first.text, more: otherPlaces(others.length) },
        ...(survives && { severity: 'information' as const }),
        related: others.slice(0, maxRelated).map(({ node }) => ({ at: node.expression, message: 'also' })),
        fixes: (tools) =>
          awaitFix(
            [first, ...others].map(({ node }) => node),
            tools,
          ),
      });
    }
  },
});

/** A call whose promise is lost, and what messages call it. */
interface Lost {
  readonly node: ts.CallExpression;
  readonly text: string;
}

function awaitFix(nodes: readonly ts.CallExpression[], tools: FixTools<keyof typeof messages>): (Fix | undefined)[] {
  if (!nodes.every((node) => ts.isExpressionStatement(node.parent) && mayAwait(node))) return [];
  return [
    tools.fix(
      'suggested',
      'await',
      {},
      nodes.map((node) => tools.insertBefore(node, 'await ')),
    ),
  ];
}

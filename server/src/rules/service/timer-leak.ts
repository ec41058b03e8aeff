import { noOptions } from '../../core/options';
import { requestHandlers } from '../../service/flow/handlers';
import { referencesTo } from '../../service/flow/references';
import { functionAround } from '../../service/flow/walk';
import type { ServiceProject } from '../../service/model/project';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { classAround } from '../../service/values/evaluate';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';

const messages = {
  request: {
    en: 'Every request starts a timer here that nothing ever clears: they pile up, each runs until the process ends, and keeps what its callback refers to. Clear it when the response or the connection closes.',
    zh: '每个请求都会在这里启动一个从不清除的定时器：它们不断累积，各自运行到进程结束，并一直占用回调引用的对象。应在响应或连接关闭时清除。',
  },
  object: {
    en: '`{close}()` does not clear this timer: it goes on after the object was closed, works on what is closed, and keeps the object and the process alive. Keep what `setInterval` returns and clear it there.',
    zh: '`{close}()` 没有清除这个定时器：对象关闭后它仍在运行，操作已关闭的资源，并让对象和进程一直存活。应保存 `setInterval` 的返回值并在那里清除。',
  },
  closed: { en: 'This is what closes the object.', zh: '对象在这里关闭。' },
} as const;

/** Methods that end an object's life, by what languages and frameworks call them. */
const enders: ReadonlySet<string> = new Set([
  'close',
  'stop',
  'destroy',
  'dispose',
  'shutdown',
  'teardown',
  'disconnect',
  'onModuleDestroy',
  'onApplicationShutdown',
  'beforeApplicationShutdown',
]);

function isInterval(node: ts.CallExpression, evaluator: Evaluator): boolean {
  const { expression } = node;
  if (!ts.isIdentifier(expression) && !ts.isPropertyAccessExpression(expression)) return false;
  const value = evaluator.evaluate(expression);
  if (value.kind !== 'external' || value.path.join('.') !== 'setInterval') return false;
  return value.module === 'global' || (value.module === 'node:timers' && value.subpath === '');
}

/** Expressions that only pass on the handle of a timer. */
function outer(node: ts.Expression): ts.Expression {
  let at = node;
  while (
    ts.isParenthesizedExpression(at.parent) ||
    ts.isAsExpression(at.parent) ||
    ts.isNonNullExpression(at.parent) ||
    ts.isTypeAssertionExpression(at.parent)
  )
    at = at.parent;
  return at;
}

type Name = ts.Identifier | ts.PrivateIdentifier;

/** What holds the handle: nothing, a name whose uses can be looked at, or something that is not followed. */
function holderOf(
  node: ts.CallExpression,
  evaluator: Evaluator,
): 'nothing' | 'unknown' | { declaration: ts.Declaration; name: Name } {
  const at = outer(node);
  const { parent } = at;
  if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) return 'nothing';
  if (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent))
    return ts.isIdentifier(parent.name) || ts.isPrivateIdentifier(parent.name)
      ? { declaration: parent, name: parent.name }
      : 'unknown';
  if (!ts.isBinaryExpression(parent) || parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return 'unknown';
  if (!ts.isExpressionStatement(parent.parent)) return 'unknown';
  const { left } = parent;
  const name = ts.isPropertyAccessExpression(left) ? left.name : left;
  if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name)) return 'unknown';
  const declaration = evaluator.project.checker.getSymbolAtLocation(name)?.declarations?.[0];
  if (!declaration) return 'unknown';
  const declared = ts.getNameOfDeclaration(declaration);
  return {
    declaration,
    name: declared && (ts.isIdentifier(declared) || ts.isPrivateIdentifier(declared)) ? declared : name,
  };
}

/** Whether any use of the name could let go of the timer: anything but being set and being looked at. */
function mayBeCleared(holder: { declaration: ts.Declaration; name: Name }, project: ServiceProject): boolean {
  return referencesTo(holder.declaration, holder.name, project).some((reference) => {
    const { parent } = reference;
    const at = ts.isPropertyAccessExpression(parent) && parent.name === reference ? parent : reference;
    const user = at.parent;
    if (ts.isBinaryExpression(user) && user.left === at && user.operatorToken.kind === ts.SyntaxKind.EqualsToken)
      return false;
    if (ts.isIfStatement(user) && user.expression === at) return false;
    return !(ts.isPrefixUnaryExpression(user) && user.operator === ts.SyntaxKind.ExclamationToken);
  });
}

/** The nearest handler of requests that a node stands in, callbacks in between included. */
function handlerAround(node: ts.Node, project: ServiceProject): ts.FunctionLikeDeclaration | undefined {
  const handlers = requestHandlers(project);
  for (let owner = functionAround(node); owner; owner = functionAround(owner)) if (handlers.has(owner)) return owner;
  return undefined;
}

/** Whether a condition on something that stays behind (`if (!started)`) lets the first request alone start it. */
function isStartedOnce(node: ts.Node, handler: ts.Node): boolean {
  for (let at = node; at.parent && at !== handler; at = at.parent) {
    const { parent } = at;
    if (!ts.isIfStatement(parent) || parent.expression === at) continue;
    const { expression } = parent;
    if (ts.isPrefixUnaryExpression(expression) && expression.operator === ts.SyntaxKind.ExclamationToken) return true;
    if (ts.isBinaryExpression(expression) && /^(?:undefined|null)$/.test(expression.right.getText())) return true;
  }
  return false;
}

function closerOf(node: ts.ClassLikeDeclaration): ts.MethodDeclaration | undefined {
  return node.members.filter(ts.isMethodDeclaration).find(({ name, body, parameters }) => {
    if (!body || parameters.length > 1) return false;
    if (ts.isIdentifier(name)) return enders.has(name.text);
    return ts.isComputedPropertyName(name) && /^Symbol\.(?:asyncDispose|dispose)$/.test(name.expression.getText());
  });
}

/** Whether the callback itself can end the interval, by way of the handle that it is called on. */
function mentionsThisTimer(node: ts.CallExpression): boolean {
  const [callback] = node.arguments;
  return (
    callback !== undefined &&
    ts.isFunctionExpression(callback) &&
    /\bclearInterval\s*\(\s*this\b/.test(callback.getText())
  );
}

export const rule = serviceRule({
  id: 'service/timer-leak',
  group: 'lifecycle',
  summary: {
    en: 'a `setInterval` that runs on after the request or the object that started it is done',
    zh: '请求或对象结束之后仍在运行的 `setInterval`',
  },
  guide: '4.1',
  severity: 'information',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    if (!file.text.includes('setInterval')) return;
    const evaluator = evaluatorOf(project);
    for (const node of file.nodes(ts.SyntaxKind.CallExpression)) {
      if (!isInterval(node, evaluator) || mentionsThisTimer(node)) continue;
      const holder = holderOf(node, evaluator);
      if (holder === 'unknown' || (holder !== 'nothing' && mayBeCleared(holder, project))) continue;
      const handler = handlerAround(node, project);
      if (handler) {
        if (!isStartedOnce(node, handler)) report({ at: node.expression, message: 'request' });
        continue;
      }
      const around = classAround(node);
      const closer = around && !around.isStatic ? closerOf(around.node) : undefined;
      if (!closer || isWithin(node, closer)) continue;
      report({
        at: node.expression,
        message: 'object',
        data: { close: closer.name.getText() },
        related: [{ at: closer.name, message: 'closed' }],
      });
    }
  },
});

function isWithin(node: ts.Node, of: ts.Node): boolean {
  return of.pos <= node.pos && node.end <= of.end;
}

import type { Fix } from '../../core/finding';
import { noOptions } from '../../core/options';
import type { Library } from '../../service/catalogue/library';
import { clientsOf } from '../../service/clients';
import { creationsIn } from '../../service/creations';
import { insertStatementAfter } from '../../service/fixes/statements';
import { snippetText } from '../../service/fixes/timeouts';
import { adders, hearingOf, listensFor } from '../../service/flow/listeners';
import { hasCallback } from '../../service/flow/promises';
import { isOfScript, isOfSingleRun, isStepOfScript } from '../../service/flow/script';
import { functionAround, visitAll } from '../../service/flow/walk';
import { loggerAt } from '../../service/loggers';
import type { ServiceFile } from '../../service/model/file';
import type { ServiceProject } from '../../service/model/project';
import { networkCalls } from '../../service/networkCalls';
import { type FixTools, serviceRule } from '../../service/rule';
import { serversIn, serversOf } from '../../service/servers';
import { ts } from '../../service/ts';
import { invocationsNamed } from '../../service/values/callers';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';

type Invocation = ts.CallExpression | ts.NewExpression;
type Key = keyof typeof messages;

const messages = {
  client: {
    en: 'Nobody listens for "error" on what {call} gives. {library} emits it when the connection fails, and without a listener Node ends the process.',
    zh: '没有代码监听 {call} 返回对象的 "error" 事件。连接失败时 {library} 会触发它，没有监听器就会使进程退出。',
  },
  server: {
    en: 'Nobody listens for "error" on this server. {library} emits it when a client resets its connection, and without a listener Node ends the process.',
    zh: '没有代码监听这个服务器的 "error" 事件。客户端重置连接时 {library} 会触发它，没有监听器就会使进程退出。',
  },
  socket: {
    en: 'Nobody listens for "error" on the connections that this listener is handed: any client that resets one ends the process.',
    zh: '没有代码监听交给这个监听器的连接的 "error" 事件：任何客户端重置连接都会使进程退出。',
  },
  log: { en: 'Listen for "error" and log it with {logger}', zh: '监听 "error" 并用 {logger} 记录' },
  reject: { en: 'Reject the promise on "error"', zh: '出现 "error" 时拒绝 Promise' },
} as const;

const key = {};

/** What listeners for "error" anywhere in the project are added to, where it is known how that was made, and of which libraries where it is not. */
function listenedTo(project: ServiceProject): {
  readonly made: ReadonlySet<ts.Node>;
  readonly vague: ReadonlySet<Library>;
} {
  return project.once(key, () => {
    const evaluator = evaluatorOf(project);
    const made = new Set<ts.Node>();
    const vague = new Set<Library>();
    for (const method of adders)
      for (const call of invocationsNamed(method, project)) {
        const { expression } = call;
        if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(expression)) continue;
        if (!listensFor(call, 'error', evaluator)) continue;
        const value = evaluator.evaluate(expression.expression);
        for (const { creation, library } of [...clientsOf(value, evaluator), ...serversOf(value, evaluator)])
          if (creation) made.add(creation.node);
          else vague.add(library);
      }
    return { made, vague };
  });
}

/** Whether nobody surely listens for the errors of what is made there. */
function isUnheard(node: Invocation, library: Library, evaluator: Evaluator): boolean {
  // A class of our own may listen to itself.
  if (evaluator.evaluate(node).kind === 'instance') return false;
  if (hearingOf(node, 'error', evaluator) !== 'unheard') return false;
  const { made, vague } = listenedTo(evaluator.project);
  return !made.has(node) && !vague.has(library);
}

/** The promise's `reject`, when the node stands in an executor. */
function rejectAt(node: ts.Node, { project }: Evaluator): string | undefined {
  for (let at = node; at.parent; at = at.parent) {
    const { parent } = at;
    if (!ts.isFunctionLike(at) || !ts.isNewExpression(parent) || parent.expression.getText() !== 'Promise') continue;
    const [, reject] = at.parameters;
    if (!reject || !ts.isIdentifier(reject.name)) return undefined;
    const { text } = reject.name;
    const names = project.checker.getSymbolsInScope(node, ts.SymbolFlags.Variable);
    return names.some(({ name, declarations }) => name === text && declarations?.includes(reject)) ? text : undefined;
  }
  return undefined;
}

function outer(node: ts.Expression): ts.Expression {
  let at = node;
  while (ts.isAwaitExpression(at.parent) || ts.isParenthesizedExpression(at.parent) || ts.isAsExpression(at.parent))
    at = at.parent;
  return at;
}

/** The name and the statement that the object is put into, so that a statement behind it can add a listener. */
function holderOf(node: Invocation): { readonly name: string; readonly statement: ts.Statement } | undefined {
  const value = outer(node);
  const { parent } = value;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) {
    const list = parent.parent;
    const alone = ts.isVariableDeclarationList(list) && list.declarations.length === 1;
    return alone && ts.isVariableStatement(list.parent) && mayFollow(list.parent)
      ? { name: parent.name.text, statement: list.parent }
      : undefined;
  }
  if (!ts.isBinaryExpression(parent) || parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  const statement = parent.parent;
  return ts.isExpressionStatement(statement) && mayFollow(statement)
    ? { name: parent.left.getText(), statement }
    : undefined;
}

function mayFollow({ parent }: ts.Statement): boolean {
  return ts.isBlock(parent) || ts.isSourceFile(parent) || ts.isCaseOrDefaultClause(parent);
}

function fixes(node: Invocation, evaluator: Evaluator, tools: FixTools<Key>): (Fix | undefined)[] {
  const reject = rejectAt(node, evaluator);
  const logger = reject ? '' : loggerAt(node, evaluator);
  const listener = reject ?? `(error) => ${logger}.error(error)`;
  const title = reject ? 'reject' : 'log';
  const holder = holderOf(node);
  const name = holder ? snippetText(holder.name) : '';
  const add = `.on('error', ${reject ?? `(error) => \${1:${snippetText(`${logger}.error(error)`)}}`})`;
  const plain = `.on('error', ${listener})`;
  const applicability = reject ? 'suggested' : 'template';
  // What comes as a promise takes no listener itself.
  if (holder ? isPromise(outer(node), evaluator) : ts.isAwaitExpression(node.parent) || isPromise(node, evaluator))
    return [];
  if (holder)
    return [
      tools.fix(applicability, title, { logger }, [
        insertStatementAfter(tools, holder.statement, reject ? `${holder.name}${plain};` : `${name}${add};`),
      ]),
    ];
  return [tools.fix(applicability, title, { logger }, [tools.insertAfter(node, reject ? plain : add)])];
}

function isPromise(node: ts.Expression, { project }: Evaluator): boolean {
  return project.checker.getTypeAtLocation(node).getProperty('then') !== undefined;
}

/** The clients of the file that emit errors: made by a call, or the call itself (`http.request`). */
function emittersIn(file: ServiceFile, evaluator: Evaluator): { node: Invocation; library: Library }[] {
  const { project } = evaluator;
  const made = creationsIn(file, project).flatMap(({ client: { shape, creation, library }, node }) =>
    shape.emitsError &&
    !(shape.emitsError === 'idle' && isShortLived(node, project)) &&
    !creation?.maker.itself &&
    !creation?.maker.listened &&
    // Handed to a callback: who gets it is not followed.
    !(ts.isCallExpression(node) && hasCallback(node, evaluator) && isVoid(node, evaluator))
      ? [{ node, library }]
      : [],
  );
  const called = networkCalls(file, project).flatMap(({ node, clients: [{ library, shape }], method }) =>
    // A script may die of a request that fails.
    shape.emitsError && method === '' && !shape.made && !isStepOfScript(node, project) ? [{ node, library }] : [],
  );
  return [...made, ...called];
}

const closing: ReadonlySet<string> = new Set(['end', 'close', 'quit', 'disconnect', 'destroy']);

/** Whether the function that makes it closes it as well: whoever waits for the function learns of its failures. */
function isShortLived(node: Invocation, project: ServiceProject): boolean {
  const { parent } = outer(node);
  const owner = functionAround(node);
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return false;
  const { text } = parent.name;
  if (!owner) return isEndedByScript(text, node.getSourceFile(), project);
  let closes = false;
  visitAll(owner, (each) => {
    closes ||=
      ts.isPropertyAccessExpression(each) &&
      ts.isIdentifier(each.expression) &&
      each.expression.text === text &&
      closing.has(each.name.text);
  });
  return closes;
}

/** Whether a module ends its connection, or the process, once its own work with it is done: a script, which may die of what goes wrong. */
function isEndedByScript(name: string, file: ts.SourceFile, project: ServiceProject): boolean {
  const isOnIt = (call: ts.Node): boolean =>
    ts.isCallExpression(call) &&
    ts.isPropertyAccessExpression(call.expression) &&
    ts.isIdentifier(call.expression.expression) &&
    call.expression.expression.text === name;
  const isLater = (call: ts.Node): boolean => ts.isCallExpression(call) && call.expression.getText() === 'setTimeout';
  /** At the top of the module, in functions that run once from there, or in what is handed to calls on the connection or comes after a while. */
  const belongsToWork = (node: ts.Node): boolean => {
    const around = functionAround(node);
    if (!around || isOfScript(node, project)) return true;
    return (isOnIt(around.parent) || isLater(around.parent)) && belongsToWork(around);
  };
  let ends = false;
  visitAll(file, (each) => {
    if (ends || !ts.isPropertyAccessExpression(each) || !ts.isIdentifier(each.expression)) return;
    const closes =
      (each.expression.text === name && closing.has(each.name.text)) ||
      (each.expression.text === 'process' && each.name.text === 'exit' && functionAround(each) !== undefined);
    ends = closes && belongsToWork(each);
  });
  return ends;
}

/** The connection that a listener is handed, where the listener is written there. */
function connectionOf(argument: ts.Expression | undefined, evaluator: Evaluator): ts.ParameterDeclaration | undefined {
  const value = argument && evaluator.evaluate(argument);
  return value?.kind === 'function' ? value.node.parameters[0] : undefined;
}

export const rule = serviceRule({
  id: 'service/missing-error-listener',
  group: 'error',
  summary: {
    en: 'a connection, request or server whose "error" event nobody listens for',
    zh: '没有代码监听其 "error" 事件的连接、请求或服务器',
  },
  guide: '5.1',
  severity: 'error',
  fix: 'template',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    for (const { node, library } of emittersIn(file, evaluator)) {
      if (!isUnheard(node, library, evaluator)) continue;
      report({
        at: node.expression,
        message: 'client',
        data: { call: node.expression.getText(), library: library.title },
        // What runs once may end by the error.
        ...(isOfSingleRun(node, project) && { severity: 'information' as const }),
        fixes: (tools) => fixes(node, evaluator, tools),
      });
    }
    for (const { server, node } of serversIn(file, project)) {
      const { library, shape } = server;
      if (shape.emitsError && isUnheard(node, library, evaluator))
        report({
          at: node.expression,
          message: 'server',
          data: { library: library.title },
          fixes: (tools) => fixes(node, evaluator, tools),
        });
      if (shape.connections) checkConnection(node.arguments?.find((each) => connectionOf(each, evaluator)));
    }
    for (const node of file.nodes(ts.SyntaxKind.CallExpression)) {
      const { expression } = node;
      if (!ts.isPropertyAccessExpression(expression) || !adders.has(expression.name.text)) continue;
      const event = node.arguments[0] && evaluator.evaluate(node.arguments[0]);
      if (event?.kind !== 'constant' || (event.value !== 'connection' && event.value !== 'secureConnection')) continue;
      const name = event.value;
      const servers = serversOf(evaluator.evaluate(expression.expression), evaluator);
      if (servers.some(({ shape }) => shape.connections?.includes(name))) checkConnection(node.arguments[1]);
    }

    function checkConnection(listener: ts.Expression | undefined): void {
      const socket = connectionOf(listener, evaluator);
      if (!listener || !socket || hearingOf(socket, 'error', evaluator) !== 'unheard') return;
      report({
        at: socket.getSourceFile() === file.sourceFile ? socket.name : listener,
        message: 'socket',
        fixes: (tools) => socketFix(socket, evaluator, tools),
      });
    }
  },
});

function socketFix(socket: ts.ParameterDeclaration, evaluator: Evaluator, tools: FixTools<Key>): (Fix | undefined)[] {
  const owner = socket.parent;
  const body = 'body' in owner ? owner.body : undefined;
  if (!body || !ts.isBlock(body) || !ts.isIdentifier(socket.name)) return [];
  const [first] = body.statements;
  if (!first) return [];
  const logger = loggerAt(first, evaluator);
  const code = `${snippetText(socket.name.text)}.on('error', (error) => \${1:${snippetText(`${logger}.error(error)`)}});`;
  const { text } = body.getSourceFile();
  const lineStart = text.lastIndexOf('\n', first.getStart()) + 1;
  const before = text.slice(lineStart, first.getStart());
  const gap = before.trim() === '' ? `\n${before}` : ' ';
  return [tools.fix('template', 'log', { logger }, [tools.insertBefore(first, `${code}${gap}`)])];
}

function isVoid(node: ts.Expression, { project }: Evaluator): boolean {
  return (project.checker.getTypeAtLocation(node).flags & (ts.TypeFlags.Void | ts.TypeFlags.Any)) !== 0;
}

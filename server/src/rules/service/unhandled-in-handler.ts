import type { Fix, TextEdit } from '../../core/finding';
import { noOptions } from '../../core/options';
import { isAtLeast, parseVersion } from '../../service/bounds/versions';
import { wrapInTry } from '../../service/fixes/statements';
import { snippetText } from '../../service/fixes/timeouts';
import { adders } from '../../service/flow/listeners';
import { rejectionOf } from '../../service/flow/rejections';
import { holds, isAsync } from '../../service/flow/walk';
import { loggerAt } from '../../service/loggers';
import { catalogueOf } from '../../service/model/catalogue';
import type { ServiceFile } from '../../service/model/file';
import type { ServiceProject } from '../../service/model/project';
import { askedOnce } from '../../service/model/wholeProject';
import { networkCall } from '../../service/networkCalls';
import { importsPackage } from '../../service/presence';
import { isExit } from '../../service/process/stopping';
import { type FixTools, serviceRule } from '../../service/rule';
import { type Server, serversIn, serversOf } from '../../service/servers';
import { ts } from '../../service/ts';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';
import { alternatives, type Value } from '../../service/values/value';
import { maxRelated, otherPlaces } from './_grouped';
import { survivesRejections } from './_rejections';

type Key = keyof typeof messages;

const messages = {
  dropped: {
    en: 'Nobody handles it when this async function rejects: {receiver} throws its promise away, and an unhandled rejection ends the process.{more}',
    zh: '这个 async 函数拒绝时无人处理：{receiver} 会丢弃它的 Promise，未处理的拒绝会使进程退出。{more}',
  },
  request: {
    en: 'Nobody handles it when this async handler rejects: {receiver} does not look at its promise, so the request is never answered and an unhandled rejection ends the process.{more}',
    zh: '这个 async 处理函数拒绝时无人处理：{receiver} 不会查看它的 Promise，请求永远得不到响应，未处理的拒绝会使进程退出。{more}',
  },
  kept: {
    en: 'Nobody handles it when this async handler rejects: {receiver} does not look at its promise, so the request is never answered.{more}',
    zh: '这个 async 处理函数拒绝时无人处理：{receiver} 不会查看它的 Promise，请求永远得不到响应。{more}',
  },
  executor: {
    en: 'Nobody handles it when this async function rejects: {receiver} throws its promise away, so the promise that it makes is never settled and an unhandled rejection ends the process.{more}',
    zh: '这个 async 函数拒绝时无人处理：{receiver} 会丢弃它的 Promise，新建的 Promise 永远不会落定，未处理的拒绝会使进程退出。{more}',
  },
  pending: {
    en: 'Nobody handles it when this async function rejects: {receiver} throws its promise away, so the promise that it makes is never settled.{more}',
    zh: '这个 async 函数拒绝时无人处理：{receiver} 会丢弃它的 Promise，新建的 Promise 永远不会落定。{more}',
  },
  also: { en: 'It is handed over here, too.', zh: '此处也使用了它。' },
  rejects: { en: 'It may reject here.', zh: '它可能在这里拒绝。' },
  log: { en: 'Catch the error and log it with {logger}', zh: '捕获错误并用 {logger} 记录' },
  pass: { en: 'Catch the error and pass it to {next}', zh: '捕获错误并交给 {next}' },
} as const;

/** A function together with what it is handed to. */
interface Handed {
  readonly argument: ts.Expression;
  /** For messages: `setInterval`, `app.get of express 4.19.2`. */
  readonly receiver: string;
  /** Whether somebody waits for an answer. */
  readonly answers: boolean;
  /** Whether it takes `next` behind request and response. */
  readonly passesOn: boolean;
  /** Whether it settles a promise: the executor of `new Promise`. */
  readonly settles: boolean;
}

const timers: ReadonlySet<string> = new Set([
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'nextTick',
]);
const timerModules: ReadonlySet<string> = new Set(['global', 'node:timers', 'node:process']);

/** Whether a name such as `setInterval` or `process.nextTick` is that of the platform. */
function isTimer(callee: ts.Expression, evaluator: Evaluator): boolean {
  const value = evaluator.evaluate(callee);
  return value.kind === 'external' && timerModules.has(value.module);
}

function derivesFromEmitter(type: ts.Type, checker: ts.TypeChecker, depth = 0): boolean {
  if (depth > 8) return false;
  if (type.isUnion()) return type.types.every((each) => derivesFromEmitter(each, checker, depth + 1));
  if (type.isIntersection()) return type.types.some((each) => derivesFromEmitter(each, checker, depth + 1));
  const symbol = type.getSymbol();
  if (symbol?.name === 'EventEmitter' || symbol?.name === 'Process')
    return (symbol.declarations ?? []).some((each) => /\/@types\/node\//.test(each.getSourceFile().fileName));
  const declared = symbol && checker.getDeclaredTypeOfSymbol(symbol);
  return declared?.isClassOrInterface() === true
    ? checker.getBaseTypes(declared).some((each) => derivesFromEmitter(each, checker, depth + 1))
    : false;
}

const namesCapture = askedOnce(/captureRejections/);

const captureKey = {};

/** Emitters that hand rejections to "error" are rare; where a program has any, which ones is not asked. */
function capturesRejections(project: ServiceProject): boolean {
  return project.once(captureKey, () => project.ownFiles.some(namesCapture));
}

/** Whether the server surely leaves rejections alone, in the version that is installed. */
function losesRejections({ library, shape }: Server, file: ServiceFile, { packages }: ServiceProject): boolean {
  const { handlesRejections } = shape;
  if (typeof handlesRejections === 'boolean') return !handlesRejections;
  const version = library.versioned && packages.versionOf(library.versioned, file.sourceFile.fileName);
  return parseVersion(version) !== undefined && !isAtLeast(version, handlesRejections.since);
}

function loses(servers: readonly Server[], file: ServiceFile, project: ServiceProject): Server | undefined {
  const [first] = servers;
  if (!first || !servers.every((each) => losesRejections(each, file, project))) return undefined;
  return first.shape.patchedBy?.some((name) => importsPackage(name, project)) ? undefined : first;
}

/** The functions in an argument: itself, or those of an array. */
function functionsOf(argument: ts.Expression): readonly ts.Expression[] {
  return ts.isArrayLiteralExpression(argument) ? argument.elements.flatMap((each) => functionsOf(each)) : [argument];
}

function nameOf(server: Server, text: string, file: ServiceFile, { packages }: ServiceProject): string {
  const { versioned, title } = server.library;
  const version = parseVersion(versioned && packages.versionOf(versioned, file.sourceFile.fileName));
  return typeof server.shape.handlesRejections === 'object' && version ? `${text} (${title} ${version[0]})` : text;
}

function handedBy(node: ts.CallExpression, file: ServiceFile, evaluator: Evaluator): readonly Handed[] {
  const { expression, arguments: given } = node;
  const { project } = evaluator;
  if (ts.isIdentifier(expression) || !ts.isPropertyAccessExpression(expression)) {
    if (!ts.isIdentifier(expression) || !timers.has(expression.text)) return [];
    return given[0] && isTimer(expression, evaluator) ? [dropping(given[0], expression.text)] : [];
  }
  const method = expression.name.text;
  const text = expression.getText().replace(/\s+/g, ' ');
  if (timers.has(method) && given[0] && isTimer(expression, evaluator)) return [dropping(given[0], text)];
  if (method === 'forEach' && given[0]) {
    const type = project.checker.getTypeAtLocation(expression.expression);
    return project.checker.isArrayType(type) || project.checker.isTupleType(type)
      ? [dropping(given[0], 'forEach')]
      : [];
  }
  if (adders.has(method) && given[1]) {
    const type = project.checker.getTypeAtLocation(expression.expression);
    if (!derivesFromEmitter(type, project.checker) || capturesRejections(project)) return [];
    const event = evaluator.evaluate(given[0] as ts.Expression);
    // A shutdown that fails ends the process, too.
    if (given[0] && isSignal(given[0], evaluator)) return [];
    const isRequest = event.kind === 'constant' && event.value === 'request';
    return [{ ...dropping(given[1], text.length > 40 ? method : text), answers: isRequest }];
  }
  const listener = mayListen(method, project) ? networkCall(node, evaluator)?.call.listener : undefined;
  const handed = listener === undefined ? undefined : given[listener];
  if (handed) return [dropping(handed, text.length > 40 ? method : text)];
  const server = loses(routed(expression.expression, method, evaluator), file, project);
  if (!server) return [];
  return given.flatMap(functionsOf).map((argument) => ({
    argument,
    receiver: nameOf(server, text.length > 40 ? method : text, file, project),
    answers: true,
    passesOn: true,
    settles: false,
  }));
}

/** The executor of `new Promise(...)`. */
function executorOf(node: ts.NewExpression, evaluator: Evaluator): Handed | undefined {
  const [executor] = node.arguments ?? [];
  if (!executor || !ts.isIdentifier(node.expression) || node.expression.text !== 'Promise') return undefined;
  const value = evaluator.evaluate(node.expression);
  if (value.kind !== 'external' || value.module !== 'global') return undefined;
  return { ...dropping(executor, 'new Promise'), settles: true };
}

function dropping(argument: ts.Expression, receiver: string): Handed {
  return { argument, receiver, answers: false, passesOn: false, settles: false };
}

const signal = /^SIG[A-Z][A-Z\d]+$/;

function namesSignal(value: Value): boolean {
  return value.kind === 'constant' && typeof value.value === 'string' && signal.test(value.value);
}

/** The array whose elements a variable stands for, one after the other: of a `for ... of`, or of `forEach`. */
function iterated(name: ts.Expression, checker: ts.TypeChecker): ts.Expression | undefined {
  const declared = checker.getSymbolAtLocation(name)?.valueDeclaration;
  if (!declared) return undefined;
  const { parent } = declared;
  if (ts.isVariableDeclaration(declared) && ts.isVariableDeclarationList(parent) && ts.isForOfStatement(parent.parent))
    return parent.parent.expression;
  const call = ts.isParameter(declared) ? parent.parent : undefined;
  if (!call || !ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  return call.expression.name.text === 'forEach' ? call.expression.expression : undefined;
}

/** Whether the event is the name of a signal, or each of several. */
function isSignal(event: ts.Expression, evaluator: Evaluator): boolean {
  if (alternatives(evaluator.evaluate(event)).every(namesSignal)) return true;
  const { checker } = evaluator.project;
  const type = checker.getTypeAtLocation(event);
  const types = type.isUnion() ? type.types : [type];
  if (types.every((each) => each.isStringLiteral() && signal.test(each.value))) return true;
  const array = iterated(event, checker);
  const value = array && evaluator.evaluate(array);
  return (
    value?.kind === 'array' &&
    value.node.elements.length > 0 &&
    value.node.elements.every((each) => namesSignal(evaluator.evaluate(each, value.env)))
  );
}

const noEvents: ReadonlySet<string> = adders;

const methodsKey = {};

/** The methods by which any server takes a handler; receivers of others need not be looked at. */
function handlerMethods(project: ServiceProject): ReadonlySet<string> {
  return project.once(methodsKey, () => {
    const servers = catalogueOf(project).libraries.flatMap(({ servers = [] }) => servers);
    return new Set(servers.flatMap(({ handlers = [] }) => handlers.flatMap(({ methods }) => methods)));
  });
}

const listenersKey = {};

/** Whether any client has a method of this name that takes a listener. */
function mayListen(method: string, project: ServiceProject): boolean {
  const methods = project.once(listenersKey, () => {
    const shapes = catalogueOf(project).libraries.flatMap(({ clients = [] }) => clients);
    return new Set(
      shapes.flatMap(({ calls }) => calls.flatMap((each) => (each.listener === undefined ? [] : each.methods))),
    );
  });
  return methods.has(method);
}

/** The servers whose handlers the method takes; `app.route(path).get(...)` takes them for `app`. */
function routed(of: ts.Expression, method: string, evaluator: Evaluator): readonly Server[] {
  if (noEvents.has(method)) return [];
  const taking = handlerMethods(evaluator.project).has(method) ? serversOf(evaluator.evaluate(of), evaluator) : [];
  const own = taking.filter(({ shape }) => shape.handlers?.some(({ methods }) => methods.includes(method)));
  if (own.length > 0 || !ts.isCallExpression(of) || !ts.isPropertyAccessExpression(of.expression)) return own;
  const chained = of.expression.name.text;
  return routed(of.expression.expression, chained === 'route' ? method : chained, evaluator);
}

/** The async function that is handed over, when it is written out or a name of our own. */
function handlerOf(argument: ts.Expression, evaluator: Evaluator): ts.FunctionLikeDeclaration | undefined {
  const value = evaluator.evaluate(argument);
  return value.kind === 'function' && isAsync(value.node) ? value.node : undefined;
}

/** Whether the last thing that a function does is to end the process: its rejection ends it as well. */
function endsProcess({ body }: ts.FunctionLikeDeclaration): boolean {
  const last = body && ts.isBlock(body) ? body.statements.at(-1) : undefined;
  return last !== undefined && ts.isExpressionStatement(last) && isExit(last.expression);
}

function fixes(
  handler: ts.FunctionLikeDeclaration,
  { argument, passesOn, answers, settles }: Handed,
  evaluator: Evaluator,
  tools: FixTools<Key>,
): (Fix | undefined)[] {
  const body = 'body' in handler ? handler.body : undefined;
  if (!body) return [];
  if (settles) return handler === argument ? [rejectFix(handler, body, tools)] : [];
  if (!passesOn) {
    // Somebody waits for an answer that only the author knows.
    if (answers) return [];
    const logger = loggerAt(body, evaluator);
    const code = `\${1:${snippetText(`${logger}.error(error);`)}}`;
    return [tools.fix('template', 'log', { logger }, escaped(tools, body, code))];
  }
  const next = handler.parameters[2]?.name;
  const last = handler.parameters.at(-1);
  if (handler.parameters.length === 3 && next && ts.isIdentifier(next))
    return [tools.fix('suggested', 'pass', { next: next.text }, wrapInTry(tools, body, `${next.text}(error);`))];
  if (handler.parameters.length !== 2 || !last || last.dotDotDotToken || last.type) return [];
  const name = 'next';
  const wrapped = wrapInTry(tools, body, `${name}(error);`);
  if (wrapped.length === 0) return [];
  return [tools.fix('suggested', 'pass', { next: name }, [tools.insertAfter(last, `, ${name}`), ...wrapped])];
}

/** Hands what an executor fails with to its `reject`, which becomes its second parameter where it has none. */
function rejectFix(
  { parameters: [resolve, reject, ...more] }: ts.FunctionLikeDeclaration,
  body: ts.ConciseBody,
  tools: FixTools<Key>,
): Fix | undefined {
  if (!resolve || resolve.dotDotDotToken || more.length > 0) return undefined;
  const wrapped = (next: string): readonly TextEdit[] => wrapInTry(tools, body, `${next}(error);`);
  if (reject) {
    if (!ts.isIdentifier(reject.name) || reject.dotDotDotToken) return undefined;
    const { text } = reject.name;
    return tools.fix('suggested', 'pass', { next: text }, wrapped(text));
  }
  const next = 'reject';
  const edits = wrapped(next);
  if (edits.length === 0) return undefined;
  if (resolve.type || holds(body, (each) => ts.isIdentifier(each) && each.text === next)) return undefined;
  const { parent } = resolve;
  const isBare = parent.getChildren().every(({ kind }) => kind !== ts.SyntaxKind.OpenParenToken);
  const added = isBare
    ? tools.edit({ start: resolve.getStart(), end: resolve.getEnd() }, `(${resolve.getText()}, ${next})`)
    : tools.insertAfter(resolve, `, ${next}`);
  return tools.fix('suggested', 'pass', { next }, [added, ...edits]);
}

/** Edits of a template: what is put in from the file's own text must not be read as a placeholder. */
function escaped(tools: FixTools<Key>, body: ts.ConciseBody, code: string) {
  const marker = '\u0000';
  return wrapInTry(tools, body, marker).map((edit) => ({
    ...edit,
    newText: snippetText(edit.newText).replace(marker, () => code),
  }));
}

export const rule = serviceRule({
  id: 'service/unhandled-in-handler',
  group: 'error',
  summary: { en: 'an async handler or listener whose rejection is lost', zh: '拒绝会丢失的 async 处理函数或监听器' },
  guide: '5.1',
  severity: 'error',
  fix: 'suggested',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    const survives = survivesRejections(project);
    /** By function: one that all routes of a file go through is one to mend. */
    const found = new Map<ts.FunctionLikeDeclaration, Handed[]>();
    const look = (handed: Handed): void => {
      const handler = handlerOf(handed.argument, evaluator);
      // The whole program hears of it, though late.
      if (!handler || (!handed.answers && !handed.settles && (survives || endsProcess(handler)))) return;
      const before = found.get(handler);
      if (!before) found.set(handler, [handed]);
      else if (!before.some(({ argument }) => argument === handed.argument)) before.push(handed);
    };
    for (const node of file.nodes(ts.SyntaxKind.CallExpression))
      for (const handed of handedBy(node, file, evaluator)) look(handed);
    for (const node of file.nodes(ts.SyntaxKind.NewExpression)) {
      const handed = executorOf(node, evaluator);
      if (handed) look(handed);
    }
    // `createServer(async (request, response) => ...)`.
    for (const { server, node } of serversIn(file, project)) {
      if (server.shape.handlesRejections !== false) continue;
      const argument = node.arguments?.find((each) => handlerOf(each, evaluator));
      const answers = server.shape.handlers?.some(({ response }) => response !== undefined) === true;
      if (argument) look({ ...dropping(argument, node.expression.getText()), answers });
    }
    for (const [handler, all] of found) {
      const at = rejectionOf(handler, evaluator);
      const [first, ...others] = all.sort((a, b) => Number(b.answers) - Number(a.answers));
      if (!at || !first) continue;
      const here = handler.getSourceFile() === file.sourceFile;
      report({
        at: asyncOf(first.argument),
        message: messageOf(first, survives),
        data: { receiver: first.receiver, more: otherPlaces(others.length) },
        related: [
          { at, message: 'rejects' },
          ...others.slice(0, maxRelated).map(({ argument }) => ({ at: argument, message: 'also' as const })),
        ],
        fixes: (tools) => (here ? fixes(handler, first, evaluator, tools) : []),
      });
    }
  },
});

function messageOf({ answers, settles }: Handed, survives: boolean): Key {
  if (answers) return survives ? 'kept' : 'request';
  if (settles) return survives ? 'pending' : 'executor';
  return 'dropped';
}

/** The keyword `async` of a function that is written there, else the whole expression. */
function asyncOf(argument: ts.Expression): ts.Node {
  if (!ts.isArrowFunction(argument) && !ts.isFunctionExpression(argument)) return argument;
  return argument.modifiers?.find(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? argument;
}

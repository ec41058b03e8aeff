import type { Fix, TextEdit } from '../../core/finding';
import { noOptions } from '../../core/options';
import { lineIndent, newLineOf } from '../../service/fixes/layout';
import { usesOf } from '../../service/flow/catches';
import { requestHandlers } from '../../service/flow/handlers';
import { responsesOf, rootOf } from '../../service/flow/responses';
import { functionAround, holds, isWithin, runs, visitAll, visitRun } from '../../service/flow/walk';
import { loggerAt } from '../../service/loggers';
import type { ServiceFile } from '../../service/model/file';
import { originOf, symbolOf } from '../../service/origin';
import { presentLibraries } from '../../service/presence';
import { type FixTools, serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';
import { alternatives, type Value } from '../../service/values/value';
import { maxRelated, otherPlaces } from './_grouped';

type Key = keyof typeof messages;

const messages = {
  message: {
    en: "{what} goes to the client: an error that is none of the service's own names hosts, queries and files in it. Log it, and send a code that clients can act on.{more}",
    zh: '{what} 会发给客户端：并非服务自己定义的错误会在其中暴露主机、查询和文件。请记录它，并返回客户端可以处理的错误码。{more}',
  },
  stack: {
    en: '{what} goes to the client: it shows the paths, packages and functions of the service. Log it instead.{more}',
    zh: '{what} 会发给客户端：它暴露服务的路径、依赖包和函数。请改为记录日志。{more}',
  },
  fix: {
    en: 'Send "Internal server error" and log the error with {logger}',
    zh: '返回 "Internal server error"，并用 {logger} 记录错误',
  },
  drop: { en: 'Send no stack', zh: '不返回堆栈' },
  dropAndLog: { en: 'Send no stack, and log the error with {logger}', zh: '不返回堆栈，并用 {logger} 记录错误' },
  plain: { en: 'Send "Internal server error"', zh: '返回 "Internal server error"' },
  fixAll: {
    en: 'Send "Internal server error" in all {count} places, and log the errors that are not',
    zh: '将 {count} 处都改为返回 "Internal server error"，并记录尚未记录的错误',
  },
  also: { en: 'It is the same here.', zh: '这里也是如此。' },
} as const;

/** A call or assignment that answers a request. */
interface Answer {
  readonly node: ts.Node;
  readonly content: readonly ts.Expression[];
  /** What the status is set to in the same chain. */
  readonly status: ts.Expression | undefined;
}

function statusIn(node: ts.Expression, methods: readonly string[]): ts.Expression | undefined {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    if (methods.includes(node.expression.name.text)) return node.arguments[0];
    return statusIn(node.expression.expression, methods);
  }
  return undefined;
}

const numbers: ReadonlySet<string> = new Set(['statusCode', 'status']);

/** A status that is set by a statement before the answer, in the same block. */
function statusBefore(answer: ts.Node, root: string): ts.Expression | undefined {
  let statement: ts.Node = answer;
  while (statement.parent && !ts.isBlock(statement.parent)) statement = statement.parent;
  const block = statement.parent;
  if (!block || !ts.isBlock(block)) return undefined;
  let found: ts.Expression | undefined;
  for (const each of block.statements) {
    if (each === statement) break;
    if (!ts.isExpressionStatement(each)) continue;
    const { expression } = each;
    if (
      ts.isBinaryExpression(expression) &&
      ts.isPropertyAccessExpression(expression.left) &&
      numbers.has(expression.left.name.text) &&
      expression.left.expression.getText() === root
    )
      found = expression.right;
    if (
      ts.isCallExpression(expression) &&
      ts.isPropertyAccessExpression(expression.expression) &&
      expression.expression.expression.getText() === root &&
      /^(?:status|writeHead|code)$/.test(expression.expression.name.text)
    )
      found = expression.arguments[0];
  }
  return found;
}

function answersIn(file: ServiceFile, names: ReadonlySet<string>, evaluator: Evaluator): Answer[] {
  const sent = file.nodes(ts.SyntaxKind.CallExpression).flatMap((node): Answer[] => {
    const { expression } = node;
    if (!ts.isPropertyAccessExpression(expression) || !names.has(expression.name.text)) return [];
    if (node.arguments.length === 0) return [];
    const root = rootOf(expression.expression);
    const responses = responsesOf(root, evaluator);
    if (!responses?.send.includes(expression.name.text)) return [];
    const status = statusIn(expression.expression, responses.status ?? []) ?? statusBefore(node, root.getText());
    return [{ node, content: node.arguments, status }];
  });
  const set = file.nodes(ts.SyntaxKind.BinaryExpression).flatMap((node): Answer[] => {
    const { left, right, operatorToken } = node;
    if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isPropertyAccessExpression(left)) return [];
    if (left.name.text !== 'body') return [];
    const responses = responsesOf(left.expression, evaluator);
    if (!responses?.body?.includes(left.name.text)) return [];
    return [{ node, content: [right], status: statusBefore(node, left.expression.getText()) }];
  });
  return [...sent, ...set, ...returnedIn(file, evaluator)];
}

/** What handlers return, where that is the answer. */
function returnedIn(file: ServiceFile, evaluator: Evaluator): Answer[] {
  const found: Answer[] = [];
  for (const { node: handler, library, place } of requestHandlers(evaluator.project).values()) {
    if (handler.getSourceFile() !== file.sourceFile || !handler.body) continue;
    if (!library.servers?.some(({ responses }) => responses?.returned)) continue;
    const index = place && 'response' in place ? place.response : undefined;
    const response = index === undefined ? undefined : handler.parameters[index]?.name.getText();
    visitRun(handler.body, (node) => {
      if (!ts.isReturnStatement(node) || !node.expression) return;
      const status = response === undefined ? undefined : statusBefore(node, response);
      found.push({ node, content: [node.expression], status });
    });
  }
  return found;
}

/** The name of the error that a node is dealt with in: of a catch clause, a `.catch` callback, or error middleware. */
function errorAround(node: ts.Node): { readonly name: ts.Identifier; readonly scope: ts.Node } | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isCatchClause(at)) {
      const name = at.variableDeclaration?.name;
      if (name && ts.isIdentifier(name)) return { name, scope: at.block };
    }
    if (!ts.isFunctionLike(at)) continue;
    const [first] = at.parameters;
    if (!first || !ts.isIdentifier(first.name)) continue;
    const { parent } = at;
    const isCatch =
      ts.isCallExpression(parent) &&
      ts.isPropertyAccessExpression(parent.expression) &&
      ((parent.expression.name.text === 'catch' && parent.arguments[0] === at) ||
        (parent.expression.name.text === 'then' && parent.arguments[1] === at));
    const isMiddleware =
      at.parameters.length === 4 &&
      ts.isCallExpression(parent) &&
      ts.isPropertyAccessExpression(parent.expression) &&
      parent.expression.name.text === 'use';
    if (isCatch || isMiddleware) return { name: first.name, scope: at };
  }
  return undefined;
}

function isGlobalError(node: ts.Expression, evaluator: Evaluator): boolean {
  const value = evaluator.evaluate(node);
  return value.kind === 'external' && value.module === 'global' && value.path.join('.') === 'Error';
}

/** `error instanceof Error`, and the like, which every error of a library passes as well. */
function isTypeGuard(condition: ts.Expression, evaluator: Evaluator): boolean {
  if (ts.isParenthesizedExpression(condition)) return isTypeGuard(condition.expression, evaluator);
  if (ts.isIdentifier(condition)) return true;
  return (
    ts.isBinaryExpression(condition) &&
    condition.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword &&
    isGlobalError(condition.right, evaluator)
  );
}

/** Whether a condition on the way decided that this may be sent: about the error, the environment, or anything else. */
function isDecided(use: ts.Node, scope: ts.Node, evaluator: Evaluator): boolean {
  for (let at = use; at.parent && at !== scope; at = at.parent) {
    const { parent } = at;
    const condition = ts.isIfStatement(parent)
      ? parent.expression
      : ts.isConditionalExpression(parent)
        ? parent.condition
        : undefined;
    if (condition && condition !== at && !isTypeGuard(condition, evaluator)) return true;
    if (ts.isSwitchStatement(parent) || ts.isCaseClause(parent)) return true;
    if (
      ts.isBinaryExpression(parent) &&
      parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken &&
      parent.right === at &&
      !isTypeGuard(parent.left, evaluator)
    )
      return true;
  }
  return false;
}

/** Whether an `if` before it in the scope handled errors of the service's own, so that what is left are others, or were mapped. */
function isMapped(error: ts.Identifier, scope: ts.Node, evaluator: Evaluator): boolean {
  const { checker } = evaluator.project;
  return usesOf(error, scope, checker).some((use) => {
    const { parent } = use;
    // Reassigned: it is another error from there on.
    return (
      ts.isBinaryExpression(parent) && parent.left === use && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
    );
  });
}

function isClientStatus(status: ts.Expression | undefined, evaluator: Evaluator): boolean {
  if (!status) return false;
  const value = evaluator.evaluate(status);
  // A status that is worked out tells errors apart.
  return value.kind !== 'constant' || typeof value.value !== 'number' || value.value < 500;
}

/** `error.message`, `error.stack`, `String(error)`, `${error}`: what of the error is sent. */
function leakAt(use: ts.Identifier): { readonly node: ts.Expression; readonly key: 'message' | 'stack' } | undefined {
  const { parent } = use;
  let at: ts.Node = parent;
  let inner: ts.Node = use;
  while (ts.isParenthesizedExpression(at) || ts.isAsExpression(at) || ts.isNonNullExpression(at)) {
    inner = at;
    at = at.parent;
  }
  if (ts.isPropertyAccessExpression(at) && at.expression === inner) {
    if (at.name.text === 'stack') return { node: at, key: 'stack' };
    const called = ts.isCallExpression(at.parent) && at.parent.expression === at ? at.parent : undefined;
    if (called && at.name.text === 'toString') return { node: called, key: 'message' };
    return at.name.text === 'message' && !called ? { node: at, key: 'message' } : undefined;
  }
  if (ts.isTemplateSpan(at)) return { node: use, key: 'message' };
  if (ts.isCallExpression(at) && at.expression.getText() === 'String') return { node: at, key: 'message' };
  return undefined;
}

const maxOwnDepth = 3;

/** What is always there and fails in words of its own, or goes outside. */
const foreign = /^(?:JSON\.parse|decodeURI(?:Component)?|BigInt|eval|fetch|require|process\..*)$/;

/**
 * Whether all that code calls is the program's own or the language's, with no way to the network, a file or a package: what it throws are the
 * service's own words.
 */
function staysInside(code: ts.Node, evaluator: Evaluator, depth = 0): boolean {
  const { checker } = evaluator.project;
  const isInside = (node: ts.CallExpression | ts.NewExpression, callee: Value): boolean => {
    if (callee.kind === 'function') {
      const { body } = callee.node;
      return body !== undefined && depth < maxOwnDepth && staysInside(body, evaluator, depth + 1);
    }
    if (callee.kind === 'external' && callee.module === 'global') return !foreign.test(callee.path.join('.'));
    const { expression } = node;
    const declaration = symbolOf(checker, ts.isPropertyAccessExpression(expression) ? expression.name : expression)
      ?.declarations?.[0];
    return (
      declaration !== undefined && originOf(declaration).kind === 'language' && !foreign.test(expression.getText())
    );
  };
  return !holds(
    code,
    (node) =>
      (ts.isCallExpression(node) || ts.isNewExpression(node)) &&
      !alternatives(evaluator.evaluate(node.expression)).every((callee) => isInside(node, callee)),
  );
}

/** Whether the error can only come from a function of the program that it wrote the words in. */
function isOwnWords(scope: ts.Node, evaluator: Evaluator): boolean {
  const attempt = scope.parent.parent;
  if (!ts.isCatchClause(scope.parent) || !ts.isTryStatement(attempt)) return false;
  return (
    runs(attempt.tryBlock, (node) => ts.isCallExpression(node) && isFollowed(node, evaluator)) &&
    staysInside(attempt.tryBlock, evaluator)
  );
}

function isFollowed(node: ts.CallExpression, evaluator: Evaluator): boolean {
  const callees = alternatives(evaluator.evaluate(node.expression));
  return callees.every(
    (callee) => callee.kind === 'function' && callee.node.body && holds(callee.node.body, ts.isThrowStatement),
  );
}

/** What of an error goes to a client. */
interface Leak {
  readonly node: ts.Expression;
  readonly key: 'message' | 'stack';
  /** What the code calls it. */
  readonly what: string;
  readonly answer: Answer;
  readonly error: ts.Identifier;
  readonly scope: ts.Node;
}

/** In the middle of a text there is nothing to put in its place. */
function isMendable({ node }: Leak): boolean {
  return !ts.isTemplateSpan(node.parent);
}

interface Mending {
  readonly edits: readonly TextEdit[];
  /** Whether the property that holds it is left out. */
  readonly drops: boolean;
  /** The logger that the error is written with; undefined where it is used elsewhere already. */
  readonly logger: string | undefined;
}

/** With what stands in for it when it is empty, as a text that is put in its place never is: `error.message || 'unknown'`. */
function wholeOf(node: ts.Expression): ts.Expression {
  const { parent } = node;
  const isFirst =
    ts.isBinaryExpression(parent) &&
    parent.left === node &&
    (parent.operatorToken.kind === ts.SyntaxKind.BarBarToken ||
      parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken);
  return isFirst ? wholeOf(parent) : node;
}

/** Takes out a property `stack` that stands beside others and without comments; a text in its place would be no stack. */
function dropStack(node: ts.Expression, tools: FixTools<Key>): TextEdit | undefined {
  const { parent: property } = node;
  if (!ts.isPropertyAssignment(property) || property.initializer !== node) return undefined;
  if (!ts.isIdentifier(property.name) || property.name.text !== 'stack') return undefined;
  const { properties } = property.parent;
  const index = properties.indexOf(property);
  const [before, after] = [properties[index - 1], properties[index + 1]];
  const { text } = tools.file.sourceFile;
  const [start, end] = before
    ? [before.end, property.end]
    : [property.getStart(), after ? after.getStart() : property.end];
  const between = before ? text.slice(start, property.getStart()) : text.slice(property.end, end);
  return /^\s*,\s*$/.test(between) ? tools.edit({ start, end }, '') : undefined;
}

/** `logged` are the statements that a line of the log was put before already. */
function mend(leak: Leak, logged: Set<ts.Node>, evaluator: Evaluator, tools: FixTools<Key>): Mending {
  const { answer, error, scope } = leak;
  const whole = wholeOf(leak.node);
  const dropped = leak.key === 'stack' ? dropStack(whole, tools) : undefined;
  const drops = dropped !== undefined;
  const replaced = dropped ?? tools.replace(whole, "'Internal server error'");
  let statement: ts.Node = answer.node;
  while (statement.parent && !ts.isBlock(statement.parent)) statement = statement.parent;
  const others = usesOf(error, scope, evaluator.project.checker).filter((use) => !isWithin(use, answer.node));
  if (others.length > 0 || !ts.isBlock(statement.parent) || logged.has(statement))
    return { edits: [replaced], drops, logger: undefined };
  logged.add(statement);
  const logger = loggerAt(answer.node, evaluator);
  const line = `${logger}.error(${error.text});${newLineOf(tools.file.sourceFile)}${lineIndent(statement)}`;
  return { edits: [tools.insertBefore(statement, line), replaced], drops, logger };
}

function fixes(leaks: readonly Leak[], evaluator: Evaluator, tools: FixTools<Key>): (Fix | undefined)[] {
  const logged = new Set<ts.Node>();
  const all = leaks.map((leak) => mend(leak, logged, evaluator, tools));
  const edits = all.flatMap((each) => each.edits);
  const [first] = all;
  if (all.length > 1) return [tools.fix('suggested', 'fixAll', { count: all.length }, edits)];
  const logger = first?.logger;
  const key = first?.drops ? (logger === undefined ? 'drop' : 'dropAndLog') : logger === undefined ? 'plain' : 'fix';
  return [tools.fix('suggested', key, { logger: logger ?? '' }, edits)];
}

function isSecondToStack(node: ts.Expression): boolean {
  const { parent } = node;
  return (
    ts.isBinaryExpression(parent) &&
    parent.right === node &&
    ts.isPropertyAccessExpression(parent.left) &&
    parent.left.name.text === 'stack'
  );
}

function leaksIn(file: ServiceFile, evaluator: Evaluator): readonly Leak[] {
  const { project } = evaluator;
  const names = new Set(
    presentLibraries(project).flatMap(({ servers = [] }) => servers.flatMap(({ responses }) => responses?.send ?? [])),
  );
  const found = new Map<ts.Node, Leak>();
  for (const answer of answersIn(file, names, evaluator)) {
    const around = errorAround(answer.node);
    if (!around || isClientStatus(answer.status, evaluator)) continue;
    const { name: error, scope } = around;
    if (isDecided(answer.node, scope, evaluator) || isMapped(error, scope, evaluator)) continue;
    if (isOwnWords(scope, evaluator)) continue;
    for (const content of answer.content)
      visitAll(content, (each) => {
        if (!ts.isIdentifier(each) || each.text !== error.text || found.has(each)) return;
        if (project.checker.getSymbolAtLocation(each) !== project.checker.getSymbolAtLocation(error)) return;
        const leak = leakAt(each);
        if (!leak || isDecided(each, answer.node, evaluator) || functionAround(each) !== functionAround(answer.node))
          return;
        const what = leak.node === each ? error.text : leak.node.getText();
        found.set(each, { ...leak, what, answer, error, scope });
      });
  }
  // `error.stack || error.message`: the stack holds the message.
  const leaks = [...found.values()].filter(({ node, key }) => key === 'stack' || !isSecondToStack(node));
  return leaks.sort((a, b) => a.node.pos - b.node.pos);
}

export const rule = serviceRule({
  id: 'service/leaked-internals',
  group: 'error',
  summary: { en: "an error's message or stack that is sent to a client", zh: '把错误的消息或堆栈发给客户端' },
  guide: '5.1',
  severity: 'warning',
  fix: 'suggested',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    const all = leaksIn(file, evaluator);
    for (const key of ['message', 'stack'] as const)
      for (const mendable of [true, false]) {
        const leaks = all.filter((each) => each.key === key && isMendable(each) === mendable);
        const [first, ...others] = leaks;
        if (!first) continue;
        report({
          at: first.node,
          message: key,
          data: { what: first.what, more: otherPlaces(others.length) },
          related: others.slice(0, maxRelated).map(({ node }) => ({ at: node, message: 'also' })),
          fixes: (tools) => (mendable ? fixes(leaks, evaluator, tools) : []),
        });
      }
  },
});

import type { Fix, TextEdit } from '../../core/finding';
import { noOptions } from '../../core/options';
import { lineIndent, newLineOf } from '../../service/fixes/layout';
import { indentStep } from '../../service/fixes/statements';
import { snippetText } from '../../service/fixes/timeouts';
import { type Catch, catchesIn, commentsIn } from '../../service/flow/catches';
import { fateOf } from '../../service/flow/promises';
import { rejectionOf } from '../../service/flow/rejections';
import { functionAround, isAsync, nameOfFunction, visitAll } from '../../service/flow/walk';
import { loggerAt } from '../../service/loggers';
import { type FixTools, serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';
import { alternatives } from '../../service/values/value';

const messages = {
  swallowed: {
    en: 'When {call} fails, nobody learns of it: the error is neither used, logged, counted nor thrown on.',
    zh: '{call} 失败时无人知晓：错误既没有被使用、记录、计数，也没有继续抛出。',
  },
  call: { en: 'This call may fail.', zh: '这个调用可能失败。' },
  log: { en: 'Log the error with {logger}', zh: '用 {logger} 记录错误' },
} as const;

/** Values that say no more than that there is nothing. */
function isNothing(node: ts.Expression | undefined): boolean {
  if (!node) return true;
  if (ts.isIdentifier(node)) return node.text === 'undefined';
  if (ts.isArrayLiteralExpression(node)) return node.elements.length === 0;
  if (ts.isObjectLiteralExpression(node)) return node.properties.length === 0;
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return isNothing(node.expression);
  if (ts.isVoidExpression(node)) return true;
  return node.kind === ts.SyntaxKind.NullKeyword || (ts.isStringLiteralLike(node) && node.text === '');
}

/** Whether the body does nothing by which anybody could learn of the error. */
function isSilent({ body }: Catch): boolean {
  if (!ts.isBlock(body)) return ts.isExpression(body) && isNothing(body);
  let silent = true;
  visitAll(body, (each) => {
    // Whatever is called, thrown, set or answered may tell of it.
    if (ts.isCallExpression(each) || ts.isNewExpression(each) || ts.isThrowStatement(each)) silent = false;
    if (
      ts.isBinaryExpression(each) &&
      each.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      each.operatorToken.kind <= ts.SyntaxKind.LastAssignment
    )
      silent = false;
    if (
      ts.isPostfixUnaryExpression(each) ||
      (ts.isPrefixUnaryExpression(each) && each.operator === ts.SyntaxKind.PlusPlusToken)
    )
      silent = false;
    if (ts.isReturnStatement(each) && !isNothing(each.expression)) silent = false;
    if (ts.isDeleteExpression(each) || ts.isYieldExpression(each)) silent = false;
    // A retry goes round again; the rules on retries judge it.
    if (ts.isContinueStatement(each) || ts.isBreakStatement(each)) silent = false;
  });
  return silent;
}

/** The end of a loop's body is a `continue`. */
function isLastInLoop({ clause }: Catch): boolean {
  const attempt = clause?.parent;
  const block = attempt?.parent;
  if (!attempt || !block || !ts.isBlock(block)) return false;
  return ts.isIterationStatement(block.parent, false);
}

/** Deals with what failed after another failure, which is the one to tell of. */
function isAftermath({ at }: Catch): boolean {
  for (let node: ts.Node = at; node.parent; node = node.parent) {
    const { parent } = node;
    if (ts.isFunctionLike(node)) return false;
    if (ts.isCatchClause(parent) && parent.block === node) return true;
    if (ts.isTryStatement(parent) && parent.finallyBlock === node) return true;
  }
  return false;
}

/** Names of functions that send what nobody's answer depends on; they only ever silence. */
const telemetry =
  /^(?:track|ping|telemetry|analytics)|^(?:send|report|record|log|post)(?:Telemetry|Analytics|Metrics?|Usage|Event)/i;

/** Whether the function around sends figures on a best effort. */
function isTelemetry({ at }: Catch): boolean {
  const owner = functionAround(at);
  return owner !== undefined && telemetry.test(nameOfFunction(owner) ?? '');
}

/** Comments around a handler, inside of the parentheses of `.catch(...)`. */
function commentsBeside({ body, clause }: Catch): boolean {
  const handler = body.parent;
  if (clause || !ts.isFunctionLike(handler)) return false;
  const { text } = handler.getSourceFile();
  const around = [
    ts.getLeadingCommentRanges(text, handler.pos),
    ts.getTrailingCommentRanges(text, handler.pos),
    ts.getTrailingCommentRanges(text, handler.getEnd()),
    ...(ts.isCallExpression(handler.parent) ? [ts.getTrailingCommentRanges(text, handler.parent.arguments.end)] : []),
  ];
  return around.some((each) => each !== undefined);
}

/** Whether a failure comes out of the function of our own by which the call is reached. */
function mayFail(step: ts.CallExpression | undefined, evaluator: Evaluator): boolean {
  if (!step) return true;
  return alternatives(evaluator.evaluate(step.expression)).some(
    (callee) =>
      callee.kind !== 'function' || !isAsync(callee.node) || rejectionOf(callee.node, evaluator) !== undefined,
  );
}

function isLost(call: ts.CallExpression | ts.NewExpression): boolean {
  return ts.isCallExpression(call) && fateOf(call) !== 'handled';
}

/** Logs the error as the first thing that the handler does. */
function logFix(each: Catch, evaluator: Evaluator, tools: FixTools<keyof typeof messages>): Fix | undefined {
  const { body, clause, pattern } = each;
  if (pattern) return undefined;
  const logger = loggerAt(body, evaluator);
  const name = each.error?.text ?? 'error';
  const line = `\${1:${snippetText(`${logger}.error(${name});`)}}`;
  const title = (edits: TextEdit[]): Fix | undefined => tools.fix('template', 'log', { logger }, edits);
  const handler = body.parent;
  const binding = each.error
    ? []
    : clause
      ? [tools.insertAfter(clause.getChildAt(0), ` (${name})`)]
      : takeParameter(handler, name, tools);
  if (!binding) return undefined;
  if (!ts.isBlock(body)) {
    if (!ts.isArrowFunction(handler)) return undefined;
    const value =
      ts.isVoidExpression(body) || body.getText() === 'undefined' ? '' : ` return ${snippetText(inner(body))};`;
    return title([...binding, tools.replace(body, `{ ${line}${value} \\}`)]);
  }
  const [first] = body.statements;
  const file = body.getSourceFile();
  const start = body.getStart() + 1;
  if (first && !file.text.slice(start, first.getStart()).includes('\n'))
    return title([...binding, tools.insertBefore(first, `${line} `)]);
  const outer = lineIndent(clause ? clause.parent : body);
  const indent = first ? lineIndent(first) : outer + indentStep(file);
  const inside = file.text.slice(start, body.getEnd() - 1);
  if (inside.includes('\n'))
    return title([...binding, tools.edit({ start, end: start }, `${newLineOf(file)}${indent}${line}`)]);
  // An empty block on one line, with a comment in it or not.
  const comment = inside.trim();
  const text = comment === '' ? ` ${line} ` : ` ${comment}${comment.startsWith('//') ? newLineOf(file) : ' '}${line} `;
  return title([...binding, tools.edit({ start, end: body.getEnd() - 1 }, text)]);
}

/** `({})` as a value. */
function inner(node: ts.Node): string {
  return ts.isParenthesizedExpression(node) ? inner(node.expression) : node.getText();
}

/** `() =>` becomes `(error) =>`. */
function takeParameter(handler: ts.Node, name: string, tools: FixTools<keyof typeof messages>): TextEdit[] | undefined {
  if (!ts.isArrowFunction(handler) && !ts.isFunctionExpression(handler)) return undefined;
  if (handler.parameters.length > 0) return undefined;
  const at = handler.parameters.pos;
  return [tools.edit({ start: at, end: at }, name)];
}

export const rule = serviceRule({
  id: 'service/swallowed-error',
  group: 'error',
  summary: { en: 'a failed remote call that nobody learns of', zh: '远程调用失败却无人知晓' },
  guide: '5.1',
  severity: 'information',
  fix: 'template',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    const nodes = { clauses: file.nodes(ts.SyntaxKind.CatchClause), calls: file.nodes(ts.SyntaxKind.CallExpression) };
    for (const each of catchesIn(nodes, evaluator)) {
      if (!isSilent(each) || isLastInLoop(each) || isAftermath(each) || isTelemetry(each)) continue;
      // Somebody thought about it and said so.
      if (commentsIn(each.body) || commentsBeside(each)) continue;
      // What nobody waits for fails elsewhere.
      const first = each.calls.find(({ call, path }) => !isLost(path[0] ?? call.node) && mayFail(path[0], evaluator));
      if (!first) continue;
      report({
        at: each.at,
        message: 'swallowed',
        data: { call: first.call.text },
        related: [{ at: first.call.node.expression, message: 'call' }],
        fixes: (tools) => [logFix(each, evaluator, tools)],
      });
    }
  },
});

import { z } from 'zod';
import { type Catch, catchesIn, commentsIn } from '../../service/flow/catches';
import { visitAll } from '../../service/flow/walk';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { evaluatorOf } from '../../service/values/evaluator';

const messages = {
  swallowed: {
    en: 'When {call} fails, nobody learns of it: the error is neither used, logged, counted nor thrown on.',
    zh: '{call} 失败时无人知晓：错误既没有被使用、记录、计数，也没有继续抛出。',
  },
  call: { en: 'This call may fail.', zh: '这个调用可能失败。' },
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

export const rule = serviceRule({
  id: 'service/swallowed-error',
  group: 'error',
  summary: { en: 'a failed remote call that nobody learns of', zh: '远程调用失败却无人知晓' },
  guide: '5.1',
  severity: 'warning',
  options: z.strictObject({}),
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    const nodes = { clauses: file.nodes(ts.SyntaxKind.CatchClause), calls: file.nodes(ts.SyntaxKind.CallExpression) };
    for (const each of catchesIn(nodes, evaluator)) {
      if (!isSilent(each) || isLastInLoop(each)) continue;
      const [first] = each.calls;
      if (!first) continue;
      report({
        at: each.at,
        message: 'swallowed',
        data: { call: first.call.text },
        related: [{ at: first.call.node.expression, message: 'call' }],
        // Somebody thought about it and said so.
        ...(commentsIn(each.body) && { severity: 'hint' as const }),
      });
    }
  },
});

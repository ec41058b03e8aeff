import { z } from 'zod';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';

const messages = {
  literal: {
    en: 'What is thrown here is no Error: it has no stack, `instanceof Error` does not hold, and p-retry, loggers and error middleware pass it over.',
    zh: '这里抛出的不是 Error：没有堆栈，`instanceof Error` 不成立，p-retry、日志库和错误中间件都会忽略它。',
  },
  fix: { en: 'Throw an Error', zh: '改为抛出 Error' },
} as const;

/** A text, a number, an object that is written out: surely no Error. */
function isLiteral(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return isLiteral(node.expression);
  if (ts.isBinaryExpression(node))
    return node.operatorToken.kind === ts.SyntaxKind.PlusToken && (isLiteral(node.left) || isLiteral(node.right));
  return (
    ts.isStringLiteralLike(node) ||
    ts.isTemplateExpression(node) ||
    ts.isNumericLiteral(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node)
  );
}

function isText(node: ts.Expression): boolean {
  return (
    ts.isStringLiteralLike(node) ||
    ts.isTemplateExpression(node) ||
    (ts.isBinaryExpression(node) && (isText(node.left) || isText(node.right)))
  );
}

export const rule = serviceRule({
  id: 'service/untyped-throw',
  group: 'error',
  summary: { en: 'something thrown that is no Error', zh: '抛出的不是 Error' },
  guide: '5.1',
  severity: 'warning',
  fix: 'suggested',
  options: z.strictObject({}),
  messages,
  check(file, { report }) {
    for (const { expression } of file.nodes(ts.SyntaxKind.ThrowStatement)) {
      if (!expression || !isLiteral(expression)) continue;
      report({
        at: expression,
        message: 'literal',
        fixes: (tools) =>
          isText(expression)
            ? [
                tools.fix('suggested', 'fix', {}, [
                  tools.insertBefore(expression, 'new Error('),
                  tools.insertAfter(expression, ')'),
                ]),
              ]
            : [],
      });
    }
  },
});

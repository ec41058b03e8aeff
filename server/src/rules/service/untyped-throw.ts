import { z } from 'zod';
import { isCaughtInside } from '../../service/flow/catches';
import { functionAround } from '../../service/flow/walk';
import { implementingFunctions } from '../../service/implementations';
import type { ServiceProject } from '../../service/model/project';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { evaluatorOf } from '../../service/values/evaluator';

const messages = {
  literal: {
    en: 'What is thrown here is no Error: it has no stack, `instanceof Error` does not hold, and p-retry, loggers and error middleware pass it over.',
    zh: '这里抛出的不是 Error：没有堆栈，`instanceof Error` 不成立，p-retry、日志库和错误中间件都会忽略它。',
  },
  plain: {
    en: 'The caller cannot tell this error from a service that is broken: {library} sends {what}. Throw an exception that the IDL declares.',
    zh: '调用方无法区分这个错误和服务故障：{library} 发送的是{what}。请抛出 IDL 中声明的异常。',
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

/** One of the language's own classes, which say nothing of what went wrong to a caller. */
function isPlainError(node: ts.Expression, project: ServiceProject): boolean {
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return false;
  const callee = evaluatorOf(project).evaluate(node.expression);
  return callee.kind === 'external' && callee.module === 'global' && /^(?:\w+)?Error$/.test(callee.path.join('.'));
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
  check(file, { project, report }) {
    for (const node of file.nodes(ts.SyntaxKind.ThrowStatement)) {
      const { expression } = node;
      if (!isLiteral(expression)) {
        const owner = functionAround(node);
        if (!owner || !isPlainError(expression, project) || isCaughtInside(node, owner)) continue;
        const of = implementingFunctions(project).get(owner);
        if (!of) continue;
        report({
          at: expression,
          message: 'plain',
          data: { library: of.library.title, what: of.shape.implementation.untyped },
        });
        continue;
      }
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

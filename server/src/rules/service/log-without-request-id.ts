import { noOptions } from '../../core/options';
import { requestHandlers } from '../../service/flow/handlers';
import { functionAround, visitAll } from '../../service/flow/walk';
import { loggerOf } from '../../service/loggers';
import type { ServiceFile } from '../../service/model/file';
import type { ServiceProject } from '../../service/model/project';
import { importsPackage } from '../../service/presence';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';
import { alternatives } from '../../service/values/value';

/** With one of these the logger may know the request without being told. */
const contexts = [
  'node:async_hooks',
  'cls-hooked',
  'cls-rtracer',
  'express-http-context',
  'nestjs-cls',
  'nestjs-pino',
  '@opentelemetry/instrumentation-pino',
  '@opentelemetry/instrumentation-winston',
  '@opentelemetry/auto-instrumentations-node',
  '@fastify/request-context',
  'dd-trace',
];

/** Names by which people pass a request's id on. */
const ids = /(?:req(?:uest)?|trace|correlation|span|transaction)-?_?id$|^id$/i;

function isInHandler(node: ts.Node, project: ServiceProject): boolean {
  const handlers = requestHandlers(project);
  for (let owner = functionAround(node); owner; owner = functionAround(owner)) if (handlers.has(owner)) return true;
  return false;
}

/** Whether the name that a receiver starts with is declared in a function: a logger of the request's own, such as `req.log` or a child. */
function isOfRequest(receiver: ts.Expression, checker: ts.TypeChecker): boolean {
  let at = receiver;
  while (ts.isPropertyAccessExpression(at)) at = at.expression;
  if (!ts.isIdentifier(at)) return at.kind !== ts.SyntaxKind.ThisKeyword;
  const declaration = checker.getSymbolAtLocation(at)?.declarations?.[0];
  return declaration === undefined || functionAround(declaration) !== undefined;
}

function namesId(call: ts.CallExpression): boolean {
  let found = false;
  for (const argument of call.arguments)
    visitAll(argument, (node) => {
      found ||= (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) && ids.test(node.text);
    });
  return found;
}

/** Whether the logger was made with something that may add fields to every line by itself. */
function addsFields(receiver: ts.Expression, evaluator: Evaluator): boolean {
  return alternatives(evaluator.evaluate(receiver)).some(
    (value) => value.kind === 'made' && (value.node.arguments ?? []).some((each) => !ts.isStringLiteralLike(each)),
  );
}

function lines(file: ServiceFile, project: ServiceProject): ts.CallExpression[] {
  const evaluator = evaluatorOf(project);
  return file.nodes(ts.SyntaxKind.CallExpression).filter((call) => {
    const { expression } = call;
    if (!ts.isPropertyAccessExpression(expression)) return false;
    const receiver = expression.expression;
    if (ts.isIdentifier(receiver) && receiver.text === 'console') return false;
    if (!loggerOf(evaluator.evaluate(receiver), evaluator)?.methods.includes(expression.name.text)) return false;
    return (
      isInHandler(call, project) &&
      !isOfRequest(receiver, project.checker) &&
      !namesId(call) &&
      !addsFields(receiver, evaluator)
    );
  });
}

export const rule = serviceRule({
  id: 'service/log-without-request-id',
  group: 'lifecycle',
  summary: {
    en: 'a log line of a request handler that does not tell which request it is about',
    zh: '请求处理函数中没有标明是哪个请求的日志',
  },
  guide: '3.3',
  severity: 'off',
  options: noOptions,
  messages: {
    missing: {
      en: 'This line does not tell which request it is about: among those of requests answered at the same time it cannot be told apart, nor found by the id that a caller reports. Log with the logger of the request, or with a child that has its id.',
      zh: '这行日志没有标明属于哪个请求：同时处理多个请求时无法区分，也无法按调用方提供的 ID 查找。应使用请求自己的日志对象，或带有请求 ID 的子日志。',
    },
  },
  check(file, { project, report }) {
    if (contexts.some((name) => importsPackage(name, project))) return;
    for (const call of lines(file, project)) report({ at: call.expression, message: 'missing' });
  },
});

import { contractOf } from '../../contract/contract';
import { handlerMethods } from '../../contract/handlers';
import { noOptions } from '../../core/options';
import { visitAll } from '../../service/flow/walk';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { returnedExpressions } from '../../service/values/calls';

const messages = {
  apache: {
    en: 'This may answer {method} with {what}, but Thrift has no way to send that: the caller\'s promise rejects with the text "{method} failed: unknown result", which is not even an Error. Throw an exception that the IDL declares, or return a response that says that there is nothing.',
    zh: '这里可能以 {what} 响应 {method}，但 Thrift 无法传输它：调用方的 Promise 会以文本 "{method} failed: unknown result" 拒绝，它甚至不是 Error。请抛出 IDL 声明的异常，或返回一个表示“没有”的响应。',
  },
  creditkarma: {
    en: 'This may answer {method} with {what}, but Thrift has no way to send that: the caller gets a TApplicationException "{method} failed: unknown result", as from a service that is broken. Throw an exception that the IDL declares, or return a response that says that there is nothing.',
    zh: '这里可能以 {what} 响应 {method}，但 Thrift 无法传输它：调用方会收到 TApplicationException "{method} failed: unknown result"，如同服务已损坏。请抛出 IDL 声明的异常，或返回一个表示“没有”的响应。',
  },
} as const;

const nothing = ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Void;

/** `null`, `undefined` or `null or undefined`, when the type says that it may be; undefined when it says that it is not, or nothing. */
function nothingIn(type: ts.Type | undefined): 'null' | 'undefined' | undefined {
  if (!type) return undefined;
  const parts = type.isUnion() ? type.types : [type];
  if (parts.some(({ flags }) => flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown))) return undefined;
  const found = parts.find(({ flags }) => flags & nothing);
  return found && (found.flags & ts.TypeFlags.Null ? 'null' : 'undefined');
}

/** Whether the last thing that a body does is to throw: its end is not reached. */
function neverEnds(body: ts.Node): boolean {
  const last = ts.isBlock(body) ? body.statements.at(-1) : undefined;
  return last !== undefined && ts.isThrowStatement(last);
}

function isNothing(node: ts.Expression | undefined): boolean {
  return node === undefined || node.kind === ts.SyntaxKind.NullKeyword || node.getText() === 'undefined';
}

/** The calls of a handler's callback that say that nothing went wrong, and give nothing: `result(null, null)`. */
function emptyAnswers(callback: ts.ParameterDeclaration, body: ts.Node, checker: ts.TypeChecker): ts.Expression[] {
  const symbol = checker.getSymbolAtLocation(callback.name);
  const found: ts.Expression[] = [];
  visitAll(body, (each) => {
    if (!ts.isCallExpression(each) || checker.getSymbolAtLocation(each.expression) !== symbol) return;
    const [error, value] = each.arguments;
    // A call without arguments is looked at by whoever reads it: most often it is no answer but a mistake of another kind.
    if (error && isNothing(error) && isNothing(value)) found.push(value ?? error);
  });
  return found;
}

export const rule = serviceRule({
  id: 'contract/null-result',
  group: 'contract',
  summary: {
    en: 'a handler that may answer with null or undefined where the IDL promises a value',
    zh: 'IDL 承诺返回值、处理函数却可能返回 null 或 undefined',
  },
  guide: '5.1',
  severity: 'warning',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const contract = contractOf(project);
    if (!contract) return;
    const { checker } = project;
    const reported = new Set<ts.Node>();
    for (const { handler, method, node, at: name } of handlerMethods(project, contract)) {
      if (method.isVoid || node.getSourceFile() !== file.sourceFile || !node.body) continue;
      const { generator } = handler.link.generated;
      const callback = generator === 'apache' ? node.parameters[method.arguments.length] : undefined;
      for (const at of callback ? emptyAnswers(callback, node.body, checker) : [])
        report({
          at,
          message: generator,
          data: { method: method.name, what: at.kind === ts.SyntaxKind.NullKeyword ? 'null' : 'undefined' },
        });
      // With a callback behind its arguments it answers by that; with fewer parameters it does not answer at all.
      if (generator === 'apache' && node.parameters.length !== method.arguments.length) continue;
      const signature = checker.getSignatureFromDeclaration(node);
      const result = signature && checker.getAwaitedType(signature.getReturnType());
      const what = nothingIn(result);
      if (what === undefined) continue;
      const data = { method: method.name };
      const places = returnedExpressions(node).flatMap((each) => {
        const found = nothingIn(checker.getAwaitedType(checker.getTypeAtLocation(each)));
        return found ? [{ at: each, what: found }] : [];
      });
      // The end of the body is reached, or the type was written and says more than the code does.
      const written = node.type !== undefined;
      const own = node.name ?? name;
      if (places.length === 0 && (neverEnds(node.body) || written || own.getSourceFile() !== file.sourceFile)) continue;
      for (const { at, what: found } of places.length > 0 ? places : [{ at: own, what }])
        if (!reported.has(at)) {
          reported.add(at);
          report({ at, message: generator, data: { ...data, what: found } });
        }
    }
  },
});

import { contractOf, declaringService } from '../../contract/contract';
import { type HandlerMethod, handlerMethods } from '../../contract/handlers';
import { noOptions } from '../../core/options';
import { endsInThrow, isCaughtInside } from '../../service/flow/catches';
import { visitAll, visitRun } from '../../service/flow/walk';
import type { ServiceProject } from '../../service/model/project';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { returnedExpressions } from '../../service/values/calls';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';
import { alternatives } from '../../service/values/value';

const messages = {
  thrown: {
    en: '{method} does not declare {error}: the processor makes a TApplicationException of it, its fields are lost, its message goes out word for word, and the caller cannot tell it from a service that is broken. Declare it in the IDL (throws), or throw what is declared there.',
    zh: '{method} 没有声明 {error}：processor 会把它变成 TApplicationException，其字段丢失，消息原样发出，调用方无法区分它和服务故障。请在 IDL 中声明（throws），或抛出已声明的异常。',
  },
  declare: { en: 'Declare {error} in the IDL', zh: '在 IDL 中声明 {error}' },
  here: { en: 'It is thrown here.', zh: '在此抛出。' },
} as const;

/** The names of a thrown object's class and of those that it derives from; empty when the type does not tell. */
function classNames(type: ts.Type, checker: ts.TypeChecker): readonly string[] {
  const names: string[] = [];
  let at: ts.Type | undefined = type;
  for (let i = 0; at && i < 10; i++) {
    const symbol: ts.Symbol | undefined = at.getSymbol();
    // A class that is a function of JavaScript has no name of its own.
    if (!symbol || !(symbol.flags & ts.SymbolFlags.Class) || symbol.name.startsWith('__')) break;
    names.push(symbol.name);
    at = (checker.getBaseTypes(at as ts.InterfaceType) as ts.Type[])[0];
  }
  return names;
}

/** Whether the class is declared by the project itself or by generated code: what libraries and the language throw are others' errors. */
function isOwnClass(type: ts.Type): boolean {
  return (type.getSymbol()?.declarations ?? []).some(
    (each) => !each.getSourceFile().fileName.includes('/node_modules/'),
  );
}

interface Thrown {
  /** Where it is seen from the handler: the throw, or the call of the function that throws. */
  readonly at: ts.Node;
  readonly error: ts.Expression;
}

/** Whether a catch clause throws on whatever it catches, whatever else it does. */
function throwsOn(clause: ts.CatchClause): boolean {
  const last = clause.block.statements.at(-1);
  const name = clause.variableDeclaration?.name;
  if (!endsInThrow(clause) || !last || !ts.isThrowStatement(last) || !name || !ts.isIdentifier(name)) return false;
  return ts.isIdentifier(last.expression) && last.expression.text === name.text;
}

/** Whether what is thrown at a node comes out of the function. */
function leaves(node: ts.Node, owner: ts.FunctionLikeDeclaration): boolean {
  return !isCaughtInside(node, owner, (clause) => !throwsOn(clause));
}

/** The call `f(error)` that says of the function's promise, or of its caller's callback, that it failed. */
function failuresBy(name: ts.BindingName | undefined, body: ts.Node, checker: ts.TypeChecker): ts.Expression[] {
  const symbol = name && ts.isIdentifier(name) ? checker.getSymbolAtLocation(name) : undefined;
  const found: ts.Expression[] = [];
  if (symbol)
    visitAll(body, (each) => {
      const [error] = ts.isCallExpression(each) ? each.arguments : [];
      if (error && ts.isCallExpression(each) && checker.getSymbolAtLocation(each.expression) === symbol)
        found.push(error);
    });
  return found;
}

/** What a promise that is made here and returned is rejected with. */
function rejectionsIn(returned: ts.Expression, { project }: Evaluator): ts.Expression[] {
  if (ts.isNewExpression(returned) && returned.expression.getText() === 'Promise') {
    const [executor] = returned.arguments ?? [];
    return executor && (ts.isArrowFunction(executor) || ts.isFunctionExpression(executor))
      ? failuresBy(executor.parameters[1]?.name, executor.body, project.checker)
      : [];
  }
  const isRejected = ts.isCallExpression(returned) && returned.expression.getText() === 'Promise.reject';
  return isRejected ? returned.arguments.slice(0, 1) : [];
}

/** What comes out of a function by itself: thrown, or in a promise that it returns. */
function throwsIn(owner: ts.FunctionLikeDeclaration, evaluator: Evaluator): ts.Expression[] {
  const found: ts.Expression[] = [];
  if (owner.body)
    visitRun(owner.body, (each) => {
      if (ts.isThrowStatement(each) && leaves(each, owner)) found.push(each.expression);
    });
  return [...found, ...returnedExpressions(owner).flatMap((each) => rejectionsIn(each, evaluator))];
}

/** Whether a `catch` throws it in place of what work failed with that a caller handed in: each caller's work fails in its own ways. */
function translatesHanded(error: ts.Expression, owner: ts.FunctionLikeDeclaration, checker: ts.TypeChecker): boolean {
  const handed = owner.parameters.map(({ name }) => checker.getSymbolAtLocation(name));
  for (let at: ts.Node = error; at.parent && at !== owner; at = at.parent) {
    if (!ts.isCatchClause(at)) continue;
    let found = false;
    visitRun(at.parent.tryBlock, (each) => {
      if (ts.isCallExpression(each) && ts.isIdentifier(each.expression))
        found ||= handed.includes(checker.getSymbolAtLocation(each.expression));
    });
    if (found) return true;
  }
  return false;
}

/** What comes out of a handler: what it throws itself, and what functions of our own throw that it calls without a `try`. */
function thrownBy(node: ts.FunctionLikeDeclaration, evaluator: Evaluator): Thrown[] {
  const found: Thrown[] = throwsIn(node, evaluator).map((error) => ({ at: error, error }));
  if (node.body)
    visitRun(node.body, (each) => {
      if (!ts.isCallExpression(each) || !leaves(each, node) || !isWaitedFor(each)) return;
      for (const callee of alternatives(evaluator.evaluate(each.expression)))
        if (callee.kind === 'function' && callee.node !== node)
          for (const error of throwsIn(callee.node, evaluator))
            if (!translatesHanded(error, callee.node, evaluator.project.checker))
              found.push({ at: each.expression, error });
    });
  return found;
}

/** Whether what the call throws, or rejects with, is the handler's. */
function isWaitedFor(node: ts.CallExpression): boolean {
  const { parent } = node;
  return (
    ts.isAwaitExpression(parent) || ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node)
  );
}

function undeclared({ error }: Thrown, { method }: HandlerMethod, { checker }: ServiceProject): string | undefined {
  const type = checker.getTypeAtLocation(error);
  const names = classNames(type, checker);
  const [own] = names;
  if (own === undefined || !isOwnClass(type)) return undefined;
  return names.some((each) => method.throws.includes(each) || each === 'TApplicationException') ? undefined : own;
}

export const rule = serviceRule({
  id: 'contract/undeclared-throw',
  group: 'contract',
  summary: { en: 'a handler that throws what its method does not declare', zh: '处理函数抛出其方法未声明的异常' },
  guide: '5.1',
  severity: 'warning',
  fix: 'suggested',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const contract = contractOf(project);
    if (!contract) return;
    const evaluator = evaluatorOf(project);
    const reported = new Set<ts.Node>();
    for (const each of handlerMethods(project, contract)) {
      const { node, method, handler } = each;
      if (node.getSourceFile() !== file.sourceFile || method.oneway) continue;
      // Behind its arguments a handler may have a callback.
      const callback = node.parameters[method.arguments.length]?.name;
      const told = node.body ? failuresBy(callback, node.body, project.checker) : [];
      for (const thrown of [...thrownBy(node, evaluator), ...told.map((error) => ({ at: error, error }))]) {
        const error = undeclared(thrown, each, project);
        if (error === undefined || reported.has(thrown.at)) continue;
        reported.add(thrown.at);
        const declaring = declaringService(handler.link.service, method, contract);
        report({
          at: thrown.at,
          message: 'thrown',
          data: { method: `${handler.link.service.name}.${method.name}`, error },
          ...(declaring && {
            idlChange: {
              title: 'declare' as const,
              change: { kind: 'throws' as const, exception: error, method: method.name, ...declaring },
            },
          }),
          related: thrown.at === thrown.error ? [] : [{ at: thrown.error, message: 'here' }],
        });
      }
    }
  },
});

import { noOptions } from '../../core/options';
import { isCaughtInside, usesOf } from '../../service/flow/catches';
import { errorHandlers, handlerLeft } from '../../service/flow/escapes';
import type { RequestHandler } from '../../service/flow/handlers';
import { functionAround } from '../../service/flow/walk';
import { type Implementation, implementingFunctions } from '../../service/implementations';
import type { ServiceFile } from '../../service/model/file';
import type { ServiceProject } from '../../service/model/project';
import { placeOf } from '../../service/places';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { isUnanswered } from '../../service/unanswered';
import { evaluatorOf } from '../../service/values/evaluator';
import { maxRelated, otherPlaces } from './_grouped';

const messages = {
  literal: {
    en: 'What is thrown here is no Error and leaves {handler}: it has no stack, `instanceof Error` does not hold, and error middleware and loggers pass it over. Whoever called learns only that the service failed, and nobody learns where.{more}',
    zh: '这里抛出的不是 Error，并且会从{handler}抛出：没有堆栈，`instanceof Error` 不成立，错误中间件和日志库会忽略它。调用方只知道服务失败，没有人知道是在哪里。{more}',
  },
  plain: {
    en: 'The caller cannot tell this error from a service that is broken: {library} sends {what}. Throw an exception that the IDL declares.{more}',
    zh: '调用方无法区分这个错误和服务故障：{library} 发送的是{what}。请抛出 IDL 中声明的异常。{more}',
  },
  also: { en: 'It is the same here.', zh: '这里也是如此。' },
  fix: { en: 'Throw an Error', zh: '改为抛出 Error' },
  fixAll: { en: 'Throw an Error in all {count} places', zh: '将 {count} 处都改为抛出 Error' },
} as const;

/** A text, a number, an object that is written out: surely no Error. */
function literalIn(node: ts.Expression): ts.Expression | undefined {
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return literalIn(node.expression);
  if (ts.isBinaryExpression(node))
    return node.operatorToken.kind === ts.SyntaxKind.PlusToken && (literalIn(node.left) ?? literalIn(node.right))
      ? node
      : undefined;
  return ts.isStringLiteralLike(node) ||
    ts.isTemplateExpression(node) ||
    ts.isNumericLiteral(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node)
    ? node
    : undefined;
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

/** Frameworks answer with the status that what is thrown has. */
const statuses: ReadonlySet<string> = new Set(['status', 'statusCode']);

/** Whether somebody made use of such values on purpose: a status says how to answer, or error middleware of the program asks what it was given. */
function isMeant(literal: ts.Expression, project: ServiceProject): boolean {
  const names = ts.isObjectLiteralExpression(literal)
    ? new Set(literal.properties.flatMap(({ name }) => (name && ts.isIdentifier(name) ? [name.text] : [])))
    : undefined;
  if (names && [...names].some((each) => statuses.has(each))) return true;
  return errorHandlers(project).some(({ error, code }) =>
    usesOf(error, code, project.checker).some(({ parent }) => {
      if (names) return ts.isPropertyAccessExpression(parent) && names.has(parent.name.text);
      let asked: ts.Node = parent;
      while (ts.isParenthesizedExpression(asked)) asked = asked.parent;
      return ts.isTypeOfExpression(asked);
    }),
  );
}

interface Literal {
  readonly thrown: ts.Expression;
  readonly handler: RequestHandler;
}

interface Plain {
  readonly thrown: ts.Expression;
  readonly of: Implementation;
}

function literalsIn(file: ServiceFile, project: ServiceProject): readonly Literal[] {
  return file.nodes(ts.SyntaxKind.ThrowStatement).flatMap((node): Literal[] => {
    const literal = literalIn(node.expression);
    const handler = literal && handlerLeft(node, project);
    return handler && !isMeant(literal, project) ? [{ thrown: node.expression, handler }] : [];
  });
}

/** Whether a function does nothing but throw: it is yet to be written. */
function isStub(owner: ts.FunctionLikeDeclaration, thrown: ts.ThrowStatement): boolean {
  return thrown.parent === owner.body && ts.isBlock(thrown.parent) && thrown.parent.statements.length === 1;
}

function plainsIn(file: ServiceFile, project: ServiceProject): readonly Plain[] {
  return file.nodes(ts.SyntaxKind.ThrowStatement).flatMap((node): Plain[] => {
    const owner = functionAround(node);
    if (!owner || literalIn(node.expression) || !isPlainError(node.expression, project)) return [];
    const of =
      isStub(owner, node) || isCaughtInside(node, owner) ? undefined : implementingFunctions(project).get(owner);
    // What happens to it then is what contract/oneway-misuse is about.
    return of && !isUnanswered(owner, project) ? [{ thrown: node.expression, of }] : [];
  });
}

export const rule = serviceRule({
  id: 'service/untyped-throw',
  group: 'error',
  summary: {
    en: 'something that is no Error, or tells callers nothing, thrown out of a handler',
    zh: '从处理函数抛出的不是 Error，或对调用方毫无意义',
  },
  guide: '5.1',
  severity: 'warning',
  fix: 'suggested',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const related = (others: readonly { readonly thrown: ts.Expression }[]) =>
      others.slice(0, maxRelated).map(({ thrown }) => ({ at: thrown, message: 'also' as const }));
    const all = literalsIn(file, project);
    // Texts can be mended together, objects by nobody but a person.
    for (const isMendable of [true, false]) {
      const [literal, ...literals] = all.filter(({ thrown }) => isText(thrown) === isMendable);
      if (!literal) continue;
      const { handler } = literal;
      const place = placeOf(handler.node, file);
      report({
        at: literal.thrown,
        message: 'literal',
        data: {
          handler: {
            en: `a handler of ${handler.library.title} (${place})`,
            zh: ` ${handler.library.title} 的处理函数（${place}）`,
          },
          more: otherPlaces(literals.length),
        },
        related: related(literals),
        fixes(tools) {
          if (!isMendable) return [];
          const edits = [literal, ...literals].flatMap(({ thrown }) => [
            tools.insertBefore(thrown, 'new Error('),
            tools.insertAfter(thrown, ')'),
          ]);
          const count = literals.length + 1;
          return [tools.fix('suggested', count > 1 ? 'fixAll' : 'fix', { count }, edits)];
        },
      });
    }
    const [plain, ...plains] = plainsIn(file, project);
    if (plain)
      report({
        at: plain.thrown,
        message: 'plain',
        data: {
          library: plain.of.library.title,
          what: plain.of.shape.implementation.untyped,
          more: otherPlaces(plains.length),
        },
        related: related(plains),
      });
  },
});

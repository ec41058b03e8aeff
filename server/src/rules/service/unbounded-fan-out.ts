import { noOptions } from '../../core/options';
import { isLimited } from '../../service/breakers';
import { isOfAnyLength } from '../../service/flow/lengths';
import { type Reached, reachedFrom } from '../../service/flow/reach';
import { holds, runs, visitAll } from '../../service/flow/walk';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';
import { resolveName } from '../../service/values/names';
import { alternatives } from '../../service/values/value';
import { chunkEdits, limitEdits } from './_fanOutFixes';

const messages = {
  all: {
    en: 'Every element of {list} starts a call of {call} at once, and nothing limits how many there are: a long list opens as many requests, exhausts sockets and memory, and floods the other side. Run a few at a time.',
    zh: '{list} 的每个元素都会同时发起 {call} 调用，数量没有上限：列表很长时会同时打开同样多的请求，耗尽套接字和内存，并压垮对端。应限制同时进行的数量。',
  },
  call: { en: 'This is called for every element.', zh: '每个元素都会调用这里。' },
  limit: { en: 'Run 10 at a time with p-limit', zh: '用 p-limit 限制为同时 10 个' },
  chunk: { en: 'Run it in chunks of 10', zh: '每 10 个一批地执行' },
} as const;

const combinators: ReadonlySet<string> = new Set(['Promise.all', 'Promise.allSettled']);
/** Words of what limits, in code that the catalogue does not know; they only ever silence. */
const limits = /limit|throttle|semaphore|mutex|acquire|queue|bottleneck|concurren|pool|batch|chunk/i;

/** The `.map(...)` whose promises are waited for all at once: the argument itself, or the constant that it names. */
function mapCall(node: ts.Expression | undefined, evaluator: Evaluator): ts.CallExpression | undefined {
  if (!node) return undefined;
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return mapCall(node.expression, evaluator);
  if (ts.isCallExpression(node)) {
    const { expression } = node;
    return ts.isPropertyAccessExpression(expression) && /^(?:map|flatMap)$/.test(expression.name.text)
      ? node
      : undefined;
  }
  if (!ts.isIdentifier(node)) return undefined;
  const resolved = resolveName(node, evaluator.project.checker);
  const declaration = resolved?.kind === 'own' ? resolved.declarations[0] : undefined;
  const isConst =
    declaration && ts.isVariableDeclaration(declaration) && (declaration.parent.flags & ts.NodeFlags.Const) !== 0;
  return isConst && declaration.initializer && ts.isCallExpression(declaration.initializer)
    ? mapCall(declaration.initializer, evaluator)
    : undefined;
}

/** Whether the list is declared with a type for its elements that could not be read: that of a package that is not built, say. */
function isUnread(list: ts.Expression, checker: ts.TypeChecker): boolean {
  const name = ts.isPropertyAccessExpression(list) ? list.name : list;
  const declaration = checker.getSymbolAtLocation(name)?.valueDeclaration;
  if (!declaration || !('type' in declaration) || !declaration.type) return false;
  return !runs(declaration.type as ts.TypeNode, (each) => each.kind === ts.SyntaxKind.AnyKeyword);
}

/**
 * Whether the elements are of a type of names that are written out, as those of an enum: there are hardly more than it has members. A type
 * that cannot be read may be one.
 */
function mayBeNames(list: ts.Expression, checker: ts.TypeChecker): boolean {
  const element = checker.getIndexTypeOfType(checker.getTypeAtLocation(list), ts.IndexKind.Number);
  if (!element) return false;
  if ((element.flags & ts.TypeFlags.Any) !== 0) return isUnread(list, checker);
  return element.isUnion() && element.types.every((each) => each.isStringLiteral());
}

/** Whether the work waits for its turn: something in it limits how much runs at a time. */
function isLimitedInside(work: ts.Node, evaluator: Evaluator): boolean {
  return holds(work, (each) => {
    if (!ts.isCallExpression(each)) return false;
    const name = ts.isPropertyAccessExpression(each.expression) ? each.expression.name : each.expression;
    return (
      limits.test(ts.isIdentifier(name) ? name.text : '') || isLimited(evaluator.evaluate(each.expression), evaluator)
    );
  });
}

/** A call of another service, on a client that is the same for all elements: what is called on the elements themselves is one call each. */
function remoteCall(work: ts.FunctionLikeDeclaration, evaluator: Evaluator): Reached | undefined {
  const { body } = work;
  if (!body) return undefined;
  const names = new Set<string>();
  for (const { name } of work.parameters)
    visitAll(name, (each) => void (ts.isIdentifier(each) && names.add(each.text)));
  return reachedFrom(body, evaluator, true).find(({ call, path }) => {
    if (call.call.streams || call.call.connects || call.clients.some(({ shape }) => shape.peer !== 'service'))
      return false;
    const first = path[0] ?? call.node;
    return !runs(first.expression, (each) => ts.isIdentifier(each) && names.has(each.text));
  });
}

const maxText = 40;

export const rule = serviceRule({
  id: 'service/unbounded-fan-out',
  group: 'connection',
  summary: { en: 'a remote call for every element of a list at once', zh: '对列表的每个元素同时发起远程调用' },
  guide: '1.3',
  severity: 'warning',
  fix: 'template',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    if (!file.text.includes('Promise.all')) return;
    const evaluator = evaluatorOf(project);
    for (const node of file.nodes(ts.SyntaxKind.CallExpression)) {
      const { expression } = node;
      if (!ts.isPropertyAccessExpression(expression) || !combinators.has(expression.getText())) continue;
      const mapped = mapCall(node.arguments[0], evaluator);
      const given = mapped?.arguments[0];
      if (!mapped || !given || !ts.isPropertyAccessExpression(mapped.expression)) continue;
      const list = mapped.expression.expression;
      if (!isOfAnyLength(list, evaluator) || mayBeNames(list, project.checker)) continue;
      const work = alternatives(evaluator.evaluate(given)).find((each) => each.kind === 'function');
      if (work?.kind !== 'function' || isLimitedInside(work.node, evaluator)) continue;
      const reached = remoteCall(work.node, evaluator);
      if (!reached) continue;
      const text = list.getText().replace(/\s+/g, ' ');
      report({
        at: expression,
        message: 'all',
        data: {
          list: text.length > maxText ? `${text.slice(0, maxText)}…` : text,
          call: `${reached.call.text} (${reached.call.clients[0].library.title})`,
        },
        related: [{ at: reached.call.node.expression, message: 'call' }],
        fixes: (tools) => [
          tools.fix('template', 'limit', {}, limitEdits(tools, node, given)),
          tools.fix('template', 'chunk', {}, chunkEdits(tools, node, mapped)),
        ],
      });
    }
  },
});

import { z } from 'zod';
import { usesOf } from '../../service/flow/catches';
import { functionAround } from '../../service/flow/walk';
import { networkCalls } from '../../service/networkCalls';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';

const messages = {
  unchecked: {
    en: '{library} does not reject when the server answers with an error: this reads the body of a 404 or 503 as if it were the result. Look at {status} first.',
    zh: '服务器返回错误时 {library} 不会拒绝：这里会把 404 或 503 的响应体当作结果读取。请先检查 {status}。',
  },
  call: { en: 'The response comes from here.', zh: '响应来自这里。' },
} as const;

const bodyMethods: ReadonlySet<string> = new Set(['json', 'text', 'arrayBuffer', 'blob', 'bytes', 'formData']);

/** `x.json()` where `x` is this node. */
function bodyRead(node: ts.Node): ts.PropertyAccessExpression | undefined {
  const { parent } = node;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== node || !bodyMethods.has(parent.name.text))
    return undefined;
  return ts.isCallExpression(parent.parent) && parent.parent.expression === parent ? parent : undefined;
}

function outer(node: ts.Node): ts.Node {
  let at = node;
  while (ts.isParenthesizedExpression(at.parent) || ts.isNonNullExpression(at.parent) || ts.isAsExpression(at.parent))
    at = at.parent;
  return at;
}

/** The first body that is read off a name, when nothing else is ever asked of the response. */
function readOnly(
  name: ts.Identifier,
  within: ts.Node,
  checker: ts.TypeChecker,
): ts.PropertyAccessExpression | undefined {
  const uses = usesOf(name, within, checker);
  const reads = uses.map((use) => bodyRead(use));
  return uses.length > 0 && reads.every((each) => each !== undefined) ? reads[0] : undefined;
}

/** Where the body of a call's response is read without a look at its status. */
function uncheckedRead(node: ts.Expression, checker: ts.TypeChecker): ts.PropertyAccessExpression | undefined {
  const { parent } = node;
  // `fetch(url).then((response) => response.json())`
  if (ts.isPropertyAccessExpression(parent) && parent.name.text === 'then' && ts.isCallExpression(parent.parent)) {
    const [handler] = parent.parent.arguments;
    const name =
      handler && (ts.isArrowFunction(handler) || ts.isFunctionExpression(handler))
        ? handler.parameters[0]?.name
        : undefined;
    if (!handler || !name) return undefined;
    return ts.isIdentifier(name) ? readOnly(name, handler, checker) : undefined;
  }
  if (!ts.isAwaitExpression(parent)) return undefined;
  const value = outer(parent);
  const direct = bodyRead(value);
  if (direct) return direct;
  const declaration = value.parent;
  if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return undefined;
  if (ts.isVariableDeclarationList(declaration.parent) && !(declaration.parent.flags & ts.NodeFlags.Const))
    return undefined;
  const owner = functionAround(declaration) ?? declaration.getSourceFile();
  return readOnly(declaration.name, owner, checker);
}

export const rule = serviceRule({
  id: 'service/unchecked-status',
  group: 'error',
  summary: { en: 'a response whose body is read without a look at its status', zh: '没有检查状态就读取响应体' },
  guide: '5.1',
  severity: 'warning',
  options: z.strictObject({}),
  messages,
  check(file, { project, report }) {
    for (const call of networkCalls(file, project)) {
      const [{ library, shape }] = call.clients;
      const { status } = shape;
      if (status === undefined) continue;
      const read = uncheckedRead(call.node, project.checker);
      if (!read) continue;
      report({
        at: read.name,
        message: 'unchecked',
        data: { library: library.title, status },
        related: [{ at: call.node.expression, message: 'call' }],
      });
    }
  },
});

import { noOptions } from '../../core/options';
import { usesOf } from '../../service/flow/catches';
import { isWithin, visitRun } from '../../service/flow/walk';
import { networkCalls } from '../../service/networkCalls';
import { serviceRule } from '../../service/rule';
import { serversOf } from '../../service/servers';
import { ts } from '../../service/ts';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';

const messages = {
  unvalidated: {
    en: '{field} goes from the request into {call} as it came: nothing looks at its type, length or range before.',
    zh: '{field} 未经检查就从请求进入 {call}：之前没有任何代码检查它的类型、长度或范围。',
  },
  handler: { en: 'The handler of the request.', zh: '请求的处理函数。' },
} as const;

/** What clients fill in, of a request. */
const given: ReadonlySet<string> = new Set(['body', 'query', 'params']);

interface Handler {
  readonly node: ts.ArrowFunction | ts.FunctionExpression;
  readonly request: ts.Identifier;
}

/** The handler that a node stands in, when it is the only function that its route has: others may check the request. */
function handlerAround(node: ts.Node, evaluator: Evaluator): Handler | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (!ts.isArrowFunction(at) && !ts.isFunctionExpression(at)) continue;
    const call = at.parent;
    if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) continue;
    const method = call.expression.name.text;
    const servers = serversOf(evaluator.evaluate(call.expression.expression), evaluator);
    const isRoute = servers.some(({ shape }) =>
      shape.handlers?.some(({ methods, response }) => response !== undefined && methods.includes(method)),
    );
    const request = at.parameters[0]?.name;
    if (!isRoute || !request || !ts.isIdentifier(request) || call.arguments.length !== 2) return undefined;
    return { node: at, request };
  }
  return undefined;
}

/** `request.body.id` around a name of the request: the whole access, when it leads to a field. */
function fieldAt(use: ts.Identifier): ts.PropertyAccessExpression | undefined {
  const part = use.parent;
  if (!ts.isPropertyAccessExpression(part) || part.expression !== use || !given.has(part.name.text)) return undefined;
  const field = part.parent;
  return ts.isPropertyAccessExpression(field) && field.expression === part ? field : undefined;
}

export const rule = serviceRule({
  id: 'service/unvalidated-request',
  group: 'error',
  summary: { en: 'a field of a request that flows into a call unchecked', zh: '未经检查就流入调用的请求字段' },
  guide: '5.1',
  severity: 'off',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    for (const call of networkCalls(file, project)) {
      const handler = handlerAround(call.node, evaluator);
      if (!handler) continue;
      const uses = usesOf(handler.request, handler.node, project.checker);
      // The whole request, or its body, handed to somebody else or taken apart: that may be the check.
      if (uses.some((use) => !fieldAt(use) && !isHarmless(use))) continue;
      const inside = (node: ts.Node): boolean => (call.node.arguments ?? []).some((each) => isWithin(node, each));
      const reported = new Set<string>();
      for (const use of uses) {
        const field = fieldAt(use);
        if (!field || !inside(field)) continue;
        const text = field.getText();
        if (reported.has(text) || isChecked(text, field, handler.node, inside)) continue;
        reported.add(text);
        report({
          at: field,
          message: 'unvalidated',
          data: { field: text, call: call.text },
          related: [{ at: handler.request, message: 'handler' }],
        });
      }
    }
  },
});

/** `request.headers`, `request.log.info(...)`: nothing that clients fill into fields. */
function isHarmless(use: ts.Identifier): boolean {
  const { parent } = use;
  return ts.isPropertyAccessExpression(parent) && parent.expression === use && !given.has(parent.name.text);
}

/** Whether the field is looked at anywhere else, or handed through something on its way into the call. */
function isChecked(
  text: string,
  field: ts.Node,
  handler: ts.FunctionLikeDeclaration,
  inside: (node: ts.Node) => boolean,
): boolean {
  for (let at = field; at.parent && inside(at); at = at.parent) {
    const { parent } = at;
    // `Number(request.params.id)`, `a ?? b`: something is made of it.
    if (ts.isCallExpression(parent) && inside(parent)) return true;
    if (ts.isBinaryExpression(parent) || ts.isConditionalExpression(parent) || ts.isPrefixUnaryExpression(parent))
      return true;
  }
  let found = false;
  const body = handler.body;
  if (body)
    visitRun(body, (each) => {
      if (ts.isPropertyAccessExpression(each) && each !== field && each.getText() === text && !inside(each))
        found = true;
    });
  return found;
}

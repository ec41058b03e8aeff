import { noOptions } from '../../core/options';
import { insertStatementAfter } from '../../service/fixes/statements';
import { usesOf } from '../../service/flow/catches';
import { isAnswer } from '../../service/flow/responses';
import { functionAround } from '../../service/flow/walk';
import { networkCalls } from '../../service/networkCalls';
import { type FixTools, serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';

const messages = {
  unchecked: {
    en: '{library} does not reject when the server answers with an error: this reads the body of a 404 or 503 as if it were the result. Look at {status} first.',
    zh: '服务器返回错误时 {library} 不会拒绝：这里会把 404 或 503 的响应体当作结果读取。请先检查 {status}。',
  },
  fix: { en: 'Throw when {status} is false', zh: '{status} 为 false 时抛出错误' },
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

/** Whether the code asks what the body says: a condition on it, or a function that it is handed to, such as a schema's. */
function bodyDecides(read: ts.PropertyAccessExpression, evaluator: Evaluator): boolean {
  const { checker } = evaluator.project;
  let at: ts.Node = read.parent;
  while (
    ts.isAwaitExpression(at.parent) ||
    ts.isParenthesizedExpression(at.parent) ||
    ts.isAsExpression(at.parent) ||
    ts.isSatisfiesExpression(at.parent) ||
    ts.isNonNullExpression(at.parent)
  )
    at = at.parent;
  const { parent } = at;
  if (ts.isCallExpression(parent)) return !isAnswer(parent, evaluator);
  if (ts.isPropertyAccessExpression(parent) && parent.expression === at) {
    const call = parent.parent;
    if (!ts.isCallExpression(call) || parent.name.text !== 'then') {
      const made = madeOf(parent);
      return isAsked(parent, evaluator) || (made !== undefined && isAskedLater(made, evaluator));
    }
    // `.json().then((body) => ...)`.
    const [handler] = call.arguments;
    if (!handler || !(ts.isArrowFunction(handler) || ts.isFunctionExpression(handler))) return true;
    const name = handler.parameters[0]?.name;
    return (
      name !== undefined &&
      namesIn(name).some((each) => usesOf(each, handler, checker).some((use) => isAsked(use, evaluator)))
    );
  }
  return ts.isVariableDeclaration(parent) && isAskedLater(parent, evaluator);
}

function isAskedLater(declaration: ts.VariableDeclaration, evaluator: Evaluator): boolean {
  const { checker } = evaluator.project;
  const owner = functionAround(declaration) ?? declaration.getSourceFile();
  return namesIn(declaration.name).some((each) => usesOf(each, owner, checker).some((use) => isAsked(use, evaluator)));
}

/** The variable that holds a part of a value, or what is made of it by its own methods: `const id = text.split('\n')[0].trim()`. */
function madeOf(access: ts.Node): ts.VariableDeclaration | undefined {
  let at = access;
  for (; at.parent; at = at.parent) {
    const { parent } = at;
    if (ts.isVariableDeclaration(parent)) return parent;
    const isChain =
      ((ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent) || ts.isCallExpression(parent)) &&
        parent.expression === at) ||
      ts.isParenthesizedExpression(parent) ||
      ts.isNonNullExpression(parent);
    if (!isChain) return undefined;
  }
  return undefined;
}

function namesIn(name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((each) => (ts.isOmittedExpression(each) ? [] : namesIn(each.name)));
}

/** Whether a condition, an optional chain or a function's argument hangs on the value or a member of it; an answer that takes it asks nothing. */
function isAsked(use: ts.Node, evaluator: Evaluator): boolean {
  for (let at = use; at.parent; at = at.parent) {
    const { parent } = at;
    if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) {
      if (parent.questionDotToken) return true;
      continue;
    }
    if (ts.isIfStatement(parent) || ts.isConditionalExpression(parent)) return true;
    if (ts.isPrefixUnaryExpression(parent) || ts.isSwitchStatement(parent) || ts.isTypeOfExpression(parent))
      return true;
    if (ts.isBinaryExpression(parent)) return parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken;
    if (ts.isCallExpression(parent))
      return parent.arguments.some((each) => each === at) && !isAnswer(parent, evaluator);
    if (!ts.isExpression(parent)) return false;
  }
  return false;
}

/** A line behind the response's declaration that throws when its status says so. */
function checkFix(node: ts.Node, status: string, tools: FixTools<keyof typeof messages>): ReturnType<typeof tools.fix> {
  const { parent } = node;
  const value = ts.isAwaitExpression(parent) ? outer(parent) : parent;
  const declaration = value.parent;
  if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return undefined;
  const list = declaration.parent;
  if (!ts.isVariableDeclarationList(list) || list.declarations.length !== 1 || !ts.isVariableStatement(list.parent))
    return undefined;
  const name = declaration.name.text;
  const member = status.split('.').slice(1).join('.');
  const code = `if (!${name}.${member}) throw new Error(\`HTTP \${${name}.status}\`);`;
  return tools.fix('suggested', 'fix', { status }, [insertStatementAfter(tools, list.parent, code)]);
}

export const rule = serviceRule({
  id: 'service/unchecked-status',
  group: 'error',
  summary: { en: 'a response whose body is read without a look at its status', zh: '没有检查状态就读取响应体' },
  guide: '5.1',
  severity: 'information',
  fix: 'suggested',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    for (const call of networkCalls(file, project)) {
      const [{ library, shape }] = call.clients;
      const { status } = shape;
      if (status === undefined) continue;
      const read = uncheckedRead(call.node, project.checker);
      if (!read || bodyDecides(read, evaluator)) continue;
      report({
        at: read.name,
        message: 'unchecked',
        data: { library: library.title, status },
        related: [{ at: call.node.expression, message: 'call' }],
        fixes: (tools) => [checkFix(call.node, status, tools)],
      });
    }
  },
});
